import random
from pathlib import Path

import pytest
from django.conf import settings

from moothall.files import blobs
from moothall.files.models import Blob, Pack
from moothall.kit.testing import CommittedDatabase, at_once

from .test_blobs import some_messages

pytestmark = pytest.mark.usefixtures("committed_db")


def test_many_who_put_the_same_bytes_at_once_get_the_same_blobs() -> None:
    items = some_messages(60)

    def put(seed: int) -> dict[bytes, int]:
        mine = random.Random(seed).sample(items, len(items))
        return {item: blob.pk for item, blob in zip(mine, blobs.put_many(mine), strict=True)}

    first, *others = at_once([lambda seed=seed: put(seed) for seed in range(4)])  # type: ignore[misc]

    assert all(other == first for other in others)
    assert Blob.objects.count() == len(items)
    assert sum(Pack.objects.values_list("size", flat=True)) == sum(
        path.stat().st_size for path in (Path(settings.MOOTHALL_DATA) / "blobs").rglob("*.pack")
    ), "a pack of which nothing was new is not left behind"


def test_a_second_process_finds_the_blobs_of_the_first(committed_db: CommittedDatabase) -> None:
    kept = blobs.put(b"known to both")

    other = committed_db.start_python("from moothall.files import blobs; print(blobs.put(b'known to both').pk)")
    written, errors = other.communicate(timeout=60)

    assert (other.returncode, written.strip()) == (0, str(kept.pk)), errors
