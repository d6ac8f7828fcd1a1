"""A case as its page shows it: the days of its clock, its parts, its time, what happened, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.disclosure.law import cost as law
from moothall.disclosure.law.citing import LAWS
from moothall.disclosure.law.clocks import Deadline, Step
from moothall.disclosure.law.cost import CHARGEABLE, Cost, applies, cost
from moothall.disclosure.law.letters import DECISIONS
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import Activity, Allocation, Answer, Case, CaseEvent, Check, Kind, Part, TimeSpent
from moothall.disclosure.queries import adding_up
from moothall.disclosure.queries.adding_up import Others
from moothall.disclosure.queries.deadlines import deadline_of
from moothall.disclosure.queries.reasons import law_of
from moothall.kit import clock
from moothall.people.models import User

MOST_WEEKS = 14  # that are drawn: a longer clock is read day by day


@dataclass(frozen=True)
class DayCell:
    """One day of the clock's picture; without a date it lies outside it."""

    on: date | None
    number: int | None = None
    skipped: bool = False
    look: str = ""  # past, skip, today, due
    words: str = ""


@dataclass(frozen=True)
class PartLine:
    """A part, with whom it is, and how it stands."""

    part: Part
    asked: Allocation | None
    answer: Answer | None
    state: str
    look: str  # good, news, care

    @property
    def sent_back(self) -> Check | None:
        """That the second person sent the answer back, where they did."""
        last = next(reversed(self.answer.checks.all()), None) if self.answer is not None else None
        return last if last is not None and not last.agrees else None

    @property
    def waits(self) -> bool:
        """Whether an answer is waited for: there is none, or it was sent back."""
        return self.answer is None or self.sent_back is not None


@dataclass(frozen=True)
class Spent:
    """Minutes of one activity and its share of the bar, in percent."""

    label: str
    minutes: int
    x: float
    width: float
    look: str


@dataclass(frozen=True)
class Meter:
    """The time that counts towards the limit, and what does not; the limit is asked only where there is one."""

    parts: Sequence[Spent]
    cost: Cost
    beside: int
    others: int = 0  # of the minutes that count those of the requests that are added up with it

    @property
    def counted(self) -> int:
        """The minutes that count."""
        return self.cost.minutes

    @property
    def own(self) -> int:
        """The minutes of the request itself that count."""
        return self.counted - self.others

    @property
    def all(self) -> int:
        """All minutes."""
        return self.counted + self.beside

    @property
    def limit_at(self) -> float:
        """Where the limit stands on the bar, in percent."""
        return 100 * self.cost.limit_minutes / _whole(self.cost)


@dataclass(frozen=True)
class Next:
    """What is to be done next, in words, and where."""

    title: str
    words: str
    url_name: str
    pk: int
    verb: str


@dataclass(frozen=True)
class Sheet:
    """A case with all that its page shows."""

    case: Case
    deadline: Deadline
    heading: str
    weeks: Sequence[Sequence[DayCell]]
    parts: Sequence[PartLine]
    meter: Meter
    events: Sequence[CaseEvent]
    next: Next | None
    together: Others

    @property
    def answered(self) -> int:
        """How many parts are answered, those that were sent back left out."""
        return sum(1 for line in self.parts if not line.waits)

    @property
    def counts_days(self) -> bool:
        """Whether the law counts days one by one, and not months."""
        return any(step.counted is not None for step in self.steps)

    @property
    def has_limit(self) -> bool:
        """Whether the cost of it has a limit in law (FOIA s.12)."""
        return applies(Regime(self.case.regime), self.meter.cost.body)

    @property
    def steps(self) -> Sequence[Step]:
        """The explanation of the date."""
        return self.deadline.explanation


def sheet_of(case: Case, user: User) -> Sheet:
    """All of a case as somebody who works on it sees it, in a fixed number of questions."""
    found = deadline_of(case)
    lines = parts_of(case)
    events = list(case.events.select_related("by", "regulator").order_by("-on", "-pk")[:60])
    struck = {event.strikes_id for event in events if event.strikes_id}
    for event in events:
        event.is_struck = event.pk in struck  # type: ignore[attr-defined]  # for the page
    return Sheet(
        case=case,
        deadline=found,
        heading=_heading(case, found),
        weeks=weeks_of(found.explanation, case.received_on, found.due),
        parts=lines,
        meter=meter_of(case),
        events=events,
        next=_owed_to_regulator(case, events) or _next(case, lines, user),
        together=adding_up.others_of(case, user),
    )


