"""What waits for a person on their desk: one question where nothing can, three at most."""

from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.notices.queries import on_desk
from moothall.people import waiting as waits
from moothall.people.models import Role, User
from moothall.policies.models import Ask, Comment, Endorsement, Policy, Text, Version
from moothall.policies.queries import standing

MOST = 10  # lines of each sort
WAITS = "policies"
ASKED, KEPT = "asked", "kept"


@dataclass(frozen=True)
class Asked:
    """A draft that waits for one’s endorsement."""

    title: str
    url: str
    by: str


@dataclass(frozen=True)
class Kept:
    """A policy that one answers for and that needs something."""

    title: str
    url: str
    comments: int
    due: bool
    ownerless: bool


@dataclass(frozen=True)
class Card:
    """What the desk shows."""

    asked: list[Asked]
    kept: list[Kept]


def card(person: Person) -> Card | None:
    """What waits: drafts to endorse, comments to answer, reviews that are due; None where nothing does."""
    user = cast(User, person)
    if not user.is_active or user.is_guest:
        return None
    sorts = waits.sorts(user, WAITS)
    if not sorts:
        return None
    told = on_desk(user)
    asked = [
        Asked(
            getattr(ask, "title", ""),
            f"{reverse('policies:draft', args=[ask.version.policy.slug])}#stakeholders",
            ask.asked_by.name,
        )
        for ask in (waiting(user)[:MOST] if ASKED in sorts else ())
        if f"policy_ask:{ask.pk}" not in told
    ]
    kept = [_kept(policy) for policy in (needing(user)[:MOST] if KEPT in sorts else ())]
    return Card(asked, kept) if asked or kept else None


def may_wait(user: User) -> waits.Rows:
    """Whether this person was ever asked to endorse, and whether they keep a policy."""
    if not user.is_active or user.is_guest:
        return {}
    return {ASKED: Ask.objects.filter(holder__in=_holders(user)), KEPT: Policy.objects.filter(_kept_by(user))}


def _holders(user: User) -> list[str]:
    return [user.holder, *(f"role:{role}" for role in sorted(user.roles))]


def _kept_by(user: User) -> Q:
    mine = Q(owner=user)
    return mine | Q(owner__isnull=True) if user.has_role(Role.ADMINISTRATOR) else mine


def waiting(user: User) -> QuerySet[Ask]:
    """What this person is asked to endorse and nobody has answered since the draft was last written."""
    drafted = Version.objects.drafts()
    title = Text.objects.filter(version=OuterRef("version"), language="en").values("title")[:1]
    rows = Ask.objects.filter(holder__in=_holders(user), version__in=drafted, without_at__isnull=True)
    written = Text.objects.filter(version=OuterRef("version")).order_by("-edited_at").values("edited_at")[:1]
    rows = rows.annotate(written=Subquery(written), title=Subquery(title))
    since = Endorsement.objects.filter(ask=OuterRef("pk"), at__gte=OuterRef("written"))
    return rows.filter(~Exists(since)).select_related("version__policy", "asked_by").order_by("pk")


def needing(user: User) -> QuerySet[Policy]:
    """Policies this person answers for on which comments wait, or whose review is due; and those without an owner."""
    open_ones = Comment.objects.filter(
        version__policy=OuterRef("pk"), version__adopted_at__isnull=True, answered_at__isnull=True
    )
    count = open_ones.order_by().values("version__policy").annotate(n=Count("pk")).values("n")
    rows = standing.with_standing(Policy.objects.filter(_kept_by(user), withdrawn_at__isnull=True))
    rows = rows.annotate(comments=Coalesce(Subquery(count, output_field=IntegerField()), 0))
    due = Q(review_on__lte=clock.today(), begun__isnull=False)
    return rows.filter(Q(comments__gt=0) | due | Q(owner__isnull=True)).order_by(
        F("review_on").asc(nulls_last=True), "pk"
    )


def _kept(policy: Policy) -> Kept:
    row = cast(standing.Standing, policy)
    comments: int = getattr(policy, "comments", 0)
    url = policy.get_absolute_url()
    if comments:
        url = f"{reverse('policies:draft', args=[policy.slug])}?show=waiting#comments"
    due = policy.is_due and row.begun is not None
    return Kept(row.title, url, comments, due, policy.owner_id is None)
