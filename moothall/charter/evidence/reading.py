"""When a measure is next read, and since when a reading is owed."""

from datetime import date, timedelta

from moothall.change.choices import Frequency
from moothall.change.standing import GRACE, MONTHS, step
from moothall.charter.evidence.record import Benefit

WEEK = timedelta(days=7)


def next_due(benefit: Benefit) -> date | None:
    """The day by which it is next read: the first due day after the last reading; None once its target was read for.

    What `change.standing.next_due` says, without a walk from the first day, for it is asked ten thousand times a page.
    """
    first, ends, last = benefit.first_due, benefit.target_on, benefit.last_on
    if first is None or ends is None or benefit.retired:
        return None
    if last is None or last < first:
        return min(first, ends)
    if last >= ends:
        return None
    if benefit.frequency == "weekly":
        return min(first + WEEK * ((last - first) // WEEK + 1), ends)
    frequency = Frequency(benefit.frequency)
    months = MONTHS[frequency]
    number = max(0, ((last.year - first.year) * 12 + last.month - first.month) // months)
    due = step(first, frequency, number)
    while due <= last:
        number += 1
        due = step(first, frequency, number)
    return min(due, ends)


def overdue_since(benefit: Benefit, today: date) -> date | None:
    """The day on which a reading was due that is not there, a week's grace given; None where nothing is owed."""
    due = next_due(benefit)
    return due if due is not None and today > due + GRACE else None
