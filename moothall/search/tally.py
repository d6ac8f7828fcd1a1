"""How many searches there are in a day, and how many find nothing: two numbers, of the whole hall.

Neither a word that was looked for nor who looked is written anywhere.
"""

from datetime import date

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.measuring import Period, over_days, share
from moothall.kit.registries import Measured
from moothall.kit.tallying import Counted
from moothall.search.models import SearchTally

Key = tuple[date, bool]  # the day, and whether anything was found


def count(*, found: bool) -> None:
    """Count one search."""
    _counted.add((clock.today(), found))


def write() -> int:
    """Write down what was counted; returns how many searches."""
    numbers = _counted.take()
    if not numbers:
        return 0
    with transaction.atomic():
        for day in sorted({day for day, _found in numbers}):
            none = numbers[day, False]
            SearchTally.objects.bulk_create([SearchTally(day=day)], ignore_conflicts=True)
            SearchTally.objects.filter(day=day).update(
                searches=F("searches") + none + numbers[day, True], with_none=F("with_none") + none
            )
    return numbers.total()


@over_days
def found_nothing(period: Period) -> Measured:
    """Of the searches of these days: how many found nothing, in 100."""
    sums = SearchTally.objects.filter(day__gte=period.first, day__lte=period.last).aggregate(
        all=Sum("searches"), none=Sum("with_none")
    )
    return share(sums["none"] or 0, sums["all"] or 0, why_none=_("Nobody searched in these days."))


_counted: Counted[Key] = Counted("search tally", write)
