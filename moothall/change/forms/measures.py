"""Writing measures, planning their course and reading them. There is no field for what is realised: it is computed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from moothall.change import amounts
from moothall.change.actions.measures import MeasureWords, ReadingWords
from moothall.change.forms.plans import Address
from moothall.change.models import Direction, Frequency, Measure, Reading
from moothall.kit import clock
from moothall.kit.forms import DAYS, Day, Lines, OnceForm, PlainText
from moothall.kit.registries import Metric, metrics
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.risks.models import Risk

LONG = 4000
YEARS = 50  # as far back, and as long, as a measure reaches
MOST_POINTS = 60
Points = dict[date, Decimal]


class Number(PlainText):
    """A number as people write it, with at most fifteen digits; None where nothing was entered."""

    default_error_messages = {"number": _("Enter a number of at most 15 digits, such as 61 or 1,250.5")}

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        super().__init__(max_length=30, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        """As it is written elsewhere."""
        return amounts.exact(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """The number."""
        words = str(super().clean(value) or "")
        if not words.strip():
            return None
        found = amounts.amount(words)
        if found is None:
            raise ValidationError(self.error_messages["number"], code="number")
        return found


class PointsField(Lines):
    """Where it is to stand by which day, one a line: “2026-06-30 55”."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Where is it to stand on the way?"))
        options.setdefault(
            "help_text", _("One a line: the day, then the number, such as 2026-06-30 55. Empty: a straight line.")
        )
        super().__init__(rows=4, required=False, max_length=LONG, **options)

    def clean(self, value: Any) -> Any:
        """The points by their days."""
        lines = [line.split(None, 1) for line in str(super().clean(value) or "").split("\n") if line.strip()]
        if len(lines) > MOST_POINTS:
            raise ValidationError(_now("Enter at most {n} lines").format(n=MOST_POINTS))
        points: Points = {}
        for place, parts in enumerate(lines, 1):
            day, number = _day(parts[0].rstrip(":;,")), amounts.amount(parts[1]) if len(parts) == 2 else None
            if day is None or number is None:
                words = _now("Line {n}: enter a day and a number, such as 2026-06-30 55")
                raise ValidationError(words.format(n=place))
            if day in points:
                raise ValidationError(_now("Line {n}: that day stands in a line before").format(n=place))
            points[day] = number
        return points


def _day(words: str) -> date | None:
    try:
        return cast(date, forms.DateField(input_formats=DAYS).to_python(words))
    except ValidationError:
        return None


def points_written(points: Sequence[tuple[date, Decimal]]) -> str:
    """Points as the field takes them."""
    return "\n".join(f"{day.isoformat()} {amounts.exact(value)}" for day, value in points)


def between(form: forms.Form, points: Points, first: date, last: date) -> None:
    """Say at the field which of the points do not lie between baseline and target."""
    outside = [day for day in points if not first < day < last]
    if outside:
        words = _now("{day} is not between the days of the baseline and of the target. Leave it out")
        form.add_error("planned", words.format(day=min(outside).isoformat()))


class _WithOwner(forms.Form):
    """A form that names who answers for a measure."""

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PersonField, self.fields["owner"]).by = by


def _owner() -> PersonField:
    return PersonField(
        label=_("Who answers for it, and reads it?"),
        guests=False,
        error_messages={"required": _("Enter who answers for it")},
    )


