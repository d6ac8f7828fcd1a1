"""The form by which a marking is chosen; other rooms, whose spaces and mailboxes are marked, use it too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.records.markings import LONGEST, Marking

CHOICES = [
    (Marking.OFFICIAL, _("OFFICIAL: what everything is, unless it is marked")),
    (Marking.SENSITIVE, _("OFFICIAL-SENSITIVE: for those who need to know")),
]


class MarkingForm(forms.Form):
    """How carefully a thing is handled, and why."""

    marking = forms.ChoiceField(
        label=_("Marking"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a marking")},
    )
    handling = PlainText(
        label=_("How is it to be handled?"),
        max_length=LONGEST,
        required=False,
        help_text=_("For example: don’t forward, don’t print. It stands on every page of it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = PlainText(
        label=_("Why?"),
        max_length=400,
        help_text=_("It goes into the record of acts."),
        error_messages={"required": _("Enter why, in a few words")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_marking(self) -> Marking:
        """As the choice it is."""
        return Marking(self.cleaned_data["marking"])
