"""Writing an option, and what rests on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day, PlainText
from moothall.risks.actions.options import OptionWords
from moothall.risks.forms.words import AtLength, Pounds
from moothall.risks.models import Option, OptionKind

KINDS = [(kind.value, kind.label) for kind in OptionKind if kind is not OptionKind.DO_NOTHING]


class OptionForm(forms.Form):
    """One answer to the question."""

    name = PlainText(
        label=_("What is it called?"),
        max_length=80,
        help_text=_("A few words, such as “A supported platform”."),
        error_messages={"required": _("Enter what the option is called")},
    )
    kind = forms.ChoiceField(
        label=_("What sort of answer is it?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text=_("Prohibiting is an option like the others: it is weighed with its own risks, and challenged."),
        error_messages={"required": _("Choose what sort of answer it is")},
    )
    pilot_ends_on = Day(label=_("When does the pilot end?"), error_messages={"required": _("Enter when it ends")})
    pilot_success = PlainText(
        label=_("What will count as success?"),
        max_length=400,
        help_text=_("So that anybody can tell on its last day: then it is adopted, changed or stopped."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Enter what will count as success")},
    )
    description = AtLength(label=_("What would be done?"), required=False, max_length=2000)
    cost_low = Pounds(label=_("Cost a year, at least, in pounds"))
    cost_high = Pounds(label=_("Cost a year, at most, in pounds"))
    use_required_attribute = False

    def __init__(self, data: Any = None, *, option: Option | None = None, **options: Any) -> None:
        super().__init__(data, initial=initial_of(option) if option else None, **options)
        self.option = option
        if option is not None and option.kind == OptionKind.DO_NOTHING:
            for name in ("kind", "pilot_ends_on", "pilot_success"):
                del self.fields[name]
        elif self.is_bound and self.data.get("kind") != OptionKind.PILOT:
            self.fields["pilot_ends_on"].required = self.fields["pilot_success"].required = False

    def clean(self) -> dict[str, Any]:
        """Both ends of the cost, or neither."""
        cleaned = super().clean() or {}
        low, high = cleaned.get("cost_low"), cleaned.get("cost_high")
        if "cost_low" in cleaned and "cost_high" in cleaned:
            if (low is None) != (high is None):
                self.add_error("cost_low" if low is None else "cost_high", _("Enter both ends, or neither"))
            elif low is not None and high is not None and high < low:
                self.add_error("cost_high", _("Enter an amount that is at least the other one"))
        return cleaned

    def words(self) -> OptionWords:
        """What was written."""
        given = self.cleaned_data
        return OptionWords(
            kind=OptionKind(given.get("kind") or OptionKind.DO_NOTHING),
            name=given["name"],
            description=given["description"],
            cost_low=given["cost_low"],
            cost_high=given["cost_high"],
            pilot_ends_on=given.get("pilot_ends_on"),
            pilot_success=given.get("pilot_success") or "",
        )


def initial_of(option: Option) -> dict[str, Any]:
    """An option as the form shows it."""
    names = ("name", "kind", "description", "pilot_ends_on", "pilot_success", "cost_low", "cost_high")
    return {name: getattr(option, name) for name in names}
