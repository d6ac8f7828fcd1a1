"""Writing a scale before it is adopted, and saying what the council would bear."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit.forms import PlainText
from moothall.risks import scoring
from moothall.risks.forms.words import Amount
from moothall.risks.models import LEVELS, Axis, Band, Scale, Unit
from moothall.risks.scoring import Draft, Range

NUMBERS = range(1, LEVELS + 1)
LARGEST = Decimal(10) ** 9  # times a year, or pounds a time


class BandField(forms.ChoiceField):
    """The band of a pair; `short` is what a phone shows beside it, under its likelihood."""

    short = ""


class ScaleForm(forms.Form):
    """Five levels on each axis with their ranges, and a band for each pair; every fault stands where it is mended."""

    name = PlainText(
        label=gettext_lazy("What is it called?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter a name for the scale")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        start = scoring.suggested()
        for axis, levels in ((Axis.LIKELIHOOD, start.likelihood), (Axis.IMPACT, start.impact)):
            for number, level in enumerate(levels, start=1):
                self._add_level(axis, number, level)
        for likelihood in NUMBERS:
            for impact in NUMBERS:
                band = self.fields[_cell(likelihood, impact)] = BandField(
                    label=_("Band of likelihood %(a)d, impact %(b)d") % {"a": likelihood, "b": impact},
                    choices=Band,
                    initial=start.letter(likelihood, impact),
                    error_messages={"required": _("Choose a band")},
                )
                band.short = _("Impact %(b)d") % {"b": impact}

    def _add_level(self, axis: Axis, number: int, level: Range) -> None:
        about = {"axis": axis.label, "number": number}
        self.fields[f"{axis.value}_{number}_label"] = PlainText(
            label=_("%(axis)s %(number)d: its word") % about,
            max_length=80,
            initial=level.label,
            error_messages={"required": _("Enter a word for %(axis)s %(number)d") % about},
        )
        words = {"low": _("%(axis)s %(number)d: from"), "high": _("%(axis)s %(number)d: up to")}
        for end, value in (("low", level.low), ("high", level.high)):
            self.fields[f"{axis.value}_{number}_{end}"] = Amount(
                label=words[end] % about,
                required=True,
                initial=_plain(value),
                error_messages={"required": _("Enter where %(axis)s %(number)d begins and ends") % about},
            )

    def clean_name(self) -> str:
        """A name of its own."""
        name: str = self.cleaned_data["name"]
        if Scale.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a scale of that name. Enter another"), code="taken")
        return name

    def clean(self) -> dict[str, Any]:
        """What keeps it from being adopted, each beside what it is about."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, Decimal) and (value > LARGEST or round(value, 4) != value):
                self.add_error(name, _("Enter a number with at most four places, and not above a thousand million"))
        if self.errors:
            return cleaned
        for fault in scoring.faults(self.draft()):
            sort, _colon, rest = fault.at.partition(":")
            name = _cell(*(int(each) for each in rest.split(":"))) if sort == "cell" else f"{sort}_{rest}_low"
            self.add_error(name if name in self.fields else None, str(fault))
        return cleaned

    def draft(self) -> Draft:
        """The scale as it was entered."""
        given = self.cleaned_data
        return Draft(
            name=given["name"],
            likelihood=self._levels(Axis.LIKELIHOOD),
            impact=self._levels(Axis.IMPACT),
            matrix="".join(given[_cell(i, j)] for i in NUMBERS for j in NUMBERS),
        )

    def _levels(self, axis: Axis) -> tuple[Range, ...]:
        given = self.cleaned_data
        parts = [[given[f"{axis.value}_{number}_{part}"] for part in ("label", "low", "high")] for number in NUMBERS]
        return tuple(Range(*each) for each in parts)

    def axes(self) -> list[tuple[Axis, list[tuple[int, BoundField, BoundField, BoundField]]]]:
        """The fields of both axes, for the page."""
        return [
            (
                axis,
                [(n, *(self[f"{axis.value}_{n}_{part}"] for part in ("label", "low", "high"))) for n in NUMBERS],  # type: ignore[misc]
            )
            for axis in Axis
        ]

    def rows(self) -> list[tuple[int, list[BoundField]]]:
        """The fields of the bands, the most likely first, as the picture has them."""
        return [(i, [self[_cell(i, j)] for j in NUMBERS]) for i in reversed(NUMBERS)]


class AppetiteForm(forms.Form):
    """A sentence, and two points of the line: how many years in a hundred may lose at least so much."""

    sentence = PlainText(
        label=gettext_lazy("In a sentence"),
        max_length=400,
        help_text=gettext_lazy("Such as “We would rather try and learn than wait, as long as nobody is harmed.”"),
        error_messages={"required": gettext_lazy("Enter how much risk the council would bear, in a sentence")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=Unit,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose in what the loss is counted")},
    )
    often_loss = Amount(
        label=gettext_lazy("Now and then: how much may be lost in a year, or more?"),
        required=True,
        error_messages={"required": gettext_lazy("Enter how much may be lost")},
    )
    often_years = Amount(
        label=gettext_lazy("In how many years of a hundred may that be?"),
        required=True,
        error_messages={"required": gettext_lazy("Enter how many years of a hundred")},
    )
    rare_loss = Amount(
        label=gettext_lazy("Rarely: how much may be lost in a year, or more?"),
        required=True,
        error_messages={"required": gettext_lazy("Enter how much may be lost")},
    )
    rare_years = Amount(
        label=gettext_lazy("In how many years of a hundred may that be?"),
        required=True,
        error_messages={"required": gettext_lazy("Enter how many years of a hundred")},
    )

    def clean(self) -> dict[str, Any]:
        """The rarer point has fewer years and the greater loss."""
        cleaned = super().clean() or {}
        for name in ("often_years", "rare_years"):
            years = cleaned.get(name)
            if years is not None and not (Decimal("0.01") <= years <= 100 and round(years, 2) == years):
                self.add_error(name, _("Enter a number of years from 0.01 to 100"))
        for name in ("often_loss", "rare_loss"):
            loss = cleaned.get(name)
            if loss is not None and not (0 < loss < 10**12 and round(loss, 2) == loss):
                self.add_error(name, _("Enter an amount above zero, with at most two places"))
        if self.errors:
            return cleaned
        if cleaned["rare_years"] >= cleaned["often_years"]:
            self.add_error("rare_years", _("Enter fewer years than for what may happen often"))
        if cleaned["rare_loss"] <= cleaned["often_loss"]:
            self.add_error("rare_loss", _("Enter more than what may be lost often"))
        return cleaned

    def points(self) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]:
        """Both points: a probability (0 to 1) and a loss."""
        given = self.cleaned_data
        return (given["often_years"] / 100, given["often_loss"]), (given["rare_years"] / 100, given["rare_loss"])


def _cell(likelihood: int, impact: int) -> str:
    return f"band_{likelihood}_{impact}"


def _plain(value: Decimal) -> str:
    """A number without needless noughts: 0.01, 1000."""
    return f"{value.normalize():f}"
