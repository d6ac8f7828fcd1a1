"""Asking for information on the public site: what is wanted, and whom to answer (FOIA s.8). No more is asked."""

import re
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.actions.cases import Asked, Asker
from moothall.disclosure.actions.received import usual_regime
from moothall.disclosure.intake.signatures import unsigned
from moothall.disclosure.models import Channel
from moothall.kit import clock
from moothall.kit.forms import Lines, PlainText
from moothall.kit.moderation import PublicForm

LONGEST = 8_000  # characters: who needs more sends a letter
QUICKEST, SLOWEST = timedelta(seconds=3), timedelta(days=2)
SALT = "moothall.disclosure.ask"
OF_A_TITLE = 90
END = re.compile(r"(?<=[.?!])\s|\n")


def stamp() -> str:
    """When the page was shown, signed: whoever sends it back sooner than a person can write is none."""
    return Signer(salt=SALT).sign(str(int(clock.now().timestamp())))


class AskForm(PublicForm):
    """A request of somebody of the public."""

    words = Lines(
        label=_("What do you want to know?"),
        rows=8,
        max_length=LONGEST,
        help_text=_("Say what you are looking for, and from when. You need not say why, nor name a law"),
        error_messages={"required": _("Enter what you want to know")},
    )
    name = PlainText(
        label=_("Your name"),
        max_length=200,
        help_text=_("The law asks for your real name. It is never published"),
        error_messages={"required": _("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("We answer there. Leave it empty if you want an answer by post"),
        error_messages={"invalid": _("Enter an e-mail address in the right form, such as name@example.com")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    postal = Lines(
        label=_("Your postal address"),
        required=False,
        max_length=600,
        help_text=_("Only if you want an answer by post"),
    )
    started = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput, initial=stamp)
    field_order = ("words", "name", "email", "postal")

    def clean(self) -> dict[str, Any]:
        """An address to answer to, and time enough for a person to have written it."""
        given = super().clean() or {}
        if not given.get("email") and not given.get("postal") and "email" not in self.errors:
            self.add_error("email", _("Enter an e-mail address, or a postal address below, to which we can answer"))
        age = self._age()
        if age is None or age > SLOWEST:
            data = cast(QueryDict, self.data).copy()
            data["started"] = stamp()
            self.data = data
            self.add_error(None, _("This page was open for very long. Look it over, then send it once more"))
        elif age < QUICKEST:
            self.add_error(None, _("That was quicker than most people write. Look it over, then send it once more"))
        return given

    def asked(self) -> Asked:
        """What is asked for, in their own words; its title is without the name of who asks."""
        words = self.cleaned_data["words"]
        bare = unsigned(words, self.cleaned_data["name"], self.cleaned_data["email"])
        language = "cy" if (translation.get_language() or "").startswith("cy") else "en"
        return Asked(title_of(bare), words, usual_regime(), Channel.FORM, language=language)

    def asker(self) -> Asker:
        """Who asks."""
        given = self.cleaned_data
        return Asker(given["name"], given["email"], given["postal"])

    def _age(self) -> timedelta | None:
        """How long ago the page was shown; None where it does not say so in our hand."""
        try:
            moment = int(Signer(salt=SALT).unsign(self.cleaned_data.get("started") or ""))
        except (BadSignature, ValueError):
            return None
        seconds = int(clock.now().timestamp()) - moment
        return timedelta(seconds=seconds) if seconds >= 0 else None


def title_of(words: str) -> str:
    """The first sentence of a request, not too long, for lists."""
    first = END.split(words.strip(), maxsplit=1)[0].strip()
    if len(first) <= OF_A_TITLE:
        return first
    return first[:OF_A_TITLE].rpartition(" ")[0].rstrip(",;:") + " …"
