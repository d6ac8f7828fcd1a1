"""Who may do what in the mail room."""

from moothall.kit.registries import Person
from moothall.mail.models import Mailbox
from moothall.people import grants
from moothall.people.models import Role, User


def can_create_mailbox(by: User) -> bool:
    """Open a mailbox: administrators, who do not thereby see what is in it."""
    return by.has_role(Role.ADMINISTRATOR)


def can_read(by: User, mailbox: Mailbox) -> bool:
    """Read a mailbox: its custodians."""
    return grants.may_see(by, mailbox.container)


def can_bring_in(by: User, mailbox: Mailbox) -> bool:
    """Bring mail in: custodians who are not guests."""
    return can_read(by, mailbox) and not by.is_guest


def can_bring_in_anywhere(by: Person) -> bool:
    """Upload a mailbox: custodians of one, who are not guests."""
    return isinstance(by, User) and not by.is_guest and Mailbox.objects.visible_to(by).exists()


def can_manage_custodians(by: User, mailbox: Mailbox) -> bool:
    """Say who else may read: custodians who are not guests, and administrators."""
    return can_bring_in(by, mailbox) or can_create_mailbox(by)


def can_be_custodian(person: User) -> bool:
    """Answer for a mailbox: staff and councillors who may sign in."""
    return person.is_active and not person.is_guest
