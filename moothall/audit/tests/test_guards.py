"""The record is attacked in every way a database offers, and refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from moothall.audit.models import Entry, Private
from moothall.audit.tests import make
from moothall.kit import guards
from moothall.kit.testing import CommittedDatabase

REST = "at, verb, object_type, object_id, details, private_digest, key_id"


def sql(statement: str) -> Callable[[], None]:
    """A statement sent past Django's models."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def copying(insert: str, seq: int, *, then: str = "") -> Callable[[], None]:
    """A statement that puts a copy of an entry into the table."""
    columns = f"{REST}, seq, previous_hash, hash"
    return sql(f"{insert} INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry WHERE seq = {seq} {then}")  # noqa: S608


def resave() -> None:
    """Change an entry as a view might by mistake."""
    entry = Entry.objects.get(seq=2)
    entry.verb = "thing.undone"
    entry.save(update_fields=["verb"])


def upsert() -> None:
    """Write over an entry while inserting."""
    entry = Entry.objects.get(seq=2)
    entry.verb = "thing.undone"
    Entry.objects.bulk_create([entry], update_conflicts=True, unique_fields=["seq"], update_fields=["verb"])


ON_BOTH: dict[str, Callable[[], Any]] = {
    "save": resave,
    "update": lambda: Entry.objects.filter(seq=2).update(verb="thing.undone"),
    "bulk_update": lambda: Entry.objects.bulk_update([Entry(seq=2, verb="thing.undone")], ["verb"]),
    "delete": lambda: Entry.objects.get(seq=2).delete(),
    "delete of many": lambda: Entry.objects.all().delete(),
    "upsert": upsert,
    "raw update": sql("UPDATE audit_entry SET verb = 'thing.undone' WHERE seq = 2"),
    "raw update of the number": sql("UPDATE audit_entry SET seq = 99 WHERE seq = 3"),
    "raw delete": sql("DELETE FROM audit_entry"),
    "raw delete of the last": sql("DELETE FROM audit_entry WHERE seq = 3"),
    "raw upsert": copying("INSERT", 2, then="ON CONFLICT (seq) DO UPDATE SET verb = 'thing.undone'"),
    "raw update of personal details": sql("""UPDATE audit_private SET content = '{"name": "X"}' WHERE entry_id = 2"""),
    "raw update of the salt": sql("UPDATE audit_private SET salt = 'x' WHERE entry_id = 2"),
    "half an erasure": sql("UPDATE audit_private SET content = NULL WHERE entry_id = 2"),
    "raw delete of personal details": sql("DELETE FROM audit_private"),
    "moving personal details": sql("UPDATE audit_private SET entry_id = 3, salt = '', content = NULL"),
}
ONLY_ON: dict[str, dict[str, Callable[[], Any]]] = {
    "sqlite": {
        "replace": copying("REPLACE", 2),
        "insert or replace": copying("INSERT OR REPLACE", 3),
        "update or replace": sql("UPDATE OR REPLACE audit_entry SET seq = 2 WHERE seq = 3"),
        "replace of personal details": sql(
            "REPLACE INTO audit_private (entry_id, salt, content) VALUES (2, 'x', '{}')"
        ),
        # A right new entry that also names the hidden number of an old row, which REPLACE would push out.
        "replace by hidden number": sql(
            f"REPLACE INTO audit_entry (rowid, {REST}, seq, previous_hash, hash) "  # noqa: S608
            f"SELECT 2, {REST}, 4, hash, 'f' FROM audit_entry WHERE seq = 3"
        ),
        "replace of personal details by hidden number": sql(
            "REPLACE INTO audit_private (rowid, entry_id, salt, content) VALUES (1, 3, 'x', '{}')"
        ),
    },
    "postgresql": {
        "truncate": sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_entry CASCADE"),
        "truncate of personal details": sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_private"),
        "update while a replica": sql(
            "SET LOCAL session_replication_role = replica; UPDATE audit_entry SET verb = 'thing.undone'"
        ),
        "merge": sql(
            "MERGE INTO audit_entry e USING (SELECT 2 AS seq) s ON e.seq = s.seq "
            "WHEN MATCHED THEN UPDATE SET verb = 'thing.undone'"
        ),
    },
}
ATTACKS = [
    *((vendor, name) for vendor in ("sqlite", "postgresql") for name in ON_BOTH),
    *((vendor, name) for vendor, attacks in ONLY_ON.items() for name in attacks),
]


@pytest.fixture
def three(db: None) -> None:
    """Three acts, the second with personal details."""
    make.act(1)
    make.act(2, private="Ann Other")
    make.act(3)


