"""Who may do what in the records room."""

from moothall.people.models import Role, User
from moothall.records.models import InformationSystem, Report


def can_keep_records(by: User) -> bool:
    """Look after systems, assets, retention and holds: records managers and administrators."""
    return by.has_role(Role.RECORDS_MANAGER) or by.has_role(Role.ADMINISTRATOR)


def can_edit_system(by: User, system: InformationSystem) -> bool:
    """Describe a system, its accounts and what it may be used for: its owner, and who keeps the records."""
    return can_keep_records(by) or (by.is_active and not by.is_guest and system.owner_id == by.pk)


def can_report(by: User) -> bool:
    """Say that one can't get to something, or ask whether one may use it: staff and councillors."""
    return by.is_active and not by.is_guest


def can_answer_report(by: User, report: Report) -> bool:
    """Answer a report: the owner of the system; who keeps the records too, and alone where the owner has left."""
    if can_keep_records(by):
        return True
    return report.system is not None and can_edit_system(by, report.system)
