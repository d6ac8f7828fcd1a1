"""Who may do what in the records room."""

from moothall.people.models import Role, User


def can_keep_records(by: User) -> bool:
    """Look after systems, assets, retention and holds: records managers and administrators."""
    return by.has_role(Role.RECORDS_MANAGER) or by.has_role(Role.ADMINISTRATOR)
