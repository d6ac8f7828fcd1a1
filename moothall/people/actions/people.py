"""Joiners, movers and leavers."""

import re
import unicodedata

from moothall import audit
from moothall.kit.permissions import require
from moothall.kit.registries import leaving
from moothall.people import credentials, permissions
from moothall.people.models import Kind, Role, RoleHolding, Team, User
from moothall.people.models.users import plain_number

# Our own addresses, which no handle takes.
RESERVED = frozenset(
    {"add", "corrections", "data", "first-run", "invitation", "manage", "me", "staff", "tables", "teams", "welcome"}
)


class LastAdministratorError(Exception):
    """Somebody has to be able to let people in."""


@audit.act
def create_user(
    *,
    by: User | None,
    email: str = "",
    staff_number: str = "",
    name: str,
    kind: Kind = Kind.STAFF,
    password: str | None = None,
    roles: tuple[Role, ...] = (),
    team: Team | None = None,
    manager: User | None = None,
    job: str = "",
    organisation: str = "",
    ask_about: str = "",
) -> User:
    """Let someone in; raises IntegrityError if the address or number is taken or both are missing.

    `by` is None at a command line.
    """
    require(by is None or permissions.can_administer(by))
    user = User(email=email.strip().lower(), staff_number=plain_number(staff_number), name=name, kind=kind, team=team)
    user.manager, user.job, user.organisation, user.ask_about = manager, job, organisation, ask_about
    user.set_password(password)
    _save_with_free_handle(user)
    RoleHolding.objects.bulk_create([RoleHolding(user=user, role=role) for role in roles])
    private = {"email": user.email, "name": name} | ({"staff_number": user.staff_number} if user.staff_number else {})
    audit.record(
        "person.created", by=by, on=user, private=private, kind=kind.value, roles=[role.value for role in roles]
    )
    return user


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
def correct(
    user: User, *, by: User, name: str, email: str, staff_number: str, organisation: str, manager: User | None
) -> User:
    """Put right what the hall holds about a person; raises IntegrityError for an address or number that is taken.

    An invitation that went to an address which was not theirs opens nothing any more.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    require(permissions.can_administer(by))
    new = {"name": name, "email": email.strip().lower(), "staff_number": plain_number(staff_number)}
    new |= {"organisation": organisation}
    changed = {field: [getattr(user, field), value] for field, value in new.items() if getattr(user, field) != value}
    for field, value in new.items():
        setattr(user, field, value)
    user.manager = manager
    user.save(update_fields=[*new, "manager"])
    withdrawn = credentials.forget_address(user) if "email" in changed else 0
    audit.record("person.corrected", by=by, on=user, private=changed, fields=sorted(changed), withdrawn=withdrawn)
    return user


@audit.act
def move(user: User, *, by: User, team: Team | None) -> User:
    """Put a person into another team: from the next page on they see what that team sees."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(permissions.can_administer(by))
    before, user.team = user.team_id, team
    user.save(update_fields=["team"])
    audit.record("person.moved", by=by, on=user, before=before, after=team.pk if team else None)
    return user


@audit.act
def deactivate(user: User, *, by: User | None) -> User:
    """Stop a person from coming in, at once and everywhere; nothing they wrote is deleted.

    Each room ends what was theirs by name. Raises `LastAdministratorError` rather than leave the hall to nobody.
    """
    require(by is None or (permissions.can_administer(by) and by.pk != user.pk))
    keep_an_administrator(besides=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    for step in leaving:
        step.leave(user, by)
    roles = credentials.leave(user)
    audit.record("person.deactivated", by=by, on=user, roles=roles)
    return user


@audit.act
def reactivate(user: User, *, by: User | None) -> User:
    """Let someone come back: same name and words; no role, no key and no place by name. They need a new way in."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or permissions.can_administer(by))
    for step in leaving:
        if step.back:
            step.back(user, by)
    credentials.leave(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("person.reactivated", by=by, on=user)
    return user


def keep_an_administrator(*, besides: User) -> None:
    """Hold the administrators still and see that another one stays."""
    holders = RoleHolding.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk")
    holding = [(held.user_id, held.user.is_active) for held in holders.select_related("user")]
    others = [pk for pk, active in holding if active and pk != besides.pk]
    if not others and any(pk == besides.pk for pk, _active in holding):
        raise LastAdministratorError


def _save_with_free_handle(user: User) -> None:
    """Save under the first free handle: `gareth-pugh`, `gareth-pugh2`, …"""
    base = handle_for(user.name)
    taken = RESERVED | set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    numbers = (f"{base}{number or ''}" for number in (0, *range(2, len(taken) + 3)))
    user.handle = next(handle for handle in numbers if handle not in taken)
    user.save(force_insert=True)


def handle_for(name: str) -> str:
    """A handle that can be typed after an @: `Cllr Joan Tregarthen` is `joan-tregarthen`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in {"cllr", "councillor"}]
    return "-".join(words)[:50] or "person"
