"""What the search index holds of a message."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from moothall.files import blobs, reading, ways
from moothall.files.models import Blob
from moothall.mail.models import Message
from moothall.mail.parsing import ParsedMessage, Unreadable, read_enclosed, read_many
from moothall.search import outbox
from moothall.search.sources import Document

KIND = "mail"
MAX_BYTES = 16 * 1024 * 1024
"""How much raw mail is read at once when documents are made from what is stored."""


def document(pk: int, mailbox_pk: int, parsed: ParsedMessage, at: datetime, inside: Sequence[str] = ()) -> Document:
    """Make the document of a message: found by its words, its people, its files' names and what is `inside` them."""
    people = (parsed.sender, *parsed.to, *parsed.cc)
    words = {part for person in people for part in (person.name, person.address) if part}
    words.update(file.name for file in parsed.attachments)
    return Document(
        key=f"{KIND}:{pk}",
        kind=KIND,
        container=f"mailbox:{mailbox_pk}",
        title=parsed.subject,
        body="\n\n".join((parsed.text, *inside)),
        date=at,
        names=" ".join(words),
        who=tuple({person.address.lower() for person in people if person.address}),
    )


def documents(pks: Sequence[int]) -> Iterable[Document]:
    """Make the documents of stored messages from their raw bytes."""
    messages = list(Message.objects.filter(pk__in=pks).select_related("blob").order_by("blob__pack", "blob__offset"))
    batch: list[Message] = []
    size = 0
    for message in messages:
        if batch and size + message.size > MAX_BYTES:
            yield from _read(batch)
            batch, size = [], 0
        batch.append(message)
        size += message.size
    yield from _read(batch)


def _read(messages: list[Message]) -> Iterable[Document]:
    raws = blobs.read_many([message.blob for message in messages])
    outcomes = read_many([raws[message.blob_id] for message in messages])
    inside = reading.words(KIND, {message.blob_id for message in messages if message.attachments})
    for message, parsed in zip(messages, outcomes, strict=True):
        if not isinstance(parsed, Unreadable):
            yield document(message.pk, message.mailbox_id, parsed, message.at, inside.get(message.blob_id, ()))


def parts(blob: Blob) -> Iterator[ways.Part]:
    """The files in a message, for their words."""
    return (ways.piece(part.content, name=part.name) for part in read_enclosed(blobs.read(blob)))


def told(read: Sequence[int]) -> None:
    """Tell the index that the files in these blobs were read."""
    outbox.changed(KIND, Message.objects.filter(blob__in=read).order_by("pk").values_list("pk", flat=True))


def ids(after: int) -> Iterable[int]:
    """Give the numbers of all messages beyond one, ascending."""
    return Message.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)
