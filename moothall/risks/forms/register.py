"""Narrowing the register."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.people.models import User
from moothall.risks.models import Category, Stance
from moothall.risks.queries import register
from moothall.risks.queries.register import NOBODY, Asked


class RegisterForm(forms.Form):
    """By category, stance, band after mitigation, owner and what is overdue; what is empty narrows nothing."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    stance = forms.ChoiceField(label=gettext_lazy("Side of the balance"), required=False)
    band = forms.ChoiceField(label=gettext_lazy("Band after mitigation"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    overdue = forms.BooleanField(label=gettext_lazy("Only with a step overdue"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: dict[str, list[tuple[str, Any]]] = {
            "category": list(Category.choices),
            "stance": list(Stance.choices),
            "band": register.choices_of_band(),
            "owner": [(NOBODY, _("Nobody")), *register.owners(user)],
        }
        for name, offered in choices.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", _("Any")), *offered]

    def asked(self) -> Asked:
        """What was chosen; what is not among the choices narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            category=given.get("category", ""),
            stance=given.get("stance", ""),
            band=given.get("band", ""),
            owner=given.get("owner", ""),
            overdue=bool(given.get("overdue")),
        )
