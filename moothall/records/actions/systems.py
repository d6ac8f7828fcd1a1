"""Putting systems into the register, saying what they may be used for, and who answers for the accounts."""

from dataclasses import dataclass, fields
from datetime import date
from typing import cast

from django.db.models import Q
from django.utils.text import slugify

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.kit.registries import Person
from moothall.people import grants
from moothall.people.models import User
from moothall.records import keepers, permissions
from moothall.records.models import InformationSystem, OfficialAccount, Status, Use

UNOWNED, REVIEW_DUE = "records.system_unowned", "records.system_review"
RESERVED = frozenset({"new", "reports", "report"})  # words that our addresses use


@dataclass(frozen=True)
class Facts:
    """What is known of a system; empty is what nobody wrote down."""

    name: str
    status: Status
    what_for: str
    owner: User
    also_called: str = ""
    outside: bool = False
    why_not: str = ""
    use_instead: InformationSystem | None = None
    use_instead_words: str = ""
    guidance: str = ""
    supplier: str = ""
    data_location: str = ""
    sign_in: str = ""
    export: str = ""
    encryption: str = ""
    backup: str = ""
    restore_tested_on: date | None = None
    access_control: str = ""
    patching: str = ""
    incident_contact: str = ""
    assurance: str = ""
    review_on: date | None = None


@audit.act
def add_system(*, by: User, facts: Facts) -> InformationSystem:
    """Put a system or platform into the register."""
    require(permissions.can_keep_records(by))
    system = InformationSystem(slug=_free_slug(facts.name), added_by=by)
    _describe(system, facts)
    system.save(force_insert=True)
    audit.record("system.added", by=by, on=system, status=system.status, owner=system.owner_id)
    return system


@audit.act
def edit_system(system: InformationSystem, *, by: User, facts: Facts) -> InformationSystem:
    """Describe a system anew; the record says which facts changed."""
    system = InformationSystem.objects.select_for_update().get(pk=system.pk)
    require(permissions.can_edit_system(by, system))
    require(permissions.can_keep_records(by) or facts.owner.pk == system.owner_id)  # handing on is for who keeps them
    changed = _describe(system, facts)
    if not changed:
        return system
    system.changed_at = clock.now()
    system.save(update_fields=[*changed, "changed_at"])
    audit.record("system.described", by=by, on=system, facts=sorted(changed), status=system.status)
    return system


@audit.act
def answer_use(
    system: InformationSystem, *, by: User, purpose: str, answer: Use.Answer, words: str, guidance: str = ""
) -> Use:
    """Say whether a system may be used for something; said again, the new answer takes the place of the old one."""
    system = InformationSystem.objects.select_for_update().get(pk=system.pk)
    require(permissions.can_edit_system(by, system))
    facts = {
        "answer": answer,
        "words": words,
        "guidance": guidance,
        "answered_by": by,
        "answered_at": clock.now(),
    }
    use, _made = Use.objects.update_or_create(system=system, purpose=purpose, defaults=facts)
    audit.record("system.use_answered", by=by, on=system, use=use.pk, answer=answer)
    return use


@audit.act
def add_account(
    system: InformationSystem,
    *,
    by: User,
    name: str,
    purpose: str,
    owners: tuple[User, User],
    address: str = "",
    opened_on: date | None = None,
) -> OfficialAccount:
    """Note an account by which the council speaks; ValueError where not two people answer for it."""
    system = InformationSystem.objects.select_for_update().get(pk=system.pk)
    require(permissions.can_edit_system(by, system))
    _two_of_the_council(owners)
    account = OfficialAccount.objects.create(
        system=system,
        name=name,
        address=address,
        purpose=purpose,
        first_owner=owners[0],
        second_owner=owners[1],
        opened_on=opened_on,
    )
    audit.record("account.added", by=by, on=system, account=account.pk, owners=[owner.pk for owner in owners])
    return account


@audit.act
def hand_account_on(account: OfficialAccount, *, by: User, owners: tuple[User, User]) -> OfficialAccount:
    """Say which two people answer for an account from now on; raises ValueError as `add_account` does."""
    account = OfficialAccount.objects.select_for_update(of=("self",)).select_related("system").get(pk=account.pk)
    require(permissions.can_edit_system(by, account.system) and account.closed_at is None)
    _two_of_the_council(owners)
    account.first_owner, account.second_owner = owners
    account.save(update_fields=["first_owner", "second_owner"])
    audit.record(
        "account.handed_on", by=by, on=account.system, account=account.pk, owners=[owner.pk for owner in owners]
    )
    return account


@audit.act
def close_account(account: OfficialAccount, *, by: User, reason: str) -> OfficialAccount:
    """Note that an account is closed; it stays in the register."""
    account = OfficialAccount.objects.select_for_update(of=("self",)).select_related("system").get(pk=account.pk)
    require(permissions.can_edit_system(by, account.system) and account.closed_at is None)
    account.closed_at, account.closed_reason = clock.now(), reason
    account.save(update_fields=["closed_at", "closed_reason"])
    audit.record("account.closed", by=by, on=account.system, account=account.pk, private={"reason": reason})
    return account


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: what they answered for is told to the records managers; nothing is deleted.

    The register goes on to name them until somebody else is named, and says that they have left.
    """
    user, actor = cast(User, person), cast("User | None", by)
    accounts = OfficialAccount.objects.filter(closed_at__isnull=True).filter(Q(first_owner=user) | Q(second_owner=user))
    systems = list(InformationSystem.objects.filter(Q(owner=user) | Q(pk__in=accounts.values("system"))).order_by("pk"))
    for system in systems:
        notices.tell(UNOWNED, people=keepers.told(), subject=system.pk, place=grants.PUBLIC, by=actor, anew=True)
        audit.record("system.left_unowned", by=actor, on=system, user=user.pk)


def remind_of_reviews() -> int:
    """Tell the owners of systems whose review is due, once for each system; returns how many were told."""
    due = InformationSystem.objects.filter(review_on__lte=clock.today(), owner__is_active=True)
    return sum(
        notices.tell(REVIEW_DUE, people=[owner], subject=pk, place=grants.PUBLIC, by=None)
        for pk, owner in due.values_list("pk", "owner")[:500]
    )


def _two_of_the_council(owners: tuple[User, User]) -> None:
    first, second = owners
    if first.pk == second.pk:
        raise ValueError("Two different people answer for an account.")
    if any(owner.is_guest or not owner.is_active for owner in owners):
        raise ValueError("Those who answer for an account are of the council and may sign in.")


def _describe(system: InformationSystem, facts: Facts) -> list[str]:
    """Write the facts into the row; the names of those that differ."""
    wanted = {name: getattr(facts, name) for name in (field.name for field in fields(Facts))}
    changed = [name for name, value in wanted.items() if _value(system, name) != value]
    for name in changed:
        setattr(system, name, wanted[name])
    return changed


def _value(system: InformationSystem, name: str) -> object:
    if name in {"owner", "use_instead"} and getattr(system, f"{name}_id") is None:
        return None
    return getattr(system, name)


def _free_slug(name: str) -> str:
    base = slugify(name)[:70].strip("-") or "system"
    if base in RESERVED:
        base = f"{base}-system"
    slug, number = base, 1
    while InformationSystem.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
