"""Putting what someone wrote into the database, inside the act of whoever calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from moothall import audit
from moothall.files import reading, receiving
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.people.models import User
from moothall.policies import quoting
from moothall.policies.checks import Finding
from moothall.policies.quoting import Quoted, Reference
from moothall.search import outbox
from moothall.spaces.models import Attachment, ClauseQuote, Conversation, Mention, Post, ReadMark, Space
from moothall.spaces.text import bodies, mentions

KIND = "post"


@dataclass(frozen=True)
class Understood:
    """A body that was read: whom it names, and which clauses it quotes."""

    reading: bodies.Reading
    named: mentions.Named
    quoted: Mapping[Reference, Quoted]

    @property
    def html(self) -> str:
        """Safe HTML with people and clauses linked; to be asked for once."""
        return self.reading.html(self.named.people, self.quoted)


def add(
    conversation: Conversation,
    *,
    by: User,
    body: str,
    files: Sequence[Upload],
    token: UUID | None = None,
) -> Post:
    """Add the next post to a conversation that the caller has locked; raises ValueError for an impossible body."""
    understood = understand(body, space=conversation.space, by=by)
    conversation.last_number += 1
    conversation.last_post_at = clock.now()
    conversation.save(update_fields=["last_number", "last_post_at"])
    post = Post.objects.create(
        conversation=conversation,
        number=conversation.last_number,
        author=by,
        body=body,
        html=understood.html,
        created_at=conversation.last_post_at,
        token=token,
    )
    attach(post, files)
    name(post, understood.named)
    if understood.quoted:
        quote(post, understood.quoted)
    _own_words_are_not_news(post)
    outbox.changed(KIND, [post.pk])
    return post


def _own_words_are_not_news(post: Post) -> None:
    """Move the author's mark on to their post, unless that would mark as read what they have not seen."""
    talk, author = post.conversation, post.author
    if post.number > 1:
        read_to = ReadMark.objects.filter(user=author, conversation=talk).values_list("number", flat=True).first() or 0
        membership = talk.space.membership_of(author)
        joined = membership.joined_at if membership is not None else post.created_at
        if talk.posts.news_between(read_to, post.number, user=author, joined=joined).exists():
            return
    ReadMark.objects.reach(user=author, conversation=talk, number=post.number)


def understand(body: str, *, space: Space, by: User, post: Post | None = None) -> Understood:
    """Parse a body and find whom it names and what it quotes; raises ValueError when it is empty or too long.

    A clause that `post` quotes already stays in the version in which it was quoted.
    """
    if not body.strip():
        raise ValueError("A post needs words.")
    reading = bodies.read(body)
    named = mentions.named(reading.called, container=space.container, by=by)
    return Understood(reading, named, _quoted(reading.quoted, post))


def _quoted(wanted: frozenset[Reference], post: Post | None) -> Mapping[Reference, Quoted]:
    if not wanted:
        return {}
    before: dict[tuple[str, str], int] = {}
    if post is not None:
        rows = post.clause_quotes.order_by("clause__text__version__number").values_list(
            "clause__text__version__policy__slug", "clause__number", "clause__text__version__number"
        )
        before = {(slug, number): version for slug, number, version in rows}
    meant = {one: replace(one, version=one.version or before.get((one.slug, one.number))) for one in wanted}
    found = quoting.resolved(meant.values())
    return {one: found[exact] for one, exact in meant.items() if exact in found}


def name(post: Post, named: mentions.Named) -> None:
    """Make a post name exactly these people, its author never."""
    wanted = {person.pk for person in named.people.values()} - {post.author_id}
    post.mentions.exclude(user__in=wanted).delete()
    Mention.objects.bulk_create([Mention(post=post, user_id=pk) for pk in sorted(wanted)], ignore_conflicts=True)


def note_passed(said: Post | Conversation, passed: Sequence[Finding], *, by: User) -> None:
    """Record that a post or a title stands although its author was warned: of what kinds and how many, and no more."""
    if passed:
        audit.record("post.warning_passed", by=by, on=said, seen={finding.kind: finding.count for finding in passed})


def quote(post: Post, quoted: Mapping[Reference, Quoted]) -> None:
    """Make a post rely on exactly these clauses."""
    wanted = {clause.pk for clause in quoted.values()}
    post.clause_quotes.exclude(clause__in=wanted).delete()
    ClauseQuote.objects.bulk_create(
        [ClauseQuote(post=post, clause_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )


def attach(post: Post, files: Sequence[Upload]) -> None:
    """Make files that its author uploaded the post's own; their bytes are kept already."""
    made = Attachment.objects.bulk_create(
        Attachment(post=post, blob=blob, name=upload.name, content_type=upload.content_type, size=upload.size)
        for upload, blob in receiving.use(files, by=post.author)
    )
    reading.ask(KIND, [attachment.blob_id for attachment in made])
