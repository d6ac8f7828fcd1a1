"""How the record is narrowed, and why personal details are erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.kit.registries import Words, audit_wording


def _input() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "govuk-input"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d")


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
    since = forms.DateField(label=_("From"), required=False, widget=_day())
    until = forms.DateField(label=_("To"), required=False, widget=_day())


class EraseForm(forms.Form):
    """Why personal details go; the reason is kept for good."""

    reason = PlainText(
        label=_("Why must they be erased?"),
        max_length=400,
        help_text=_("The reason is kept for good, so put no personal details into it."),
        widget=_input(),
        error_messages={"required": _("Say why they must be erased, such as “erasure request, case 31”")},
    )
