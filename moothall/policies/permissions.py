"""Who may do what in the policies room."""

from moothall.people.models import Role, User
from moothall.policies.models import Policy


def can_gate(by: User, policy: Policy) -> bool:
    """Ask for acknowledgement of a policy, remind, and write its check: whoever answers for it, and administrators."""
    owns = by.is_active and not by.is_guest and policy.owner_id == by.pk
    return owns or by.has_role(Role.ADMINISTRATOR)


def can_see_acknowledgements(by: User, policy: Policy) -> bool:
    """See who has acknowledged a policy and who has not: who may ask for it, and auditors."""
    return can_gate(by, policy) or by.has_role(Role.AUDITOR)
