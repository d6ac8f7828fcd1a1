"""When a measure is to be read, and whether it was."""

from datetime import date, timedelta

from moothall.charter.evidence.record import Benefit

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
WEEK = timedelta(days=7)


def period_before(benefit: Benefit, today: date) -> tuple[date, date] | None:
    """The last period whose reading is due: the day after which a reading counts for it, and the day it was due.

    None while the first is still to come, and where there is no measure. After its target's day nothing more is due.
    """
    if benefit.first_due is None or benefit.baseline_on is None or benefit.target_on is None:
        return None
    end = min(today, benefit.target_on)
    if benefit.first_due > end or (benefit.first_due == end == today):
        return None
    after, due = benefit.baseline_on, benefit.first_due
    turns = _turns(benefit.first_due, end, benefit.frequency)
    if turns:
        after, due = _turn(benefit.first_due, benefit.frequency, turns - 1), _turn(
            benefit.first_due, benefit.frequency, turns
        )
    if due == today and turns:
        after, due = (
            (_turn(benefit.first_due, benefit.frequency, turns - 2), after) if turns > 1 else (benefit.baseline_on, after)
        )
    return after, due


def overdue_since(benefit: Benefit, today: date) -> date | None:
    """The day on which a reading was due that is not there; None where nothing is owed."""
    owed = period_before(benefit, today)
    if owed is None or benefit.retired:
        return None
    after, due = owed
    return None if benefit.last_on is not None and benefit.last_on > after else due


def _turns(first: date, end: date, frequency: str) -> int:
    """How many periods after the first have come to their day by `end`."""
    if frequency == "weekly":
        return (end - first) // WEEK
    step = MONTHS.get(frequency, 1)
    turns = ((end.year - first.year) * 12 + end.month - first.month) // step
    return turns - 1 if turns > 0 and _turn(first, frequency, turns) > end else turns


def _turn(first: date, frequency: str, turns: int) -> date:
    if frequency == "weekly":
        return first + turns * WEEK
    months = first.year * 12 + first.month - 1 + turns * MONTHS.get(frequency, 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(first.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
