"""Classifying a risk once something is done about it, and comparing it with another option."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.risks import quantities
from moothall.risks.actions.classifications import Judgement, Ranges
from moothall.risks.forms.words import Amount, AtLength
from moothall.risks.models import LEVELS, Axis, Classification, Comparison, Confidence, Unit
from moothall.risks.standing import Line

RANGES = ("rate_low", "rate_high", "loss_low", "loss_high", "unit")


def _level(label: Any, missing: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=int, widget=forms.RadioSelect, error_messages={"required": missing}
    )


class ClassifyForm(forms.Form):
    """How likely and how bad, without what is done and with it; nothing is filled in beforehand."""

    likelihood_without = _level(_("How likely, without it?"), _("Choose how likely it is without what is done"))
    impact_without = _level(_("How bad, without it?"), _("Choose how bad it is without what is done"))
    likelihood = _level(_("How likely, with it?"), _("Choose how likely it is with what is done"))
    impact = _level(_("How bad, with it?"), _("Choose how bad it is with what is done"))
    worse_because = PlainText(
        label=_("Why does what is done make it worse?"),
        required=False,
        max_length=400,
        help_text=_("Only where one of the two is higher with what is done than without it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"),
        choices=Confidence,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how sure you are")},
    )
    reasoning = AtLength(
        label=_("How did you come to this?"),
        help_text=_("What happened here or elsewhere, who knows, what you are not sure of."),
        error_messages={"required": _("Enter how you came to this")},
    )
    rate_low = Amount(label=_("At least so many times a year"))
    rate_high = Amount(label=_("At most so many times a year"))
    loss_low = Amount(label=_("It costs at least, each time"))
    loss_high = Amount(label=_("It costs at most, each time"))
    unit = forms.ChoiceField(label=_("Counted in"), required=False, choices=[("", _("Choose one")), *Unit.choices])
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    warned = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args: Any, levels: Mapping[str, list[tuple[int, str]]], **options: Any) -> None:
        super().__init__(*args, **options)
        for axis in Axis:
            for name in (axis.value, f"{axis.value}_without"):
                cast(forms.TypedChoiceField, self.fields[name]).choices = levels[axis.value]

    def clean(self) -> dict[str, Any]:
        """Why it is worse where it is, and ranges whole or not at all."""
        cleaned = super().clean() or {}
        worse = any(cleaned.get(axis.value, 0) > cleaned.get(f"{axis.value}_without", LEVELS) for axis in Axis)
        if worse and not cleaned.get("worse_because") and "worse_because" not in self.errors:
            self.add_error("worse_because", _("Enter why what is done makes it worse, or choose other levels"))
        if not any(name in self.errors for name in RANGES):
            self._clean_ranges(cleaned)
        return cleaned

    def _clean_ranges(self, cleaned: dict[str, Any]) -> None:
        given = [name for name in RANGES if cleaned.get(name) not in (None, "")]
        if not given:
            return
        for name in RANGES:
            if name not in given:
                self.add_error(name, _("Fill in all of the ranges, or none"))
        for low, high in (("rate_low", "rate_high"), ("loss_low", "loss_high")):
            if low in given and high in given and cleaned[low] > cleaned[high]:
                self.add_error(high, _("Enter a number that is at least the other one"))
        if any(name in self.errors for name in RANGES):
            return
        try:
            quantities.said(self._ranges(cleaned))
        except ValueError as said:
            self.add_error("loss_high", str(said))

    def judgement(self) -> Judgement:
        """What was judged."""
        given = self.cleaned_data
        return Judgement(
            likelihood=given["likelihood"],
            impact=given["impact"],
            likelihood_without=given["likelihood_without"],
            impact_without=given["impact_without"],
            confidence=Confidence(given["confidence"]),
            reasoning=given["reasoning"],
            worse_because=given["worse_because"],
            ranges=self._ranges(given) if given.get("unit") else None,
        )

    def unheeded(self, beside: Sequence[tuple[str, Classification]]) -> list[str]:
        """What ranges have to be warned of and was not seen yet, beside estimates that were made before, each named."""
        given = self.cleaned_data
        if not given.get("unit"):
            return []
        now = self._ranges(given)
        sign = " ".join(str(each) for each in (now.rate_low, now.rate_high, now.loss_low, now.loss_high, now.unit))
        found = warnings(quantities.said(now), beside)
        return found if found and given.get("warned") != sign else []

    def heeded(self) -> "ClassifyForm":
        """The same form, which takes the ranges when it is sent again as it is."""
        now = self._ranges(self.cleaned_data)
        sign = " ".join(str(each) for each in (now.rate_low, now.rate_high, now.loss_low, now.loss_high, now.unit))
        self.data = changed(self.data, warned=sign)
        return self

    @property
    def has_ranges(self) -> bool:
        """Whether something stands in the ranges, or went wrong there: then that part stands open."""
        return any(self.errors.get(name) or self[name].value() for name in RANGES)

    @staticmethod
    def _ranges(given: Mapping[str, Any]) -> Ranges:
        return Ranges(
            rate_low=float(given["rate_low"]),
            rate_high=float(given["rate_high"]),
            loss_low=float(given["loss_low"]),
            loss_high=float(given["loss_high"]),
            unit=Unit(given["unit"]),
        )


def warnings(now: quantities.Loss, beside: Sequence[tuple[str, Classification]]) -> list[str]:
    """Where ends that fall lift what is lost on average, and where a range is wider than anybody can mean."""
    found = []
    for name, before in beside:
        rise = quantities.rise(quantities.said(before), now) if before.has_ranges else None
        if rise is not None:
            words = _now(
                "No end of your ranges lies above those of %(name)s, yet yours expect more: %(now)s %(unit)s a year, "
                "where those expect %(before)s. A lower end that falls while the upper end stays makes a range wider, "
                "and a wider range holds rare great losses. Say how bad the worst is, too."
            )
            unit = Unit(now.unit.value).label
            amounts = {"now": f"{rise.with_mitigation:,.0f}", "before": f"{rise.without:,.0f}"}
            found.append(words % {"name": name, "unit": unit, **amounts})
    if any(quantities.is_too_wide(each) for each in (now.frequency, now.loss)):
        words = _now("A range is so wide that on average it lies above its own upper end. Estimate two risks apart.")
        found.append(words)
    return found


def changed(data: Any, **changes: str) -> Any:
    """What was sent, with some of it otherwise."""
    copied = data.copy()
    for name, value in changes.items():
        copied[name] = value
    return copied


@dataclass(frozen=True)
class Beside:
    """A risk to compare: how it stands here, and where it is classified."""

    line: Line
    against: Line
    verdict: BoundField
    reason: BoundField


@dataclass(frozen=True)
class Compared:
    """One comparison that was made."""

    line: Line
    against: Classification
    verdict: Comparison
    reason: str


class CompareForm(forms.Form):
    """Better, the same or worse, for as many risks of an option as one likes; a reason may hold for several."""

    reason_for_all = PlainText(
        label=_("A reason that holds for all that have none of their own"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, pairs: Sequence[tuple[Line, Line]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.pairs = pairs
        for line, against in pairs:
            self._ask(line, against)
        self.order_fields([name for name in self.fields if name != "reason_for_all"])
        if len(pairs) == 1:
            del self.fields["reason_for_all"]

    def _ask(self, line: Line, against: Line) -> None:
        pk = line.exposure.pk
        about = {"ref": line.risk.ref, "letter": line.option.letter, "other": against.option.letter}
        self.fields[f"verdict_{pk}"] = forms.ChoiceField(
            label=_("%(ref)s under option %(letter)s, beside option %(other)s, is…") % about,
            choices=Comparison,
            widget=forms.RadioSelect,
            required=len(self.pairs) == 1,
            error_messages={"required": _("Choose how it compares")},
        )
        self.fields[f"reason_{pk}"] = PlainText(
            label=_("Why? (%(ref)s)") % about, required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields[f"against_{pk}"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=against.classification.pk if against.classification else 0
        )

    def clean(self) -> dict[str, Any]:
        """A verdict has a reason, its own or that of all; what it is beside has not changed; something is compared."""
        cleaned = super().clean() or {}
        any_verdict = False
        for line, against in self.pairs:
            pk = line.exposure.pk
            if not cleaned.get(f"verdict_{pk}"):
                continue
            any_verdict = True
            if not (cleaned.get(f"reason_{pk}") or cleaned.get("reason_for_all")) and f"reason_{pk}" not in self.errors:
                self.add_error(f"reason_{pk}", _("Enter why, here or for all"))
            if against.classification and cleaned.get(f"against_{pk}") != against.classification.pk:
                self.data = changed(self.data, **{f"against_{pk}": str(against.classification.pk)})
                self.add_error(f"verdict_{pk}", _("It was classified anew meanwhile. Look at it, then choose again"))
        if not any_verdict and not self.errors:
            self.add_error(f"verdict_{self.pairs[0][0].exposure.pk}", _("Choose for at least one risk how it compares"))
        return cleaned

    def rows(self) -> Iterator[Beside]:
        """The risks with their fields."""
        for line, against in self.pairs:
            pk = line.exposure.pk
            yield Beside(line, against, self[f"verdict_{pk}"], self[f"reason_{pk}"])

    def hidden(self) -> list[BoundField]:
        """What each is beside."""
        return self.hidden_fields()

    def compared(self) -> Iterator[Compared]:
        """What was compared."""
        given = self.cleaned_data
        for line, against in self.pairs:
            pk = line.exposure.pk
            if given.get(f"verdict_{pk}") and against.classification:
                reason = given.get(f"reason_{pk}") or given.get("reason_for_all", "")
                yield Compared(line, against.classification, Comparison(given[f"verdict_{pk}"]), reason)
