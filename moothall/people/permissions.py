"""Who may do what to people."""

from django.conf import settings

from moothall.people.models import Role, User


def can_administer(by: User) -> bool:
    """Create people, give roles and see the overview: administrators."""
    return by.has_role(Role.ADMINISTRATOR)


def can_edit_profile(by: User, person: User) -> bool:
    """Say what one does and can be asked about: oneself, or an administrator."""
    return by.is_active and (by.pk == person.pk or can_administer(by))


def can_sign_in_locally(person: User) -> bool:
    """Whether this person may use what the hall itself knows; those without an address have nothing else."""
    allowed = settings.MOOTHALL_SSO.admission.local
    if allowed == "everyone" or not person.email or person.has_role(Role.ADMINISTRATOR):
        return True
    return bool(allowed == "guests" and person.is_guest)


def can_invite(by: User, person: User) -> bool:
    """Send someone else an invitation, if they may use it: administrators."""
    return can_administer(by) and by.pk != person.pk and can_sign_in_locally(person)


def can_make_code(by: User, person: User) -> bool:
    """Make someone else's one-time code, if they may use it; as `can_withdraw`.

    Who holds the code becomes that person at the door, so a manager cannot make one for somebody with more say.
    """
    return person.is_active and can_sign_in_locally(person) and can_withdraw(by, person)


def can_withdraw(by: User, person: User) -> bool:
    """Take someone else's invitation or code back: administrators, and the manager of a person who holds no role."""
    return by.pk != person.pk and (can_administer(by) or (manages(by, person) and not person.roles))


def manages(by: User, person: User) -> bool:
    """Whether this is the person's manager: on the staff and here."""
    return by.is_active and not by.is_guest and person.manager_id is not None and person.manager_id == by.pk


def can_export(by: User, person: User) -> bool:
    """Have a copy of what is held about a person: oneself, and administrators."""
    return by.is_active and (by.pk == person.pk or can_administer(by))


def can_answer_corrections(by: User) -> bool:
    """Put right what is held about people: administrators."""
    return can_administer(by)


def can_look_after(by: User, person: User) -> bool:
    """See how a person comes in, and help them: administrators, and their manager."""
    return can_administer(by) or manages(by, person)
