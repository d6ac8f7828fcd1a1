"""Saying what an item of a review is, and drawing samples."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.models import Purpose, Tag
from moothall.kit.forms import PlainText


class TagForm(forms.Form):
    """What an item is; the tag is that of the button that was pressed."""

    note = PlainText(label=_("A note for colleagues"), required=False, max_length=400)
    tag = forms.ChoiceField(
        label=_("What is it?"),
        choices=Tag,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what it is")},
    )


class DrawForm(forms.Form):
    """How many items are drawn, and from what."""

    purpose = forms.ChoiceField(label=_("For what?"), choices=Purpose, widget=forms.RadioSelect)
    size = forms.IntegerField(
        label=_("How many items?"),
        min_value=1,
        max_value=2000,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        help_text=_(
            "Of a large discard pile 200 say much: if none of them is in scope, hardly more than 2 in 100 can be"
        ),
    )
