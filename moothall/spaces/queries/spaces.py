"""Which spaces there are, who can see one, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from moothall.kit.pages import Slice, keyset
from moothall.people import grants
from moothall.people.models import Kind, User
from moothall.spaces.models import Conversation, Membership, Openness, Post, Space

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


@dataclass(frozen=True)
class Reader:
    """Someone who can see a space, and the membership that is the reason, if one is."""

    person: User
    membership: Membership | None


def sight(space: Space) -> Sight:
    """Count who can see a space, and name its guests: two queries at most."""
    council = User.objects.active().exclude(kind=Kind.GUEST)
    if not space.is_open:
        council = council.filter(pk__in=space.memberships.values("user"))
    guests = list(_guests(space)) if space.guests_allowed else []
    return Sight(space, council.count(), guests[:GUESTS_NAMED], len(guests[GUESTS_NAMED:]))


def _guests(space: Space) -> QuerySet[User]:
    inside = space.memberships.values("user")
    return User.objects.active().filter(kind=Kind.GUEST, pk__in=inside).order_by("name", "pk")


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
    inside = space.memberships.facilitators().values("user")
    return list(User.objects.filter(pk__in=inside).select_related("team").order_by("name", "pk"))


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
    looking_after = Membership.objects.facilitators().filter(space=OuterRef("pk"))
    return Space.objects.filter(~Exists(looking_after)).order_by("name", "pk")


def places(user: User | AnonymousUser) -> Mapping[str, str]:
    """The spaces this person may narrow a search to, by container."""
    rows = Space.objects.visible_to(user).order_by("name", "pk").values_list("pk", "name")
    return {f"space:{pk}": name for pk, name in rows}


def of_member(conversations: QuerySet[Conversation], user: User) -> QuerySet[Conversation]:
    """Conversations in spaces that this person joined, with when they did and how far they have read."""
    beside = conversations.filter(space__memberships__user=user).alias(
        mark=FilteredRelation("read_marks", condition=Q(read_marks__user=user))
    )
    return beside.alias(joined=F("space__memberships__joined_at"), read_to=Coalesce(F("mark__number"), 0))


def unread(conversations: QuerySet[Conversation], user: User) -> QuerySet[Conversation]:
    """Of conversations `of_member`, those in which others wrote since this person last looked."""
    behind = conversations.filter(last_number__gt=F("read_to"), last_post_at__gt=F("joined"))
    return behind.filter(Exists(unread_posts(user)))


def unread_posts(user: User) -> QuerySet[Post]:
    """New posts in the conversation of the outer query, which is `of_member`; one's own are never new."""
    behind = Post.objects.standing().filter(conversation=OuterRef("pk"), number__gt=OuterRef("read_to"))
    return behind.filter(created_at__gt=OuterRef("joined")).exclude(author=user).order_by("number")


def unread_count(user: User) -> Coalesce:
    """How many posts are new in the conversation of the outer query, which is `of_member`."""
    counted = unread_posts(user).order_by().values("conversation").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def first_unread(user: User) -> Subquery:
    """The first new post in the conversation of the outer query, which is `of_member`."""
    return Subquery(unread_posts(user).values("pk")[:1])


def _unread_in_space(user: User) -> Coalesce:
    """How many conversations have something new in the space of the outer query."""
    rows = unread(of_member(Conversation.objects.filter(space=OuterRef("pk")), user), user)
    counted = rows.order_by().values("space").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _members() -> Coalesce:
    rows = Membership.objects.active().filter(space=OuterRef("pk")).order_by().values("space")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())
