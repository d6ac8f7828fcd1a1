"""Where django-allauth asks us: nobody signs up by themselves, and a user is called by name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import address
from moothall.people.models import User
from moothall.people.sso.adapter import Door


class AccountAdapter(Door, DefaultAccountAdapter):  # type: ignore[misc]
    """People are let in by an administrator; there is no public sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("What you entered does not belong together. Check both and try again."),
        "username_password_mismatch": _("What you entered does not belong together. Check both and try again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk."""
        return reverse("home:desk")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address to count failed tries by, from trusted proxies only."""
        return address.of(request)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the person's password; tries are counted as at the door."""
        name = {"email": user.email} if user.email else {"username": user.staff_number}
        found = self.authenticate(self.request, **name, password=password)
        return found is not None and found.pk == user.pk and getattr(found, "way_in", None) is None

    def can_delete_email(self, email_address: Any) -> bool:
        """Addresses belong to the council."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How a person is called in an authenticator app or a passkey dialogue."""

    def get_totp_label(self, user: User) -> str:
        """The address or staff number they sign in with."""
        return user.signs_in_with

    def get_public_key_credential_user_entity(self, user: User) -> Any:
        """The person's name, and what they sign in with, for the passkey dialogue."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.signs_in_with, "display_name": user.name}
