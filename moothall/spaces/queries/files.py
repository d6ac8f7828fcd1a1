"""The files of posts that search cannot look into."""

from collections.abc import Mapping

from django.db.models import QuerySet

from moothall.files import queries as files
from moothall.files.models import ReadPart
from moothall.spaces.models import Attachment, Post
from moothall.spaces.writing import KIND


def unread(posts: QuerySet[Post]) -> list[files.Unread]:
    """Every file of these posts whose words are not known, or not all, with the reason; in the order of the posts."""
    rows = Attachment.objects.filter(post__in=posts).order_by("post", "pk")
    blobs = rows.order_by().values_list("blob", flat=True)
    parts: Mapping[int, ReadPart] = {part.reading.blob_id: part for part in files.unread(KIND, blobs)}
    waiting = set(files.waiting(KIND, blobs).values_list("blob", flat=True))
    found: list[files.Unread] = []
    for post, blob, name in rows.values_list("post", "blob", "name"):
        if blob in waiting:
            found.append(files.not_yet(f"{KIND}:{post}", name))
        elif blob in parts:
            found.append(files.not_wholly(f"{KIND}:{post}", parts[blob], name=name))
    return found
