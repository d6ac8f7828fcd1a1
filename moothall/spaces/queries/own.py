"""What a person keeps to themselves: drafts, what they follow or have muted, and the keys of their feed readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from moothall.kit.pages import Slice, keyset
from moothall.kit.prepared import prepared
from moothall.people.models import User
from moothall.spaces.models import Conversation, Draft, FeedKey, Follow, Level, Post, Space

PAGE = 25


@dataclass(frozen=True)
class Hearing:
    """What a person hears of a conversation or a space, by their own wish or by the space's."""

    level: Level | None  # of the place itself
    inherited: Level | None = None  # of its space, where it has none itself

    @property
    def followed(self) -> bool:
        """Whether they are told of what is said."""
        return self.level == Level.FOLLOWED

    @property
    def muted(self) -> bool:
        """Whether they hear nothing unless they are named."""
        return Level.MUTED in {self.level, self.inherited if self.level is None else None}


@dataclass(frozen=True)
class Kept:
    """The draft that belongs to a form."""

    title: str = ""
    body: str = ""
    version: int = 0
    saved_at: datetime | None = None

    @property
    def there(self) -> bool:
        """Whether there are words to write on."""
        return bool(self.title or self.body)


def with_levels(conversations: QuerySet[Conversation], user: User | int) -> QuerySet[Conversation]:
    """Conversations with what this person wants to hear of each (`level`) and of its space (`space_level`)."""
    mine = FilteredRelation("follows", condition=Q(follows__user=user))
    space = FilteredRelation("space__follows", condition=Q(space__follows__user=user))
    silenced = When(
        own_follow__level=Level.FOLLOWED,
        space_follow__level=Level.MUTED,
        own_follow__since__lt=F("space_follow__since"),
        then=None,
    )
    return conversations.annotate(
        own_follow=mine,
        space_follow=space,
        level=Case(silenced, default=F("own_follow__level"), output_field=CharField()),
        space_level=F("space_follow__level"),
    )


def with_draft(conversations: QuerySet[Conversation], user: User | int) -> QuerySet[Conversation]:
    """Conversations with this person's draft of a reply."""
    mine = FilteredRelation("drafts", condition=Q(drafts__user=user))
    return conversations.annotate(
        own_draft=mine,
        draft_body=F("own_draft__body"),
        draft_version=F("own_draft__version"),
        draft_saved_at=F("own_draft__saved_at"),
    )


def kept_reply(conversation: Conversation) -> Kept:
    """The draft that `with_draft` found."""
    version = getattr(conversation, "draft_version", None)
    if version is None:
        return Kept()
    return Kept("", conversation.draft_body, version, conversation.draft_saved_at)  # type: ignore[attr-defined]


def kept_start(user: User, space: Space | None) -> Kept:
    """The draft of a conversation in a space, or in one that is not chosen yet."""
    draft = Draft.objects.visible_to(user).filter(space=space, conversation=None).first()
    return Kept(draft.title, draft.body, draft.version, draft.saved_at) if draft is not None else Kept()


def begun_in(spaces: Sequence[Space], *, user: User, title: str) -> Draft | None:
    """The draft of a conversation with this title in one of these spaces, the one last kept first."""
    mine = Draft.objects.visible_to(user).filter(space__in=[space.pk for space in spaces], title=title)
    return mine.order_by("-saved_at", "-pk").first()


def hearing(conversation: Conversation) -> Hearing:
    """What `with_levels` found."""
    level, inherited = getattr(conversation, "level", None), getattr(conversation, "space_level", None)
    return Hearing(_level(level), _level(inherited))


def hearing_of_space(space: Space, user: User) -> Hearing:
    """What this person wants to hear of a space."""
    return Hearing(_level(next(iter(_levels(space.pk, user.pk)), None)))


@prepared
def _levels(space: int, user: int) -> "QuerySet[Follow, str]":
    return Follow.objects.filter(space=space, user=user).values_list("level", flat=True)


def _level(value: str | None) -> Level | None:
    return Level(value) if value else None


def not_muted(conversations: QuerySet[Conversation], user: User | int) -> QuerySet[Conversation]:
    """Leave out what this person has muted; what of a muted space they follow since is heard all the same."""
    mine = Follow.objects.filter(user=user, conversation=OuterRef("pk"))
    since = Follow.objects.filter(user=user, conversation=OuterRef(OuterRef("pk")), level=Level.FOLLOWED)
    space = Follow.objects.filter(
        ~Exists(since.filter(since__gte=OuterRef("since"))), user=user, space=OuterRef("space"), level=Level.MUTED
    )
    return conversations.filter(~Exists(mine.filter(level=Level.MUTED)), ~Exists(space))


def followed(conversations: QuerySet[Conversation], user: User) -> QuerySet[Conversation]:
    """Conversations that this person follows, and those of spaces that they follow, without what is muted."""
    mine = Follow.objects.filter(user=user, conversation=OuterRef("pk"), level=Level.FOLLOWED)
    space = Follow.objects.filter(user=user, space=OuterRef("space"), level=Level.FOLLOWED)
    return not_muted(conversations, user).filter(Exists(mine) | Exists(space))


def drafts(user: User, after: str | None = None) -> Slice[Draft]:
    """One's own drafts that have words, the one last kept first."""
    rows = Draft.objects.visible_to(user).exclude(title="", body="").select_related("space", "conversation__space")
    return keyset(rows, by=("-saved_at", "-pk"), after=after, size=PAGE)


def name_of(draft: Draft) -> str:
    """What a draft is called in a list."""
    if draft.conversation is not None:
        return _("Reply in “{title}”").format(title=draft.conversation.title)
    return draft.title or _("A conversation without a title")


def feed_keys(user: User, after: str | None = None) -> Slice[FeedKey]:
    """One's own keys, the newest first, those that were taken back among them."""
    return keyset(FeedKey.objects.visible_to(user), by=("-made_at", "-pk"), after=after, size=PAGE)


def followed_posts(user: User) -> QuerySet[Post]:
    """What is said where this person follows, as far as they may see it now."""
    talk = followed(Conversation.objects.visible_to(user), user)
    return Post.objects.visible_to(user).filter(conversation__in=talk.values("pk"))
