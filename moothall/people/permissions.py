"""Who may do what to people."""

from moothall.people.models import Role, User


def can_administer(by: User) -> bool:
    """Create people, give roles and see the overview: administrators."""
    return by.has_role(Role.ADMINISTRATOR)


def can_edit_profile(by: User, person: User) -> bool:
    """Say what one does and can be asked about: oneself, or an administrator."""
    return by.is_active and (by.pk == person.pk or can_administer(by))
