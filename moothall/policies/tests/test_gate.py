"""A policy is acknowledged before a capability is used, by whatever path; and the rule is the same said twice."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from conftest import Cast
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people import actions as people_actions
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.policies import gate, gating
from moothall.policies.actions import gates, requirements
from moothall.policies.gate import Capability, GateClosed
from moothall.policies.models import Acknowledgement, Emergency, Policy, Requirement, Version
from moothall.policies.queries import acknowledged as lists
from moothall.policies.queries import gates as queries
from moothall.policies.tests import make_gate as make


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """A policy in force, of which Priya is the owner."""
    return make.policy(owner=cast.priya)


def afresh(user: User) -> User:
    """The person as the next request meets them."""
    return User.objects.get(pk=user.pk)


def stopped(user: User, capability: Capability = Capability.POST, place: str = "") -> bool:
    """Whether an act is refused; the tokens must say the same."""
    person = afresh(user)
    by_tokens = bool(gate.closed(person, capability, place))
    try:
        gate.require(person, capability, place)
    except GateClosed:
        by_rows = True
    else:
        by_rows = False
    assert by_tokens == by_rows
    return by_rows


def test_nothing_is_gated_until_it_is_asked(cast: Cast, policy: Policy) -> None:
    assert not any(stopped(cast.gareth, capability) for capability in Capability)


def test_one_acknowledgement_opens_every_gate_of_a_policy_and_no_other(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    make.asked(policy, Capability.IMPORT_MAIL)
    other = make.policy(owner=cast.priya, slug="mail")
    make.asked(other, Capability.IMPORT_MAIL)
    assert stopped(cast.gareth)
    make.acknowledged(policy, by=cast.gareth)
    assert not stopped(cast.gareth)
    assert stopped(cast.joan)
    assert stopped(cast.gareth, Capability.IMPORT_MAIL)
    make.acknowledged(other, by=cast.gareth, capability=Capability.IMPORT_MAIL)
    assert not stopped(cast.gareth, Capability.IMPORT_MAIL)


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("", {"gareth", "joan", "marcus", "admin"}),
        ("kind:staff", {"gareth", "admin"}),
        ("kind:councillor", {"joan"}),
        ("kind:guest", {"marcus"}),
        ("role:administrator", {"admin"}),
        ("team", {"gareth"}),
    ],
)
def test_a_gate_is_for_its_audience(cast: Cast, policy: Policy, audience: str, who: set[str]) -> None:
    above = make_people.team("Wexmoor")
    below = make_people.team("Libraries", above)
    User.objects.filter(pk=cast.gareth.pk).update(team=below)
    made = make.asked(policy, audience=f"team:{above.pk}" if audience == "team" else audience)
    found = {name for name in ("gareth", "joan", "marcus", "admin") if stopped(getattr(cast, name))}
    assert found == who
    asked = set(queries.audience(made).values_list("pk", flat=True))
    assert {name for name in ("gareth", "joan", "marcus", "admin") if getattr(cast, name).pk in asked} == who


def test_a_gate_at_a_place_is_closed_there_alone(cast: Cast, policy: Policy) -> None:
    make.asked(policy, place="space:7")
    assert stopped(cast.gareth, place="space:7")
    assert not stopped(cast.gareth, place="space:8")
    assert not stopped(cast.gareth)
    make.acknowledged(policy, by=cast.gareth, place="space:7")
    assert not stopped(cast.gareth, place="space:7")


def test_a_material_change_asks_again_and_a_minor_one_does_not(cast: Cast, policy: Policy) -> None:
    made = make.asked(policy)
    make.acknowledged(policy, by=cast.gareth)
    make.version(policy, by=cast.priya, material=False)
    assert not stopped(cast.gareth)
    make.version(policy, by=cast.priya)
    assert stopped(cast.gareth)
    [due] = queries.due(afresh(cast.gareth), Capability.POST)
    assert (due.why, due.version.number, due.requirement) == (queries.Why.CHANGED, 3, made)
    make.acknowledged(policy, by=cast.gareth)
    make.version(policy, by=cast.priya, material=False)
    assert not stopped(cast.gareth)
    assert stopped(cast.joan)


def test_what_begins_later_asks_later(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    make.acknowledged(policy, by=cast.gareth)
    make.version(policy, by=cast.priya, effective_on=clock.today() + timedelta(days=3))
    assert not stopped(cast.gareth)
    with clock.at(clock.now() + timedelta(days=4)):
        with pytest.raises(GateClosed):
            gate.require(afresh(cast.gareth), Capability.POST)
        gating.keep()
        assert stopped(cast.gareth)


def test_grace_asks_and_does_not_stop(cast: Cast, policy: Policy) -> None:
    make.asked(policy, grace_days=10)
    assert not stopped(cast.gareth)
    assert queries.due(cast.gareth, Capability.POST)
    with clock.at(clock.now() + timedelta(days=9)):
        gating.keep()
        assert not stopped(cast.gareth)
    with clock.at(clock.now() + timedelta(days=11)):
        gating.keep()
        assert stopped(cast.gareth)
        make.acknowledged(policy, by=cast.gareth)
        make.version(policy, by=cast.priya)
        assert not stopped(cast.gareth)  # grace again, for who is in the middle of work
        assert stopped(cast.joan)  # none for who never acknowledged anything
    with clock.at(clock.now() + timedelta(days=23)):
        gating.keep()
        assert stopped(cast.gareth)


def test_an_acknowledgement_ends_by_the_clock_whatever_the_grants_say(cast: Cast, policy: Policy) -> None:
    made = make.asked(policy, renew_months=12)
    make.acknowledged(policy, by=cast.gareth)
    with clock.at(clock.now() + timedelta(days=364)):
        assert not stopped(cast.gareth)
    with clock.at(clock.now() + timedelta(days=366)):
        assert grants.may_see(afresh(cast.gareth), made.passed)  # stale
        with pytest.raises(GateClosed):
            gate.require(afresh(cast.gareth), Capability.POST)
        gating.keep()
        assert stopped(cast.gareth)
        [due] = queries.due(afresh(cast.gareth), Capability.POST)
        assert due.why is queries.Why.EXPIRED
        make.acknowledged(policy, by=cast.gareth)
        assert not stopped(cast.gareth)
    assert Acknowledgement.objects.filter(user=cast.gareth).count() == 2


def test_nothing_in_force_gates_nothing(cast: Cast) -> None:
    later = make.policy(owner=cast.priya, effective_on=clock.today() + timedelta(days=30))
    make.asked(later)
    assert not stopped(cast.gareth)
    policy = make.policy(owner=cast.priya, slug="other")
    make.asked(policy)
    assert stopped(cast.gareth)
    Policy.objects.filter(pk=policy.pk).update(withdrawn_at=clock.now(), withdrawn_reason="Replaced")
    gating.keep()
    assert not stopped(cast.gareth)


def test_a_draft_gates_nothing_and_cannot_be_acknowledged(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    make.acknowledged(policy, by=cast.gareth)
    draft = Version.objects.create(policy=policy, number=2, change_note="Soon.", effective_on=clock.today())
    text = draft.texts.create(language="en", title="Soon", summary="Soon", body="Soon", digest="0" * 64)
    gating.keep()
    assert not stopped(cast.gareth)
    with pytest.raises(gates.ChangedMeanwhile):
        gates.acknowledge([gates.Seen(draft.pk, "en", text.digest)], by=cast.joan, capability=Capability.POST)
    assert stopped(cast.joan)


def test_forged_acknowledgements_do_not_count(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    first = make.seen(policy)
    make.version(policy, by=cast.priya)
    other = make.policy(owner=cast.priya, slug="other")
    good = make.seen(policy)
    forged = [
        first,  # the old version, with its right digest
        gates.Seen(good.version, "en", first.digest),  # the words of another version
        gates.Seen(good.version, "en", ""),
        gates.Seen(good.version, "cy", good.digest),  # a language there is not
        gates.Seen(10**12, "en", good.digest),
        make.seen(other),  # what nobody asks for
    ]
    for one in forged:
        with pytest.raises(gates.ChangedMeanwhile):
            gates.acknowledge([one], by=cast.gareth, capability=Capability.POST)
        with pytest.raises(gates.ChangedMeanwhile):
            gates.acknowledge([good, one], by=cast.gareth, capability=Capability.POST)
    assert not Acknowledgement.objects.exists()
    assert stopped(cast.gareth)


def test_pressed_twice_it_is_acknowledged_once(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    assert len(make.acknowledged(policy, by=cast.gareth)) == 1
    assert make.acknowledged(policy, by=cast.gareth) == []
    row = Acknowledgement.objects.get()
    assert (row.user, row.version.number, row.language) == (cast.gareth, 1, "en")
    assert row.digest == row.version.texts.get().digest


def test_nobody_acknowledges_for_somebody_who_may_not_sign_in(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    people_actions.deactivate(cast.gareth, by=None)
    with pytest.raises(PermissionDenied):
        make.acknowledged(policy, by=cast.gareth)
    assert not Acknowledgement.objects.exists()


def test_the_check_is_answered_rightly_before_it_counts(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    question = make.question(policy)
    wrong, right = question.choices.order_by("pk")
    for answers in ({}, {question.pk: wrong.pk}, {question.pk + 1: right.pk}):
        with pytest.raises(gates.NotUnderstood):
            gates.acknowledge([make.seen(policy, answers=answers)], by=cast.gareth, capability=Capability.POST)
    assert not Acknowledgement.objects.exists()
    seen = make.seen(policy, answers={question.pk: right.pk})
    [row] = gates.acknowledge([seen], by=cast.gareth, capability=Capability.POST)
    assert row.answered == 1


def test_an_emergency_lets_through_for_a_day_and_is_told(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    now = clock.now()
    made = gates.go_on_in_an_emergency(
        cast.gareth, by=cast.gareth, capability=Capability.POST, reason="The weir is over its banks"
    )
    assert not stopped(cast.gareth)
    assert [notice.kind for notice in cast.priya.notices.all()] == ["policies.emergency"]
    assert made.until - made.at == gates.LASTS
    with pytest.raises(gates.NothingAsked):
        gates.go_on_in_an_emergency(cast.gareth, by=cast.gareth, capability=Capability.POST, reason="Again")
    with clock.at(now + timedelta(hours=25)):
        with pytest.raises(GateClosed):
            gate.require(afresh(cast.gareth), Capability.POST)
        gating.keep()
        assert stopped(cast.gareth)


def test_an_emergency_is_for_its_gate_its_person_and_not_for_always(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    make.asked(policy, Capability.IMPORT_MAIL)
    make.asked(policy, place="space:7")
    gates.go_on_in_an_emergency(cast.gareth, by=cast.gareth, capability=Capability.POST, reason="Flood")
    assert stopped(cast.gareth, Capability.IMPORT_MAIL)
    assert stopped(cast.gareth, place="space:7")
    assert stopped(cast.joan)
    with pytest.raises(PermissionDenied):
        gates.go_on_in_an_emergency(cast.joan, by=cast.gareth, capability=Capability.POST, reason="For her")
    gates.go_on_in_an_emergency(cast.gareth, by=cast.gareth, capability=Capability.IMPORT_MAIL, reason="Flood")
    gates.go_on_in_an_emergency(cast.gareth, by=cast.gareth, capability=Capability.POST, place="space:7", reason="F")
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(gates.TooManyEmergencies):
        gates.go_on_in_an_emergency(cast.gareth, by=cast.gareth, capability=Capability.POST, reason="Fourth")


def test_setting_up_a_gate_is_for_who_answers_for_the_policy(cast: Cast, policy: Policy) -> None:
    for who in (cast.gareth, cast.joan, cast.marcus, cast.auditor):
        with pytest.raises(PermissionDenied):
            requirements.ask(policy, by=who, capability=Capability.POST)
    made = make.asked(policy)
    assert make.asked(policy) == made
    for who in (cast.gareth, cast.auditor):
        with pytest.raises(PermissionDenied):
            requirements.end(made, by=who)
        with pytest.raises(PermissionDenied):
            requirements.remind(made, by=who)
    with pytest.raises(PermissionDenied):
        requirements.take_away(made, by=cast.gareth)
    requirements.take_away(made, by=cast.auditor)
    requirements.end(made, by=cast.admin)
    assert not stopped(cast.gareth)


@pytest.mark.parametrize(
    ("capability", "audience", "place"),
    [
        (Capability.POST, "kind:martian", ""),
        (Capability.POST, "team:99999", ""),
        (Capability.POST, "team:x", ""),
        (Capability.POST, "role:king", ""),
        (Capability.POST, "user:1", ""),
        (Capability.POST, "", "mailbox:3"),
        (Capability.COME_IN, "", "space:3"),
        (Capability.POST, "", "space:x"),
        (Capability.POST, "", "space:0"),
        (Capability.IMPORT_MAIL, "", "mailbox:123456789"),
    ],
)
def test_there_is_no_gate_for_whom_or_where_there_is_nobody(
    cast: Cast, policy: Policy, capability: Capability, audience: str, place: str
) -> None:
    with pytest.raises(ValidationError):
        make.asked(policy, capability, audience=audience, place=place)
    assert not Requirement.objects.exists()


def test_with_the_room_off_everything_is_open(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    with override_settings(MOOTHALL_ROOMS_OFF=("policies",)):
        assert not stopped(cast.gareth)
    assert stopped(cast.gareth)


def test_reminders_go_to_those_who_have_not_and_once_a_week(cast: Cast, policy: Policy) -> None:
    made = make.asked(policy, audience="kind:staff")
    make.acknowledged(policy, by=cast.gareth)
    told = requirements.remind(made, by=cast.priya)
    assert told == queries.audience(made).count() - 1
    assert not cast.gareth.notices.exists()
    assert cast.outsider.notices.get().kind == "policies.acknowledge"
    assert requirements.remind(made, by=cast.priya) == 0
    make.acknowledged(policy, by=cast.outsider)
    assert cast.outsider.notices.get().done_at is not None
    with clock.at(clock.now() + timedelta(days=8)):
        assert requirements.remind(made, by=cast.priya) == told - 1
        assert cast.outsider.notices.count() == 1


def test_who_is_given_time_is_told_once_and_not_nagged(cast: Cast, policy: Policy) -> None:
    make.asked(policy, grace_days=14, audience="kind:councillor")
    assert cast.joan.notices.get().kind == "policies.acknowledge"
    gating.keep()
    with clock.at(clock.now() + timedelta(days=10)):
        gating.keep()
    assert cast.joan.notices.count() == 1
    assert not cast.gareth.notices.exists()


ATTACKS: dict[str, Callable[[], object]] = {
    "save": lambda: _saved(Acknowledgement.objects.get(), user_id=User.objects.get(name="Olwen Side").pk),
    "update": lambda: Acknowledgement.objects.update(digest="f" * 64),
    "delete": lambda: Acknowledgement.objects.get().delete(),
    "delete of many": lambda: Acknowledgement.objects.all().delete(),
    "bulk": lambda: Acknowledgement.objects.bulk_update(
        [Acknowledgement(pk=Acknowledgement.objects.get().pk, place="x")], ["place"]
    ),
    "sql update": lambda: _sql("UPDATE policies_acknowledgement SET at = '2030-01-01'"),
    "sql delete": lambda: _sql("DELETE FROM policies_acknowledgement"),
    "emergency update": lambda: Emergency.objects.update(until=clock.now() + timedelta(days=999)),
    "emergency sql": lambda: _sql("UPDATE policies_emergency SET reason = 'None'"),
    "emergency delete": lambda: _sql("DELETE FROM policies_emergency"),
}
ON_SQLITE: dict[str, Callable[[], object]] = {
    "replace": lambda: _sql("INSERT OR REPLACE INTO policies_acknowledgement SELECT * FROM policies_acknowledgement"),
    "replace of an emergency": lambda: _sql("REPLACE INTO policies_emergency SELECT * FROM policies_emergency"),
}
ON_POSTGRESQL: dict[str, Callable[[], object]] = {
    "truncate": lambda: _sql("TRUNCATE policies_acknowledgement CASCADE"),
    "truncate of emergencies": lambda: _sql("TRUNCATE policies_emergency CASCADE"),
}


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _saved(row: Acknowledgement, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.django_db
def test_proofs_cannot_be_changed_or_removed(cast: Cast, policy: Policy) -> None:
    make.asked(policy)
    make.acknowledged(policy, by=cast.gareth)
    gates.go_on_in_an_emergency(cast.joan, by=cast.joan, capability=Capability.POST, reason="Flood")
    connection.check_constraints()  # on PostgreSQL: nothing deferred is pending, which would stop TRUNCATE by itself
    more = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL
    for name, attack in {**ATTACKS, **more}.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
            pytest.fail(f"{name} went through")
    assert Acknowledgement.objects.get().user == cast.gareth


def test_the_rule_for_one_person_is_the_rule_for_all(cast: Cast) -> None:
    chance = random.Random(7)
    people = [cast.gareth, cast.joan, cast.marcus, cast.admin, cast.outsider]
    start = clock.now() - timedelta(days=200)
    made = None
    for number in range(14):
        with clock.at(start):
            made = make.policy(owner=cast.priya, slug=f"policy-{number}")
            made_requirement = make.asked(
                made,
                grace_days=chance.choice([0, 0, 5, 20]),
                renew_months=chance.choice([None, None, 1, 3]),
                audience=chance.choice(["", "kind:staff", "role:administrator"]),
            )
        moment = start
        for _step in range(8):
            moment += timedelta(days=chance.randint(0, 25), minutes=chance.randint(1, 500))
            with clock.at(moment):
                step(chance, made, made_requirement, people)
                compare(made_requirement, people)


def step(chance: random.Random, policy: Policy, requirement: Requirement, people: list[User]) -> None:
    """Something happens."""
    what = chance.choice(["read", "read", "read", "version", "minor", "emergency", "later", "nothing"])
    person = afresh(chance.choice(people))
    if what == "read":
        try:
            make.acknowledged(policy, by=person)
        except gates.ChangedMeanwhile:
            return
    elif what in {"version", "minor", "later"}:
        day = clock.today() + timedelta(days=chance.randint(1, 30) if what == "later" else 0)
        make.version(policy, by=policy.owner or person, material=what != "minor", effective_on=day)
    elif what == "emergency":
        due = [one for one in queries.due(person, Capability.POST) if one.requirement == requirement]
        if any(one.stops(clock.now()) for one in due):
            try:
                gates.go_on_in_an_emergency(person, by=person, capability=Capability.POST, reason="Chance")
            except gates.TooManyEmergencies:
                return


def compare(requirement: Requirement, people: list[User]) -> None:
    """One by one, as sets, and as the owner's list says."""
    now = clock.now()
    rule = queries.bounds_of(requirement)
    assert rule is not None
    asked = set(queries.audience(requirement).values_list("pk", flat=True))
    has = set(queries.audience(requirement).filter(queries.has(rule)).values_list("pk", flat=True))
    free = set(queries.audience(requirement).filter(queries.unstopped(rule)).values_list("pk", flat=True))
    gating.refresh(requirement)
    for person in map(afresh, people):
        due = {one.requirement.pk: one for one in queries.due_under(person, [requirement])}
        one = due.get(requirement.pk)
        if person.pk not in asked:
            assert one is None
            continue
        stops = one is not None and one.stops(now)
        assert (person.pk in has) == (one is None), (person, one)
        assert (person.pk in free) == (not stops), (person, one)
        assert (requirement.pk in gate.closed(person, Capability.POST)) == stops, (person, one)
    tally = lists.tally(rule)
    assert (tally.asked, tally.have, tally.stopped) == (len(asked), len(has), len(asked - free))


