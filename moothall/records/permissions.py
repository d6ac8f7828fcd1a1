"""Who may do what in the records room."""

from moothall.people.models import Role, User
from moothall.records.models import Disposal


def can_keep_records(by: User) -> bool:
    """Look after systems, assets, retention and holds: records managers and administrators."""
    return by.has_role(Role.RECORDS_MANAGER) or by.has_role(Role.ADMINISTRATOR)


def can_read_retention(by: User) -> bool:
    """See to what rules are applied, previews, runs and certificates: who keeps records, and auditors."""
    return can_keep_records(by) or by.has_role(Role.AUDITOR)


def can_approve(by: User, run: Disposal) -> bool:
    """Approve a disposal: who keeps records and did not propose it; two people look at what cannot be undone."""
    return can_keep_records(by) and by.pk != run.proposed_by_id


def can_decline(by: User, run: Disposal) -> bool:
    """Turn a proposed disposal down, or take one's own back: who keeps records."""
    return can_keep_records(by)
