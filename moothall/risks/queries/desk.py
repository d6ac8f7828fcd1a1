"""What waits for a person in this room: one question where nothing can, and one for each sort of thing that does."""

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people import grants, waiting
from moothall.people.models import Role, User
from moothall.risks.models import Appraisal, Breach, Challenge, Comment, Decision, Member, Response
from moothall.risks.queries import living
from moothall.risks.queries.incidents import Ticking, running

MOST = 6  # lines of each sort
WAITS = "risks"
SIGN, ANSWER, STEP, REVIEW, BORNE = "sign", "answer", "step", "review", "borne"
MODERATE, BREACH, UNOWNED = "moderate", "breach", "unowned"


@dataclass(frozen=True)
class Line:
    """One thing that waits."""

    when: str | Promise
    title: str
    url: str
    note: str
    state: str | Promise


@dataclass(frozen=True)
class Card:
    """What the desk shows: clocks that run, then what waits."""

    clocks: list[Ticking]
    lines: list[Line]


def card(person: Person) -> Card | None:
    """What waits for this person; None where nothing does."""
    user = cast(User, person)
    if not user.is_active or user.is_guest:
        return None
    waits = waiting.sorts(user, WAITS)
    if not waits:
        return None
    lines = [line for sort, find in _FIND.items() if sort in waits for line in find(user)]
    clocks = running(user) if BREACH in waits else []
    return Card(clocks, lines) if lines or clocks else None


def may_wait(user: User) -> waiting.Rows:
    """The rows of each sort that would wait for this person."""
    keeps = user.has_role(Role.RISK_MANAGER) or user.has_role(Role.DISCLOSURE_OFFICER)
    if not user.is_active or user.is_guest or not (keeps or grants.listed(user, "appraisal")):
        return {}  # they can read no appraisal, so nothing of one waits for them, and nothing is asked
    asked: dict[str, QuerySet[Any]] = {
        SIGN: to_sign(user),
        ANSWER: to_answer(user),
        STEP: my_steps(user),
        REVIEW: to_review(user),
        BORNE: borne(user),
        MODERATE: to_moderate(user),
    }
    if user.has_role(Role.RISK_MANAGER):
        asked[UNOWNED] = unowned(user)
    if keeps:
        asked[BREACH] = Breach.objects.filter(Q(notify=None) | Q(notify=True), notified_at=None)
    return asked


def to_sign(user: User) -> QuerySet[Response]:
    """Tolerations that this person is asked to sign for."""
    rows = Response.objects.filter(approver=user, signed_at=None, dropped_at=None, round__decision=None)
    return rows.filter(round__appraisal__in=Appraisal.objects.visible_to(user), round__appraisal__closed_at=None)


def to_answer(user: User) -> QuerySet[Challenge]:
    """Challenges of others to what this person writes."""
    rows = Challenge.objects.filter(answered_at=None, option__round__decision=None).exclude(asked_by=user)
    mine = Q(option__round__appraisal__owner=user) | Q(
        option__round__appraisal__in=Member.objects.filter(user=user).values("appraisal")
    )
    return rows.filter(mine, option__round__appraisal__closed_at=None)


def my_steps(user: User) -> QuerySet[Response]:
    """Steps of what is lived with that this person takes and whose day is within a week, or gone by."""
    return living.planned(living.steps(user)).filter(actionee=user, due_on__lte=clock.today() + living.SOON)


def to_review(user: User) -> QuerySet[Decision]:
    """Decisions that this person looks at again by now."""
    rows = living.with_review_day(living.in_force()).filter(Q(again_on__lte=clock.today()))
    return rows.filter(round__appraisal__owner=user, round__appraisal__closed_at=None)


def borne(user: User) -> QuerySet[Response]:
    """Tolerations that this person signed for and looks at again by now."""
    return living.borne_too_long(living.steps(user)).filter(approver=user)


def to_moderate(user: User) -> QuerySet[Comment]:
    """Comments of the public that this person lets in or not."""
    kept = Q(appraisal__owner=user)
    if user.has_role(Role.RISK_MANAGER):
        kept |= Q(appraisal__owner=None)
    return Comment.objects.waiting().filter(kept)


def unowned(user: User) -> QuerySet[Appraisal]:
    """Appraisals for which nobody answers."""
    return Appraisal.objects.visible_to(user).filter(owner=None, closed_at=None)


def _sign_lines(user: User) -> list[Line]:
    rows = to_sign(user).select_related("round__appraisal", "created_by").order_by("pk")[:MOST]
    return [
        Line(
            _("To sign"),
            row.step,
            row.get_absolute_url(),
            _("{name} asks you to sign for bearing this risk. {question}").format(
                name=row.created_by.name, question=row.round.appraisal.question
            ),
            _("Waits for you"),
        )
        for row in rows
    ]


def _answer_lines(user: User) -> list[Line]:
    rows = to_answer(user).select_related("option__round__appraisal", "asked_by").order_by("pk")[:MOST]
    return [
        Line(
            _("To answer"),
            row.option.round.appraisal.question,
            reverse("risks:challenges", args=[row.option.round.appraisal_id]),
            _("{name} challenges “{option}”.").format(name=row.asked_by.name, option=row.option.name),
            _("Waits for you"),
        )
        for row in rows
    ]


def _step_lines(user: User) -> list[Line]:
    rows = my_steps(user).select_related("round__appraisal").order_by("due_on", "pk")[:MOST]
    return [
        Line(
            _day(row.due_on),
            row.step,
            row.get_absolute_url(),
            row.round.appraisal.question,
            _("Overdue") if row.is_overdue else _("Due soon"),
        )
        for row in rows
    ]


def _review_lines(user: User) -> list[Line]:
    rows = to_review(user).select_related("round__appraisal", "option").order_by("pk")[:MOST]
    return [
        Line(
            _("To review"),
            row.round.appraisal.question,
            reverse("risks:review", args=[row.round.appraisal_id]),
            _("The day has come to look at the decision again: “{option}”.").format(option=row.option.name),
            _("Review due"),
        )
        for row in rows
    ]


def _borne_lines(user: User) -> list[Line]:
    rows = borne(user).select_related("round__appraisal").order_by("review_on", "pk")[:MOST]
    return [
        Line(
            _("You signed"),
            row.step,
            row.get_absolute_url(),
            _("You signed until {day}. {question}").format(
                day=_day(row.review_on), question=row.round.appraisal.question
            ),
            _("Review due"),
        )
        for row in rows
    ]


def _moderate_lines(user: User) -> list[Line]:
    rows = to_moderate(user).order_by("appraisal").values("appraisal", question=F("appraisal__question")).distinct()
    return [
        Line(
            _("The public"),
            row["question"],
            reverse("risks:comment", args=[row["appraisal"]]) + "#waiting",
            _("Somebody commented on the public site. Let it in, or say why not."),
            _("To look at"),
        )
        for row in rows[:MOST]
    ]


def _unowned_lines(user: User) -> list[Line]:
    return [
        Line(
            _("No owner"),
            row.question,
            reverse("risks:people", args=[row.pk]),
            _("Nobody answers for it, so nothing can be decided."),
            _("Needs an owner"),
        )
        for row in unowned(user).order_by("pk")[:MOST]
    ]


def _day(day: object) -> str:
    return str(date_format(day, "j M Y"))  # type: ignore[arg-type]


_FIND = {
    SIGN: _sign_lines,
    ANSWER: _answer_lines,
    STEP: _step_lines,
    REVIEW: _review_lines,
    BORNE: _borne_lines,
    MODERATE: _moderate_lines,
    UNOWNED: _unowned_lines,
}
