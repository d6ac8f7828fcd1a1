"""What can be declared about a table, tried on a table of the test's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Model
from django.test.utils import isolate_apps

from moothall.kit import guards
from moothall.kit.guards import AppendOnly, Event, Guard, Lock, Rule, Vendor, triggers
from moothall.kit.testing import CommittedDatabase


@pytest.fixture
def note(committed_db: CommittedDatabase) -> Iterator[type[Model]]:
    """A table of notes: a text for a key, and fields that a guard may treat differently."""
    with isolate_apps("moothall.kit"):

        class Note(models.Model):
            name = models.CharField(max_length=20, primary_key=True)
            words = models.CharField(max_length=20, null=True)  # noqa: DJ001 - NULL is what is tried
            shelf = models.IntegerField()
            place = models.IntegerField()
            state = models.CharField(max_length=20, default="open")

            class Meta:
                app_label = "kit"
                constraints = [models.UniqueConstraint(fields=["shelf", "place"], name="kit_note_place")]

    with connection.schema_editor() as editor:
        editor.create_model(Note)
    Note._default_manager.bulk_create([Note(name="a", shelf=1, place=1), Note(name="b", words="old", shelf=1, place=2)])
    yield Note


def keep(*declared: Guard) -> None:
    """Have the database keep these guards."""
    triggers.install(connection, declared)


def refused(statement: str) -> str:
    """Send a statement and return the words in which it was refused."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value).splitlines()[0]


def allowed(statement: str) -> None:
    """Send a statement that nothing stands against."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_fields_that_may_change_do_and_others_do_not(note: type[Model]) -> None:
    keep(AppendOnly(note, may_change=("state",), why="a note stays as it was said"))

    allowed("UPDATE kit_note SET state = 'closed'")
    allowed("UPDATE kit_note SET state = 'open', words = words, name = name")
    assert refused("UPDATE kit_note SET words = 'new' WHERE name = 'b'") == (
        "kit_note: UPDATE refused: a note stays as it was said"
    )
    refused("UPDATE kit_note SET words = 'new' WHERE words IS NULL")
    refused("UPDATE kit_note SET words = NULL WHERE name = 'b'")
    refused("UPDATE kit_note SET name = 'c', state = 'closed' WHERE name = 'b'")


def test_deletion_can_be_allowed_where_change_is_not(note: type[Model]) -> None:
    keep(AppendOnly(note, allow_delete=True))

    refused("UPDATE kit_note SET words = 'new'")
    allowed("DELETE FROM kit_note WHERE name = 'a'")
    if connection.vendor == "postgresql":
        allowed("TRUNCATE kit_note")


@pytest.mark.parametrize(
    "values",
    [
        "(name, shelf, place, state) VALUES ('a', 9, 9, '')",
        "(name, shelf, place, state) VALUES ('c', 1, 2, '')",
        "(rowid, name, shelf, place, state) VALUES (1, 'c', 9, 9, '')",
    ],
)
def test_replace_cannot_push_a_row_out_by_any_of_its_keys(note: type[Model], values: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    keep(AppendOnly(note))

    assert "this would replace one" in refused(f"REPLACE INTO kit_note {values}")
    assert "this would replace one" in refused(f"INSERT OR REPLACE INTO kit_note {values}")
    allowed("INSERT INTO kit_note (name, shelf, place, state) VALUES ('c', 9, 9, '')")


def test_a_unique_field_cannot_be_one_that_may_change(note: type[Model]) -> None:
    with pytest.raises(ImproperlyConfigured, match="unique field"):
        keep(AppendOnly(note, may_change=("shelf",)))


@dataclass(frozen=True)
class FrozenWhenClosed:
    """A guard as a later room may write its own."""

    model: type[Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Closed notes stay; nothing more is put on the shelf of a closed one."""
        yield Rule(Event.UPDATE, "it's closed", when="OLD.state = 'closed'")
        yield Rule(Event.DELETE, "it's closed", when="OLD.state = 'closed'")
        full = "EXISTS (SELECT 1 FROM kit_note WHERE shelf = NEW.shelf AND state = 'closed')"
        yield Rule(Event.INSERT, "its shelf is closed", when=full)


def test_a_room_can_declare_a_guard_of_its_own(note: type[Model]) -> None:
    keep(FrozenWhenClosed(note), AppendOnly(note, may_change=("state",), allow_delete=True))

    allowed("DELETE FROM kit_note WHERE name = 'a'")
    allowed("UPDATE kit_note SET state = 'closed'")
    assert refused("UPDATE kit_note SET state = 'open'") == "kit_note: UPDATE refused: it's closed"
    assert refused("DELETE FROM kit_note") == "kit_note: DELETE refused: it's closed"
    shut = refused("INSERT INTO kit_note (name, shelf, place, state) VALUES ('c', 1, 9, '')")
    assert shut == "kit_note: INSERT refused: its shelf is closed"
    allowed("INSERT INTO kit_note (name, shelf, place, state) VALUES ('c', 2, 1, '')")


