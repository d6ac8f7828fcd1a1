"""The hall reading measures off itself: each for every day on which it is due, once that day is over."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Max, Q

from moothall.change.actions import measures
from moothall.change.models import Frequency, Measure
from moothall.change.standing import step
from moothall.kit import clock

logger = logging.getLogger("moothall.change")
MOST = 200  # readings in one turn; the next one goes on
DAY = timedelta(days=1)


def feed_due() -> int:
    """Read every fed measure for the days that are over and were not read for; returns how many readings that made.

    Two workers at once make each reading once, and what one that was killed left undone the next turn does. A metric
    that fails is tried again with the next turn, and keeps no other from being read.
    """
    made, today = 0, clock.today()
    rows = Measure.objects.exclude(metric="").filter(retired_at=None, first_due__lt=today)
    over = Q(fed__lt=today - DAY) & Q(fed__lt=F("target_on"))
    fed = rows.annotate(fed=Max("readings__fed_for")).filter(Q(fed=None) | over)
    for measure in fed.order_by("pk"):
        last: date | None = getattr(measure, "fed", None)
        for first, day in periods(measure, after=last, before=today):
            if made >= MOST:
                return made
            try:
                made += measures.feed(measure, first=first, last=day) is not None
            except Exception:
                logger.exception("The measure %s could not be read off; it is tried again.", measure.pk)
                break
    return made


def periods(measure: Measure, *, after: date | None, before: date) -> Iterator[tuple[date, date]]:
    """The first and last days of each period that ended before a day and after another; the target's day is the last.

    Each is as long as the measure's frequency says, so that all readings count alike.
    """
    frequency, number, day = Frequency(measure.frequency), 0, measure.first_due
    while day < min(before, measure.target_on):
        if after is None or day > after:
            yield step(measure.first_due, frequency, number - 1) + DAY, day
        number += 1
        day = step(measure.first_due, frequency, number)
    if measure.target_on < before and (after is None or measure.target_on > after):
        yield step(measure.target_on, frequency, -1) + DAY, measure.target_on