def test_reading_the_old_while_the_new_is_adopted_does_not_count(committed_db: CommittedDatabase) -> None:
    priya = make_people.user("Priya Raman")
    gareth = make_people.user("Gareth Pugh")
    for number in range(6):
        policy = make.policy(owner=priya, slug=f"policy-{number}")
        make.asked(policy)
        old = make.seen(policy)

        def read(old: gates.Seen = old) -> None:
            try:
                gates.acknowledge([old], by=gareth, capability=Capability.POST)
            except gates.ChangedMeanwhile:
                return

        def adopt(policy: Policy = policy) -> None:
            with transaction.atomic():
                gating.hold(policy)
                make.version(policy, by=priya)

        work: list[Callable[[], None]] = [read, adopt]
        at_once(work)
        requirement = policy.requirements.get()
        due = {one.requirement: one.version.number for one in queries.due(afresh(gareth), Capability.POST)}
        assert due[requirement] == 2
        assert requirement.pk in gate.closed(afresh(gareth), Capability.POST)


def test_two_workers_and_a_reader_at_once_leave_the_right_grants(committed_db: CommittedDatabase) -> None:
    priya = make_people.user("Priya Raman", roles=(Role.ADMINISTRATOR,))
    policy = make.policy(owner=priya)
    made = make.asked(policy)
    readers = [make_people.user(f"Reader {number}") for number in range(6)]

    def reads(person: User) -> Callable[[], object]:
        return lambda: make.acknowledged(policy, by=person)

    at_once([gating.keep, gating.keep, *(reads(person) for person in readers)])
    for person in readers:
        assert grants.may_see(afresh(person), made.passed)
        assert not gate.closed(afresh(person), Capability.POST)
