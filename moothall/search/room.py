"""What the search room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import NavItem, navigation

navigation.add(NavItem(key="search", order=30, label=_("Find"), url_name="search:find"))
