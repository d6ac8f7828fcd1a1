"""What people do for the whole hall."""

from collections.abc import Iterable

from moothall import audit
from moothall.kit.permissions import require
from moothall.people import permissions
from moothall.people.actions.people import keep_an_administrator
from moothall.people.models import Role, RoleHolding, User


@audit.act
def give_role(user: User, *, by: User | None, role: Role) -> None:
    """Let a person act for the whole hall in one role."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or permissions.can_administer(by))
    RoleHolding.objects.get_or_create(user=user, role=role)
    audit.record("role.given", by=by, on=user, role=role.value)


@audit.act
def take_role(user: User, *, by: User | None, role: Role) -> None:
    """Take a role from a person; raises `LastAdministratorError` rather than leave the hall to nobody."""
    require(by is None or permissions.can_administer(by))
    if role == Role.ADMINISTRATOR:
        keep_an_administrator(besides=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    RoleHolding.objects.filter(user=user, role=role).delete()
    audit.record("role.taken", by=by, on=user, role=role.value)


def set_roles(user: User, *, by: User, roles: Iterable[Role]) -> None:
    """Give and take until a person holds these roles and no others."""
    wanted, held = set(roles), {Role(role) for role in user.role_holdings.values_list("role", flat=True)}
    with audit.acting():  # each change is recorded by its own verb
        for role in sorted(wanted - held):
            give_role(user, by=by, role=role)
        for role in sorted(held - wanted):
            take_role(user, by=by, role=role)
