"""Reviewing access."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.records.models import AccessDecision


class DecideForm(forms.Form):
    """One person: keep, or remove."""

    user = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    outcome = forms.ChoiceField(
        choices=AccessDecision.Outcome.choices, error_messages={"required": _("Choose to keep or to remove")}
    )
    words = PlainText(required=False, max_length=200)

    def clean_outcome(self) -> Any:
        """As the choice it is."""
        return AccessDecision.Outcome(self.cleaned_data["outcome"])
