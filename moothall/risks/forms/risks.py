"""Naming a risk, and saying that an option does not face it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day, OnceForm, PlainText
from moothall.risks.actions.risks import RiskWords
from moothall.risks.forms.words import AtLength, NamesPeople, ReaderField, choices_of
from moothall.risks.models import Category, Response, Risk, Stance
from moothall.risks.queries.rounds import Sheet

TWINS = {Stance.DOING: Stance.NOT_DOING, Stance.NOT_DOING: Stance.DOING}


def _part(label: Any, hint: Any, missing: Any) -> PlainText:
    return PlainText(
        label=label,
        max_length=400,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": missing},
    )


class RiskForm(NamesPeople, OnceForm):
    """A risk in one sentence; what else is known of it can wait."""

    stance = forms.ChoiceField(
        label=_("On which side does it lie?"),
        choices=Stance,
        widget=forms.RadioSelect,
        help_text=_("Of doing: it comes with acting. Of not doing: it comes with staying as we are, or prohibiting."),
        error_messages={"required": _("Choose the side on which it lies")},
    )
    name = PlainText(
        label=_("What is it called in short?"),
        max_length=100,
        help_text=_("Such as “A post harms the council’s name”."),
        error_messages={"required": _("Enter what it is called in short")},
    )
    cause = _part(_("Because…"), _("What is so: “people write quickly”."), _("Enter why it may happen"))
    event = _part(_("…this may happen…"), _("The event: “a post may be careless”."), _("Enter what may happen"))
    consequence = _part(
        _("…leading to…"),
        _("What it would mean: “a complaint or a headline”. No full stop: the three become one sentence."),
        _("Enter what it would lead to"),
    )
    category = forms.ChoiceField(
        label=_("What does it touch?"),
        choices=[("", _("Choose one")), *Category.choices],
        error_messages={"required": _("Choose what it touches")},
    )
    owner = ReaderField(label=_("Who looks after this risk?"), required=False)
    proximity = Day(label=_("By when may it happen?"), required=False)
    twin = forms.TypedChoiceField(
        label=_("Which risk of the other side is its counterpart?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("The same thing seen from the other side: “a careless post” and “an unguided post”."),
    )
    arises_from = forms.TypedChoiceField(
        label=_("Does it come with something that is done?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("A step can bring a risk of its own."),
    )
    note = AtLength(
        label=_("What is known of it?"),
        required=False,
        help_text=_("Facts, with where they are from and of which day. No score: that comes once something is done."),
    )
    use_required_attribute = False

    def __init__(
        self, *args: Any, sheet: Sheet, steps: list[Response], risk: Risk | None = None, **options: Any
    ) -> None:
        initial = (initial_of(risk) if risk else {}) | (options.pop("initial", None) or {})
        super().__init__(*args, appraisal=sheet.appraisal, initial=initial, **options)
        self.sheet, self.steps, self.risk = sheet, {each.pk: each for each in steps}, risk
        if risk is not None:
            del self.fields["stance"]
        others = [each for each in sheet.risks if risk is None or each.stance != risk.stance]
        self._offer("twin", [(str(each.pk), str(each)) for each in others])
        self._offer("arises_from", [(str(each.pk), each.step) for each in steps])

    def clean(self) -> dict[str, Any]:
        """A counterpart lies on the other side."""
        cleaned = super().clean() or {}
        twin, stance = self._twin(cleaned), self.risk.stance if self.risk else cleaned.get("stance")
        if twin is not None and stance and twin.stance != TWINS[Stance(stance)]:
            self.add_error("twin", _("Choose a risk of the other side"))
        return cleaned

    def words(self) -> RiskWords:
        """What was written."""
        given = self.cleaned_data
        return RiskWords(
            name=given["name"],
            cause=given["cause"],
            event=given["event"],
            consequence=given["consequence"],
            category=Category(given["category"]),
            owner=given["owner"],
            proximity=given["proximity"],
            twin=self._twin(given),
            arises_from=self.steps.get(given.get("arises_from") or 0),
            note=given["note"],
        )

    @property
    def has_more(self) -> bool:
        """Whether something is said of it beside its sentence, or went wrong there: then that part stands open."""
        names = ("owner", "proximity", "twin", "arises_from", "note")
        return any(self.errors.get(name) or self[name].value() for name in names if name in self.fields)

    def _twin(self, given: dict[str, Any]) -> Risk | None:
        return next((each for each in self.sheet.risks if each.pk == given.get("twin")), None)

    def _offer(self, name: str, listed: list[tuple[str, Any]]) -> None:
        choices_of(self, name, [("", _("None")), *listed] if listed else [])


class NotFacedForm(forms.Form):
    """Saying that an option does not face a risk."""

    why_not = PlainText(
        label=_("Why does this option not face it?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as “Nobody posts in our name under this option”."),
        error_messages={"required": _("Enter why this option does not face it")},
    )
    use_required_attribute = False


def initial_of(risk: Risk) -> dict[str, Any]:
    """A risk as the form shows it."""
    names = ("name", "cause", "event", "consequence", "category", "owner", "proximity", "note")
    return {name: getattr(risk, name) for name in names} | {"twin": risk.twin_id, "arises_from": risk.arises_from_id}
