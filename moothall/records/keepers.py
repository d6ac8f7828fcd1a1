"""Who keeps the records: records managers and administrators; and who of them is told what nobody else answers for."""

from django.db.models import QuerySet

from moothall.people.models import Role, User

ROLES = (Role.RECORDS_MANAGER, Role.ADMINISTRATOR)


def keeps(user: User) -> bool:
    """Whether this person keeps the records."""
    return any(user.has_role(role) for role in ROLES)


def everyone() -> QuerySet[User]:
    """All who keep the records, as for a disposal, which another than its proposer approves."""
    return User.objects.active().filter(role_holdings__role__in=ROLES).order_by("name", "pk").distinct()


def managers() -> QuerySet[User]:
    """The records managers; nobody where the council has named none."""
    return User.objects.active().filter(role_holdings__role=Role.RECORDS_MANAGER).order_by("name", "pk")


def told() -> list[int]:
    """Who is told what nobody else answers for: the records managers or, where there are none, the administrators."""
    found = [person.pk for person in managers()]
    return found or [person.pk for person in everyone()]
