"""One begins or closes, another pulls away what it rests on, at the same moment: both can't win."""

import random
import time
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from moothall.change.actions import benefits, delivery, initiatives
from moothall.change.actions.delivery import NotReady
from moothall.change.actions.initiatives import InitiativeClosed
from moothall.change.models import Alignment, Closing, Delivery, Engagement, Initiative, Measure, Outcome, Part
from moothall.change.tests import make
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User
from moothall.people.tests import make as make_people

TRIES = 6


@pytest.fixture
def priya(committed_db: CommittedDatabase) -> User:
    return make_people.user("Priya Raman")


@pytest.fixture
def gareth(committed_db: CommittedDatabase) -> User:
    return make_people.user("Gareth Pugh")


def outcome(work: Callable[[], object]) -> Callable[[], str]:
    """Run after a moment, and say whether it was refused."""

    def run() -> str:
        time.sleep(random.random() / 50)
        try:
            with transaction.atomic():
                work()
                time.sleep(random.random() / 50)
        except (IntegrityError, NotReady, InitiativeClosed, PermissionDenied, ValueError):
            return "refused"
        return "done"

    return run


def begins_bare(begun: Initiative, by: User) -> Callable[[], object]:
    """A delivery as a bare row."""
    return lambda: Delivery.objects.create(initiative=begun, began_on=clock.today(), by=by)


def begins(begun: Initiative, by: User) -> Callable[[], object]:
    """The act."""
    return lambda: delivery.begin_delivery(begun, by=by)


@pytest.mark.parametrize("way", [begins, begins_bare])
def test_delivery_never_begins_on_ground_that_is_gone(
    priya: User, gareth: User, way: Callable[[Initiative, User], Callable[[], object]]
) -> None:
    for number in range(TRIES):
        begun = make.ready(by=priya, owner=gareth, title=f"Talk {number}")
        take_away: Callable[[], object] = random.choice(
            [
                lambda begun=begun: Alignment.objects.filter(initiative=begun).delete(),
                lambda begun=begun: begun.weighings.all().delete(),
                lambda begun=begun: begun.benefits.get().node.delete() and begun.benefits.all().delete(),
                lambda begun=begun: Engagement.objects.filter(initiative=begun).update(stage="development"),
            ]
        )
        ends = at_once([outcome(way(begun, gareth)), outcome(take_away)])
        assert ends.count("done") >= 1
        if Delivery.objects.filter(initiative=begun).exists():
            assert begun.alignments.exists()
            assert begun.weighings.exists()
            assert begun.benefits.exists()
            assert begun.engagements.filter(stage="design").count() == 2


def test_owner_and_guide_never_become_one(priya: User, gareth: User) -> None:
    joan = make_people.user("Joan Tregarthen")
    for number in range(TRIES):
        begun = make.initiative(by=priya, title=f"Talk {number}")
        at_once(
            [
                outcome(lambda begun=begun: initiatives.name(begun, by=priya, part=Part.OWNER, person=joan)),  # type: ignore[misc]
                outcome(lambda begun=begun: Initiative.objects.filter(pk=begun.pk).update(guide=joan)),  # type: ignore[misc]
            ]
        )
        after = Initiative.objects.get(pk=begun.pk)
        assert after.owner_id is None or after.owner_id != after.guide_id


def test_nothing_is_added_to_what_is_closed(priya: User, gareth: User) -> None:
    for number in range(TRIES):
        begun = make.delivering(by=priya, owner=gareth, title=f"Talk {number}")
        measure = Measure.objects.get(benefits__initiative=begun)
        make.reading(measure, by=gareth, value=39)
        delivery.review(begun, by=gareth, words="It is used.")
        ends = at_once(
            [
                outcome(lambda b=begun: delivery.close(b, by=gareth, outcome=Outcome.REALISED, words="So")),  # type: ignore[misc]
                outcome(lambda b=begun: make.benefit(b, None, by=priya, title="One more")),  # type: ignore[misc]
            ]
        )
        if "refused" not in ends:
            pytest.fail("an initiative was closed over a benefit that is not met")
        if Closing.objects.filter(initiative=begun).exists():
            assert begun.benefits.count() == 1


def test_an_objective_is_said_once(priya: User, gareth: User) -> None:
    officer = make.performance_officer()
    begun = make.initiative(by=priya)
    serves = make.objective(make.plan(by=officer), by=officer)
    work = [outcome(lambda: initiatives.align(begun, by=priya, objective=serves, how="So")) for _ in range(3)]
    assert at_once(work) == ["done"] * 3
    assert begun.alignments.count() == 1


def test_of_two_owners_who_are_named_at_once_one_accepts(priya: User, gareth: User) -> None:
    joan = make_people.user("Joan Tregarthen")
    begun = make.initiative(by=priya, owner=gareth)
    at_once(
        [
            outcome(lambda: initiatives.accept(begun, by=gareth)),
            outcome(lambda: initiatives.name(begun, by=priya, part=Part.OWNER, person=joan)),
        ]
    )
    after = Initiative.objects.get(pk=begun.pk)
    assert after.owner == joan
    assert after.owner_accepted_at is None, "nobody accepts for whoever comes after"


def test_a_map_is_joined_once(priya: User, gareth: User) -> None:
    begun = make.ready(by=priya, owner=gareth)
    nodes = {node.kind: node for node in begun.nodes.all()}
    work = [
        outcome(lambda: benefits.join(nodes["enabler"], nodes["outcome"], by=priya, assumption="So")) for _ in range(3)
    ]
    assert at_once(work) == ["done"] * 3
