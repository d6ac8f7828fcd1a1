"""Choosing from a starter register: the few risks that matter first, and the rest that stays at hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.risks.models import Appraisal, Openness, Stance
from moothall.risks.starters import Starter, StarterRisk


@dataclass(frozen=True)
class Choice:
    """One risk to tick, with its counterpart."""

    risk: StarterRisk
    ticked: bool
    twin: StarterRisk | None


@dataclass(frozen=True)
class Side:
    """The risks of one side of the balance that can be ticked."""

    stance: Stance
    choices: Sequence[Choice]


class _ChoosingForm(forms.Form):
    """Risks of a template to tick."""

    risks = forms.MultipleChoiceField(label=_("Risks"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, starter: Starter, offered: Sequence[StarterRisk], **more: Any) -> None:
        super().__init__(*args, **more)
        self.starter, self.offered = starter, offered
        choices = cast(forms.MultipleChoiceField, self.fields["risks"])
        choices.choices = [(risk.key, risk.name) for risk in offered]

    def sides(self, risks: Collection[StarterRisk]) -> list[Side]:
        """These risks by their side, of doing first; a side without any is left out."""
        named = {risk.key: risk for risk in self.starter.risks}
        ticked = self["risks"].value() or ()
        sides = [
            Side(stance, [Choice(one, one.key in ticked, named.get(one.twin)) for one in risks if one.stance == stance])
            for stance in Stance
        ]
        return [side for side in sides if side.choices]


class BeginForm(_ChoosingForm):
    """Beginning the appraisal of a template."""

    question = PlainText(
        label=_("The question to decide"),
        max_length=Appraisal._meta.get_field("question").max_length,
        error_messages={"required": _("Enter the question to decide")},
    )
    openness = forms.ChoiceField(label=_("Who may read it"), choices=Openness.choices, widget=forms.RadioSelect)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, starter: Starter, **more: Any) -> None:
        initial = {
            "question": starter.title,
            "openness": Openness.HALL,
            "token": uuid4(),
            "risks": [risk.key for risk in starter.first],
        }
        super().__init__(*args, starter=starter, offered=starter.risks, initial=initial, **more)

    @property
    def first(self) -> list[Side]:
        """The risks that matter first to most councils."""
        return self.sides(self.starter.first)

    @property
    def at_hand(self) -> list[Side]:
        """The rest."""
        return self.sides(self.starter.at_hand)

    @property
    def more_ticked(self) -> bool:
        """Whether any of the rest is ticked: then it is not folded."""
        return any(choice.ticked for side in self.at_hand for choice in side.choices)

    def clean_openness(self) -> Openness:
        """The choice itself."""
        return Openness(self.cleaned_data["openness"])

    def clean_risks(self) -> list[str]:
        """At least one of each side, or there is nothing to weigh."""
        keys: list[str] = self.cleaned_data["risks"]
        if len({risk.stance for risk in self.starter.risks if risk.key in keys}) < len(Stance):
            raise ValidationError(_("Choose at least one risk of doing and one of not doing"))
        return keys


class TakeUpForm(_ChoosingForm):
    """Taking up more risks of the template from which an appraisal was begun."""

    def __init__(self, *args: Any, starter: Starter, taken: Collection[str], **more: Any) -> None:
        offered = [risk for risk in starter.risks if risk.key not in taken]
        super().__init__(*args, starter=starter, offered=offered, **more)

    @property
    def rest(self) -> list[Side]:
        """What is still at hand."""
        return self.sides(self.offered)

    def clean_risks(self) -> list[str]:
        """At least one."""
        keys: list[str] = self.cleaned_data["risks"]
        if not keys:
            raise ValidationError(_("Choose at least one risk"))
        return keys
