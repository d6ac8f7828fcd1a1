"""The attachments of messages that search cannot look into."""

from collections import defaultdict

from django.db.models import QuerySet

from moothall.files import queries as files
from moothall.files.models import ReadPart
from moothall.mail.documents import KIND
from moothall.mail.models import Message


def unread(messages: QuerySet[Message]) -> list[files.Unread]:
    """Every file in these messages whose words are not known, or not all, with the reason; in the messages' order.

    Of a message that waits to be read, its attachments stand together in one line.
    """
    rows = messages.exclude(attachments="")
    blobs = rows.order_by().values_list("blob", flat=True)
    parts: defaultdict[int, list[ReadPart]] = defaultdict(list)
    for part in files.unread(KIND, blobs):
        parts[part.reading.blob_id].append(part)
    waiting = set(files.waiting(KIND, blobs).values_list("blob", flat=True))
    found: list[files.Unread] = []
    for message in rows.order_by("pk").only("pk", "blob", "attachments"):
        key = f"{KIND}:{message.pk}"
        if message.blob_id in waiting:
            found.append(files.not_yet(key, ", ".join(file.name for file in message.files)))
        found += [files.not_wholly(key, part) for part in parts[message.blob_id]]
    return found
