"""The sign-in form, in our words."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from moothall.people import actions, permissions, tasks
from moothall.people.models import User, WayIn
from moothall.people.models.users import plain_number
from moothall.people.sso.adapter import refusal
from moothall.people.sso.identity import Reason


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """An address or a staff number, and a password or a one-time code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["login"] = forms.CharField(label=_("E-mail or staff number"), max_length=254, widget=widget)
        self.fields["password"].label = _("Password or one-time code")
        self.order_fields(["login", "password"])
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""

    def user_credentials(self) -> dict[str, str]:
        """An address, or a staff number however it was spaced, so that tries on one person are counted together."""
        login = str(self.cleaned_data["login"]).strip()
        name = {"email": login.lower()} if "@" in login else {"username": plain_number(login) or login[:40]}
        return {**name, "password": self.cleaned_data["password"]}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponseBase:
        """Sign in; a one-time code is used up and leads straight to making a passkey."""
        way: WayIn | None = getattr(self.user, "way_in", None)
        if way is not None:
            return open_door(request, way)
        answer: HttpResponseBase = super().login(request, redirect_url=redirect_url)
        return answer


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]
    """Asking for a new password: the worker looks who has the address, so that the door does not tell by its work."""

    def clean_email(self) -> str:
        """The address as it is kept; whether anybody has it is not asked here."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave it to the worker."""
        email = str(self.cleaned_data["email"])
        tasks.send_reset.enqueue(email)
        return email


def open_door(request: HttpRequest, way: WayIn) -> HttpResponseBase:
    """Use a way in up and sign its person in, on a session of its own; a closed one leads back to the door.

    For those who come in by their provider alone it is not used up.
    """
    if not permissions.can_sign_in_locally(way.user):
        return refusal(request, Reason.LOCAL_CLOSED)
    try:
        user = actions.come_in(way)
    except actions.WayInClosedError:
        messages.error(request, _now("That was used already or has run out. Ask for a new one."))
        return redirect("account_login")
    return let_in(request, user)


def let_in(request: HttpRequest, user: User) -> HttpResponseBase:
    """Sign someone in who was not asked for a password, and lead them to making a passkey."""
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    user.backend = "moothall.people.backend.AuthenticationBackend"
    record_authentication(request, user, method="way_in")
    answer: HttpResponseBase = perform_login(request, Login(user=user, redirect_url=reverse("people:welcome")))
    return answer


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Adding a passkey: one that opens the door by itself, unless the person wants a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What will you call it?")
        self.fields["name"].initial = _("My phone or computer")
        passwordless = self.fields.get("passwordless")
        if passwordless:
            passwordless.label = _("Let me in with this alone, without my password")
            passwordless.help_text = ""
            passwordless.initial = True
