"""What is done is recorded, and what is undone is not."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, models, transaction

from conftest import Cast
from moothall import audit
from moothall.audit.models import GENESIS, Entry, Private
from moothall.audit.tests import make
from moothall.kit.testing import PATIENCE, CommittedDatabase, at_once


class Kind(models.TextChoices):
    """A choice as models have them."""

    STAFF = "staff", "Staff"


def details() -> list[dict[str, object]]:
    """What the entries made by these tests say, in order."""
    return list(Entry.objects.filter(verb="thing.done").order_by("seq").values_list("details", flat=True))


def test_an_act_records_who_did_what_to_what(cast: Cast) -> None:
    @audit.act
    def greet(*, by: AbstractBaseUser, whom: AbstractBaseUser) -> str:
        """Say hello."""
        audit.record("person.greeted", by=by, on=whom, words="Bore da", private={"name": str(whom)})
        return "done"

    assert greet(by=cast.priya, whom=cast.gareth) == "done"

    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.actor, entry.object_type, entry.object_id) == (
        "person.greeted",
        cast.priya,
        "people.user",
        str(cast.gareth.pk),
    )
    assert entry.details == {"words": "Bore da"}
    assert Private.objects.get(entry=entry).content == {"name": "Gareth Pugh"}
    assert "Gareth" not in str(entry.details)
    assert audit.is_act(greet)


def test_entries_follow_one_another_from_the_first(db: None) -> None:
    make.acts(3)

    entries = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == [GENESIS, entries[0].hash, entries[1].hash]


def test_recording_outside_an_act_is_an_error(db: None) -> None:
    with pytest.raises(RuntimeError, match="outside an act"):
        audit.record("thing.done", by=None)


def test_an_act_that_fails_leaves_no_entry(db: None) -> None:
    with pytest.raises(ZeroDivisionError), audit.acting():
        audit.record("thing.done", by=None)
        raise ZeroDivisionError

    assert not Entry.objects.exists()
    make.act()
    assert Entry.objects.get().seq == 1


def test_an_act_within_an_act_joins_it(db: None) -> None:
    with audit.acting():
        audit.record("thing.done", by=None, n=1)
        with audit.acting():
            audit.record("thing.done", by=None, n=2)
        assert not Entry.objects.exists(), "nothing is chained before the outermost act is done"
        audit.record("thing.done", by=None, n=3)

    assert details() == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_an_inner_act_that_fails_takes_its_entries_with_it(db: None) -> None:
    with audit.acting():
        audit.record("thing.done", by=None, n=1)
        with pytest.raises(ZeroDivisionError), audit.acting():
            audit.record("thing.done", by=None, n=2)
            raise ZeroDivisionError
        audit.record("thing.done", by=None, n=3)

    assert details() == [{"n": 1}, {"n": 3}]


def test_a_savepoint_of_any_kind_takes_its_entries_with_it(db: None) -> None:
    with audit.acting():
        audit.record("thing.done", by=None, n=1)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            with audit.acting():
                audit.record("thing.done", by=None, n=2)
            raise ZeroDivisionError

    assert details() == [{"n": 1}]


def test_a_transaction_around_an_act_can_still_be_rolled_back(committed_db: CommittedDatabase) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.act()
        raise ZeroDivisionError

    assert not Entry.objects.exists()


def test_an_act_marked_to_be_rolled_back_records_nothing(committed_db: CommittedDatabase) -> None:
    with audit.acting():
        audit.record("thing.done", by=None)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("verb", ["created", "Space.created", "space.created.twice", "space created", "spaces."])
def test_a_verb_is_a_noun_and_what_was_done(db: None, verb: str) -> None:
    with pytest.raises(ValueError, match=r"noun\.past_tense"), audit.acting():
        audit.record(verb, by=None)


@pytest.mark.parametrize(
    "value", [0.1, {1: "a number for a key"}, object(), "half a pair \ud83d", "null \0", {"a", "b"}]
)
def test_what_has_no_single_spelling_is_refused(db: None, value: object) -> None:
    with pytest.raises(TypeError, match="The audit"), audit.acting():
        audit.record("thing.done", by=None, value=value)


def test_plain_values_read_back_as_they_were_given(db: None) -> None:
    with audit.acting():
        audit.record(
            "thing.done",
            by=None,
            kind=Kind.STAFF,
            price=Decimal("1.50"),
            day=date(2026, 6, 2),
            at=datetime(2026, 6, 2, 9, 31, tzinfo=UTC),
            many=("ŵ", 2**70, None, True, {"b": 1, "a": 2}),
        )

    assert Entry.objects.get().details == {
        "kind": "staff",
        "price": "1.50",
        "day": "2026-06-02",
        "at": "2026-06-02T09:31:00+00:00",
        "many": ["ŵ", 2**70, None, True, {"b": 1, "a": 2}],
    }


def test_what_is_not_saved_cannot_be_recorded(db: None) -> None:
    with pytest.raises(ValueError, match="has no id"), audit.acting():
        audit.record("person.created", by=None, on=get_user_model()())


def test_an_entry_outlives_the_account_of_whoever_acted(committed_db: CommittedDatabase) -> None:
    user = make.person()
    with audit.acting():
        audit.record("thing.done", by=user)
    number = user.pk
    user.delete()

    entry = Entry.objects.select_related("actor").latest("seq")
    assert entry.actor_id == number
    assert entry.actor is None


def test_many_threads_at_once_make_one_chain_without_a_gap(committed_db: CommittedDatabase) -> None:
    at_once([lambda: make.acts(10)] * 8)

    entries = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(1, 81))
    assert [entry.previous_hash for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]
    assert committed_db.run("verify_audit").returncode == 0


def test_many_processes_at_once_make_one_chain_without_a_gap(committed_db: CommittedDatabase) -> None:
    code = "from moothall.audit.tests import make\nmake.acts(15)"
    processes = [committed_db.start_python(code) for _ in range(4)]
    for process in processes:
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors

    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))
    assert committed_db.run("verify_audit").returncode == 0


def test_a_second_writer_waits_only_for_the_end_of_the_first(committed_db: CommittedDatabase) -> None:
    if transaction.get_connection().vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time in any case")
    with audit.acting():
        audit.record("thing.done", by=None, n=1)
        at_once([lambda: make.act(2)])

    assert details() == [{"n": 2}, {"n": 1}]


def test_the_database_refuses_a_gap_and_a_fork(db: None) -> None:
    first = make.act()
    for seq, previous in ((3, first.hash), (2, GENESIS), (0, GENESIS)):
        entry = Entry(seq=seq, at=first.at, verb="thing.forged", previous_hash=previous, hash="f" * 64, key_id="t1")
        with pytest.raises(IntegrityError, match="without a gap or a fork"), transaction.atomic():
            entry.save(force_insert=True)
