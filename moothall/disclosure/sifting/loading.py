"""Take what searches found from the rooms, as sifting wants it: mail and posts with their files, all else by itself.

It asks nobody's permission: only an act within a live case, under the role, may call it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from moothall.disclosure.sifting import others
from moothall.disclosure.sifting.records import Beside, Found
from moothall.files import blobs
from moothall.files.blobs import Damaged
from moothall.files.models import Blob
from moothall.mail.models import Mailbox, Message
from moothall.mail.parsing import Unreadable
from moothall.mail.parsing.sameness import Whole, read_whole
from moothall.spaces.models import Attachment, Post

KEY = re.compile(r"(?:(mail|post):([0-9]{1,18})(?:/([0-9]{1,9}))?|[a-z][a-z_ ]{0,19}:[0-9]{1,18})\Z", re.ASCII)
ROWS = 2000
T = TypeVar("T")
MAX_BYTES = 16 * 1024 * 1024
"""How much raw mail is read at once."""

Searches = Mapping[str, frozenset[str]]
"""For each key the searches that found it: `mail:12`, `mail:12/0` for its first file, `post:5`, `post:5/7` for one;
`policy:3` for what is of any other kind."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says, and why that is not all of it."""

    text: str
    problem: str = ""


Inside = Callable[[Collection[str]], Mapping[str, Words]]
"""Gives what is known of the words of files, by their SHA-256."""


def nothing(_files: Collection[str]) -> Mapping[str, Words]:
    """Nothing is known of what is in files: they are told apart by their bytes alone."""
    return {}


class Hits:
    """What the searches of a case found, joined: the message or post of each, whether it or a file of it was found."""

    def __init__(self, searches: Mapping[str, Iterable[str]]) -> None:
        """Join the keys that each search found; raises ValueError for what is no key."""
        joined: defaultdict[str, set[str]] = defaultdict(set)
        numbers: defaultdict[str, set[int]] = defaultdict(set)
        for search, keys in searches.items():
            for key in keys:
                taken = KEY.match(key)
                if taken is None:
                    raise ValueError(f"{key!r} is not of a kind that is found.")
                if taken[1]:
                    numbers[taken[1]].add(int(taken[2]))
                joined[key].add(search)
        self.searches: Searches = {key: frozenset(found) for key, found in joined.items()}
        self.mail = sorted(numbers["mail"])
        self.posts = sorted(numbers["post"])
        self.others = sorted(filter(others.is_other, self.searches))

    def of(self, key: str) -> frozenset[str]:
        """The searches that found this very thing."""
        return self.searches.get(key, frozenset())


def found(hits: Hits, *, inside: Inside = nothing) -> Iterator[Found]:
    """Everything found with its whole family, a batch in memory at a time."""
    for pks in _batches(hits.mail):
        yield from _mail(pks, hits, inside)
    for pks in _batches(hits.posts):
        yield from _posts(pks, hits, inside)
    for keys in _batches(hits.others):
        yield from others.found(keys, hits.searches)


def beside(hits: Hits) -> Iterator[Beside]:
    """The rest of the threads and conversations that anything was found in."""
    yield from _rest_of_threads(hits)
    yield from _rest_of_conversations(hits)


def _batches(some: Sequence[T]) -> Iterator[Sequence[T]]:
    return (some[start : start + ROWS] for start in range(0, len(some), ROWS))


def _mail(pks: Sequence[int], hits: Hits, inside: Inside) -> Iterator[Found]:
    rows = Message.objects.filter(pk__in=pks).select_related("blob")
    rows = rows.only("mailbox", "thread", "message_id", "at", "dated", "size", "blob")
    boxes = Mailbox.objects.in_bulk(set(rows.values_list("mailbox", flat=True)))
    batch: list[Message] = []
    size = 0
    for row in rows.order_by("blob__pack", "blob__offset"):
        row.mailbox = boxes[row.mailbox_id]
        if batch and size + row.size > MAX_BYTES:
            yield from _letters(batch, hits, inside)
            batch, size = [], 0
        batch.append(row)
        size += row.size
    yield from _letters(batch, hits, inside)


def _letters(rows: Sequence[Message], hits: Hits, inside: Inside) -> Iterator[Found]:
    raws = _raw([row.blob for row in rows])
    there = [row for row in rows if row.blob_id in raws]
    outcomes = dict(
        zip([row.pk for row in there], read_whole([raws[row.blob_id] for row in there]), strict=True),
    )
    files = {digest for whole in outcomes.values() if isinstance(whole, Whole) for digest in whole.files}
    known = inside(files) if files else {}
    for row in rows:
        whole = outcomes.get(row.pk)
        if isinstance(whole, Whole):
            yield from _letter(row, whole, hits, known)
            continue
        problem = whole.reason if isinstance(whole, Unreadable) else _("Its stored bytes are damaged.")
        yield _head(row, row.blob.sha256, hits, problem=problem)


