"""What changes people, teams and roles."""

import re
import unicodedata

from moothall import audit
from moothall.kit.permissions import require
from moothall.kit.registries import leaving
from moothall.people import permissions
from moothall.people.models import Kind, Role, RoleHolding, Team, User


@audit.act
def create_team(*, by: User | None, name: str, parent: Team | None = None) -> Team:
    """Add a part of the organisation; `by` is None at a command line."""
    require(by is None or permissions.can_administer(by))
    team = Team.objects.create(name=name, parent=parent)
    audit.record("team.created", by=by, on=team, parent=parent.pk if parent else None)
    return team


@audit.act
def create_user(
    *,
    by: User | None,
    email: str,
    name: str,
    kind: Kind = Kind.STAFF,
    password: str | None = None,
    roles: tuple[Role, ...] = (),
    team: Team | None = None,
    job: str = "",
    organisation: str = "",
    ask_about: str = "",
) -> User:
    """Let someone in; raises IntegrityError if the address is taken. `by` is None at a command line."""
    require(by is None or permissions.can_administer(by))
    user = User(
        email=email.lower(), name=name, kind=kind, team=team, job=job, organisation=organisation, ask_about=ask_about
    )
    user.set_password(password)
    _save_with_free_handle(user)
    RoleHolding.objects.bulk_create([RoleHolding(user=user, role=role) for role in roles])
    private = {"email": user.email, "name": name}
    audit.record(
        "person.created", by=by, on=user, private=private, kind=kind.value, roles=[role.value for role in roles]
    )
    return user


@audit.act
def give_role(user: User, *, by: User | None, role: Role) -> None:
    """Let a person act for the whole hall in one role."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or permissions.can_administer(by))
    RoleHolding.objects.get_or_create(user=user, role=role)
    audit.record("role.given", by=by, on=user, role=role.value)


@audit.act
def take_role(user: User, *, by: User | None, role: Role) -> None:
    """Take a role from a person."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or permissions.can_administer(by))
    RoleHolding.objects.filter(user=user, role=role).delete()
    audit.record("role.taken", by=by, on=user, role=role.value)


@audit.act
def edit_profile(user: User, *, by: User, job: str, ask_about: str) -> User:
    """Say what a person does and what they can be asked about."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(permissions.can_edit_profile(by, user))
    private = {"job": [user.job, job], "ask_about": [user.ask_about, ask_about]}
    user.job, user.ask_about = job, ask_about
    user.save(update_fields=["job", "ask_about"])
    audit.record("person.profile_edited", by=by, on=user, private=private)
    return user


@audit.act
def deactivate(user: User, *, by: User | None) -> User:
    """Stop a person from coming in; nothing of theirs is deleted."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or (permissions.can_administer(by) and by.pk != user.pk))
    user.is_active = False
    user.save(update_fields=["is_active"])
    for step in leaving:
        step.leave(user, by)
    audit.record("person.deactivated", by=by, on=user)
    return user


def _save_with_free_handle(user: User) -> None:
    """Save under the first free handle: `gareth-pugh`, `gareth-pugh2`, …"""
    base = handle_for(user.name)
    taken = set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    numbers = (f"{base}{number or ''}" for number in (0, *range(2, len(taken) + 3)))
    user.handle = next(handle for handle in numbers if handle not in taken)
    user.save(force_insert=True)


def handle_for(name: str) -> str:
    """A handle that can be typed after an @: `Cllr Joan Tregarthen` is `joan-tregarthen`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in {"cllr", "councillor"}]
    return "-".join(words)[:50] or "person"
