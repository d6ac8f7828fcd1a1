"""Who somebody is in the provider's words, and why they may not come in, in ours."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Identity:
    """What a provider says of one person, once its word was checked.

    `subject` is the stable key. `verified` is None where the provider does not say whether the address is theirs, and
    `groups` is None where no setting says what lists them, or where they are more than the provider can name.
    """

    provider: str
    subject: str
    email: str
    verified: bool | None
    name: str = ""
    groups: frozenset[str] | None = frozenset()

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.email.rpartition("@")[2].lower()


class Reason(models.TextChoices):
    """Why the door stayed shut."""

    CANCELLED = "cancelled", _("You stopped before you were signed in")
    UNREACHABLE = "unreachable", _("Your council’s sign-in can’t be reached just now")
    BROKEN = "broken", _("That sign-in could not be finished")
    UNKNOWN = "unknown", _("You are not known here yet")
    UNVERIFIED = "unverified", _("Your address was not confirmed")
    INACTIVE = "inactive", _("Your account here has been closed")
    OTHER_ACCOUNT = "other_account", _("Your address belongs to another account")
    LOCAL_CLOSED = "local_closed", _("Please sign in with your council account")


WHAT_NEXT = {
    Reason.CANCELLED: _("Nothing has happened. You can try again whenever you like."),
    Reason.UNREACHABLE: _(
        "The hall is open, but the place that knows you does not answer. Try again in a few minutes."
    ),
    Reason.BROKEN: _("It took too long, was begun in another window, or was not meant for this hall. Start again."),
    Reason.UNKNOWN: _(
        "You have an account with the council, but nobody has let you in here. Ask your team’s facilitator."
    ),
    Reason.UNVERIFIED: _(
        "Your council account did not say that its e-mail address is really yours, so the hall can’t tell who you are. "
        "The service desk can put that right."
    ),
    Reason.INACTIVE: _("What you wrote is kept. If you should still come in, ask the people who look after the hall."),
    Reason.OTHER_ACCOUNT: _(
        "Somebody has come in with your e-mail address from a different council account. This happens when an account "
        "was made anew, or an address was given to someone else. The people who look after the hall can part the two."
    ),
    Reason.LOCAL_CLOSED: _("Passwords and passkeys of the hall’s own are kept for those who look after it."),
}
STATUS = {Reason.UNREACHABLE: 503, Reason.BROKEN: 400, Reason.CANCELLED: 200}


class RefusedError(Exception):
    """The door stays shut, for a reason that can be told."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
