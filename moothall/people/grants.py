"""Reading and writing the one permission rule.

A thing that can be read lies in a container and carries that container's token. A person sees it when one of their
holders holds the container. The room that owns a container writes its grants, inside its own act.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet

from moothall.people.models import Grant, Team, User

PUBLIC = "public:0"
BATCH = 500
ASKING = "_asking"  # set on the person of one request, whose tokens need asking only once
_HOLDERS = "_grant_holders"
_TOKENS = "_grant_tokens"

_STANDING = """\
SELECT role, NULL, NULL FROM people_roleholding WHERE user_id = %s
UNION ALL SELECT NULL, kind, ref FROM people_grant WHERE holder IN ({places})
UNION ALL SELECT NULL, g.kind, g.ref FROM people_roleholding r JOIN people_grant g ON g.holder = 'role:' || r.role
WHERE r.user_id = %s
"""


class _Writes:
    """How often grants were written by this process: tokens asked before the last write are asked again."""

    count = 0


_writes = _Writes()


def holders_of(user: User | AnonymousUser) -> tuple[str, ...]:
    """Everything this person is, as holders: themselves, their kind, their teams upwards, their roles."""
    if not isinstance(user, User) or not user.is_active or user.pk is None:
        return ()
    known: tuple[str, ...] | None = getattr(user, _HOLDERS, None)
    if known is None:
        known = (user.holder, f"kind:{user.kind}", *_teams(user), *(f"role:{role}" for role in sorted(user.roles)))
        setattr(user, _HOLDERS, known)
    return known


def _teams(user: User) -> list[str]:
    return [f"team:{team.pk}" for team in user.team.ancestry()] if user.team else []


def tokens(user: User | AnonymousUser) -> frozenset[str]:
    """The containers this person holds, computed once a request; nobody who may not sign in holds any."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    known: tuple[int, frozenset[str]] | None = getattr(user, _TOKENS, None)
    if known is None or known[0] != _writes.count:
        rows = Grant.objects.filter(holder__in=holders_of(user)).values_list("kind", "ref")
        known = _writes.count, frozenset(f"{kind}:{ref}" for kind, ref in rows) | {PUBLIC}
        setattr(user, _TOKENS, known)
    return known[1]


def ask(user: User) -> None:
    """Ask for the roles and the containers of whoever makes a request, in one question for the whole request."""
    direct = (user.holder, f"kind:{user.kind}", *_teams(user))
    places = ", ".join(["%s"] * len(direct))
    count = _writes.count
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(places=places), [user.pk, *direct, user.pk])
        rows = cursor.fetchall()
    user.__dict__["roles"] = frozenset(role for role, kind, _ref in rows if kind is None)  # the cached property
    setattr(user, _TOKENS, (count, frozenset(f"{kind}:{ref}" for _role, kind, ref in rows if kind) | {PUBLIC}))
    setattr(user, ASKING, True)


def held(user: User | AnonymousUser, kind: str) -> Iterable[int]:
    """Primary keys of the containers of one kind that this person holds, for `pk__in=`.

    For somebody who makes a request these are their tokens, asked once; for anybody else a subquery.
    """
    if getattr(user, ASKING, False):  # through a lazy request.user too
        return [ref for found, ref in map(split, tokens(user)) if found == kind]
    return Grant.objects.filter(kind=kind, holder__in=holders_of(user)).values_list("ref", flat=True)


def listed(user: User | AnonymousUser, kind: str) -> list[int]:
    """The same as a list, for a question that is prepared."""
    return sorted(int(ref) for found, ref in map(split, tokens(user)) if found == kind)


def may_see(user: User | AnonymousUser, container: str) -> bool:
    """Whether this person holds the container."""
    return container in tokens(user)


def give(container: str, holder: str) -> None:
    """Let a holder see what lies in a container."""
    _writes.count += 1
    kind, ref = split(container)
    Grant.objects.get_or_create(kind=kind, ref=ref, holder=holder)


def take(container: str, holder: str) -> None:
    """Stop a holder from seeing what lies in a container."""
    _writes.count += 1
    kind, ref = split(container)
    Grant.objects.filter(kind=kind, ref=ref, holder=holder).delete()


def replace(container: str, holders: Iterable[str]) -> None:
    """Make these holders, and no others, see what lies in a container."""
    kind, ref = split(container)
    wanted = set(holders)
    rows = Grant.objects.filter(kind=kind, ref=ref)
    there = set(rows.values_list("holder", flat=True))
    gone, new = sorted(there - wanted), sorted(wanted - there)
    if not gone and not new:
        return
    _writes.count += 1
    for start in range(0, len(gone), BATCH):
        rows.filter(holder__in=gone[start : start + BATCH]).delete()
    Grant.objects.bulk_create(
        [Grant(kind=kind, ref=ref, holder=holder) for holder in new], ignore_conflicts=True, batch_size=BATCH
    )


def split(container: str) -> tuple[str, int]:
    """`space:7` as its two parts; raises ValueError for anything else."""
    kind, colon, ref = container.partition(":")
    if not (kind and colon):
        raise ValueError(f"{container!r} is not a container such as space:7")
    return kind, int(ref)


def people_beside(user: User) -> list[int]:
    """Primary keys of people who hold, by their own name, a space that this person holds; and the person."""
    beside = Grant.objects.filter(kind="space", ref__in=held(user, "space"), holder__startswith="user:")
    return [int(holder.removeprefix("user:")) for holder in beside.values_list("holder", flat=True)] + [user.pk]


def who_holds(container: str) -> QuerySet[User, User]:
    """The people who can see what lies in a container and may sign in, by name."""
    kind, ref = split(container)
    holders = list(Grant.objects.filter(kind=kind, ref=ref).values_list("holder", flat=True))
    return holding(holders)


def holding(holders: Iterable[str]) -> QuerySet[User, User]:
    """The active people behind some holders, by name."""
    groups: dict[str, list[str]] = {"user": [], "team": [], "kind": [], "role": []}
    for holder in holders:
        kind, _, ref = holder.partition(":")
        groups[kind].append(ref)
    match = (
        Q(pk__in=[int(ref) for ref in groups["user"]])
        | Q(kind__in=groups["kind"])
        | Q(role_holdings__role__in=groups["role"])
    )
    if groups["team"]:
        match |= Q(team__in=teams_below([int(ref) for ref in groups["team"]]))
    return User.objects.active().filter(match).distinct().order_by("name", "pk")


def teams_below(roots: Iterable[int]) -> set[int]:
    """These teams and all below them."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Team.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        team = waiting.pop()
        if team not in found:
            found.add(team)
            waiting.extend(children.get(team, []))
    return found