def parts_of(case: Case) -> list[PartLine]:
    """The standing parts with who is asked and the latest answer; asks three questions."""
    read = Prefetch("checks", Check.objects.order_by("pk"))  # what was said last is last
    rows = case.parts.filter(dropped_at=None).prefetch_related(
        Prefetch("allocations", Allocation.objects.standing().select_related("person", "team")),
        Prefetch("answers", Answer.objects.order_by("-pk").select_related("by").prefetch_related(read)),
    )
    return [_line(part) for part in rows]


def _line(part: Part) -> PartLine:
    asked = next(iter(part.allocations.all()), None)
    answer = next(iter(part.answers.all()), None)
    state, look = _answered(answer) if answer is not None else _awaited(asked)
    return PartLine(part, asked, answer, state, look)


def _answered(answer: Answer) -> tuple[str, str]:
    agreed = [check.agrees for check in answer.checks.all()]
    if not agreed:
        return _("Answered, to be read"), "news"
    return (_("Answered and read"), "good") if agreed[-1] else (_("Sent back"), "care")


def _awaited(asked: Allocation | None) -> tuple[str, str]:
    if asked is None:
        return _("Nobody is asked"), "care"
    left = (asked.due_on - clock.today()).days
    if left > 0:
        return _("Asked"), "news"
    return (_("Late inside") if left else _("Due today")), "care"


def meter_of(case: Case) -> Meter:
    """The cost meter of a case, with the time of those that are added up with it (reg 5); asks one question."""
    spent: dict[Activity, int] = {}
    beside = others = 0
    rows = TimeSpent.objects.filter(Q(case=case) | Q(case__in=adding_up.with_case(case).order_by().values("case")))
    for of, activity, minutes in rows.values_list("case", "activity", "minutes"):
        kind = Activity(activity)
        spent[kind] = spent.get(kind, 0) + minutes
        beside += 0 if kind.counts or of != case.pk else minutes
        others += minutes if kind.counts and of != case.pk else 0
    found = cost((law.Spent(activity, minutes) for activity, minutes in spent.items()), body=Body(case.body))
    has_limit, parts, at = applies(Regime(case.regime), found.body), [], 0.0
    for activity, look in zip(CHARGEABLE if has_limit else (), "dacb", strict=has_limit):
        width = 100 * spent.get(activity, 0) / _whole(found)
        parts.append(Spent(str(activity.label), spent.get(activity, 0), round(at, 2), round(width, 2), look))
        at += width
    return Meter(parts, found, beside, others)


def _whole(found: Cost) -> float:
    """The minutes of the whole bar, of which the limit leaves some free."""
    return max(found.limit_minutes * 11 / 9, float(found.minutes))


def weeks_of(steps: Iterable[Step], received: date, due: date | None) -> list[list[DayCell]]:
    """The weeks from receipt to the due day, day by day; none where nothing runs or it would be too long to draw."""
    if due is None or (due - received).days > MOST_WEEKS * 7:
        return []
    known = {step.on: step for step in steps if step.counted is not None}
    today = clock.today()
    first = received - timedelta(days=received.weekday())
    last = due + timedelta(days=6 - due.weekday())
    days = [_cell(first + timedelta(days=n), received, due, today, known) for n in range((last - first).days + 1)]
    return [days[at : at + 7] for at in range(0, len(days), 7)]


def _cell(day: date, received: date, due: date, today: date, known: dict[date, Step]) -> DayCell:
    if day < received or day > due:
        return DayCell(None)
    step = known.get(day)
    number = step.counted if step else None
    if day == due:
        return DayCell(day, number, look="due", words=_("Due"))
    if day == today:
        return DayCell(day, number, number is None and bool(known), "today", _("Today"))
    if day == received:
        return DayCell(day, words=_("In"))
    if number is None and known:
        return DayCell(day, skipped=True, look="skip")
    return DayCell(day, number, look="past" if day < today else "")


