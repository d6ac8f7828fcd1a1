"""Rules of the schedule, what they hold for, what a review decides, and why a disposal is turned down."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.forms import Day, PlainText
from moothall.records.custody import custodies
from moothall.records.models import Action, Application, RetentionRule, Trigger, Verdict
from moothall.records.models.retention import MOST_YEARS
from moothall.records.periods import Period
from moothall.records.schedule import Line

ONE = "one"


def _number(label: Any, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, widget=widget)


class RuleForm(forms.Form):
    """One line of the schedule."""

    reference = PlainText(
        label=_("Reference"),
        max_length=40,
        help_text=_("Which line of your schedule it is, such as HR 3.2. It stays the same in every version."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    class_path = PlainText(
        label=_("Class"), max_length=300, help_text=_("Function / activity / transaction, with strokes between them")
    )
    title = PlainText(label=_("Title"), max_length=200, help_text=_("What people call it"))
    trigger = forms.ChoiceField(label=_("Counted from"), choices=Trigger.choices)
    years = _number(_("Years"), MOST_YEARS)
    months = _number(_("Months"), 1200)
    days = _number(_("Days"), 32_000)
    action = forms.ChoiceField(label=_("Then"), choices=Action.choices)
    authority = PlainText(
        label=_("Authority"),
        max_length=400,
        required=False,
        help_text=_(
            "The law, guidance or decision that the period rests on. Without one the rule is a placeholder, "
            "which nobody can switch on."
        ),
    )

    def __init__(self, *args: Any, rule: RetentionRule | None = None, **options: Any) -> None:
        if rule is not None:
            options["initial"] = {
                name: getattr(rule, name)
                for name in ("reference", "class_path", "title", "trigger", "years", "months", "days", "action")
            } | {"authority": "" if rule.placeholder else rule.authority}
        super().__init__(*args, **options)
        if rule is not None:
            self.fields["reference"].disabled = True

    def clean(self) -> dict[str, Any]:
        """An authority is cited for a period."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = [cleaned.get(name) for name in ("years", "months", "days")]
        if cleaned.get("authority") and not any(given) and not self.errors:
            self.add_error("years", _("Enter how long it is kept. What is kept for ever needs no rule."))
        return cleaned

    @property
    def line(self) -> Line:
        """What was filled in, as a line of a schedule."""
        given = self.cleaned_data
        period = Period(given["years"] or 0, given["months"] or 0, given["days"] or 0)
        return Line(
            given["reference"], given["class_path"], given["title"], given["trigger"], period, given["action"],
            given["authority"],
        )  # fmt: skip


class BringInForm(forms.Form):
    """A schedule as a table."""

    file = forms.FileField(
        label=_("Schedule (CSV)"),
        help_text=_("From a spreadsheet: save the sheet as CSV. At most 2 MB."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty. Choose another.")},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class ApplyForm(forms.Form):
    """What a rule is to hold for."""

    to = forms.ChoiceField(label=_("What it holds for"), choices=())
    page = PlainText(
        label=_("Its page"),
        required=False,
        max_length=500,
        help_text=_("For one space, conversation, mailbox or message: copy the address of its page from your browser."),
    )
    event_date = Day(
        label=_("Counted from"), required=False, help_text=_("The day from which this rule counts, such as the closure")
    )

    def __init__(self, *args: Any, rule: RetentionRule, **options: Any) -> None:
        super().__init__(*args, **options)
        every = [(f"{custody.key}:*", custody.every) for custody in custodies]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared so above
        field.choices = [(ONE, _("One, which I name below")), *every]
        if rule.trigger != Trigger.DATE:
            del self.fields["event_date"]

    def clean(self) -> dict[str, Any]:
        """Find the one thing by the address of its page."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("to") == ONE and "page" not in self.errors:
            token = _token(cleaned.get("page", ""))
            if token is None:
                self.add_error(
                    "page", _("Nothing has that address that a rule can hold for. Copy it from your browser.")
                )
            cleaned["token"] = token
        else:
            cleaned["token"] = cleaned.get("to")
        return cleaned

    @property
    def place(self) -> tuple[str, int | None]:
        """The kind, and the number or None for all."""
        kind, _colon, ref = str(self.cleaned_data["token"]).partition(":")
        return kind, None if ref == "*" else int(ref)


def _token(page: str) -> str | None:
    kind, _colon, ref = page.strip().partition(":")
    if ref.isdecimal() and len(ref) < 19 and any(kind in (one.key, one.unit) for one in custodies):
        return f"{kind}:{int(ref)}"
    try:
        path = urlsplit(page.strip()).path
    except ValueError:
        return None
    return next((token for custody in custodies if (token := custody.find(path))), None)


class ReceiptForm(forms.Form):
    """Who took the bundles over, under which reference, and when."""

    archive = PlainText(
        label=_("Who took them over"),
        max_length=200,
        help_text=_("The archive or other body, as its receipt names it"),
        error_messages={"required": _("Enter who took them over")},
    )
    reference = PlainText(
        label=_("Reference of the receipt"),
        max_length=200,
        help_text=_("The accession number, or what else the receipt is known by"),
        error_messages={"required": _("Enter the reference of the receipt")},
    )
    on = Day(
        label=_("Day of the receipt"),
        help_text=_("When they said that they have it"),
    )


class DeclineForm(forms.Form):
    """Why a disposal is not to be."""

    reason = PlainText(label=_("Why not"), max_length=400, help_text=_("Whoever proposed it sees this."))


class DecideForm(forms.Form):
    """What becomes of things that wait for a review."""

    refs = forms.MultipleChoiceField(choices=(), error_messages={"required": _("Tick what you decide about")})
    verdict = forms.ChoiceField(label=_("What becomes of them"), choices=Verdict.choices, widget=forms.RadioSelect)
    keep_until = Day(
        label=_("If you keep them: until which day?"),
        required=False,
        sometimes=True,
        help_text=_("Then they come back to this list"),
    )
    reason = PlainText(label=_("Reason"), max_length=400, help_text=_("It stays on record"))

    def __init__(self, *args: Any, refs: Sequence[int], application: Application, **options: Any) -> None:
        super().__init__(*args, **options)
        self.application = application
        field = self.fields["refs"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared so above
        field.choices = [(str(ref), str(ref)) for ref in refs]

    def clean(self) -> dict[str, Any]:
        """Who keeps says until when."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") == Verdict.KEEP and not cleaned.get("keep_until") and "keep_until" not in self.errors:
            self.add_error("keep_until", _("Enter until which day they are kept"))
        until = cleaned.get("keep_until")
        if cleaned.get("verdict") == Verdict.KEEP and until and until <= clock.today():
            self.add_error("keep_until", _("Enter a day later than today"))
        return cleaned

    @property
    def ticked(self) -> list[int]:
        """Which of them."""
        return [int(ref) for ref in self.cleaned_data["refs"]]


class AnswerForm(DecideForm):
    """The same, for whoever looks after the place: they keep, or agree; others destroy."""

    verdict = forms.ChoiceField(
        label=_("What becomes of them"),
        choices=[
            (Verdict.KEEP, _("Keep them until a day")),
            (Verdict.DESTROY, _("I agree that they are destroyed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to keep them, or agree that they are destroyed")},
    )
    reason = PlainText(
        label=_("Reason"),
        max_length=400,
        help_text=_("Records managers see it, and it stays on record"),
        error_messages={"required": _("Enter the reason")},
    )