class MeasureForm(_WithOwner, OnceForm):
    """A measure of an objective; what a metric of the hall says of itself is not asked."""

    title = PlainText(
        label=_("What is measured?"),
        max_length=160,
        help_text=_("Such as “Internal e-mails a person a week”."),
        error_messages={"required": _("Enter what is measured")},
    )
    unit = PlainText(
        label=_("In which unit?"),
        max_length=60,
        help_text=_("It is said after the number: “e-mails a person a week”, “%”, “days”."),
        error_messages={"required": _("Enter the unit")},
    )
    direction = forms.ChoiceField(
        label=_("Which way is better?"),
        choices=Direction,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which way is better")},
    )
    baseline = Number(label=_("Where does it stand now?"), error_messages={"required": _("Enter the baseline")})
    baseline_on = Day(
        label=_("On which day was that read?"), error_messages={"required": _("Enter the day of the baseline")}
    )
    target = Number(label=_("Where is it to be?"), error_messages={"required": _("Enter the target")})
    target_on = Day(label=_("By which day?"), error_messages={"required": _("Enter the day of the target")})
    planned = PointsField()
    frequency = forms.ChoiceField(
        label=_("How often is it read?"),
        choices=Frequency,
        initial=Frequency.MONTHLY,
        error_messages={"required": _("Choose how often it is read")},
    )
    first_due = Day(
        label=_("By which day is it first read?"), error_messages={"required": _("Enter the day of the first reading")}
    )
    method = Lines(
        label=_("How is it measured?"),
        max_length=LONG,
        help_text=_("So that somebody else would read the same: the source, who is counted, what is left out."),
        error_messages={"required": _("Enter how it is measured")},
    )
    owner = _owner()
    metric = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args: Any, metric: Metric | None = None, **options: Any) -> None:
        options["initial"] = _start_of(metric) | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.counted = metric
        for name in ("unit", "direction") if metric else ():
            del self.fields[name]

    def clean_metric(self) -> str:
        """A number that a room of the hall counts, or none."""
        key = str(self.cleaned_data["metric"])
        if key and metrics.get(key) is None:
            raise ValidationError(_("No room of this hall counts that. Choose again"))
        return key

    def clean_baseline_on(self) -> date:
        """A baseline was read: its day has come."""
        day: date = self.cleaned_data["baseline_on"]
        if day > clock.today():
            raise ValidationError(_("Enter a day that has come"))
        if day < clock.today() - timedelta(days=366 * YEARS):
            raise ValidationError(_("Enter a day of the last fifty years"))
        return day

    def clean(self) -> dict[str, Any]:
        """The target is better than the baseline and later; it is first read between them."""
        given = super().clean() or {}
        self._better(given)
        first, last, due = given.get("baseline_on"), given.get("target_on"), given.get("first_due")
        if first and last and last <= first:
            self.add_error("target_on", _("Enter a day after the one of the baseline"))
        elif first and last and last > first + timedelta(days=366 * YEARS):
            self.add_error("target_on", _("Enter a day at most fifty years after the baseline"))
        elif first and last:
            if due and not first < due <= last:
                words = _("Enter a day after the one of the baseline, and not after the one of the target")
                self.add_error("first_due", words)
            elif due and self.counted and due < clock.today():
                self.add_error("first_due", _("Enter today or a later day: the hall reads it from now on"))
            between(self, given.get("planned") or {}, first, last)
        return given

    @property
    def way(self) -> str:
        """Which way is better."""
        if self.counted is not None:
            return Direction.DOWN if self.counted.falls else Direction.UP
        return str(self.cleaned_data.get("direction", ""))

    def _better(self, given: dict[str, Any]) -> None:
        low, high = given.get("baseline"), given.get("target")
        if low is None or high is None:
            return
        if self.way == Direction.UP and high <= low:
            words = _now("Enter more than the baseline of {n}: more is better here")
            self.add_error("target", words.format(n=amounts.exact(low)))
        if self.way == Direction.DOWN and high >= low:
            words = _now("Enter less than the baseline of {n}: less is better here")
            self.add_error("target", words.format(n=amounts.exact(low)))

    def words(self) -> MeasureWords:
        """What was written; unit and direction of what the hall counts are as the metric says."""
        given = self.cleaned_data
        names = ("baseline", "baseline_on", "target", "target_on", "first_due")
        return MeasureWords(
            title=given["title"].strip(),
            unit=str(self.counted.unit)[:60] if self.counted else given["unit"].strip(),
            direction=Direction(self.way),
            method=given["method"].strip(),
            frequency=Frequency(given["frequency"]),
            metric=self.counted.key if self.counted else "",
            **{name: given[name] for name in names},
        )


def _start_of(metric: Metric | None) -> dict[str, Any]:
    if metric is None:
        return {}
    return {"metric": metric.key, "title": str(metric.label)[:160], "method": str(metric.how)}


class RewordForm(_WithOwner):
    """Another name, a better method, another owner; what it measures stays."""

    title = PlainText(
        label=_("What is measured?"), max_length=160, error_messages={"required": _("Enter what is measured")}
    )
    method = Lines(
        label=_("How is it measured?"), max_length=LONG, error_messages={"required": _("Enter how it is measured")}
    )
    owner = _owner()
    use_required_attribute = False


