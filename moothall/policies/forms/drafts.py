"""Writing a draft, and saying from when it holds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day, Lines, PlainText
from moothall.policies import clauses, texts
from moothall.policies.models import Version


class WriteForm(forms.Form):
    """The text of a draft in one language; `seen` is the digest of what it began from."""

    title = PlainText(
        label=_("Title"), max_length=texts.LONGEST_TITLE, error_messages={"required": _("Enter the title")}
    )
    summary = Lines(
        label=_("What it asks, in three lines"),
        rows=4,
        required=False,
        help_text=_("Plain words, a line each. People read this before they may do what the policy is about."),
    )
    body = Lines(
        label=_("The text, in numbered clauses"),
        rows=26,
        required=False,
        help_text=_("Begin with a heading such as “## 1 Who this is for”, then “1.1” and its words."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    adapted = forms.BooleanField(
        label=_("These words are adapted to this council; it is no template any more"), required=False
    )

    def __init__(self, *args: Any, template: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not template:
            del self.fields["adapted"]

    def clean_summary(self) -> str:
        """Three lines at most."""
        summary = texts.plain_lines(self.cleaned_data["summary"])
        if problem := texts.summary_problem(summary):
            raise ValidationError(problem)
        return summary

    def clean_body(self) -> str:
        """Clauses that can be cut; what is unclear is said with its line."""
        body: str = texts.plain_lines(self.cleaned_data["body"])
        try:
            texts.cut(body)
        except clauses.Unclear as unclear:
            raise ValidationError([str(problem) for problem in unclear.problems]) from unclear
        return body


class PlanForm(forms.Form):
    """From which day a draft holds, what it changes, and who is asked again."""

    effective_on = Day(
        label=_("From which day does it hold?"),
        error_messages={"required": _("Enter the day from which it holds")},
    )
    material = forms.TypedChoiceField(
        label=_("Does it change what people may or must do?"),
        choices=[
            ("yes", _("Yes: those who acknowledged the last version are asked again")),
            ("no", _("No: it says the same, better; nobody is asked again")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it changes what people may or must do")},
    )
    change_note = Lines(
        label=_("What changed, and why are people asked again or not?"),
        rows=4,
        max_length=600,
        help_text=_("Everyone reads this beside the new version."),
        error_messages={"required": _("Enter what changed, in a few words")},
    )
    field_order = ("effective_on", "change_note", "material")

    def __init__(self, data: Any = None, *, draft: Version) -> None:
        initial = {
            "effective_on": draft.effective_on,
            "material": "yes" if draft.material else "no",
            "change_note": draft.change_note,
        }
        super().__init__(data, initial=initial)
        if draft.number == 1:
            del self.fields["material"], self.fields["change_note"]


class AdoptForm(forms.Form):
    """That one adopts what one has seen."""

    wording = forms.CharField(max_length=64, widget=forms.HiddenInput)
