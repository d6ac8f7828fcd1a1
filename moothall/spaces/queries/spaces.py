"""Which spaces there are, who can see one, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pages import Slice, keyset
from moothall.kit.prepared import prepared
from moothall.people import grants
from moothall.people.models import Kind, User
from moothall.policies import guidance
from moothall.policies.guidance import Shown
from moothall.policies.models import Act
from moothall.spaces.models import Conversation, Membership, Openness, Post, Space
from moothall.spaces.queries import own

PAGE = 30
PEOPLE = 50
GUESTS_NAMED = 5


@dataclass(frozen=True)
class Sight:
    """Who can see a space and why, for the line under the title."""

    space: Space
    people: int  # of the council
    guests: list[User]
    unnamed_guests: int

    @property
    def all(self) -> int:
        """Everyone who can see it."""
        return self.people + self.guest_count

    @property
    def guest_count(self) -> int:
        """How many guests can see it."""
        return len(self.guests) + self.unnamed_guests


def beside(space: Space | None) -> list[Shown]:
    """The clauses to show to whoever writes in a space, or in one that is not chosen yet: the most particular first."""
    closer = []
    if space is not None:
        closer += [Act.POST_GUEST] if space.guests_allowed else []
        closer += [] if space.is_open else [Act.POST_CLOSED]
    return guidance.beside(*closer, Act.POST)


@dataclass(frozen=True)
class Reader:
    """Someone who can see a space, and the membership that is the reason, if one is."""

    person: User
    membership: Membership | None


def space(user: User, slug: str) -> Space | None:
    """A space this person may read."""
    return next(iter(_space(slug, grants.listed(user, "space"))), None)


@prepared
def _space(slug: str, held: list[int]) -> QuerySet[Space]:
    return Space.objects.filter(slug=slug, pk__in=held)


def sight(space: Space) -> Sight:
    """Count who can see a space, and name its guests: two queries at most."""
    council = sum(_everyone() if space.is_open else _council(space.pk))
    guests = _guests(space.pk) if space.guests_allowed else []
    return Sight(space, council, guests[:GUESTS_NAMED], len(guests[GUESTS_NAMED:]))


@prepared
def _everyone() -> "QuerySet[User, int]":
    people = User.objects.filter(~Q(kind=Kind.GUEST), is_active=True)
    return people.order_by().values("is_active").annotate(n=Count("pk")).values_list("n", flat=True)


@prepared
def _council(space: int) -> "QuerySet[Membership, int]":
    inside = Membership.objects.filter(~Q(user__kind=Kind.GUEST), space=space, user__is_active=True)
    return inside.order_by().values("space").annotate(n=Count("pk")).values_list("n", flat=True)


@prepared
def _guests(space: int) -> QuerySet[User]:
    inside = User.objects.filter(memberships__space=space, kind=Kind.GUEST, is_active=True)
    return inside.order_by("name", "pk")


def readers(space: Space, *, viewer: User, after: str | None) -> Slice[User]:
    """The people who can see a space, by name, as far as the viewer may know of them."""
    people = User.objects.visible_to(viewer).filter(pk__in=grants.who_holds(space.container).order_by().values("pk"))
    return keyset(people.select_related("team"), by=("name", "pk"), after=after, size=PEOPLE)


def with_reasons(space: Space, people: list[User]) -> list[Reader]:
    """Each person with the membership that lets them see the space; without one it is because the space is open."""
    rows = space.memberships.filter(user__in=people).select_related("added_by")
    memberships = {membership.user_id: membership for membership in rows}
    return [Reader(person, memberships.get(person.pk)) for person in people]


def facilitators(space: Space) -> list[User]:
    """Those who look after a space and may sign in, by name."""
    return _facilitators(space.pk)


@prepared
def _facilitators(space: int) -> QuerySet[User]:
    inside = Membership.objects.filter(space=space).facilitators().values("user")
    return User.objects.filter(pk__in=inside).select_related("team").order_by("name", "pk")


def mine(user: User, after: str | None = None) -> Slice[Space]:
    """Spaces that this person belongs to, by name, with what is new in each."""
    spaces = Space.objects.joined_by(user).annotate(new=_unread_in_space(user), people=_members())
    return keyset(spaces, by=("name", "pk"), after=after, size=PAGE)


def others(user: User, after: str | None = None) -> Slice[Space]:
    """Spaces that this person may know of and does not belong to, by name."""
    inside = Membership.objects.filter(space=OuterRef("pk"), user=user)
    spaces = Space.objects.listed_to(user).filter(~Exists(inside))
    return keyset(spaces, by=("name", "pk"), after=after, size=PAGE)


def to_join(user: User, most: int = 3) -> list[Space]:
    """Open spaces that this person could join, those with most people first."""
    if user.is_guest:
        return []
    inside = Membership.objects.filter(space=OuterRef("pk"), user=user)
    open_ones = Space.objects.visible_to(user).filter(~Exists(inside), openness=Openness.OPEN)
    return list(open_ones.annotate(people=_members()).order_by("-official", "-people", "name")[:most])


def unattended() -> QuerySet[Space]:
    """Spaces in which nobody who may sign in is a facilitator any more."""
    return Space.objects.unattended().order_by("name", "pk")


def troubles() -> Iterator[str]:
    """What the administrators' overview says of spaces in their care."""
    waiting = Space.objects.unattended().count()
    if waiting:
        words = ngettext(
            "One space is looked after by nobody. Appoint someone under Spaces, “Spaces that nobody looks after”.",
            "{n} spaces are looked after by nobody. Appoint someone under Spaces, “Spaces that nobody looks after”.",
            waiting,
        )
        yield words.format(n=waiting)


def places(user: User | AnonymousUser) -> Mapping[str, str]:
    """The spaces this person may narrow a search to, by container."""
    rows = Space.objects.visible_to(user).order_by("name", "pk").values_list("pk", "name")
    return {f"space:{pk}": name for pk, name in rows}


def joined_places(user: User) -> Mapping[str, str]:
    """The spaces this person belongs to, by container."""
    rows = Space.objects.joined_by(user).order_by("name", "pk").values_list("pk", "name")
    return {f"space:{pk}": name for pk, name in rows}


def title_of_post(post: Post) -> str:
    """What a post is called elsewhere, once its author and its conversation came with it."""
    return _("Post by {name} in “{title}”").format(name=post.author.name, title=post.conversation.title)


def with_marks(conversations: QuerySet[Conversation], user: User | int) -> QuerySet[Conversation]:
    """Conversations with how far this person has read them, as `read_to`; None where they never looked."""
    mine = FilteredRelation("read_marks", condition=Q(read_marks__user=user))
    return conversations.annotate(mark=mine, read_to=F("mark__number"))


def unread(user: User | int, held: Sequence[int]) -> QuerySet[Conversation]:
    """Of the spaces they hold: conversations, not muted, with words from after they joined and last looked."""
    inside = Conversation.objects.filter(
        space__in=held, space__memberships__user=user, last_post_at__gt=F("space__memberships__joined_at")
    )
    behind = Q(read_to__isnull=True) | Q(read_to__lt=F("last_number"))
    heard = own.not_muted(inside, user)
    return with_marks(heard, user).annotate(joined=F("space__memberships__joined_at")).filter(behind)


def _unread_in_space(user: User) -> Coalesce:
    """How many conversations have something new in the space of the outer query."""
    rows = unread(user, grants.listed(user, "space")).filter(space=OuterRef("pk")).order_by().values("space")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def _members() -> Coalesce:
    rows = Membership.objects.active().filter(space=OuterRef("pk")).order_by().values("space")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())
