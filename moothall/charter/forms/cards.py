"""What others may see of one's own card."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.charter.models import Check


class ShowForm(forms.Form):
    """The commitments of one's card that staff and councillors may see."""

    checks = forms.MultipleChoiceField(
        label=_("What may others see of your card?"),
        choices=Check,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Staff and councillors see what you tick, and of the rest not even that it is there"),
    )
