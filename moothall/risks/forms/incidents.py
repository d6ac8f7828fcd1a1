"""Reporting what happened, closing a report, and what is decided of a breach."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.forms import Day, OnceForm, PlainText
from moothall.risks.actions.incidents import LONGEST, Report
from moothall.risks.forms.words import AtLength
from moothall.risks.models import Breach, IncidentKind

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]


class Moment(forms.Field):
    """A day and a time in the council's time zone, as a moment in UTC; not after now.

    Of an hour that the clocks show twice in autumn it is the first, so that no deadline is reckoned too late.
    """

    default_error_messages = {
        "invalid": _("Enter a day and a time, such as 2026-04-01 14:30"),
        "later": _("Enter a moment that has come: this one is still to come"),
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"type": "datetime-local", "class": "govuk-input--width-20"}
        super().__init__(widget=forms.DateTimeInput(format=FORMATS[0], attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        """As the browser's own control takes it."""
        return timezone.localtime(value).strftime(FORMATS[0]) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or None where nothing was entered."""
        words = str(value or "").strip()
        if not words:
            return None
        for style in FORMATS:
            try:
                naive = datetime.strptime(words, style)  # noqa: DTZ007  its zone is given below
                moment = naive.replace(tzinfo=timezone.get_current_timezone()).astimezone(UTC)
            except (ValueError, OverflowError):
                continue
            if moment > clock.now():
                raise ValidationError(self.error_messages["later"], code="later")
            if moment.year < 2000:
                break
            return moment
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class ReportForm(OnceForm):
    """What happened or nearly did, in a minute."""

    kind = forms.ChoiceField(
        label=_("Did it happen?"),
        choices=IncidentKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it happened or nearly did")},
    )
    what = AtLength(
        label=_("What happened?"),
        rows=5,
        max_length=LONGEST,
        help_text=_("A sentence or two is enough. Leave out names of people where you can."),
        error_messages={"required": _("Enter what happened")},
    )
    happened_on = Day(label=_("On which day?"), error_messages={"required": _("Enter the day on which it happened")})
    place = PlainText(label=_("Where?"), required=False, max_length=120, help_text=_("A team, a building, a space"))
    personal_data = forms.BooleanField(
        label=_("Information about people was lost, seen by the wrong eyes, or changed, or may have been"),
        required=False,
    )
    aware_at = Moment(
        label=_("If so: since when do you know?"),
        required=False,
        help_text=_("The council has 72 hours from then to tell the Information Commissioner, if it must."),
    )
    named = forms.ChoiceField(
        label=_("With your name?"),
        choices=[("yes", _("Yes: I can be asked, and am told what came of it")), ("no", _("No: nobody is to know"))],
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": _("Choose whether your name stands beside it")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not settings.MOOTHALL_ANONYMOUS_REPORTS:
            del self.fields["named"]

    def clean_happened_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["happened_on"]
        if day is not None and day > clock.today():
            raise ValidationError(_("Enter a day that has come"), code="later")
        return day

    @property
    def is_named(self) -> bool:
        """Whether it is reported by name; always where reports without one are not allowed."""
        return bool(self.cleaned_data.get("named", "yes") == "yes")

    def words(self) -> Report:
        """What was reported."""
        given = self.cleaned_data
        return Report(
            kind=IncidentKind(given["kind"]),
            what=given["what"],
            happened_on=given["happened_on"],
            place=given["place"],
            personal_data=given["personal_data"],
            aware_at=given["aware_at"],
        )


class CloseForm(forms.Form):
    """What came of a report."""

    words = AtLength(
        label=_("What came of it?"),
        rows=5,
        max_length=LONGEST,
        help_text=_("What was done, and what will be otherwise from now on. Whoever reported it by name is told."),
        error_messages={"required": _("Enter what came of it")},
    )


class AwareForm(forms.Form):
    """Since when the council knows that personal data are touched."""

    aware_at = Moment(
        label=_("Since when is it known that information about people is touched?"),
        help_text=_("The 72 hours are counted from then, through nights and weekends. It can’t be changed afterwards."),
        error_messages={"required": _("Enter since when it is known")},
    )


class BreachForm(forms.Form):
    """Whether the Commissioner is told, with the reasons."""

    notify = forms.ChoiceField(
        label=_("Is the Information Commissioner told?"),
        choices=[
            ("yes", _("Yes: a risk to people’s rights and freedoms can’t be ruled out")),
            ("no", _("No: such a risk is unlikely")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the Commissioner is told")},
    )
    reasons = AtLength(
        label=_("For what reasons?"),
        rows=5,
        max_length=LONGEST,
        help_text=_("What happened, what it can mean for people, and what was done: they are kept either way."),
        error_messages={"required": _("Enter the reasons")},
    )


class NotifiedForm(forms.Form):
    """When the Commissioner was told, and why so late where it was."""

    at = Moment(
        label=_("When was the Commissioner told?"),
        error_messages={"required": _("Enter when the Commissioner was told")},
    )
    reference = PlainText(
        label=_("The Commissioner’s reference"), required=False, max_length=80, help_text=_("As the reply gave it")
    )
    late_because = AtLength(
        label=_("The reasons for the delay"),
        rows=4,
        required=False,
        max_length=LONGEST,
        help_text=_("Needed later than 72 hours after the council knew."),
    )

    def __init__(self, *args: Any, breach: Breach, **options: Any) -> None:
        super().__init__(*args, **options)
        self.breach = breach

    def clean(self) -> dict[str, Any]:
        """Not before the council knew; late, with reasons."""
        cleaned = super().clean() or {}
        at = cleaned.get("at")
        if at is not None and at < self.breach.aware_at:
            self.add_error("at", _("Enter a moment after the council knew of it"))
        if at is not None and at > self.breach.due_at and not cleaned.get("late_because"):
            self.add_error("late_because", _("Enter why it took longer than 72 hours"))
        return cleaned
