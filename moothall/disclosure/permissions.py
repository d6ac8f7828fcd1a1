"""Who may do what in the disclosure room. What may be read is `visible_to`; here is what may be done."""

from moothall.people.models import Role, User


def can_keep_holidays(by: User) -> bool:
    """Proclaim a bank holiday and strike one out: disclosure officers and administrators."""
    return by.has_role(Role.DISCLOSURE_OFFICER) or by.has_role(Role.ADMINISTRATOR)
