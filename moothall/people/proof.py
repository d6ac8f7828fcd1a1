"""Saying again who one is, for those who have neither password nor passkey here: by signing in again where they do.

django-allauth asks nothing of people who have nothing of the hall's own; these questions are asked before its.
"""

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.people.models import User

MAKING = "allauth.mfa"  # what is asked for by pages on which somebody makes a passkey, a password or a second step
PROOFS = ("socialaccount", "way_in")


def demand(request: HttpRequest, *, making: bool) -> None:
    """Raise `ReauthenticationRequired` for somebody without password and passkey who did not come in just now.

    Who has nothing at all to prove it by, not even at a provider, may still make their first passkey or password.
    """
    user = request.user
    if not isinstance(user, User) or get_reauthentication_flows(user) or _came_in_just_now(request, user):
        return
    if making and not at_providers(user):
        return
    raise ReauthenticationRequired


def ways(user: User) -> list[dict[str, str]]:
    """Where such a person is led, as django-allauth lists it: to their provider, or to making a passkey."""
    doors = [{"id": name, "description": _("Sign in again"), "url": reverse(name)} for name in at_providers(user)]
    return doors or [{"id": "passkey", "description": _("Make a passkey"), "url": reverse("people:welcome_passkey")}]


def at_providers(user: User) -> list[str]:
    """The doors of the providers, set now, at which this person has an account."""
    options = settings.MOOTHALL_SSO
    if not options.is_on:
        return []
    known = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    oidc = ["sso_oidc"] if options.oidc and options.oidc.issuer in known else []
    return oidc + (["sso_saml"] if options.saml and options.saml.idp in known else [])


def _came_in_just_now(request: HttpRequest, user: User) -> bool:
    now = clock.now().timestamp()
    proofs = [record["at"] for record in get_authentication_records(request, user) if record["method"] in PROOFS]
    return any(abs(now - at) < app_settings.REAUTHENTICATION_TIMEOUT for at in proofs)
