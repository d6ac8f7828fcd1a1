"""A preview, the disposal after it and reckoning by hand say the same, of as many random schedules as one likes."""

import os
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.records import disposing, previews, retention
from moothall.records.models import Action, Application, Disposal, DisposalItem, RetentionRule, Trigger
from moothall.records.periods import Period
from moothall.records.tests import make_retention as make
from moothall.spaces.models import Conversation, Post, Space
from moothall.spaces.tests import make as make_spaces

SCHEDULES = int(os.environ.get("MOOTHALL_ATTACK_SCHEDULES", "1000"))
CARRIED_OUT = 200
PLACES, TALKS = 4, 60
FIRST, LAST = datetime(2019, 1, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    """What is true of one conversation, as the reckoning by hand knows it."""

    pk: int
    space: int
    created: datetime
    last: datetime
    owner: int


@dataclass(frozen=True)
class World:
    """Sixty conversations in four spaces, and two people who look after records."""

    facts: tuple[Fact, ...]
    spaces: tuple[int, ...]
    rekha: User
    ramon: User


@pytest.fixture
def world(cast: Cast) -> World:
    chance = random.Random(20)
    with clock.at(FIRST):
        spaces = [make_spaces.space(by=cast.priya, name=f"Space {n}", members=[cast.gareth]) for n in range(PLACES)]
    facts = []
    for number in range(TALKS):
        space = chance.choice(spaces)
        author = chance.choice([cast.priya, cast.gareth])
        made = make_spaces.conversation(space, by=author, title=f"Talk {number}")
        created = edge(chance)
        last = max(created, edge(chance))
        Conversation.objects.filter(pk=made.pk).update(created_at=created, last_post_at=last)
        facts.append(Fact(made.pk, space.pk, created, last, author.pk))
    return World(tuple(facts), tuple(one.pk for one in spaces), make.keeper(), make.keeper("Ramon Registry"))


def edge(chance: random.Random) -> datetime:
    """A moment; every other one close to midnight at the end of a month, where mistakes live."""
    moment = FIRST + (LAST - FIRST) * chance.random()
    if chance.random() < 0.5:
        return moment
    first = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first + chance.choice([timedelta(minutes=n) for n in (-61, -60, -1, 0, 1, 59, 60)])


@dataclass(frozen=True)
class Scheme:
    """One random schedule: applications that are on, in random places; the one that is asked about is one of them."""

    applications: tuple[Application, ...]
    asked: Application
    now: datetime


def scheme(world: World, chance: random.Random, rules: list[RetentionRule]) -> Scheme:
    places: list[tuple[str, int | None]] = [("space", None), *(("space", pk) for pk in world.spaces)]
    places += [("conversation", chance.choice(world.facts).pk) for _ in range(3)]
    made: list[Application] = []
    for kind, ref in chance.sample(places, chance.randint(1, 5)):
        first = chance.choice(rules)
        same_trigger = [rule for rule in rules if rule.trigger == first.trigger]
        day = date(2018, 1, 1) + timedelta(days=chance.randrange(3000))
        for rule in chance.sample(same_trigger, chance.randint(1, 2)):
            made.append(
                Application(
                    rule=rule, kind=kind, ref=ref, made_by=world.rekha, switched_on_at=FIRST,
                    switched_on_by=world.rekha, preview_digest="x", preview={},
                    event_date=day if rule.trigger == Trigger.DATE else None,
                )
            )  # fmt: skip
    Application.objects.bulk_create(made)
    return Scheme(tuple(made), chance.choice(made), edge(chance) + timedelta(days=chance.randrange(900)))


def by_hand(world: World, drawn: Scheme) -> set[int]:
    """Which conversations the asked application takes, found one by one in plain Python."""
    today = timezone.localdate(drawn.now)
    return {
        fact.pk for fact in world.facts if ruler(fact, drawn.applications) is drawn.asked and over(fact, drawn, today)
    }


def ruler(fact: Fact, applications: Iterable[Application]) -> Application | None:
    for kind, ref in (("conversation", fact.pk), ("space", fact.space), ("space", None)):
        here = [one for one in applications if (one.kind, one.ref) == (kind, ref)]
        if here:
            return max(here, key=lambda one: (one.rule.period.weight, one.pk))
    return None


def over(fact: Fact, drawn: Scheme, today: date) -> bool:
    rule, event = drawn.asked.rule, drawn.asked.event_date
    if rule.trigger == Trigger.DATE:
        assert event is not None
        return rule.period.after(event) <= today
    moment = fact.created if rule.trigger == Trigger.CREATED else fact.last
    return rule.period.after(timezone.localdate(moment)) <= today


@pytest.fixture
def rules(world: World) -> list[RetentionRule]:
    chance = random.Random(7)
    made = []
    for number in range(40):
        period = Period(chance.randrange(4), chance.randrange(14), chance.choice([0, 0, 1, 30, 365]))
        trigger = chance.choice([Trigger.CREATED, Trigger.LAST_ACTIVITY, Trigger.LAST_ACTIVITY, Trigger.DATE])
        kept = period if period != Period() else Period(days=1)
        made.append(make.rule(make.line(f"R-{number}", period=kept, trigger=trigger), by=world.rekha))
    return made


def test_preview_and_disposal_agree_with_reckoning_by_hand(world: World, rules: list[RetentionRule]) -> None:
    chance = random.Random(os.environ.get("MOOTHALL_ATTACK_SEED", "moot"))
    owners = {fact.pk: fact.owner for fact in world.facts}
    taken = 0
    for number in range(SCHEDULES):
        with transaction.atomic():
            drawn = scheme(world, chance, rules)
            wanted = by_hand(world, drawn)
            with clock.at(drawn.now):
                today = clock.today()
                seen = previews.preview(drawn.asked, today=today)
                chosen = retention.to_take(drawn.asked, cutoff=drawn.asked.cutoff(today), today=today)
                assert set(chosen.values_list("pk", flat=True)) == wanted, (number, drawn)
                assert (seen.due, seen.held, seen.free) == (len(wanted), 0, len(wanted)), (number, drawn)
                assert {one.person: one.units for one in seen.owners} == {
                    owner: len([pk for pk in wanted if owners[pk] == owner]) for owner in {owners[pk] for pk in wanted}
                }
                if wanted and number % max(1, SCHEDULES // CARRIED_OUT) == 0:
                    taken += carry_out(world, drawn, wanted)
            transaction.set_rollback(True)
    assert taken


def carry_out(world: World, drawn: Scheme, wanted: set[int]) -> int:
    """Carry the disposal itself out, all but the emptying of files, and compare what is gone with what was foreseen."""
    before = set(Conversation.objects.values_list("pk", flat=True))
    run = Disposal.objects.create(
        application=drawn.asked, cutoff=drawn.asked.cutoff(clock.today()), proposed_by=world.rekha,
        approved_by=world.ramon, approved_at=drawn.now, started_at=drawn.now,
    )  # fmt: skip
    while disposing._batch(run.pk, lambda _run: None):
        pass
    listed = set(DisposalItem.objects.filter(disposal=run, outcome="disposed").values_list("ref", flat=True))
    assert before - set(Conversation.objects.values_list("pk", flat=True)) == wanted == listed
    assert not Post.objects.filter(conversation__in=wanted).exists()
    return len(wanted)


def test_the_world_is_not_trivial(world: World, rules: list[RetentionRule]) -> None:
    assert {rule.trigger for rule in rules} == {Trigger.CREATED, Trigger.LAST_ACTIVITY, Trigger.DATE}
    assert Space.objects.count() == PLACES and len({rule.action for rule in rules}) == len([Action.DESTROY])
