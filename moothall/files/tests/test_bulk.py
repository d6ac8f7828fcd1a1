from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, transaction

from moothall.files import bulk
from moothall.files.models import Blob, Encoding, Pack

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 5, 1, 12, 30, tzinfo=timezone(timedelta(hours=1)))
COLUMNS = ("name", "size", "created")


def test_rows_are_what_the_orm_reads() -> None:
    taken = bulk.insert(Pack, COLUMNS, [("a\tb\\n\"'", 2**40, WHEN), ("β😀", 0, WHEN)])

    assert taken == 2
    first, second = Pack.objects.order_by("pk")
    assert (first.name, first.size, first.created) == ("a\tb\\n\"'", 2**40, WHEN)
    assert first.created.tzinfo == UTC
    assert second.name == "β😀"


def test_a_choice_is_stored_as_its_value() -> None:
    pack = Pack.objects.create(name="a", size=1)

    bulk.insert(
        Blob,
        ("sha256", "size", "pack", "offset", "stored_size", "encoding", "created"),
        [("0" * 64, 1, pack.pk, 0, 1, Encoding.ZSTD, WHEN)],
    )

    assert Blob.objects.get(encoding="zstd").encoding == "zstd"


def test_all_rows_or_none() -> None:
    with pytest.raises(IntegrityError):
        bulk.insert(Pack, COLUMNS, [("a", 1, WHEN), ("a", 2, WHEN)])

    assert not Pack.objects.exists()


def test_conflicts_are_passed_over_when_asked() -> None:
    bulk.insert(Pack, COLUMNS, [("a", 1, WHEN)])

    taken = bulk.insert(Pack, COLUMNS, [("b", 2, WHEN), ("a", 3, WHEN), ("b", 4, WHEN)], ignore_conflicts=True)

    assert taken == 1
    assert dict(Pack.objects.values_list("name", "size")) == {"a": 1, "b": 2}


def test_passing_over_conflicts_does_not_pass_over_broken_rows() -> None:
    with pytest.raises(IntegrityError):
        bulk.insert(Pack, COLUMNS, [(None, 1, WHEN)], ignore_conflicts=True)


@pytest.mark.parametrize("row", [(), ("a",), ("a", 1, WHEN, 4)])
def test_a_row_of_the_wrong_width_is_refused(row: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="Row 1 for Pack has"):
        bulk.insert(Pack, COLUMNS, [("b", 1, WHEN), row])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        bulk.insert(Pack, COLUMNS, [("a", 1, WHEN.replace(tzinfo=None))])


def test_it_belongs_to_the_callers_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        bulk.insert(Pack, COLUMNS, [("a", 1, WHEN)])
        raise RuntimeError

    assert not Pack.objects.exists()


def test_reserved_keys_are_fresh_and_never_given_twice() -> None:
    old = Pack.objects.create(name="old", size=1)
    with transaction.atomic():
        first, second = bulk.reserve_ids(Pack, 3), bulk.reserve_ids(Pack, 2)
        bulk.insert(Pack, ("id", *COLUMNS), [(pk, f"pack {pk}", 1, WHEN) for pk in (*first, *second)])
    late = Pack.objects.create(name="late", size=1)

    keys = [old.pk, *first, *second, late.pk]
    assert keys == sorted(set(keys))


def test_no_keys_are_reserved_where_there_are_none_to_give() -> None:
    assert list(bulk.reserve_ids(Pack, 0)) == []
