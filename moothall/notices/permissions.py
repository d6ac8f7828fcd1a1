"""Who may do what with mail on its way out."""

from django.conf import settings

from moothall.notices.models import Letter
from moothall.notices.models.letters import NOTICES, Sort, State
from moothall.people.models import Role, User


def can_look_after_mail(by: User) -> bool:
    """See what goes out and what came back: administrators."""
    return by.has_role(Role.ADMINISTRATOR)


def can_read_letter(by: User, letter: Letter) -> bool:
    """Read the words of a letter: only where mail is kept here because there is no mail server to send it.

    What goes to somebody who asked for information is read in its case, by those who answer it.
    """
    if letter.sort == Sort.OUTSIDE or settings.MOOTHALL_MAIL_BACKEND:
        return False
    return can_look_after_mail(by) and letter.state == State.KEPT


def can_try_again(by: User, letter: Letter) -> bool:
    """Have a letter sent again: one that failed and is written afresh, or one that waits for its next try."""
    if not can_look_after_mail(by):
        return False
    failed = letter.state in (State.REFUSED, State.BOUNCED) and letter.sort in NOTICES
    return failed or (letter.state == State.WAITING and letter.attempts > 0)
