"""Saying something about an appraisal, and letting in what the public says."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import OnceForm, PlainText
from moothall.policies import checks
from moothall.policies.checks import Finding
from moothall.risks.actions.comments import LONGEST
from moothall.risks.forms.words import AtLength


class CommentForm(OnceForm):
    """A comment or a different view; `warned` says that its words were looked at once and what was seen was said."""

    body = AtLength(
        label=_("Your words"),
        rows=5,
        max_length=LONGEST,
        help_text=_("Whoever can read the appraisal can read them, beside your name. They stay with the decision."),
        error_messages={"required": _("Enter what you want to say")},
    )
    differs = forms.BooleanField(
        label=_("I see it differently: show this as a different view beside the decision"), required=False
    )
    warned = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    findings: tuple[Finding, ...] = ()

    def holds_back(self) -> bool:
        """Whether numbers about people seem to stand in the words and nobody was told yet; nothing of it is kept."""
        self.findings = checks.look(self.cleaned_data["body"])
        if not self.findings:
            return False
        seal = _seal(self.cleaned_data["body"])
        if self.cleaned_data["warned"] == seal:
            return False
        data = cast(QueryDict, self.data).copy()
        data["warned"] = seal
        self.data = data
        return True


def _seal(words: str) -> str:
    """A keyed digest of the words of which people were warned: it travels in the form, and other words have another."""
    return salted_hmac("moothall.risks.comment", words, algorithm="sha256").hexdigest()


class PublicCommentForm(OnceForm):
    """What somebody of the public says; `address` is for machines, which fill in whatever they find."""

    name = PlainText(
        label=_("Your name"),
        max_length=100,
        help_text=_("It is shown beside your words if they are let in. It need not be your full name."),
        error_messages={"required": _("Enter a name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    body = AtLength(
        label=_("Your comment"),
        rows=6,
        max_length=LONGEST,
        help_text=_("Please leave out anything private, about you or about others."),
        error_messages={"required": _("Enter your comment")},
    )
    address = forms.CharField(required=False, max_length=400)

    def clean_address(self) -> str:
        """People do not see it, so whoever filled it in is no person, or a browser too eager."""
        if self.cleaned_data["address"]:
            raise forms.ValidationError(_("Leave this field empty"), code="filled")
        return ""


class ModerateForm(forms.Form):
    """Letting a comment of the public in, or not; `seen` is how it stood when the page was shown."""

    let_in = forms.ChoiceField(
        label=_("Is it shown?"),
        choices=[("yes", _("Let it in")), ("no", _("Keep it out"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is shown")},
    )
    why = AtLength(
        label=_("Why it is kept out"),
        rows=2,
        required=False,
        max_length=400,
        help_text=_("Needed if you keep it out. Only those who look after the appraisal can read it."),
    )
    seen = forms.ChoiceField(choices=[("", ""), ("yes", ""), ("no", "")], required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Keeping out has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("let_in") == "no" and not cleaned.get("why"):
            self.add_error("why", _("Say why it is kept out"))
        return cleaned

    def was_seen(self) -> bool | None:
        """How the comment stood when it was looked at."""
        return {"yes": True, "no": False}.get(self.cleaned_data["seen"])