def rows() -> tuple[list[Any], list[Any]]:
    """Everything that is kept."""
    return list(Entry.objects.order_by("seq").values_list()), list(Private.objects.values_list())


@pytest.mark.parametrize(("vendor", "name"), ATTACKS)
def test_the_database_refuses_every_way_to_change_the_record(three: None, vendor: str, name: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"for {vendor}")
    before = rows()
    attack = ON_BOTH.get(name) or ONLY_ON[vendor][name]

    with pytest.raises(IntegrityError, match=r"^audit_(entry|private): \w+ refused: "), transaction.atomic():
        attack()

    assert rows() == before


def test_personal_details_can_be_erased_and_only_once(three: None) -> None:
    Private.objects.filter(entry=2).update(content=None, salt="")

    assert Private.objects.get(entry=2).erased
    with pytest.raises(IntegrityError, match="erased whole"), transaction.atomic():
        Private.objects.filter(entry=2).update(content={"name": "Ann Other"})


def drop_one_guard() -> str:
    """Take one guard away as someone with the database's password could."""
    name = next(name for name in guards.triggers.installed(connection) if name.startswith("guard_audit_entry_update"))
    statement = f'DROP TRIGGER "{name}"' if connection.vendor == "sqlite" else f'DROP FUNCTION "{name}" CASCADE'
    sql(statement)()
    return name


def check() -> None:
    """Run the check that operators run."""
    call_command("check", databases=["default"])


def test_the_check_fails_when_a_guard_is_missing_and_migrate_puts_it_back(committed_db: CommittedDatabase) -> None:
    check()
    name = drop_one_guard()
    with pytest.raises(CommandError, match=f"audit_entry: the guard against UPDATE is missing .{name}."):
        check()

    call_command("migrate", verbosity=0, skip_checks=False)

    check()
    make.act()
    with pytest.raises(IntegrityError):
        Entry.objects.update(verb="thing.undone")


def test_the_check_fails_when_a_guard_is_hollow_or_strange(committed_db: CommittedDatabase) -> None:
    name = drop_one_guard()
    if connection.vendor == "sqlite":
        sql(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON audit_entry BEGIN SELECT 1; END')()
    else:
        sql(f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$')()
        sql(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION "{name}"()')()
    assert guards.faults(connection) == [f"audit_entry: the guard against UPDATE was altered ({name})."]
    with pytest.raises(CommandError, match="was altered"):
        check()

    guards.install(connection)

    assert guards.faults(connection) == []


def test_the_check_fails_when_a_guard_is_switched_off(committed_db: CommittedDatabase) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite cannot switch a trigger off")
    sql("ALTER TABLE audit_entry DISABLE TRIGGER USER")()

    assert len([fault for fault in guards.faults(connection) if "was altered" in fault]) == 4


class Rebuild(migrations.Migration):
    """Makes SQLite write the whole table anew."""

    operations = [
        migrations.AlterField("entry", "verb", models.CharField(max_length=120)),
    ]


class Broken(Rebuild):
    """Fails once the table is written anew."""

    operations = [*Rebuild.operations, migrations.RunSQL("SELECT * FROM nowhere")]


def migrate_with(migration: type[migrations.Migration], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `migrate` with one more migration in the audit room."""
    from django.db.migrations.loader import MigrationLoader

    load = MigrationLoader.load_disk

    def load_one_more(self: MigrationLoader) -> None:
        load(self)
        last = max(key for key in self.disk_migrations if key[0] == "audit")
        migration.dependencies = [last]
        self.disk_migrations["audit", "9999_more"] = migration("9999_more", "audit")

    monkeypatch.setattr(MigrationLoader, "load_disk", load_one_more)
    call_command("migrate", "audit", verbosity=0)


def test_guards_survive_a_migration_that_writes_the_table_anew(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.act()
    migrate_with(Rebuild, monkeypatch)

    assert guards.faults(connection) == []
    with pytest.raises(IntegrityError, match="UPDATE refused"):
        Entry.objects.update(verb="thing.undone")


def test_without_migrate_a_rebuilt_table_has_lost_its_guards_and_the_check_says_so(
    committed_db: CommittedDatabase,
) -> None:
    """Why guards are not written into migrations."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does not rebuild tables")
    from django.db.migrations.loader import MigrationLoader

    state: ProjectState = MigrationLoader(connection).project_state()
    operation = Rebuild.operations[0]
    after = state.clone()
    operation.state_forwards("audit", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("audit", editor, state, after)

    assert any("audit_entry" in fault and "missing" in fault for fault in guards.faults(connection))


def test_guards_are_put_back_when_a_migration_fails(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.act()
    with pytest.raises(Exception, match="nowhere"):
        migrate_with(Broken, monkeypatch)

    assert guards.faults(connection) == []
