"""Saying what is to be published by itself, and that it is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.models import SchemeClass
from moothall.kit import clock
from moothall.kit.forms import Day, Lines, PlainText


class ProposeForm(forms.Form):
    """What is to be published by itself."""

    what = PlainText(label=_("What is to be published?"), max_length=300, help_text=_("As people would look for it"))
    scheme = forms.ChoiceField(
        label=_("Where in the publication scheme?"),
        choices=SchemeClass,
        widget=forms.RadioSelect,
        help_text=_("Its classes, under FOIA s.19"),
    )
    why = Lines(label=_("Why, and how often?"), required=False, max_length=1000)


class DoneForm(forms.Form):
    """Where it is published now, or why it is not after all."""

    what = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[("done", _("It is published")), ("drop", _("It will not be published by itself"))],
        widget=forms.RadioSelect,
    )
    on = Day(label=_("Since which day?"), sometimes=True, required=False)
    words = Lines(label=_("Where it stands, or why not"), max_length=500)

    def clean_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["on"]
        if day and day > clock.today():
            raise ValidationError(_("Enter a day that has come"))
        return day