def _raw(rows: Sequence[Blob]) -> Mapping[int, bytes]:
    """The bytes of blobs; one that is damaged does not take the others with it."""
    try:
        return blobs.read_many(rows)
    except Damaged:
        raws: dict[int, bytes] = {}
        for blob in rows:
            try:
                raws[blob.pk] = blobs.read(blob)
            except Damaged:
                continue
        return raws


def _letter(row: Message, whole: Whole, hits: Hits, known: Mapping[str, Words]) -> Iterator[Found]:
    message = whole.message
    follows = dict.fromkeys((message.in_reply_to, *reversed(message.references)))
    yield _head(row, whole.digest, hits, text=message.text, follows=tuple(name for name in follows if name))
    for number, digest in enumerate(whole.files):
        words = known.get(digest, Words(""))
        key = f"mail:{row.pk}/{number}"
        yield Found(
            key=key,
            kind="mail_file",
            custodian=row.mailbox.address,
            location=row.mailbox.container,
            digest=digest,
            family=f"mail:{row.pk}",
            place=number + 1,
            date=row.at if row.dated else None,
            text=words.text,
            searches=hits.of(key),
            problem=words.problem,
        )


def _head(
    row: Message, digest: str, hits: Hits, *, text: str = "", follows: tuple[str, ...] = (), problem: str = ""
) -> Found:
    key = f"mail:{row.pk}"
    return Found(
        key=key,
        kind="mail",
        custodian=row.mailbox.address,
        location=row.mailbox.container,
        digest=digest,
        thread=f"mail_thread:{row.thread_id}",
        mark=row.message_id,
        follows=follows,
        date=row.at if row.dated else None,
        text=text,
        searches=hits.of(key),
        problem=problem,
    )


def _posts(pks: Sequence[int], hits: Hits, inside: Inside) -> Iterator[Found]:
    files: defaultdict[int, list[Attachment]] = defaultdict(list)
    for file in Attachment.objects.filter(post__in=pks).select_related("blob").order_by("pk"):
        files[file.post_id].append(file)
    known = inside({file.blob.sha256 for some in files.values() for file in some}) if files else {}
    for post in Post.objects.standing().filter(pk__in=pks).select_related("conversation__space").order_by("pk"):
        key = f"post:{post.pk}"
        yield Found(
            key=key,
            kind="post",
            custodian=post.conversation.space.name,
            location=post.conversation.space.container,
            digest=others.digest_of(str(post.author_id), post.created_at.isoformat(), post.body),
            thread=f"conversation:{post.conversation_id}",
            mark=key,
            date=post.created_at,
            text=post.body,
            searches=hits.of(key),
        )
        for place, file in enumerate(files[post.pk], 1):
            yield _file_of_post(post, file, place, hits, known.get(file.blob.sha256, Words("")))


def _file_of_post(post: Post, file: Attachment, place: int, hits: Hits, words: Words) -> Found:
    key = f"post:{post.pk}/{file.pk}"
    return Found(
        key=key,
        kind="post_file",
        custodian=post.conversation.space.name,
        location=post.conversation.space.container,
        digest=file.blob.sha256,
        family=f"post:{post.pk}",
        place=place,
        date=post.created_at,
        text=words.text,
        searches=hits.of(key),
        problem=words.problem,
    )


def _rest_of_threads(hits: Hits) -> Iterator[Beside]:
    seen, threads = set(hits.mail), set[int]()
    for pks in _batches(hits.mail):
        threads.update(Message.objects.filter(pk__in=pks).values_list("thread", flat=True))
    for batch in _batches(sorted(threads)):
        rows = Message.objects.filter(thread__in=batch)
        columns = ("pk", "mailbox__address", "thread", "message_id", "at", "dated")
        for pk, address, thread, mark, at, dated in rows.values_list(*columns).order_by("pk").iterator(ROWS):
            if pk not in seen:
                yield Beside(f"mail:{pk}", address, f"mail_thread:{thread}", mark, at if dated else None)


def _rest_of_conversations(hits: Hits) -> Iterator[Beside]:
    seen, conversations = set(hits.posts), set[int]()
    for pks in _batches(hits.posts):
        conversations.update(Post.objects.filter(pk__in=pks).values_list("conversation", flat=True))
    for batch in _batches(sorted(conversations)):
        rows = Post.objects.standing().filter(conversation__in=batch)
        columns = ("pk", "conversation__space__name", "conversation", "created_at")
        for pk, space, conversation, at in rows.values_list(*columns).order_by("pk").iterator(ROWS):
            if pk not in seen:
                yield Beside(f"post:{pk}", space, f"conversation:{conversation}", f"post:{pk}", at)