def _heading(case: Case, found: Deadline) -> str:
    if case.closed_on:
        return _("Closed on {day}").format(day=date_format(case.closed_on, "j F Y"))
    if found.lapsed_on and found.due is None and found.lapsed_on <= clock.today():
        return _("The fee was not paid: it need not be answered")
    if found.acknowledged_on:
        day = date_format(found.acknowledged_on, "j F Y")
        return _("Acknowledged on {day}; the outcome is owed without undue delay").format(day=day)
    if found.due is None:
        return _("The clock does not run: we wait for the requester")
    return _nearing(found, found.due)


def _nearing(found: Deadline, due: date) -> str:
    left = (due - clock.today()).days
    if left < 0:
        return ngettext("A day late", "{n} days late", -left).format(n=-left)
    if left == 0:
        return _("Due today")
    if left == 1:
        return _("Due tomorrow")
    counted = [(step.on, step.counted) for step in found.explanation if step.counted is not None]
    at = max((number for day, number in counted if day <= clock.today()), default=0)
    if at:
        return _("Day {n} of {all}").format(n=at, all=max(number for _day, number in counted))
    return _("Due in {n} days").format(n=left)


def _next(case: Case, lines: Sequence[PartLine], user: User) -> Next | None:
    if not case.is_open:
        return None
    if case.owner_id is None:
        return Next(_("Next: say who answers for it"), _("Nobody does yet."), "people", case.pk, _("Say who"))
    for line in lines:
        if line.asked is None and line.answer is None:
            title = _("Next: ask for part {number}").format(number=line.part.position)
            return Next(title, line.part.words[:90], "ask", line.part.pk, _("Ask a colleague"))
    for line in lines:
        if line.answer is not None and not line.answer.checks.all():
            return _to_read(line.part, line.answer, user)
    for line in lines:
        if line.waits:
            return _to_get_in(line, user)
    return _to_write(case)


def _owed_to_regulator(case: Case, events: Iterable[CaseEvent]) -> Next | None:
    """The reply that the regulator waits for; the newest events come first."""
    kinds = (Kind.REGULATOR_ASKS, Kind.REGULATOR_TOLD, Kind.REGULATOR_DECIDES)
    last = next((one for one in events if one.kind in kinds and not one.is_struck), None)  # type: ignore[attr-defined]
    asked = getattr(last, "regulator", None)
    if last is None or last.kind != Kind.REGULATOR_ASKS or asked is None or asked.reply_by is None:
        return None
    title = _("Next: answer the regulator by {day}").format(day=date_format(asked.reply_by, "j F Y"))
    return Next(title, last.words[:90], "regulator", case.pk, _("Write down that we answered"))


def _to_get_in(line: PartLine, user: User) -> Next:
    """A part that waits for its answer; what was sent back is told with what is to be otherwise."""
    number, back = line.part.position, line.sent_back
    if back is None or line.answer is None:
        title, words = _("Next: get part {number} in").format(number=number), line.part.words[:90]
    elif line.answer.by_id == user.pk:
        title = _("Next: answer part {number} anew").format(number=number)
        words = _("It was sent back to you: {words}").format(words=back.words[:90])
    else:
        title = _("Next: get part {number} in anew").format(number=number)
        words = _("It was sent back to {name}: {words}").format(name=line.answer.by.name, words=back.words[:90])
    return Next(title, words, "part", line.part.pk, _("Open the part"))


def _to_write(case: Case) -> Next | None:
    """The letter, where letters are known for the law of the case and none is under way."""
    if law_of(case) not in LAWS or case.letters.under_way().filter(kind__in=DECISIONS).exists():
        return None
    words = _("Every part is answered and read.")
    return Next(_("Next: write the answer"), words, "letter", case.pk, _("Write a letter"))


def _to_read(part: Part, answer: Answer, user: User) -> Next:
    """The second person reads an answer, and whoever wrote it is told that it waits for another."""
    if answer.by_id == user.pk:
        title = _("Next: somebody else reads the answer to part {number}").format(number=part.position)
        words = _("You wrote it. Another disclosure officer reads it as the second person.")
        return Next(title, words, "part", part.pk, _("Open the part"))
    title = _("Next: read the answer to part {number}").format(number=part.position)
    return Next(title, part.words[:90], "part", part.pk, _("Read it"))
