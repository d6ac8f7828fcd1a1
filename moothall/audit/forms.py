"""How the record is narrowed, and why personal details are erased."""

from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.kit.registries import Words, audit_wording

from .queries import Asked

NO_DAY = _("Enter a date that exists, such as 27/3/2026")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)


def _input() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "govuk-input"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d")


def _possible(day: date | None) -> date | None:
    if day and not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(_("Enter a year from 2000 to 2999"))
    return day


def _verbs() -> list[tuple[str, Words]]:
    return [("", _("Anything")), *((wording.key, wording.words) for wording in audit_wording)]


class NarrowForm(forms.Form):
    """Which entries to show; everything may be left empty."""

    person = PlainText(label=_("Who did it"), required=False, max_length=200, widget=_input())
    verb = forms.ChoiceField(
        label=_("What was done"), required=False, choices=_verbs, widget=forms.Select(attrs={"class": "govuk-select"})
    )
    thing = PlainText(
        label=_("To what"), required=False, max_length=170, help_text=_("Such as spaces.space:7"), widget=_input()
    )
    since = forms.DateField(label=_("From"), required=False, widget=_day(), error_messages={"invalid": NO_DAY})
    until = forms.DateField(label=_("To"), required=False, widget=_day(), error_messages={"invalid": NO_DAY})

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("“To” must be the same day as “From”, or later"))
        return given

    def clean_since(self) -> date | None:
        """A day that the record can be asked for."""
        return _possible(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        """A day that the record can be asked for."""
        return _possible(self.cleaned_data["until"])

    @property
    def asked(self) -> Asked:
        """What was asked for."""
        return Asked(**{field.name: self.cleaned_data[field.name] for field in fields(Asked)})


class ExportForm(NarrowForm):
    """Which entries to take away, and whether with the personal details beside them."""

    personal = forms.BooleanField(
        label=_("With the personal details that stand beside the entries"),
        required=False,
        help_text=_("Only if the copy goes to someone who may hold them."),
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )


class EraseForm(forms.Form):
    """Why personal details go; the reason is kept for good."""

    reason = PlainText(
        label=_("Why must they be erased?"),
        max_length=400,
        help_text=_("The reason is kept for good, so put no personal details into it."),
        widget=_input(),
        error_messages={"required": _("Say why they must be erased, such as “erasure request, case 31”")},
    )
