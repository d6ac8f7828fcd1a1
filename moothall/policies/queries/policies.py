"""The list of policies, and one policy as a reader needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.policies import holders
from moothall.policies.models import Audience, Genre, Policy, Version
from moothall.policies.queries import audience, standing
from moothall.policies.queries.standing import State

PAGE = 30
SHOWS = ("in_force", "drafts", "coming", "due", "withdrawn", "all")


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the list to."""

    show: str = "in_force"
    audience: str = ""  # a holder, or `me`
    genre: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filters":
        """From a query string; what is not known is left out."""
        show, genre = given.get("show", ""), given.get("genre", "")
        return cls(
            show=show if show in SHOWS else SHOWS[0],
            audience=given.get("for", "")[:40],
            genre=genre if genre in Genre.values else "",
        )


PolicyRows = QuerySet[Policy]


@dataclass(frozen=True)
class Line:
    """A policy in a list; `holders` says in words for whom it is."""

    policy: Policy
    title: str
    summary: str
    url: str
    state: State
    look: str
    holders: str
    has_draft: bool


def every(user: User, filters: Filters, after: str | None) -> Slice[Policy]:
    """A page of the policies that this person may read, by title."""
    found = standing.with_standing(_shown(Policy.objects.visible_to(user), filters.show))
    if filters.genre:
        found = found.filter(genre=filters.genre)
    if filters.audience == "me":
        found = found.filter(audience.concerning(user))
    elif filters.audience:
        found = found.filter(Exists(Audience.objects.filter(policy=OuterRef("pk"), holder=filters.audience)))
    rows = found.select_related("owner").prefetch_related("audience")
    return keyset(rows, by=("title", "pk"), after=after, size=PAGE)


def lines(user: User, policies: Sequence[Policy]) -> list[Line]:
    """Policies as a list shows them."""
    held = {policy.pk: [each.holder for each in policy.audience.all()] for policy in policies}
    names = holders.names((holder for several in held.values() for holder in several), seen_by=user)
    return [_line(policy, sorted(names[holder] for holder in held[policy.pk])) for policy in policies]


def _line(policy: Policy, concerned: Sequence[str]) -> Line:
    row = cast(standing.Standing, policy)
    state = standing.state_of_policy(policy)
    return Line(
        policy=policy,
        title=row.title,
        summary=next(iter(row.summary.splitlines()), ""),
        url=policy.get_absolute_url() if row.last else reverse("policies:draft", args=[policy.slug]),
        state=state,
        look=standing.LOOKS[state],
        holders=", ".join(concerned),
        has_draft=row.draft is not None and bool(row.last) and not policy.is_withdrawn,
    )


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with how many policies it would show."""

    key: str
    label: str
    count: int
    current: bool


def choices(counted: Mapping[str, int], filters: Filters, *, drafts: bool) -> list[Choice]:
    """The ways to narrow the list; those that would show nothing are left out, but for what holds and what is shown."""
    labels = {
        "in_force": _("In force"),
        "drafts": _("Being drafted"),
        "coming": _("Coming into force"),
        "due": _("Due for review"),
        "withdrawn": _("Withdrawn"),
        "all": _("All"),
    }
    return [
        Choice(key, label, counted[key], key == filters.show)
        for key, label in labels.items()
        if (counted[key] or key in {"in_force", filters.show}) and (drafts or key != "drafts")
    ]


def counts(user: User) -> Mapping[str, int]:
    """How many policies each choice of the list would show: one query."""
    today = clock.today()
    drafts = Exists(Version.objects.drafts().filter(policy=OuterRef("pk")))
    force = Exists(Version.objects.in_force().filter(policy=OuterRef("pk")))
    coming = Exists(Version.objects.adopted().filter(policy=OuterRef("pk"), effective_on__gt=today))
    standing_now = Q(withdrawn_at__isnull=True)
    found = Policy.objects.visible_to(user).annotate(drafted=drafts, forced=force, comes=coming)
    return found.aggregate(
        in_force=Count("pk", filter=Q(forced=True)),
        drafts=Count("pk", filter=Q(drafted=True) if not user.is_guest else Q(pk__in=[])),
        coming=Count("pk", filter=Q(comes=True) & standing_now),
        due=Count("pk", filter=Q(forced=True, review_on__lte=today)),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        all=Count("pk"),
    )


def _shown(policies: PolicyRows, show: str) -> PolicyRows:
    of = OuterRef("pk")
    if show == "in_force":
        return policies.filter(Exists(Version.objects.in_force().filter(policy=of)))
    if show == "drafts":
        return policies.filter(Exists(Version.objects.drafts().filter(policy=of)))
    if show == "coming":
        coming = Version.objects.adopted().filter(policy=of, effective_on__gt=clock.today())
        return policies.filter(Exists(coming), withdrawn_at__isnull=True)
    if show == "due":
        begun = Exists(Version.objects.in_force().filter(policy=of))
        return policies.filter(begun, review_on__lte=clock.today())
    if show == "withdrawn":
        return policies.filter(withdrawn_at__isnull=False)
    return policies
