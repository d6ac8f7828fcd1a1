"""What nobody in the business owns for long: only how many, as some may be closed to the administrators."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import ngettext

from moothall.change.queries import initiatives
from moothall.kit import clock

LONG = timedelta(days=30)


def troubles() -> Iterator[str]:
    """Initiatives under way that have had no owner for a month."""
    count = initiatives.unowned(clock.today() - LONG).count()
    if count:
        yield ngettext(
            "{n} change has had no owner for a month: a performance officer names one.",
            "{n} changes have had no owner for a month: a performance officer names them.",
            count,
        ).format(n=count)
