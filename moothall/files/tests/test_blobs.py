import io
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from moothall.files import blobs, packs
from moothall.files.models import Blob, Encoding, Pack

pytestmark = pytest.mark.django_db


def pack_path(blob: Blob) -> Path:
    return Path(settings.MOOTHALL_DATA) / "blobs" / blob.pack.name


def some_messages(count: int, seed: int = 1) -> list[bytes]:
    rng = random.Random(seed)
    return [
        f"Subject: {n}\n\n".encode() + rng.randbytes(20) + b"words and words " * rng.randint(0, 400)
        for n in range(count)
    ]


def test_what_was_put_comes_back() -> None:
    items = [b"", b"a", b"words " * 5000, os.urandom(5000), b""]

    kept = blobs.put_many(items)

    assert [blobs.read(blob) for blob in kept] == items
    assert kept[0].pk == kept[4].pk, "the same bytes are one blob"
    assert Pack.objects.count() == 1, "a batch is one file"
    assert kept[2].encoding == Encoding.ZSTD and kept[2].stored_size < kept[2].size
    assert kept[3].encoding == Encoding.IDENTITY, "what does not compress is kept as it is"


def test_a_batch_is_kept_whatever_its_size_and_read_in_one_go() -> None:
    items = some_messages(500)

    kept = blobs.put_many(items)

    assert blobs.read_many(kept) == {blob.pk: item for blob, item in zip(kept, items, strict=True)}


def test_large_blobs_lie_alone() -> None:
    small, large = blobs.put_many([b"small", os.urandom(packs.LARGE)])

    assert small.pack_id != large.pack_id
    assert large.pack.blobs.count() == 1


def test_bytes_that_are_kept_are_not_kept_again() -> None:
    first = blobs.put(b"minutes of the meeting")

    again = blobs.put_many([b"minutes of the meeting", b"agenda", b"agenda"])

    assert again[0].pk == first.pk
    assert again[1].pk == again[2].pk
    assert Blob.objects.count() == 2


@pytest.mark.parametrize(
    "data", [b"short", b"long " * 3_000_000, os.urandom(9_000_000)], ids=["short", "words", "noise"]
)
def test_a_stream_is_kept_without_being_held_in_memory(data: bytes) -> None:
    kept = blobs.put_stream(io.BytesIO(data))

    assert kept.size == len(data)
    assert blobs.put_stream(io.BytesIO(data)).pk == kept.pk
    with blobs.open_(kept) as file:
        assert file.read() == data


def test_a_flipped_bit_anywhere_in_a_pack_is_noticed() -> None:
    items = [b"words " * 100, os.urandom(300), b"x"]
    kept = blobs.put_many(items)
    path = pack_path(kept[0])
    whole = path.read_bytes()

    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        (hit,) = [blob for blob in kept if blob.offset <= place < blob.offset + blob.stored_size]
        # A frame has bits that carry nothing; then the bytes come back right. They never come back wrong.
        try:
            assert blobs.read(hit) == items[kept.index(hit)]
        except blobs.Damaged as error:
            assert error.blob.pk == hit.pk
            assert hit.sha256 in str(error)
        for other in kept:
            if other.pk != hit.pk:
                assert blobs.read(other) == items[kept.index(other)]


def test_damage_in_a_large_blob_is_noticed_before_a_byte_is_given() -> None:
    kept = blobs.put_stream(io.BytesIO(os.urandom(blobs.IN_MEMORY + 1)))
    path = pack_path(kept)
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))

    with pytest.raises(blobs.Damaged):
        blobs.open_(kept)


@pytest.mark.parametrize(
    "harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")], ids=["gone", "empty"]
)
def test_a_lost_or_empty_pack_is_damage(harm: Callable[[Path], object]) -> None:
    kept = blobs.put(b"words " * 100)
    harm(pack_path(kept))

    with pytest.raises(blobs.Damaged, match=kept.sha256):
        blobs.read(kept)
    with pytest.raises(blobs.Damaged, match=kept.sha256):
        blobs.read_many([kept])


def test_a_size_that_lies_is_damage() -> None:
    kept = blobs.put(b"words " * 100)
    kept.size = 10**12

    with pytest.raises(blobs.Damaged):
        blobs.read(kept)


def test_what_is_rolled_back_can_be_put_again() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        blobs.put(b"half an act")
        raise RuntimeError

    assert not Blob.objects.exists()
    assert blobs.read(blobs.put(b"half an act")) == b"half an act"
