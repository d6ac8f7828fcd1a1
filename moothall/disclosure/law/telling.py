"""How a deadline explains itself: every day that counted or was skipped, and why, with its section."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.disclosure.law.counting import Count, Skip
from moothall.disclosure.law.days import Nation
from moothall.disclosure.law.reckoning import Note, Reckoning
from moothall.disclosure.law.regimes import SCHOOL_CAP, SCHOOL_SOURCE, Unit
from moothall.kit.workdays import ONE_DAY, PARTS, BankHoliday


@dataclass(frozen=True)
class Step:
    """A day in the explanation; `counted` is its number where it counts."""

    on: date
    counted: int | None
    words: str
    source: str


def steps(reckoning: Reckoning) -> tuple[Step, ...]:
    """The explanation in the reader's language, day by day; ends with the day the answer is due, where there is one."""
    told = [_note(note) for note in reckoning.notes]
    if reckoning.runs:
        counted = _working_days if reckoning.rules.unit is Unit.WORKING_DAYS else _months
        told += [*counted(reckoning), *_ends(reckoning)]
    elif (lapses_on := reckoning.lapses_on) and not reckoning.lapsed_on and reckoning.rules.lapse:
        told.append(
            Step(lapses_on, None, _("Unless it is paid before, the request lapses."), reckoning.rules.lapse.source)
        )
    return tuple(sorted(told, key=lambda step: step.on))


def _note(note: Note) -> Step:
    given = {name: _day(value) if isinstance(value, date) else value for name, value in note.given.items()}
    return Step(note.on, None, str(note.words) % given if given else str(note.words), note.source)


def _working_days(reckoning: Reckoning) -> Iterator[Step]:
    rules, limit, due = reckoning.rules, reckoning.first_limit(), reckoning.due()
    number = working = 0
    count = reckoning.count
    for day, skip in count.days_after(reckoning.start):
        if day > limit:
            break
        number += skip is None
        working += skip in (None, Skip.SCHOOL)
        yield _counted(day, number, rules.source) if skip is None else _skipped(reckoning, count, day, skip)
    if number < rules.limit:
        words = _("The sixtieth working day comes before school day %(number)s.") % {"number": rules.limit}
        yield Step(limit, None, words, SCHOOL_SOURCE)
    count = Count(reckoning.calendar, reckoning.pauses)
    for day, skip in count.days_after(limit):
        if day > due:
            break
        number += skip is None
        extension = rules.extension.source if rules.extension else rules.source
        yield _counted(day, number, extension) if skip is None else _skipped(reckoning, count, day, skip)


def _months(reckoning: Reckoning) -> Iterator[Step]:
    end, due = reckoning.unrolled(extended=True), reckoning.due()
    yield Step(end, None, _how_long(reckoning), reckoning.rules.source)
    count = Count(reckoning.calendar)
    while end < due:
        if skip := count.skip(end):
            yield _skipped(reckoning, count, end, skip)
        end += ONE_DAY


def _how_long(reckoning: Reckoning) -> str:
    rules, number = reckoning.rules, reckoning.rules.limit + reckoning.further
    given = {"number": number, "start": _day(reckoning.start)}
    if rules.unit is Unit.DAYS:
        return _("Day %(number)s after %(start)s.") % given
    if number == 1 and not reckoning.pauses:
        return _("One month from %(start)s ends here: the corresponding date, or the last of the month.") % given
    if number == 1:
        return _("One month from %(start)s ends here, with the days of the pauses added.") % given
    if not reckoning.pauses:
        return _("%(number)s months from %(start)s end here: the corresponding date, or the last of the month.") % given
    return _("%(number)s months from %(start)s end here, with the days of the pauses added.") % given


def _ends(reckoning: Reckoning) -> Iterator[Step]:
    rules, limit, due = reckoning.rules, reckoning.first_limit(), reckoning.due()
    if limit != due:
        words = _("Last day to tell the requester of a refusal, or that more time is taken.")
        yield Step(limit, None, words, rules.notice_source)
    last = _("Last day to acknowledge it.") if rules.unit is Unit.DAYS else _("Last day for the answer.")
    extended = rules.extension is not None and reckoning.further
    yield Step(due, None, last, rules.extension.source if extended and rules.extension else rules.source)


def _counted(day: date, number: int, source: str) -> Step:
    return Step(day, number, _("Day %(number)s.") % {"number": number}, source)


def _skipped(reckoning: Reckoning, count: Count, day: date, skip: Skip) -> Step:
    rules = reckoning.rules
    match skip:
        case Skip.WEEKEND:
            return Step(day, None, _weekday(day), rules.days_source)
        case Skip.PAUSED:
            return Step(day, None, _("Not counted: the fee was waited for."), rules.fee.source)
        case Skip.SCHOOL:
            words = _("No school day; it counts only towards the %(cap)s working days.") % {"cap": SCHOOL_CAP}
            return Step(day, None, words, SCHOOL_SOURCE)
    holiday = count.calendar.bank_holiday(day)
    return Step(day, None, _holiday(holiday) if holiday else "", rules.days_source)


def _weekday(day: date) -> str:
    return _("Saturday.") if day.weekday() == 5 else _("Sunday.")


def _holiday(holiday: BankHoliday) -> str:
    if holiday.parts == PARTS:
        return _("%(name)s: a bank holiday in the whole United Kingdom.") % {"name": holiday.name}
    where = ", ".join(str(Nation(part).label) for part in holiday.parts)
    return _("%(name)s: a bank holiday in %(where)s.") % {"name": holiday.name, "where": where}


def _day(day: date) -> str:
    return date_format(day, "j F Y")
