"""Saying beside which act a clause stands."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.policies.models import Act, Clause


class PlaceForm(forms.Form):
    """Choosing a clause and what people do when they are to see it."""

    number = forms.ChoiceField(
        label=_("Which clause?"),
        help_text=_("Short ones work best: one thing that people can do, or leave, there and then."),
        error_messages={"required": _("Choose a clause"), "invalid_choice": _("Choose a clause that is there")},
    )
    act = forms.ChoiceField(
        label=_("Beside what?"),
        choices=Act,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose beside what it is shown"),
            "invalid_choice": _("Choose beside what it is shown"),
        },
    )

    def __init__(self, *args: Any, clauses: list[Clause], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("Choose a clause")), *((each.number, _called(each)) for each in clauses)]
        cast(forms.ChoiceField, self.fields["number"]).choices = choices

    def clean_act(self) -> Act:
        """As the choice it is."""
        return Act(self.cleaned_data["act"])


def _called(clause: Clause) -> str:
    words = clause.heading or " ".join(clause.body.split())
    return f"{clause.number}  {words[:70]}{'…' if len(words) > 70 else ''}"
