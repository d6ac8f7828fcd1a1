"""Saying something about an appraisal, and letting in what the public says."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import OnceForm, PlainText
from moothall.kit.moderation import PublicForm
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


class PublicCommentForm(PublicForm):
    """What somebody of the public says."""

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
    field_order = ("name", "body")
