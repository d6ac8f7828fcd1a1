"""What a person can sign in with, and ending it: sessions, passkeys, codes from an app, recovery codes, ways in."""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings

from moothall.kit import clock, secrets
from moothall.people import grants
from moothall.people.models import Grant, RoleHolding, User, WayIn
from moothall.people.models.ways_in import Form


def end(user: User) -> None:
    """Let nothing that this person signed in with open the door again.

    The password goes too, and with it, through the session hash, every session we know nothing of.
    """
    Authenticator.objects.filter(user=user).delete()
    WayIn.objects.standing().filter(user=user).update(withdrawn_at=clock.now())
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Sign a person out wherever they are signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions = UserSession.objects.filter(user=user)
    for key in sessions.values_list("session_key", flat=True):
        store.delete(key)
    sessions.delete()


def forget_address(user: User) -> int:
    """Let nothing open the door that was sent to an address which was put right; returns how many invitations.

    What the sign-in library noted of the address goes too.
    """
    EmailAddress.objects.filter(user=user).delete()
    links = WayIn.objects.standing().filter(user=user, form=Form.LINK)
    return links.update(withdrawn_at=clock.now())


def leave(user: User) -> list[str]:
    """Take a leaver's credentials, roles and grants by name; returns the roles they held."""
    end(user)
    held = sorted(user.role_holdings.values_list("role", flat=True))
    RoleHolding.objects.filter(user=user).delete()
    for kind, ref in Grant.objects.filter(holder=user.holder).values_list("kind", "ref"):
        grants.take(f"{kind}:{ref}", user.holder)
    return held


def has_any(user: User) -> bool:
    """Whether this person can sign in again without a new way in."""
    return user.has_usable_password() or Authenticator.objects.filter(user=user).exists()


def first_run_key() -> str:
    """The key that says one may read this hall's data folder; `moothall serve` prints it while nobody lives here."""
    return secrets.kept_secret(settings.MOOTHALL_DATA / "secrets", "first-run")[:24]
