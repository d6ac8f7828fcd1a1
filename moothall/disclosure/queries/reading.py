"""One item of a review as its page shows it: its words, its family, its copies, its thread, and what is like it.

Whoever reads it need not be let into the mailbox or the space that it lies in: they read it for a live case, from a
review set that only those who work on the case can see.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moothall.disclosure.models import Copy, Decision, Reader, ReviewItem, ReviewSet, Tag, ThreadLine
from moothall.disclosure.sifting import inside, others
from moothall.files import blobs
from moothall.files.blobs import Damaged
from moothall.kit.prepared import prepared
from moothall.mail import reading
from moothall.mail.models import Message
from moothall.mail.parsing import read_attachment
from moothall.people.models import User
from moothall.search.sources import sources, split_key
from moothall.spaces.models import Attachment, Post

SHOWN = 60_000  # characters of a file's words on a page
MOST_LINES = 60  # of a thread, of a group


@dataclass(frozen=True)
class Words:
    """What an item says."""

    title: str
    who: str
    to: tuple[str, ...]
    text: str
    cut: bool
    problem: str
    file: str  # the name by which it can be fetched, or nothing
    url: str = ""  # its own page, for who may open that


@dataclass(frozen=True)
class Named:
    """Another item or message, by a name; `number` where it can be read in the review."""

    title: str
    who: str
    date: datetime | None
    number: int | None
    tag: str
    here: bool = False
    likeness: int | None = None


@dataclass(frozen=True)
class Opened:
    """An item with all that its page shows."""

    item: ReviewItem
    words: Words
    copies: Sequence[Copy]
    family: Sequence[Named]
    thread: Sequence[Named]
    alike: Sequence[Named]
    decisions: Sequence[Decision]

    @property
    def tag(self) -> str:
        """What first readers say of it now."""
        return next((one.tag for one in self.decisions if one.reader == Reader.FIRST), "")


def item_of(review_set: ReviewSet, number: int) -> ReviewItem | None:
    """An item by its number, knowing its set."""
    found = next(iter(_numbered(review_set.pk, number)), None)
    if found is not None:
        found.review_set = review_set
    return found


def opened(item: ReviewItem, *, user: User, blind: bool = False) -> Opened:
    """All of an item, in a fixed number of questions; `blind` for a second reader, who sees no tag of the first."""
    copies = sorted(_copies([item.pk]), key=lambda copy: (copy.custodian, copy.key))
    head = next(iter(_heads(item.review_set_id, item.family)), item) if item.place else item
    return Opened(
        item=item,
        words=_words(item, copies, user),
        copies=copies,
        family=_shown(_family(item), blind=blind),
        thread=_shown(_thread(item, head), blind=blind),
        alike=_shown(_alike(item), blind=blind),
        decisions=[] if blind else _decisions(item.pk),
    )


def _shown(rows: list[Named], *, blind: bool) -> list[Named]:
    return [replace(row, tag="") for row in rows] if blind else rows


def _words(item: ReviewItem, copies: Sequence[Copy], user: User) -> Words:
    gone = Words(_("It is not there any more"), "", (), "", False, _("No copy of it is left in the hall."), "")
    for copy in copies:
        if others.is_other(copy.key):
            return _other(copy.key, user) or replace(gone, problem=others.gone())
        kind, _colon, rest = copy.key.partition(":")
        ref, _slash, part = rest.partition("/")
        found = (_mail if kind == "mail" else _post)(item, int(ref), int(part) if part else None)
        if found is not None:
            return found
    return gone


def _other(key: str, user: User) -> Words | None:
    document = others.documents([key]).get(key)
    if document is None:
        return None
    kind, ref = split_key(key)
    source = sources.get(kind)
    shown = source.load(user, [ref]).get(ref) if source else None
    who = str(source.label) if source else ""
    cut = len(document.body) > SHOWN
    return Words(document.title, who, (), document.body[:SHOWN], cut, "", "", shown.url if shown else "")


def _mail(item: ReviewItem, pk: int, part: int | None) -> Words | None:
    message = Message.objects.select_related("blob").filter(pk=pk).first()
    if message is None:
        return None
    if part is not None:
        names = [file.name for file in message.files]
        name = names[part] if part < len(names) else _("File {n}").format(n=part + 1)
        return _file(item, name, str(message.sender))
    letter = reading.letters([message])[0]
    to = tuple(one.name or one.address for one in (*message.recipients, *message.copied))
    return Words(
        message.title, str(message.sender), to, letter.text, letter.cut, letter.problem, f"{message.title[:80]}.eml"
    )


def _post(item: ReviewItem, pk: int, part: int | None) -> Words | None:
    if part is not None:
        file = Attachment.objects.select_related("post__author").filter(pk=part, post=pk).first()
        return _file(item, file.name, file.post.author.name) if file else None
    post = Post.objects.standing().select_related("conversation__space", "author").filter(pk=pk).first()
    if post is None:
        return None
    place = (post.conversation.space.name,)
    return Words(post.conversation.title, post.author.name, place, post.body[:SHOWN], len(post.body) > SHOWN, "", "")


def _file(item: ReviewItem, name: str, who: str) -> Words:
    said = inside.known([item.digest]).get(item.digest)
    text = said.text if said else ""
    problem = (said.problem if said else _("Its words have not been read. Fetch it to look into it.")) or item.problem
    return Words(name, who, (), text[:SHOWN], len(text) > SHOWN, problem, name)


def _family(item: ReviewItem) -> list[Named]:
    rows = _relatives(item.review_set_id, item.family)
    return _named(rows, here=item) if len(rows) > 1 else []


def _alike(item: ReviewItem) -> list[Named]:
    return _named(_of_group(item.review_set_id, item.group, item.pk)) if item.group is not None else []


def _thread(item: ReviewItem, head: ReviewItem) -> list[Named]:
    """The lines of the thread in order, also those that no search found; a window of a long one, around this item."""
    if head.thread is None:
        return []
    lines = _lines(item.review_set_id, head.thread)
    if len(lines) < 2:
        return []
    at = next((place for place, line in enumerate(lines) if line.item_id == head.pk), 0)
    start = max(0, min(at - MOST_LINES // 2, len(lines) - MOST_LINES))
    window = lines[start : start + MOST_LINES]
    rows = {row.pk: row for row in _items([line.item_id for line in window if line.item_id])}
    keys = _keys(rows)
    alone = [line.beside.split("\n")[0] for line in window if line.item_id is None]
    titles = titles_of([*keys.values(), *alone])
    found = []
    for line in window:
        row = rows.get(line.item_id) if line.item_id else None
        key = keys.get(row.pk, "") if row else line.beside.split("\n")[0]
        title, who, date = titles.get(key, (_("Gone"), "", None))
        number, tag = (row.number, _tag(row)) if row else (None, "")
        found.append(Named(title, who, row.date if row else date, number, tag, row is not None and row.pk == head.pk))
    return found


def _tag(row: ReviewItem) -> str:
    """What first readers say of it, in words."""
    tag = getattr(row, "tag", None)
    return str(Tag(tag).label) if tag else ""


def _keys(items: Iterable[int]) -> dict[int, str]:
    """The key of the first copy of each item."""
    found: dict[int, str] = {}
    for copy in _copies(list(items)):
        found.setdefault(copy.item_id, copy.key)
    return found


def _named(rows: Sequence[ReviewItem], here: ReviewItem | None = None) -> list[Named]:
    keys = _keys(row.pk for row in rows)
    titles = titles_of(keys.values())
    return [
        Named(
            *titles.get(keys.get(row.pk, ""), (_("Gone"), "", None))[:2],
            row.date,
            row.number,
            _tag(row),
            here is not None and row.pk == here.pk,
            round(100 * row.likeness) if row.likeness is not None else None,
        )
        for row in rows
    ]


# What each press of a key asks, compiled once ---------------------------------------------------------------------


@prepared
def _numbered(review_set: int, number: int) -> "QuerySet[ReviewItem]":
    return ReviewItem.objects.filter(review_set=review_set, number=number).with_tag()


@prepared
def _heads(review_set: int, family: int) -> "QuerySet[ReviewItem]":
    return ReviewItem.objects.filter(review_set=review_set, family=family, place=0)


@prepared
def _relatives(review_set: int, family: int) -> "QuerySet[ReviewItem]":
    return ReviewItem.objects.filter(review_set=review_set, family=family).with_tag().order_by("place")


@prepared
def _of_group(review_set: int, group: int, but: int) -> "QuerySet[ReviewItem]":
    rows = ReviewItem.objects.filter(review_set=review_set, group=group).exclude(pk=but).with_tag()
    return rows.order_by("number")[:MOST_LINES]


@prepared
def _items(pks: Sequence[int]) -> "QuerySet[ReviewItem]":
    return ReviewItem.objects.filter(pk__in=pks).with_tag()


@prepared
def _copies(items: Sequence[int]) -> "QuerySet[Copy]":
    return Copy.objects.filter(item__in=items).order_by("pk")


@prepared
def _lines(review_set: int, thread: int) -> "QuerySet[ThreadLine]":
    return ThreadLine.objects.filter(review_set=review_set, thread=thread).order_by("place")


@prepared
def _decisions(item: int) -> "QuerySet[Decision]":
    return Decision.objects.filter(item=item).select_related("by").order_by("-pk")


def titles_of(keys: Iterable[str]) -> Mapping[str, tuple[str, str, datetime | None]]:
    """What things are called, who wrote them, and when: three questions, and a few for each further kind of thing."""
    every = [key for key in dict.fromkeys(keys) if key]
    told = others.documents(filter(others.is_other, every))
    wanted = [key for key in every if not others.is_other(key)]
    heads = {key: key.partition("/")[0] for key in wanted}
    mail = [int(head[5:]) for head in heads.values() if head.startswith("mail:")]
    posts = [int(head[5:]) for head in heads.values() if head.startswith("post:")]
    files = [int(key.partition("/")[2]) for key in wanted if key.startswith("post:") and "/" in key]
    messages = {row.pk: row for row in Message.objects.filter(pk__in=mail)} if mail else {}
    rows = Post.objects.standing().filter(pk__in=posts).select_related("conversation", "author")
    written = {row.pk: row for row in rows} if posts else {}
    names = dict(Attachment.objects.filter(pk__in=files).values_list("pk", "name")) if files else {}
    found: dict[str, tuple[str, str, datetime | None]] = {key: (one.title, "", one.date) for key, one in told.items()}
    for key, head in heads.items():
        ref, part = int(head[5:]), key.partition("/")[2]
        if head.startswith("mail:") and ref in messages:
            message = messages[ref]
            called = [file.name for file in message.files]
            title = called[int(part)] if part and int(part) < len(called) else message.title
            found[key] = (title, str(message.sender), message.at if message.dated else None)
        if head.startswith("post:") and ref in written:
            post = written[ref]
            title = names.get(int(part), "") if part else post.conversation.title
            found[key] = (title, post.author.name, post.created_at)
    return found


@dataclass(frozen=True)
class Fetched:
    """The bytes of an item."""

    name: str
    content_type: str
    content: bytes


def fetched(item: ReviewItem) -> Fetched | None:
    """The bytes of an item that is a message or a file, from whichever copy is left; None where there are none."""
    for copy in item.copies.order_by("pk"):
        if others.is_other(copy.key):
            continue
        kind, _colon, rest = copy.key.partition(":")
        ref, _slash, part = rest.partition("/")
        try:
            found = _mail_bytes(int(ref), part) if kind == "mail" else _post_bytes(int(ref), part)
        except Damaged:
            continue
        if found is not None:
            return found
    return None


def _mail_bytes(pk: int, part: str) -> Fetched | None:
    message = Message.objects.select_related("blob").filter(pk=pk).first()
    if message is None:
        return None
    raw = blobs.read(message.blob)
    if not part:
        return Fetched(f"{message.title[:80]}.eml", "message/rfc822", raw)
    file = read_attachment(raw, int(part))
    return Fetched(file.name, file.content_type, file.content) if file else None


def _post_bytes(pk: int, part: str) -> Fetched | None:
    file = Attachment.objects.select_related("blob").filter(pk=int(part), post=pk).first() if part else None
    return Fetched(file.name, file.content_type, blobs.read(file.blob)) if file else None
