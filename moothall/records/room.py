"""What the records room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import NavItem, navigation
from moothall.records.front import of_the_council

navigation.add(NavItem(key="records", order=50, label=_("Records"), url_name="records:front", shown_to=of_the_council))
