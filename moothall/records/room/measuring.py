"""What is offered to be measured of records."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import Metric, metrics
from moothall.records.queries import measuring

metrics.add(
    Metric(
        key="records.unfindable",
        order=50,
        label=_("Things that cannot be found"),
        unit=_("things"),
        how=_("What the search index should hold now and does not, and what came in and could not be read."),
        read=measuring.unfindable,
        falls=True,
    ),
    Metric(
        key="records.blocks",
        order=51,
        label=_("Blocks answered in time"),
        unit=_("in 100 blocks"),
        how=_("Of the reports “I can’t get to it” due in these days: how many were answered by the day promised."),
        read=measuring.blocks_answered_in_time,
    ),
    Metric(
        key="records.assets",
        order=52,
        label=_("Information assets reviewed in time"),
        unit=_("in 100 assets"),
        how=_("Of the assets held at the end of these days with a day for their review: how many were not overdue."),
        read=measuring.assets_reviewed_in_time,
    ),
    Metric(
        key="records.here",
        order=53,
        label=_("Staff who were here"),
        unit=_("in 100 of the staff"),
        how=_("Of the staff who may come in: how many read something or took a file in these days."),
        read=measuring.staff_here,
    ),
)
