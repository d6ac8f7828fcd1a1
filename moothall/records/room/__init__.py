"""What the records room offers the hall: a module for each noun, and the room's own door."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import NavItem, navigation
from moothall.records.front import of_the_council
from moothall.records.room import access, assets, bundles, holds, measuring, owner_reviews, retention, systems

__all__ = ["access", "assets", "bundles", "holds", "measuring", "owner_reviews", "retention", "systems"]

navigation.add(NavItem(key="records", order=50, label=_("Records"), url_name="records:front", shown_to=of_the_council))
