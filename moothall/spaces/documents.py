"""What the index holds of a post, and what a result shows of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moothall.files import reading, ways
from moothall.files.models import Blob
from moothall.kit import markdown
from moothall.people.models import User
from moothall.search import outbox
from moothall.search.sources import Document, Hit
from moothall.spaces.models import Attachment, PollChoice, Post
from moothall.spaces.writing import KIND


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Posts that stand, each with its conversation's title and the names of its files and its author.

    A post is found by what stands in its files as well, once they have been read. The post that opens a conversation is
    found by what its poll asks too, and by what can be chosen; never by a ballot.
    """
    posts = Post.objects.standing().filter(pk__in=refs).select_related("conversation", "author")
    names, polls, inside = _file_names(refs), _polls(refs), _inside(refs)
    for post in posts:
        said = [markdown.plain(post.html), *polls.get(post.pk, ()), *inside[post.pk]]
        yield Document(
            key=f"{KIND}:{post.pk}",
            kind=KIND,
            container=f"space:{post.conversation.space_id}",
            title=post.conversation.title,
            body="\n\n".join(said),
            names=" ".join([*names[post.pk], post.author.name]),
            who=(post.author.holder,),
            date=post.created_at,
        )


def ids(after: int) -> Iterable[int]:
    """All posts that stand, in the order of their keys."""
    return Post.objects.standing().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator()


def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these posts."""
    posts = Post.objects.visible_to(user).standing().filter(pk__in=refs)
    rows = list(posts.select_related("conversation__space", "author").defer("html", "body"))
    names = _file_names([post.pk for post in rows])
    return {post.pk: _hit(post, names[post.pk]) for post in rows}


def _hit(post: Post, files: list[str]) -> Hit:
    note = ngettext("{n} file: {names}", "{n} files: {names}", len(files)).format(n=len(files), names=", ".join(files))
    return Hit(
        key=f"{KIND}:{post.pk}",
        title=post.conversation.title,
        url=post.get_absolute_url(),
        place=post.conversation.space.name,
        kind_label=_("Post"),
        icon="post",
        date=post.created_at,
        people=post.author.name,
        note=note if files else "",
    )


def _file_names(refs: Iterable[int]) -> defaultdict[int, list[str]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    for post, name in Attachment.objects.filter(post__in=refs).order_by("pk").values_list("post", "name"):
        names[post].append(name)
    return names


def _inside(refs: Iterable[int]) -> defaultdict[int, list[str]]:
    """What the files of these posts say, by post."""
    files = list(Attachment.objects.filter(post__in=refs).order_by("pk").values_list("post", "blob"))
    known = reading.words(KIND, {blob for _post, blob in files})
    inside: defaultdict[int, list[str]] = defaultdict(list)
    for post, blob in files:
        inside[post] += known.get(blob, [])
    return inside


def parts(blob: Blob) -> Iterator[ways.Part]:
    """A file of a post, for its words."""
    name = Attachment.objects.filter(blob=blob).order_by("pk").values_list("name", flat=True).first()
    yield ways.whole(blob, name=name or "")


def told(read: Sequence[int]) -> None:
    """Tell the index that these files were read."""
    posts = Attachment.objects.filter(blob__in=read).order_by("post").values_list("post", flat=True).distinct()
    outbox.changed(KIND, posts)


def _polls(refs: Iterable[int]) -> dict[int, list[str]]:
    """What the polls of these posts ask, by post; a poll stands with the first post of its conversation."""
    words: dict[int, list[str]] = {}
    choices = PollChoice.objects.filter(
        poll__conversation__posts__in=refs, poll__conversation__posts__number=1, poll__removed_at__isnull=True
    )
    rows = choices.order_by("poll", "place").values_list("poll__conversation__posts", "poll__question", "words")
    for post, question, choice in rows:
        words.setdefault(post, [question]).append(choice)
    return {post: ["\n".join(lines)] for post, lines in words.items()}
