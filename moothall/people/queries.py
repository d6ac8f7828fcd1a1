"""Reads for the directory and for profile pages."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from moothall.kit import clock
from moothall.people.models import Correction, Function, Team, User, WayIn
from moothall.people.models.users import plain_number


def directory(user: User, text: str = "", team: Team | None = None) -> QuerySet[User]:
    """People this person may see; each word must be in their name, job, team, organisation or knowledge."""
    people = User.objects.active().visible_to(user).select_related("team")
    for word in text.split()[:8]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(job__icontains=word)
            | Q(ask_about__icontains=word)
            | Q(organisation__icontains=word)
            | Q(team__name__icontains=word)
        )
    if team is not None:
        people = people.filter(team=team)
    return people.order_by("name", "pk")


def register(
    text: str = "", state: str = "", kind: str = "", role: str = "", team: Team | None = None
) -> QuerySet[User]:
    """Everyone, for administrators: those who may come in unless the filter says otherwise."""
    people = User.objects.select_related("team").annotate(waiting=Exists(_standing(OuterRef("pk"))))
    if state == "left":
        people = people.filter(is_active=False)
    elif state != "all":
        people = people.filter(is_active=True)
    if state == "never":
        people = people.filter(last_login=None)
    if kind:
        people = people.filter(kind=kind)
    if role:
        people = people.filter(role_holdings__role=role)
    if team is not None:
        people = people.filter(team=team)
    for word in text.split()[:8]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(staff_number__icontains=word)
            | Q(job__icontains=word)
        )
    return people.order_by("name", "pk")


def _standing(person: OuterRef) -> QuerySet[WayIn]:
    return WayIn.objects.filter(user=person, used_at=None, withdrawn_at=None, expires_at__gt=clock.now())


def ways_in(person: User) -> QuerySet[WayIn]:
    """The last invitations and codes of a person, newest first."""
    return WayIn.objects.filter(user=person).select_related("made_by").order_by("-pk")[:5]


def corrections_waiting() -> int:
    """How many requests to put something right nobody has answered."""
    return Correction.objects.filter(answered_at=None).count()


def find_person(words: str) -> User | None:
    """The active person behind an address, a staff number or an @handle."""
    words = words.strip()
    people = User.objects.active()
    if words.startswith("@"):
        return people.filter(handle=words[1:].lower()).first()
    if "@" in words:
        return people.filter(email=words.lower()).first()
    number = plain_number(words)
    return people.filter(staff_number=number).first() if number else None


def teams() -> QuerySet[Team]:
    """Every team with the one above it, and how many people who may come in are right in it."""
    here = Count("people", filter=Q(people__is_active=True))
    return Team.objects.select_related("parent").annotate(here=here)


def is_in_technology(user: User) -> bool:
    """Whether a person belongs to a team that is there for technology, or lies in one."""
    return functions_of([user.pk]).get(user.pk) == Function.TECHNOLOGY


def functions_of(people: Iterable[int]) -> Mapping[int, Function]:
    """What the teams of these people are there for, by the person's key; nothing of those in no team.

    A team in a communications or technology team is one too, whatever stands in its own row. Two queries at most.
    """
    rows = User.objects.filter(pk__in=set(people), team__isnull=False).values_list("pk", "team_id")
    team_of = dict(rows)
    if not team_of:
        return {}
    tree = {pk: (parent, function) for pk, parent, function in Team.objects.values_list("pk", "parent_id", "function")}
    return {pk: _function_in(tree, team) for pk, team in team_of.items()}


def _function_in(tree: Mapping[int, tuple[int | None, str]], team: int) -> Function:
    seen: set[int] = set()
    found, at = Function.SERVICE, team
    while at in tree and at not in seen:
        seen.add(at)
        parent, function = tree[at]
        if function != Function.SERVICE:
            found = Function(function)
        if parent is None:
            break
        at = parent
    return found
