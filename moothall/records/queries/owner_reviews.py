"""What waits for those who look after places: the page, the desk, and for records managers who was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people import waiting
from moothall.people.models import User
from moothall.records import owning, retention
from moothall.records.custody import Named, custodies
from moothall.records.models import Application, ReviewDecision, ReviewRequest

WAITS = "records"
ON_DESK = 3
MOST_ASKED = 20
LATELY = 200  # decisions that are looked at for the page of a rule


@dataclass(frozen=True)
class Question:
    """A question with the name of the place it is about, for who may know it."""

    request: ReviewRequest
    named: Named | None


@dataclass(frozen=True)
class Decided:
    """What one person decided of one or more things, with the reason."""

    row: ReviewDecision
    count: int


@dataclass(frozen=True)
class Card:
    """What the desk shows."""

    questions: Sequence[Question]
    more: int


def mine(user: User) -> "QuerySet[ReviewRequest]":
    """The questions that wait for this person; nobody else has them."""
    rows = ReviewRequest.objects.waiting()
    if not rows.exists():
        return rows.none()
    return rows.filter(container__in=owning.owned(user)).select_related("application__rule")


def may_wait(user: User) -> waiting.Rows:
    """Whether anything waits for anybody who looks after a place, which most days it does not."""
    return {"asked": ReviewRequest.objects.waiting()}


def things(request: ReviewRequest) -> Any:
    """What waits in the container that was asked about; raises NoCustody where its room is off."""
    due = retention.to_review(request.application, today=clock.today())
    return due.filter(container_id=request.ref)


def named(user: User, requests: Sequence[ReviewRequest]) -> list[Question]:
    """Questions with the names of their places: one question to the database for each kind."""
    names: dict[str, Named] = {}
    for custody in custodies:
        refs = [one.ref for one in requests if one.container.startswith(f"{custody.key}:")]
        if refs:
            names |= {f"{custody.key}:{ref}": name for ref, name in custody.named(user, custody.key, refs).items()}
    return [Question(one, names.get(one.container)) for one in requests]


def card(person: Person) -> Card | None:
    """What waits for this person, the longest waiting first; None where nothing does."""
    user = cast(User, person)
    if not waiting.sorts(user, WAITS):
        return None
    rows = mine(user).order_by("asked_at", "pk")
    found = list(rows[: ON_DESK + 1])
    if not found:
        return None
    return Card(named(user, found[:ON_DESK]), max(0, rows.count() - ON_DESK) if len(found) > ON_DESK else 0)


def decided(application: Application) -> list[Decided]:
    """What was decided lately under a rule, by whom and why; what was said of many things in one go is one line."""
    found: dict[tuple[object, ...], Decided] = {}
    rows = application.decisions.select_related("by").order_by("-pk")[:LATELY]
    for row in rows:
        key = (row.by_id, row.verdict, row.keep_until, row.reason)
        known = found.get(key)
        found[key] = Decided(known.row if known else row, known.count + 1 if known else 1)
    return list(found.values())[:MOST_ASKED]


def asked(user: User, application: Application) -> list[Question]:
    """Of which places somebody was asked under a rule and has not decided of everything, for its page."""
    rows = ReviewRequest.objects.waiting().filter(application=application).order_by("asked_at", "pk")[:MOST_ASKED]
    return named(user, list(rows))
