"""Makers of what is said, reported and lived with; they call the real actions."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from moothall.kit import clock
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.risks.actions import comments, decisions, incidents, scales
from moothall.risks.actions.classifications import Ranges
from moothall.risks.actions.incidents import Report
from moothall.risks.models import (
    Appetite,
    Appraisal,
    Category,
    Comment,
    Decision,
    Incident,
    IncidentKind,
    OptionKind,
    Stance,
    Unit,
)
from moothall.risks.tests import make


def manager(name: str = "Rhian Managing") -> User:
    """A risk manager."""
    return make_people.user(name, roles=(Role.RISK_MANAGER,))


def officer(name: str = "Dai Disclosing") -> User:
    """A disclosure officer."""
    return make_people.user(name, roles=(Role.DISCLOSURE_OFFICER,))


def incident(
    *,
    by: User,
    what: str = "A list went to the wrong team.",
    named: bool = True,
    personal_data: bool = False,
    aware_at: datetime | None = None,
    on: date | None = None,
) -> Incident:
    """Something that happened."""
    words = Report(
        kind=IncidentKind.INCIDENT,
        what=what,
        happened_on=on or clock.today(),
        place="Libraries",
        personal_data=personal_data,
        aware_at=aware_at,
    )
    return incidents.report(words, by=by, named=named)


def comment(asked: Appraisal, *, by: User, body: str = "It could be simpler.", differs: bool = False) -> Comment:
    """Something that somebody of the hall says."""
    return comments.say(asked, by=by, body=body, differs=differs)


def public_comment(asked: Appraisal, *, name: str = "Mair", body: str = "Ask us first.") -> Comment:
    """Something that somebody of the public says of a published appraisal."""
    return comments.say_in_public(asked, name=name, body=body)


def appetite(
    category: Category = Category.REPUTATION,
    *,
    by: User,
    unit: Unit = Unit.POUNDS,
    often: tuple[str, str] = ("0.2", "10000"),
    rare: tuple[str, str] = ("0.01", "100000"),
) -> Appetite:
    """What the council would bear."""
    return scales.set_appetite(
        category,
        by=by,
        sentence="We would rather learn than wait.",
        unit=unit,
        often=(Decimal(often[0]), Decimal(often[1])),
        rare=(Decimal(rare[0]), Decimal(rare[1])),
    )


def lived(
    *,
    by: User,
    approver: User,
    question: str = "How should staff collaborate?",
    closed: bool = False,
    ranges: Ranges | None = None,
    pairs: int = 1,
    levels: tuple[int, int] = (2, 2),
    due: int = 60,
) -> Decision:
    """A decision for a platform with so many pairs of risks, all classified; a step is due in `due` days."""
    asked = make.appraisal(by=by, question=question, closed=closed)
    make.option(asked, by=by, kind=OptionKind.PROHIBIT, name="Prohibit")
    make.option(asked, by=by, kind=OptionKind.PLATFORM, name="Platform")
    named = [
        make.risk(asked, by=by, stance=stance, name=f"{stance.label} {n}") for n in range(pairs) for stance in Stance
    ]
    *others, last = make.round_of(asked).options.order_by("place")
    served = [make.exposure(each, last) for each in named]
    borne = [make.exposure(each, one) for each in named for one in others]
    step = make.step(asked, *served, by=by, actionee=by, words=f"Show people how: {question}")
    type(step).objects.filter(pk=step.pk).update(due_on=clock.today() + timedelta(days=due))
    make.toleration(asked, *borne, by=by, approver=approver)
    for each in [*served, *borne]:
        make.classified(each, by=by, judged=make.judgement(*levels, without=(5, 5), ranges=ranges))
    return decisions.decide(
        make.round_of(asked),
        by=by,
        option=last,
        balance="Going on as we are is not the careful choice.",
        review_on=clock.today() + timedelta(days=182),
    )
