"""Beginning a policy, and what can be said of it besides its words."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils.text import slugify

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Kind, Role, User
from moothall.policies import gate, gating, history, permissions, telling, texts
from moothall.policies.documents import DRAFTS, KIND
from moothall.policies.models import EVERYONE, Audience, Genre, Language, Policy, Relation, Version, What
from moothall.policies.models.audience import SORTS
from moothall.search import outbox

RESERVED = frozenset(  # words that addresses use
    {"new", "public", "tree", "comments", "gate", "guidance", "waiting", "acknowledged", "asked", "asks", "questions"}
)


class RunsInACircle(Exception):  # noqa: N818  says what is the matter
    """A policy cannot build on what builds on it."""

    def __init__(self, parent: Policy) -> None:
        super().__init__(f"{parent.slug} builds on the policy itself.")
        self.parent = parent


@audit.act
def create(
    *,
    by: User | None,
    title: str,
    genre: Genre,
    owner: User | None,
    summary: str = "",
    body: str = "",
    template: bool = False,
    token: UUID | None = None,
) -> Policy:
    """Begin a policy with its first draft, in English; the same form sent twice begins one.

    `by` is None at a command line. Raises `clauses.Unclear` or ValueError for an impossible text.
    """
    require(by is None or permissions.can_create(by))
    require(owner is None or permissions.can_own(owner))
    if by is not None:
        User.objects.select_for_update().get(pk=by.pk)
    made = Policy.objects.filter(token=token, created_by=by).first() if token else None
    if made is not None:
        return made
    policy = Policy.objects.create(
        slug=free_slug(title), genre=genre, owner=owner, template=template, created_by=by, token=token
    )
    draft = Version.objects.create(policy=policy, number=1, drafted_by=by)
    texts.keep(draft, language=Language.ENGLISH, title=title, summary=summary, body=body, by=by)
    for kind in (Kind.STAFF, Kind.COUNCILLOR):
        grants.give(DRAFTS, f"kind:{kind.value}")
    history.note(policy, What.CREATED, by=by, version=1)
    telling.owned(policy, by=by)
    outbox.changed(KIND, [policy.pk])
    audit.record("policy.created", by=by, on=policy, genre=genre, owner=owner.pk if owner else None)
    return policy


@audit.act
def set_owner(policy: Policy, *, by: User, owner: User) -> Policy:
    """Name who answers for a policy."""
    policy = locked(policy)
    require(permissions.can_look_after(by, policy) and permissions.can_own(owner))
    before, policy.owner = policy.owner_id, owner
    policy.save(update_fields=["owner"])
    if before != owner.pk:
        history.note(policy, What.OWNER, by=by)
        telling.owned(policy, by=by)
    audit.record("policy.owner_set", by=by, on=policy, before=before, after=owner.pk)
    return policy


@audit.act
def set_review(policy: Policy, *, by: User, review_on: date, words: str = "") -> Policy:
    """Say when a policy is to be looked at again; `words` are what the review now found.

    Raises ValueError for a day that is not to come.
    """
    policy = locked(policy)
    require(permissions.can_change(by, policy))
    if review_on <= clock.today():
        raise ValueError("A review lies in the future.")
    before, policy.review_on = policy.review_on, review_on
    policy.save(update_fields=["review_on"])
    history.note(policy, What.REVIEW, by=by, words=words)
    audit.record("policy.review_set", by=by, on=policy, before=before, after=review_on)
    return policy


@audit.act
def set_audience(policy: Policy, *, by: User, holders: Iterable[str]) -> Policy:
    """Say for whom a policy is: exactly these holders. Raises ValueError for a holder of an unknown sort."""
    policy = locked(policy)
    require(permissions.can_change(by, policy))
    wanted = set(holders)
    if unknown := sorted(holder for holder in wanted if not _is_audience(holder)):
        raise ValueError(f"Nobody is called {', '.join(unknown)}.")
    policy.audience.exclude(holder__in=wanted).delete()
    known = set(policy.audience.values_list("holder", flat=True))
    Audience.objects.bulk_create(Audience(policy=policy, holder=holder) for holder in sorted(wanted - known))
    history.note(policy, What.AUDIENCE, by=by)
    audit.record("policy.audience_set", by=by, on=policy, holders=sorted(wanted))
    return policy


@audit.act
def set_builds_on(policy: Policy, *, by: User, parents: Mapping[Policy, str]) -> Policy:
    """Say on which policies this one builds, each with where it narrows it; raises `RunsInACircle`."""
    everything = {each.pk: each for each in Policy.objects.select_for_update().order_by("pk")}
    policy = everything[policy.pk]
    require(permissions.can_change(by, policy))
    above = _above(policy)
    for parent in parents:
        if parent.pk == policy.pk or policy.pk in _reach(parent.pk, above):
            raise RunsInACircle(parent)
    policy.builds_on.exclude(parent__in=[parent.pk for parent in parents]).delete()
    for parent, narrows in parents.items():
        Relation.objects.update_or_create(policy=policy, parent=parent, defaults={"narrows": narrows.strip()})
    history.note(policy, What.BUILDS_ON, by=by)
    audit.record("policy.builds_on_set", by=by, on=policy, parents=sorted(parent.pk for parent in parents))
    return policy


@audit.act
def publish(policy: Policy, *, by: User, published: bool = True) -> Policy:
    """Put what was adopted on the public site, with its history, or take it off."""
    policy = locked(policy)
    require(permissions.can_look_after(by, policy) and (not published or not policy.is_withdrawn))
    require(not published or policy.versions.adopted().exists())
    if published:
        gate.require(by, gate.Capability.PUBLISH)
    if policy.published == published:
        return policy
    policy.published = published
    policy.save(update_fields=["published"])
    history.note(policy, What.PUBLISHED if published else What.UNPUBLISHED, by=by)
    audit.record("policy.published" if published else "policy.unpublished", by=by, on=policy)
    return policy


@audit.act
def withdraw(policy: Policy, *, by: User, reason: str) -> Policy:
    """End a policy for a reason that everyone can read; its versions stay."""
    policy = locked(policy)
    require(permissions.can_change(by, policy))
    policy.withdrawn_at, policy.withdrawn_reason = clock.now(), reason.strip()
    policy.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    history.note(policy, What.WITHDRAWN, by=by, words=reason)
    gating.refresh_policy(policy)
    outbox.changed(KIND, [policy.pk])
    audit.record("policy.withdrawn", by=by, on=policy, reason=reason)
    return policy


def locked(policy: Policy) -> Policy:
    """The policy as it is now, to ourselves; every act on a policy, its drafts and comments begins with this."""
    return Policy.objects.select_for_update(of=("self",)).select_related("owner").get(pk=policy.pk)


def free_slug(title: str) -> str:
    """An address that is free: `social-media`, `social-media-2`, …"""
    base = slugify(title)[:60].strip("-") or "policy"
    taken = RESERVED | set(Policy.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbers = (f"{base}-{number}" if number else base for number in (0, *range(2, len(taken) + 3)))
    return next(slug for slug in numbers if slug not in taken)


def _is_audience(holder: str) -> bool:
    sort, _colon, ref = holder.partition(":")
    choices = {"kind": Kind.values, "role": Role.values}
    if sort in choices:
        return ref in choices[sort]
    return holder == EVERYONE or (sort in SORTS and ref.isascii() and ref.isdecimal() and len(ref) < 19)


def _above(policy: Policy) -> dict[int, set[int]]:
    """What each other policy builds on."""
    above: dict[int, set[int]] = {}
    for child, parent in Relation.objects.exclude(policy=policy).values_list("policy", "parent"):
        above.setdefault(child, set()).add(parent)
    return above


def _reach(start: int, above: Mapping[int, set[int]]) -> set[int]:
    """Everything that a policy builds on, however far up."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        each = waiting.pop()
        fresh = above.get(each, set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
