"""What files say, for search: asked for with the file, read by the worker, kept until the last blob with it goes."""

import logging
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

import zstandard
from django.db import IntegrityError, transaction
from django.db.models import F

from moothall.kit import clock, sandbox

from . import bulk
from .blobs import Damaged
from .extracting import MOST_BYTES, Extracted, extract
from .inside.extract import MOST_WORDS
from .models import Blob, FileText, Reading, ReadPart, State, Why
from .ways import Part, Way, ways, whole

log = logging.getLogger(__name__)

MOST_BLOB = 256 * 1024 * 1024  # bytes; a larger message is not taken apart
MOST_PARTS = 200  # files of one blob that are read
MOST_TRIES = 3  # after which a blob is given up: it ended the worker each time
STRAY = timedelta(hours=1)
_LOOKUP = 5000
_UTF8 = 4  # bytes a character at most


def ask(way: str, blobs: Iterable[int]) -> None:
    """Have these blobs read, in the caller's transaction; asked twice, it is done once."""
    now = clock.now()
    rows = [(blob, way, now) for blob in sorted(set(blobs))]
    bulk.insert(Reading, ("blob", "way", "asked_at"), rows, ignore_conflicts=True)


def words(way: str, blobs: Collection[int]) -> Mapping[int, list[str]]:
    """What is known of the words in these blobs, by blob; and ask for those that nobody has asked for yet."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for chunk in _chunks(blobs):
        mine = Reading.objects.filter(way=way, blob__in=chunk)
        parts = ReadPart.objects.filter(reading__in=mine, text__state__in=[State.READ, State.PART])
        rows = parts.order_by("reading", "place").values_list("reading__blob", "text__words")
        for blob, packed in rows.iterator(chunk_size=200):
            found[blob].append(_unpacked(bytes(packed)))
        _ask_late(way, set(chunk) - set(mine.values_list("blob", flat=True)))
    return found


@dataclass(frozen=True)
class Said:
    """What a file says, as far as it could be read, and in words why that is not all of it."""

    words: str
    why: str


def said(digests: Collection[str]) -> Mapping[str, Said]:
    """What is known of files with these SHA-256, wherever they lie; what nobody has read yet is not in it."""
    found: dict[str, Said] = {}
    wanted = sorted(set(digests))
    for start in range(0, len(wanted), _LOOKUP):
        rows = FileText.objects.filter(sha256__in=wanted[start : start + _LOOKUP])
        for row in rows.iterator(chunk_size=200):
            found[row.sha256] = Said(_unpacked(bytes(row.words)), str(row.get_why_display()) if row.why else "")
    return found


def _ask_late(way: str, blobs: set[int]) -> None:
    """Ask for what came in before files were read; a blob that goes meanwhile needs no reading."""
    if not blobs:
        return
    try:
        with transaction.atomic():
            ask(way, Blob.objects.filter(pk__in=blobs).values_list("pk", flat=True))
    except IntegrityError:
        log.info("Some of %s blobs went before they were read.", len(blobs))


def read_waiting(*, seconds: float = 20.0) -> int:
    """Read what waits, the oldest first, for about so long; returns how many blobs were read.

    Reads nothing where the sandbox may not be used.
    """
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        waiting = Reading.objects.filter(read_at__isnull=True, way__in=[way.key for way in ways])
        row = waiting.select_related("blob").order_by("tries", "pk").first()
        if row is None:
            break
        Reading.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        way = ways.get(row.way)
        assert way is not None  # noqa: S101  asked above
        try:
            _read(row, way)
        except sandbox.TooWeak as weak:
            Reading.objects.filter(pk=row.pk).update(tries=row.tries)
            log.warning("Files are not read: %s", weak)
            break
        except FileText.DoesNotExist:
            continue  # the same bytes went with another blob just now: they are read anew
        done += 1
    return done


def _read(row: Reading, way: Way) -> None:
    """Read one blob: its files first, each in the sandbox; then, in one short transaction, all that came of it."""
    outcomes: list[tuple[Part, FileText]] = []
    if row.tries >= MOST_TRIES:
        part = whole(row.blob, name="")
        outcomes.append((part, _known(part) or _made(part, Extracted(Why.BROKE, ""))))
    else:
        for part in islice(_parts(row.blob, way), MOST_PARTS):
            outcomes.append((part, _known(part) or _made(part, _extracted(part))))
    with transaction.atomic():
        locked = Reading.objects.select_for_update().filter(pk=row.pk, read_at__isnull=True).first()
        if locked is None:
            return  # the blob went, or somebody else was quicker; what is left over is swept later
        for place, (part, text) in enumerate(outcomes):
            ReadPart.objects.create(reading=locked, place=place, name=part.name[:200], text=_kept(text))
        locked.read_at = clock.now()
        locked.save(update_fields=["read_at"])
        way.told([row.blob_id])


def _parts(blob: Blob, way: Way) -> Iterator[Part]:
    if blob.size > MOST_BLOB:
        yield whole(blob, name="")
        return
    try:
        yield from way.parts(blob)
    except Damaged:
        yield whole(blob, name="")


def _known(part: Part) -> FileText | None:
    return FileText.objects.filter(sha256=part.sha256).defer("words").first()


def _extracted(part: Part) -> Extracted:
    if part.size > MOST_BYTES:
        return Extracted(Why.BIG, "")
    try:
        return extract(part.read(), name=part.name)
    except Damaged:
        return Extracted(Why.GONE, "")


def _made(part: Part, read: Extracted) -> FileText:
    packed = zstandard.compress(read.words.encode("utf-8", "replace")) if read.words else b""
    made, _new = FileText.objects.get_or_create(
        sha256=part.sha256,
        defaults={
            "size": part.size, "content_type": read.kind, "state": read.state, "why": read.why, "words": packed,
        },
    )  # fmt: skip
    return made


def _kept(text: FileText) -> FileText:
    """The row, locked so that it stays; raises DoesNotExist where the last blob with these bytes went meanwhile."""
    return FileText.objects.select_for_update().only("pk").get(pk=text.pk)


def _unpacked(packed: bytes) -> str:
    if not packed:
        return ""
    return zstandard.decompress(packed, max_output_size=MOST_WORDS * _UTF8).decode("utf-8", "replace")


def forget(blobs: Collection[int]) -> None:
    """Delete what these blobs say, unless other blobs say it too; in the transaction in which the blobs go."""
    for chunk in _chunks(blobs):
        readings = list(
            Reading.objects.select_for_update().filter(blob__in=chunk).order_by("pk").values_list("pk", flat=True)
        )
        parts = ReadPart.objects.filter(reading__in=readings)
        texts = set(parts.values_list("text", flat=True))
        parts.delete()
        Reading.objects.filter(pk__in=readings).delete()
        _drop(texts)


def forget_loose() -> None:
    """Delete words that belong to no blob any more: of a blob that went while it was being read."""
    loose = FileText.objects.filter(parts=None, read_at__lt=clock.now() - STRAY)
    with transaction.atomic():
        _drop(set(loose.values_list("pk", flat=True)[:_LOOKUP]))


def _drop(texts: set[int]) -> None:
    """Delete those of these texts that nothing points at, under a lock that keeps others from pointing at them."""
    for chunk in _chunks(texts):
        locked = FileText.objects.select_for_update().filter(pk__in=chunk).order_by("pk")
        kept = list(locked.values_list("pk", flat=True))
        still = set(ReadPart.objects.filter(text__in=kept).values_list("text", flat=True))
        FileText.objects.filter(pk__in=set(kept) - still).delete()


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    left = iter(sorted(set(numbers)))
    while chunk := list(islice(left, _LOOKUP)):
        yield chunk