def test_a_guard_that_is_no_longer_declared_goes(note: type[Model]) -> None:
    keep(AppendOnly(note))
    keep()

    allowed("UPDATE kit_note SET words = 'new'")
    assert not triggers.installed(connection)


def test_what_is_right_already_is_not_touched(note: type[Model], django_assert_num_queries: Callable[..., Any]) -> None:
    keep(AppendOnly(note))

    with django_assert_num_queries(2):
        keep(AppendOnly(note))


def test_a_guard_on_a_table_that_does_not_exist_yet_waits(committed_db: CommittedDatabase) -> None:
    with isolate_apps("moothall.kit"):

        class Later(models.Model):
            class Meta:
                app_label = "kit"

    keep(AppendOnly(Later))

    assert not triggers.installed(connection)


def test_a_guard_is_declared_once() -> None:
    guard = guards.declared()[0]
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
        guards.declare(guard)


def test_names_fit_and_differ(note: type[Model]) -> None:
    note._meta.db_table = "a_table_with_a_name_that_is_quite_a_lot_longer_than_most"
    names = {
        each.name
        for guard in (AppendOnly(note), AppendOnly(note, why="because"))
        for each in triggers.triggers([guard], "postgresql")
    }

    assert len(names) == 6
    assert all(len(name) <= 63 for name in names)


def test_a_rule_about_truncate_takes_no_condition() -> None:
    with pytest.raises(ImproperlyConfigured, match="sees no row"):
        Rule(Event.TRUNCATE, "never", when="OLD.state = 'closed'")


@dataclass(frozen=True)
class KeptWhenClosed:
    """Closed notes stay; whoever closes one takes turns with whoever deletes one."""

    model: type[Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """What is kept, and that REPLACE does not push it out either."""
        asking = Lock("kit.notes")
        yield Rule(Event.DELETE, "it's closed", when="OLD.state = 'closed'", lock=asking)
        given = guards.changed(vendor, ["words"])
        yield Rule(Event.UPDATE, "it's closed", given=given, when="OLD.state = 'closed'", lock=asking)
        if vendor == "sqlite":
            yield from guards.refuse_pushing_out(self.model, "it's closed", kept="kept.state = 'closed'", first="1 = 1")


def close(name: str) -> None:
    allowed(f"UPDATE kit_note SET state = 'closed' WHERE name = '{name}'")  # noqa: S608


def test_a_rule_can_concern_only_some_changes_of_some_rows(note: type[Model]) -> None:
    keep(KeptWhenClosed(note))
    close("b")

    refused("DELETE FROM kit_note")
    refused("UPDATE kit_note SET words = 'new'")
    allowed("UPDATE kit_note SET shelf = 7, words = words")
    allowed("DELETE FROM kit_note WHERE name = 'a'")


def test_replace_is_closed_for_some_rows_and_ignore_stays_open(note: type[Model]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    keep(KeptWhenClosed(note))
    close("b")

    for values in ("('b', 9, 9, 'open')", "('c', 1, 2, 'open')"):
        into = f"INTO kit_note (name, shelf, place, state) VALUES {values}"
        assert "would replace it" in refused(f"REPLACE {into}")
        allowed(f"INSERT OR IGNORE {into}")
        allowed(f"INSERT {into} ON CONFLICT DO NOTHING")
    assert "would replace it" in refused("UPDATE OR REPLACE kit_note SET place = 2 WHERE name = 'a'")
    assert "would replace it" in refused("UPDATE OR REPLACE kit_note SET name = 'b' WHERE name = 'a'")
    allowed("UPDATE OR IGNORE kit_note SET place = 2 WHERE name = 'a'")
    allowed("REPLACE INTO kit_note (name, shelf, place, state) VALUES ('a', 1, 1, 'open')")
    assert note._default_manager.count() == 2


def test_the_lock_is_taken_in_the_database_by_whoever_deletes(note: type[Model]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one transaction write")
    keep(KeptWhenClosed(note))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE kit_note SET shelf = 7")
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
        cursor.execute("DELETE FROM kit_note WHERE name = 'a'")
        cursor.execute("SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchall() == [("ShareLock",)]


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_nothing_is_decided_by_a_look_that_may_be_stale(note: type[Model], level: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite refuses to write after an old look")
    keep(KeptWhenClosed(note))
    with pytest.raises(IntegrityError, match="READ COMMITTED"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        cursor.execute("DELETE FROM kit_note WHERE name = 'a'")


@pytest.mark.parametrize(
    ("event", "options"),
    [
        (Event.TRUNCATE, {"lock": Lock("x")}),
        (Event.DELETE, {"lock": Lock("x")}),
        (Event.INSERT, {"pushed_out": "1 = 1", "lock": Lock("x"), "when": "1 = 1"}),
    ],
)
def test_a_rule_that_makes_no_sense_cannot_be_written(event: Event, options: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured):
        Rule(event, "never", **options)


def test_a_lock_has_the_same_number_everywhere() -> None:
    assert Lock("kit.notes").key == Lock("kit.notes", exclusive=True).key != Lock("kit.others").key
    assert -(2**63) <= Lock("kit.notes").key < 2**63
