"""Makers of what pictures of change are drawn from."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from moothall.change.choices import Direction, Frequency, NodeKind
from moothall.change.paths import Place, Step
from moothall.change.pictures.measured import Expected, Measured, Reading, read
from moothall.change.pictures.portfolio import Benefit, Initiative, Objective, Totals
from moothall.change.pictures.reach import Stage, Team
from moothall.change.pictures.stakeholders import Scale, Stakeholder
from moothall.change.standing import Course, Point, State
from moothall.kit.tests import drawing

BEGUN, ENDS, TODAY = date(2025, 9, 1), date(2026, 12, 1), date(2026, 6, 1)
_KINDS = {
    "e": NodeKind.ENABLER,
    "c": NodeKind.CHANGE,
    "o": NodeKind.OUTCOME,
    "b": NodeKind.BENEFIT,
    "d": NodeKind.BENEFIT,
    "j": NodeKind.OBJECTIVE,
}
SCALE = Scale(("Low", "Some", "Much"), ("Low", "Some", "Much"), ("Against", "Neutral", "Supportive"))


def places(*keys: str) -> list[Place]:
    """Places by their keys, whose first letter says what they are: enabler, change, outcome, benefit, disbenefit, j."""
    return [Place(key, _KINDS[key[0]], f"Title of {key}", f"/{key}/", is_disbenefit=key[0] == "d") for key in keys]


def steps(*told: str) -> list[Step]:
    """Steps such as `e1-c1`, with what is assumed after a colon: `e1-c1:managers go first`."""
    return [
        Step(start, end, assumption)
        for path, _colon, assumption in (each.partition(":") for each in told)
        for start, end in [path.split("-")]
    ]


def course(start: str = "60", end: str = "40", *read: tuple[date, str], **plan: str) -> Course:
    """From a baseline in September 2025 to a target in December 2026; the plan by month of 2026, as `m3="50"`."""
    return Course(
        direction=Direction.DOWN if Decimal(end) < Decimal(start) else Direction.UP,
        baseline=Point(BEGUN, Decimal(start)),
        target=Point(ENDS, Decimal(end)),
        frequency=Frequency.MONTHLY,
        first_due=date(2025, 10, 1),
        planned=tuple(Point(date(2026, int(month[1:]), 1), Decimal(value)) for month, value in plan.items()),
        readings=tuple(Point(day, Decimal(value)) for day, value in read),
    )


def readings(*values: str | None) -> tuple[Reading, ...]:
    """One a month from January 2026 on; None is a reading that is missing."""
    return tuple(
        Reading(date(2026, month, 1), None if value is None else Decimal(value), "" if value else "Nobody answered")
        for month, value in enumerate(values, 1)
    )


def told(title: str, unit: str, way: Course, said: tuple[Reading, ...] = (), source: str = "") -> Measured:
    """A measure with what was read of it, in words."""
    return Measured(title, unit, read(way, said), said, source)


def measured(*values: str | None, unit: str = "e-mails a week", expected: tuple[Expected, ...] = ()) -> Measured:
    """Internal e-mail, read once a month, and what its owner expects."""
    found = told("Internal e-mail", unit, course(), readings(*values), "Counted by the hall.")
    return replace(found, expected=expected)


def stakeholder(
    name: str = "Front Desk",
    power: int = 3,
    interest: int = 3,
    now: int = 1,
    wanted: int | None = 3,
    *,
    is_internal: bool = True,
) -> Stakeholder:
    return Stakeholder(name, power, interest, now, wanted, is_internal, f"/{name}/")


def team(name: str, *asked: int, must_change: bool = False) -> Team:
    """How often it was asked at design, development and implementation."""
    return Team(name, "service", dict(zip(Stage, asked, strict=False)), must_change=must_change)


def benefit(standing: State = State.ON_PLAN, realised: str | None = "0.4", planned: str = "0.5") -> Benefit:
    return Benefit("A benefit", standing, None if realised is None else Decimal(realised), Decimal(planned))


def initiative(title: str, *benefits: Benefit) -> Initiative:
    return Initiative(title, f"/{title}/", "Delivering", benefits)


def objective(title: str, *initiatives: Initiative) -> Objective:
    return Objective(title, "Corporate Plan, page 22", "", initiatives)


def totals(**counts: int) -> Totals:
    names = ("initiatives", "adrift", "reached", "on_plan", "at_risk", "unread")
    return Totals(**(dict.fromkeys(names, 0) | counts))


def drawn(template: str, picture: object) -> str:
    """The picture as it goes into a page; also checked to be well-formed."""
    return drawing.drawn(f"change/pictures/{template}.html", {template: picture})
