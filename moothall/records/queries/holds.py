"""What the pages of holds show, and what is shown of a hold on the page of a held thing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from moothall.kit.pages import Slice, keyset
from moothall.kit.registries import Link, Person, Words
from moothall.people import grants
from moothall.people.models import User
from moothall.records import holding, keepers, naming
from moothall.records.held import ADDRESS
from moothall.records.holding import Named, holdables
from moothall.records.models import Hold, HoldReview, HoldScope, HoldSearch
from moothall.records.models.holds import CONTAINER, SEES_ALL
from moothall.records.naming import Token
from moothall.search.sources import sources

PAGE = 50


@dataclass(frozen=True)
class Much:
    """How many things of a kind a hold covers now."""

    many: Words
    count: int


@dataclass(frozen=True)
class Line:
    """One thing that a hold covers, as far as whoever looks may know it."""

    label: Words
    number: str
    named: Named | None
    scope: HoldScope | None = None


@dataclass(frozen=True)
class Container:
    """How much a search finds in one place; a place that whoever looks may not read has no name here."""

    token: str
    name: str
    count: int


def listed(user: User, *, released: bool, after: str | None) -> Slice[Hold]:
    """Holds that this person may know of, the newest first."""
    to_come = HoldReview.objects.filter(hold=OuterRef("pk"), reviewed_at__isnull=True).values("due_on")[:1]
    named = HoldScope.objects.filter(hold=OuterRef("pk"), search=None).order_by().values("hold")
    rows = (
        Hold.objects.visible_to(user)
        .filter(released_at__isnull=not released)
        .select_related("owner")
        .annotate(
            review_on=Subquery(to_come),
            things=Subquery(named.annotate(n=Count("pk")).values("n")),
            searched=Exists(HoldSearch.objects.filter(hold=OuterRef("pk"))),
        )
    )
    return keyset(rows, by=("-pk",), after=after, size=PAGE)


def hold(user: User, pk: int) -> Hold | None:
    """A hold that this person may know of, with its people."""
    rows = Hold.objects.visible_to(user).select_related("owner", "placed_by", "released_by")
    return rows.filter(pk=pk).first()


def counts(found: Hold) -> list[Much]:
    """How much a hold covers at this moment, by kind; a container counts when any part of it is held."""
    counted = [Much(one.many, holding.covered_by(found, one.model).count()) for one in holdables]
    return [one for one in counted if one.count]


def scopes(found: Hold, after: str | None) -> Slice[HoldScope]:
    """What was named to be held, in the order in which it was."""
    rows = found.scopes.filter(search=None).select_related("added_by")
    return keyset(rows, by=("pk",), after=after, size=PAGE)


def lines(user: User, rows: Sequence[HoldScope | Token]) -> list[Line]:
    """Things as this person may know them."""
    names = naming.names(user, rows)
    return [_line(row, names) for row in rows]


def _line(row: HoldScope | Token, names: Mapping[tuple[str, int], Named]) -> Line:
    scope = row if isinstance(row, HoldScope) else None
    if row.kind == ADDRESS:
        return Line(_("mail sent from"), row.address, None, scope)
    known = holdables.get(row.kind)
    return Line(known.label if known else row.kind, str(row.ref), names.get((row.kind, row.ref)), scope)


def searches(found: Hold) -> list[HoldSearch]:
    """The searches of a hold, each with how much it found that nothing else had found before."""
    rows = found.searches.annotate(found=Count("finds")).select_related("added_by")
    return list(rows.order_by("pk")[:PAGE])


def reviews(found: Hold) -> QuerySet[HoldReview]:
    """When it was looked at again, the newest first."""
    return found.reviews.filter(reviewed_at__isnull=False).select_related("reviewed_by").order_by("-pk")[:PAGE]


def review_on(found: Hold) -> date | None:
    """The day on which it is to be looked at again."""
    return found.reviews.filter(reviewed_at__isnull=True).values_list("due_on", flat=True).first()


def containers(user: User, found: Mapping[str, int]) -> list[Container]:
    """Where a search finds how much, the most first; names only of what this person may read."""
    names = {token: name for source in sources for token, name in source.places(user).items()}
    rows = [Container(token, names.get(token, ""), count) for token, count in found.items()]
    return sorted(rows, key=lambda row: (-row.count, row.token))


def managers() -> list[User]:
    """Whom to ask about a hold."""
    return list(keepers.managers()[:5])


def links(person: Person, thing: str) -> Iterable[Link]:
    """That a thing is held, for those who may know; for everybody else this asks the database nothing."""
    user = cast(User, person)
    if not _may_know(user):
        return []
    kind, _colon, ref = thing.partition(":")
    known = holdables.get(kind)
    row = known.model._default_manager.filter(pk=ref).first() if known and ref.isdecimal() else None
    if row is None:
        return []
    on_it = holding.holds_on(row).filter(pk__in=Hold.objects.visible_to(user).values("pk")).order_by("pk")
    return [
        Link(title=str(one), url=one.get_absolute_url(), kind=_("Held"), note=_("It cannot be deleted"))
        for one in on_it[:5]
    ]


def _may_know(user: User) -> bool:
    if any(user.has_role(role) for role in SEES_ALL):
        return True
    return any(token.startswith(f"{CONTAINER}:") for token in grants.tokens(user))
