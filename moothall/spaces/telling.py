"""Whom a post concerns, and what each of them may be told of it."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import F, FilteredRelation, Q, TextField
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall import notices
from moothall.kit import markdown
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.spaces.models import Conversation, Follow, Level, Mention, Poll, Post, Space

MENTION, REPLY, FOLLOWED, UNATTENDED = "spaces.mention", "spaces.reply", "spaces.followed", "spaces.unattended"
POLL_CLOSED = "spaces.poll_closed"
OF_POSTS = (MENTION, REPLY, FOLLOWED)
POST, SPACE, POLL = "post", "space", "poll"  # the things that the kinds are about
FIRST_WORDS = 400


def said(post: Post, *, by: User) -> None:
    """Tell whom a new post concerns, once each: who is named, who wrote here before, who follows."""
    talk = post.conversation
    named = set(post.mentions.values_list("user", flat=True))
    heard = _followers(post) - named - {by.pk}
    may_see = set(
        grants.who_holds(talk.space.container).filter(pk__in=named | heard).order_by().values_list("pk", flat=True)
    )
    wrote = set(talk.posts.filter(author__in=heard).order_by().values_list("author", flat=True))
    for kind, people in ((MENTION, named), (REPLY, heard & wrote), (FOLLOWED, heard - wrote)):
        notices.tell(kind, people=people & may_see, subject=post.pk, place=talk.space.container, by=by)


def named(post: Post, *, by: User) -> None:
    """Tell those whom an edited post names; whoever was told of it before is not told again."""
    people = post.mentions.values_list("user", flat=True)
    notices.tell(MENTION, people=people, subject=post.pk, place=post.conversation.space.container, by=by)


def poll_closed(poll: Poll, *, by: User | None) -> None:
    """Tell who asked and who answered that the result is there."""
    people = {poll.by_id, *poll.voters.values_list("person", flat=True)}
    notices.tell(POLL_CLOSED, people=people, subject=poll.pk, place=poll.conversation.space.container, by=by)


def unattended(space: Space, *, by: User | None) -> None:
    """Tell the administrators, and not only its members, that a space has fallen vacant; each time that it does."""
    people = User.objects.active().filter(role_holdings__role=Role.ADMINISTRATOR).values_list("pk", flat=True)
    notices.tell(UNATTENDED, people=people, subject=space.pk, place=grants.PUBLIC, by=by, anew=True)


def _followers(post: Post) -> set[int]:
    """Who follows the conversation and did not mute its space since; at its first post also who follows the space."""
    talk = post.conversation
    rows = Follow.objects.filter(Q(conversation=talk) | Q(space=talk.space_id))
    own: dict[int, Follow] = {}
    of_space: dict[int, Follow] = {}
    for row in rows:
        (own if row.conversation_id else of_space)[row.user_id] = row
    heard = {user for user, row in own.items() if row.level == Level.FOLLOWED and not row.muted_by(of_space.get(user))}
    if post.number == 1:
        heard |= {user for user, row in of_space.items() if row.level == Level.FOLLOWED and user not in own}
    return heard


def load(user: User, posts: Sequence[int]) -> Mapping[int, Told]:
    """What this person may be told of some posts now: those that stand, where they may read."""
    mine = FilteredRelation("conversation__read_marks", condition=Q(conversation__read_marks__user=user))
    rows = (
        Post.objects.visible_to(user)
        .standing()
        .filter(pk__in=posts)
        .annotate(
            mark=mine,
            read_to=F("mark__number"),
            start=Left("html", 4 * FIRST_WORDS, output_field=TextField()),
            poll=F("conversation__poll"),
        )
        .select_related("conversation__space", "author")
        .defer("html", "body")
    )
    naming = set(Mention.objects.filter(user=user, post__in=posts).values_list("post", flat=True))
    return {post.pk: _told(post, naming=post.pk in naming) for post in rows}


def _told(post: Post, *, naming: bool) -> Told:
    talk: Conversation = post.conversation
    words = markdown.plain(getattr(post, "start", ""))
    return Told(
        title=talk.title,
        url=post.get_absolute_url(),
        line=_line(post, naming=naming).format(name=post.author.name),
        text=words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rsplit(" ", 1)[0] + "…",
        place=talk.space.name,
        thread=f"conversation:{talk.pk}",
        closed=not talk.space.is_open,
        bare=talk.space.is_sensitive,
        read=(getattr(post, "read_to", None) or 0) >= post.number,
    )


def _line(post: Post, *, naming: bool) -> str:
    if naming:
        return _("{name} named you")
    if post.number == 1 and getattr(post, "poll", None):
        return _("{name} asked a poll")
    if post.number == 1:
        return _("{name} started a conversation")
    return _("{name} wrote")


def load_polls(user: User, polls: Sequence[int]) -> Mapping[int, Told]:
    """Polls that have closed, where this person may read."""
    rows = Poll.objects.visible_to(user).standing().filter(pk__in=polls, closed_at__isnull=False)
    return {
        poll.pk: Told(
            title=poll.question,
            url=poll.get_absolute_url(),
            line=_("The poll has closed: see the result"),
            place=poll.conversation.space.name,
            thread=f"conversation:{poll.conversation_id}",
            closed=not poll.conversation.space.is_open,
            bare=poll.conversation.space.is_sensitive,
        )
        for poll in rows.select_related("conversation__space")
    }


def may_appoint(person: Person) -> bool:
    """Who is told that nobody looks after a space: administrators."""
    user = cast(User, person)
    return user.is_active and user.has_role(Role.ADMINISTRATOR)


def load_unattended(user: User, spaces: Sequence[int]) -> Mapping[int, Told]:
    """What an administrator may be told of spaces that nobody looks after, as long as nobody does."""
    if not may_appoint(user):
        return {}
    return {
        space.pk: Told(
            title=space.name,
            url=reverse("spaces:appoint", args=[space.pk]),
            line=_("Nobody looks after this space any more: find someone who does"),
            place=space.name,
            thread=space.container,
            closed=not space.is_open,
            bare=space.is_sensitive,
        )
        for space in Space.objects.unattended().filter(pk__in=spaces)
    }
