"""How far what is asked is acknowledged: exact, at the end of any days, and the same as the owners' own lists say."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.kit import measuring as kit_measuring
from moothall.people import actions as people
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.policies.actions import requirements
from moothall.policies.models import Capability, Policy
from moothall.policies.queries import acknowledged as lists
from moothall.policies.queries import gates as queries
from moothall.policies.queries import measuring
from moothall.policies.tests import make_gate as make

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
JUNE = date(2026, 6, 1), date(2026, 6, 30)
JULY = date(2026, 7, 1), date(2026, 7, 31)
LATER = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """In force since the first of June; everybody was here before."""
    User.objects.update(joined_at=MONDAY - timedelta(days=100))
    with clock.at(MONDAY):
        return make.policy(owner=cast.priya)


def share(days: tuple[date, date] = JUNE) -> Decimal | None:
    with clock.at(LATER):
        return measuring.acknowledged(*days).value


def test_it_is_the_share_of_those_who_are_asked(cast: Cast, policy: Policy) -> None:
    with clock.at(MONDAY):
        make.asked(policy, audience="kind:staff")  # Priya, Gareth, Ada, Otto and Olwen
        make.acknowledged(policy, by=cast.gareth)
    assert share() == Decimal("20.0")
    with clock.at(datetime(2026, 7, 2, 9, tzinfo=UTC)):
        make.acknowledged(policy, by=cast.priya)
    assert share() == Decimal("20.0")
    assert share(JULY) == Decimal("40.0")


def test_a_person_counts_once_for_a_policy_that_is_asked_at_two_gates(cast: Cast, policy: Policy) -> None:
    with clock.at(MONDAY):
        make.asked(policy, audience="role:administrator")
        make.asked(policy, Capability.IMPORT_MAIL, audience="role:administrator", renew_months=1)
        make.acknowledged(policy, by=cast.admin)
    assert share((JUNE[0], JUNE[0])) == Decimal("100.0")
    assert share(JULY) == Decimal("0.0")  # for one of the gates it was to be renewed


def test_a_material_change_asks_again_from_the_day_on_which_it_holds(cast: Cast, policy: Policy) -> None:
    with clock.at(MONDAY):
        make.asked(policy, audience="kind:councillor")
        make.acknowledged(policy, by=cast.joan)
        make.version(policy, by=cast.priya, effective_on=date(2026, 7, 1))
    assert share() == Decimal("100.0")
    assert share((JUNE[0], JULY[0])) == Decimal("0.0")


def test_what_was_ended_since_still_counts_for_the_days_before(cast: Cast, policy: Policy) -> None:
    with clock.at(MONDAY):
        asked = make.asked(policy, audience="kind:councillor")
    with clock.at(datetime(2026, 7, 10, 9, tzinfo=UTC)):
        requirements.end(asked, by=cast.priya)
    assert share() == Decimal("0.0")
    assert share(JULY) is None
    assert share((date(2026, 5, 1), date(2026, 5, 31))) is None  # nothing was asked yet


def test_who_left_is_not_counted_and_who_came_later_was_not_asked_then(cast: Cast, policy: Policy) -> None:
    with clock.at(MONDAY):
        make.asked(policy, audience="kind:councillor")
    User.objects.filter(pk=cast.outsider.pk).update(kind="councillor", joined_at=datetime(2026, 7, 3, tzinfo=UTC))
    with clock.at(MONDAY):
        make.acknowledged(policy, by=cast.joan)
    assert (share(), share(JULY)) == (Decimal("100.0"), Decimal("50.0"))
    with clock.at(LATER):
        people.deactivate(cast.joan, by=cast.admin)
    assert (share(), share(JULY)) == (None, Decimal("0.0"))


def test_an_empty_hall_asks_nobody(cast: Cast) -> None:
    with clock.at(LATER):
        told = measuring.acknowledged(*JUNE)
    assert told.value is None and "Nobody is asked" in str(told.why_none)


def test_it_agrees_with_the_owners_lists_in_random_worlds(cast: Cast) -> None:
    chance = random.Random(11)
    council = make_people.team("Wexmoor")
    teams = [council, make_people.team("Libraries", council)]
    for number in range(12):
        make_people.user(f"Person {number}", team=chance.choice([None, *teams]))
    audiences = ["", "kind:staff", "role:auditor", *(f"team:{team.pk}" for team in teams)]
    for number in range(6):
        made = make.policy(owner=cast.priya, slug=f"policy-{number}")
        requirement = make.asked(made, audience=chance.choice(audiences), renew_months=chance.choice([None, 2]))
        asked = list(queries.audience(requirement))
        for person in chance.sample(asked, len(asked) // 2):
            make.acknowledged(made, by=person)
        if chance.random() < 0.5:
            make.version(made, by=cast.priya, material=chance.random() < 0.7)
        compare()


def compare() -> None:
    """All that is asked, as a share and as the sums of the owners' lists."""
    tallies = [lists.tally(rule) for rule in map(queries.bounds_of, queries.asked_at("post")) if rule is not None]
    asked, have = sum(one.asked for one in tallies), sum(one.have for one in tallies)
    expected = kit_measuring.share(have, asked, why_none="").value
    assert measuring.acknowledged(clock.today(), clock.today()).value == expected


def test_the_questions_asked_of_the_database_stay_the_same(cast: Cast, policy: Policy) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            share()
        return len(found)

    with clock.at(MONDAY):
        make.asked(policy)
    before = count()
    with clock.at(MONDAY):
        for number in range(4):
            made = make.policy(owner=cast.priya, slug=f"policy-{number}")
            team = make_people.team(f"Team {number}")
            make.asked(made, audience=f"team:{team.pk}")
            make.acknowledged(made, by=make_people.user(f"Person {number}", roles=(Role.AUDITOR,), team=team))
    assert count() == before <= 6
