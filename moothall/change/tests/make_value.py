"""Makers of open consultations for tests and the demo council; they call the real actions."""

from datetime import date, timedelta

from moothall.change.actions import consultations, stakeholders
from moothall.change.actions.consultations import ConsultationWords, ThemeWords
from moothall.change.actions.stakeholders import EngagementWords
from moothall.change.models import (
    Consultation,
    Engagement,
    EngagementStage,
    Form,
    Initiative,
    PublicAnswer,
    Side,
    Theme,
)
from moothall.change.tests import make
from moothall.kit import clock
from moothall.people.models import User

QUESTIONS = ("Would you use the hall?", "What would keep you from it?")


def open_engagement(
    begun: Initiative,
    *,
    by: User,
    opens_on: date | None = None,
    days: int = 30,
    information: str = "https://www.wexmoor.example/plan",
    stage: EngagementStage = EngagementStage.DESIGN,
) -> Engagement:
    """An engagement of everybody outside, open from today for some days."""
    name = "Friends of Harrowby Library"
    who = begun.stakeholders.filter(name=name).first()
    who = who or make.stakeholder(begun, by=by, name=name, side=Side.EXTERNAL)
    opens_on = opens_on or clock.today()
    words = EngagementWords(
        stage=stage,
        form=Form.CONSULTATION,
        asked="How should we talk with you?",
        information=information,
        opened_on=opens_on,
        closed_on=opens_on + timedelta(days=days),
    )
    return stakeholders.engage(begun, by=by, words=words, stakeholders=[who])


def words(
    engagement: Engagement, *, questions: tuple[str, ...] = QUESTIONS, title: str = "Talk with us"
) -> ConsultationWords:
    """What anybody is asked."""
    return ConsultationWords(
        title=title,
        introduction="We would answer in the open. What speaks against it?",
        opens_on=engagement.opened_on,
        closes_on=engagement.closed_on or engagement.opened_on + timedelta(days=30),
        questions=questions,
    )


def consultation(
    begun: Initiative,
    *,
    by: User,
    opens_on: date | None = None,
    days: int = 30,
    published: bool = True,
    title: str = "Talk with us",
) -> Consultation:
    """An open consultation, on the public site."""
    engagement = open_engagement(begun, by=by, opens_on=opens_on, days=days)
    written = consultations.write(engagement, by=by, words=words(engagement, title=title))
    return consultations.publish(written, by=by) if published else written


def answer(asked: Consultation, *, body: str = "I would, on my telephone.", name: str = "Mair Evans") -> PublicAnswer:
    """What somebody of the public answers to the first question."""
    first = asked.questions.all()[0]
    return consultations.answer(asked, name=name, parts={first.pk: body})


def theme(
    asked: Consultation,
    *,
    by: User,
    said: str = "It must work on a telephone.",
    did: str = "It does.",
    why_not: str = "",
) -> Theme:
    """What several said, and what was done."""
    return consultations.add_theme(asked, by=by, words=ThemeWords(said=said, did=did, why_not=why_not))
