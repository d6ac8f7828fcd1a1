"""Writing in one's journal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.charter.actions.journal import LONGEST, THING
from moothall.charter.models import Prompts
from moothall.kit.forms import Lines, OnceForm


class EntryForm(OnceForm):
    """One text, and the questions that one writes along, if any."""

    body = Lines(
        label=_("What you noticed"),
        rows=14,
        max_length=LONGEST,
        error_messages={"required": _("Enter a few words, or leave the page")},
    )
    prompts = forms.ChoiceField(label=_("Written along"), choices=Prompts, required=False, initial=Prompts.OWN)
    about = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean_prompts(self) -> Prompts:
        """None where nothing was chosen."""
        return Prompts(self.cleaned_data["prompts"] or Prompts.OWN)

    def clean_about(self) -> str:
        """A thing of the hall; whatever else came in is left out."""
        about = str(self.cleaned_data["about"])
        return about if THING.fullmatch(about) else ""
