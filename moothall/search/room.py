"""What the search room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import Metric, NavItem, metrics, navigation
from moothall.search import tally

navigation.add(NavItem(key="search", order=30, label=_("Find"), url_name="search:find"))
metrics.add(
    Metric(
        key="search.nothing",
        order=60,
        label=_("Searches that found nothing"),
        unit=_("in 100 searches"),
        how=_(
            "Searches of these days, everywhere and not narrowed, that found neither a thing nor a person. Only their "
            "number is kept, never who searched or for what."
        ),
        read=tally.found_nothing,
        falls=True,
    )
)
