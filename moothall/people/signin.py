"""The sign-in form, in our words."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """E-mail address and password; a hall session lasts as long as the administrator set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


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