class CourseForm(forms.Form):
    """The planned course of a measure that was not read yet."""

    planned = PointsField()
    use_required_attribute = False

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure = measure

    def clean(self) -> dict[str, Any]:
        """Between baseline and target."""
        given = super().clean() or {}
        between(self, given.get("planned") or {}, self.measure.baseline_on, self.measure.target_on)
        return given


class WatchForm(forms.Form):
    """The risk that a measure watches, and from which value on it is looked at."""

    risk = forms.ChoiceField(
        label=_("Which risk?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose a risk of the list, or none")},
    )
    trigger = Number(label=_("From which value on is it looked at?"), required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, measure: Measure, risks: Sequence[Risk], **options: Any) -> None:
        super().__init__(*args, **options)
        self.risks = {str(risk.pk): risk for risk in risks}
        named = [(pk, f"{risk.ref} {risk.name}: {risk.round.appraisal.question}") for pk, risk in self.risks.items()]
        cast(forms.ChoiceField, self.fields["risk"]).choices = [("", _("None")), *named]
        self.fields["trigger"].sometimes = True  # type: ignore[attr-defined]  # asked of a risk
        up = measure.direction == Direction.UP
        self.fields["trigger"].help_text = (
            _("At this value or less, whoever owns the risk is told.")
            if up
            else _("At this value or more, whoever owns the risk is told.")
        )

    def clean(self) -> dict[str, Any]:
        """A risk is watched from a value on."""
        given = super().clean() or {}
        if given.get("risk") and given.get("trigger") is None and "trigger" not in self.errors:
            self.add_error("trigger", _("Enter from which value on the risk is looked at"))
        return given

    def chosen(self) -> tuple[Risk | None, Decimal | None]:
        """The risk and the value; neither where it watches nothing."""
        risk = self.risks.get(self.cleaned_data["risk"])
        return risk, self.cleaned_data["trigger"] if risk else None


class RetireForm(forms.Form):
    """Why a measure is read no longer."""

    why = PlainText(
        label=_("Why is it read no longer?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Enter why it is read no longer")},
    )
    use_required_attribute = False


class ReadingForm(OnceForm):
    """What was read on a day: a value, or why there is none; a correction says why as well."""

    read_on = Day(label=_("On which day?"), error_messages={"required": _("Enter the day on which it was read")})
    value = Number(label=_("What does it stand at?"), required=False)
    why_none = PlainText(
        label=_("Or why is there no value?"),
        max_length=400,
        required=False,
        help_text=_("Such as “The survey was put off to May”. A gap with its reason is honest, and not overdue."),
    )
    comment = Lines(label=_("What is worth saying about it?"), rows=2, max_length=LONG, required=False)
    evidence = Address(label=_("Where can it be looked up?"), help_text=_("The address of a report, a sheet, a post."))
    use_required_attribute = False

    def __init__(self, *args: Any, measure: Measure, corrects: Reading | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure = measure
        for name in ("value", "why_none"):
            self.fields[name].sometimes = True  # type: ignore[attr-defined]  # one of them is asked
        self.fields["value"].label = _now("What does it stand at, in {unit}?").format(unit=measure.unit)
        if corrects is not None:
            comment = self.fields["comment"]
            comment.required, comment.label = True, _("Why is it corrected?")
            comment.error_messages["required"] = _("Enter why it is corrected")

    def clean_read_on(self) -> date:
        """A day that has come, since the baseline."""
        day: date = self.cleaned_data["read_on"]
        if day > clock.today():
            raise ValidationError(_("Enter a day that has come"))
        if day < self.measure.baseline_on:
            words = _now("Enter {day} or a later day: the baseline was read then")
            raise ValidationError(words.format(day=self.measure.baseline_on.isoformat()))
        return day

    def clean(self) -> dict[str, Any]:
        """A value, or a reason for none."""
        given = super().clean() or {}
        reason = (given.get("why_none") or "").strip()
        if given.get("value") is None and "value" not in self.errors and not reason and "why_none" not in self.errors:
            self.add_error("value", _("Enter the value, or say why there is none"))
        elif given.get("value") is not None and reason:
            self.add_error("why_none", _("Enter the value or a reason for none, not both"))
        return given

    def words(self) -> ReadingWords:
        """What was read."""
        given = self.cleaned_data
        return ReadingWords(
            read_on=given["read_on"],
            value=given["value"],
            why_none=given["why_none"].strip(),
            comment=given["comment"].strip(),
            evidence=given["evidence"],
        )
