"""Saying under what terms requests are answered, who stands in for whom, and which days are bank holidays."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.bank_holidays import LONGEST_NAME, MOST_BYTES
from moothall.disclosure.law.clocks import EARLIEST, LATEST
from moothall.disclosure.law.days import Nation, WeekendRule
from moothall.disclosure.law.regimes import Body
from moothall.disclosure.models import Terms
from moothall.kit import clock
from moothall.kit.forms import Day, Lines, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User

NARROW = {"class": "govuk-input--width-4"}


class TermsForm(forms.Form):
    """The terms from a day on."""

    from_on = Day(label=_("From which day?"), help_text=_("Open cases are counted anew when it has come"))
    body = forms.ChoiceField(label=_("What kind of body are we?"), choices=Body, widget=forms.RadioSelect)
    nation = forms.ChoiceField(label=_("In which nation?"), choices=Nation, widget=forms.RadioSelect)
    weekend_rule = forms.ChoiceField(
        label=_("When does a request that comes at a weekend count as received?"),
        choices=WeekendRule,
        widget=forms.RadioSelect,
    )
    regulator = PlainText(label=_("The regulator’s name"), max_length=120)
    regulator_address = Lines(label=_("Its address"), max_length=400)
    regulator_site = PlainText(label=_("Where complaints are made"), max_length=200)
    review_days = forms.IntegerField(
        label=_("How many working days to ask for a review?"),
        min_value=1,
        max_value=250,
        widget=forms.NumberInput(attrs=NARROW),
    )
    inside_days = PlainText(
        label=_("Inside dates, in working days from receipt"),
        max_length=40,
        help_text=_("Three of them, such as 3, 10, 17: when a part is asked for, due, and late"),
    )
    approvals = forms.IntegerField(
        label=_("How many approve an answer before it goes?"),
        min_value=0,
        max_value=3,
        widget=forms.NumberInput(attrs=NARROW),
        help_text=_("Besides whoever wrote it. A refusal always needs two"),
    )
    hold_at_once = forms.BooleanField(
        label=_("When a request comes, hold what is closest to its words"),
        required=False,
        help_text=_(
            "Nobody can delete it while the case is open. FOIA s.1(4): what is held on that day is what counts"
        ),
    )
    reply_to = PlainText(
        label=_("Where do requesters write to?"),
        required=False,
        max_length=200,
        help_text=_("For a review, such as foi@example.gov.uk. No letter of refusal goes without it. FOIA s.17(7)"),
    )

    def clean_inside_days(self) -> str:
        """Ascending numbers of days."""
        words = self.cleaned_data["inside_days"].replace(",", " ").split()
        days = [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 4]
        if not 1 <= len(days) == len(words) <= 6 or sorted(set(days)) != days or days[0] < 1:
            raise ValidationError(_("Write working days that grow, such as 3, 10, 17"))
        return ", ".join(str(day) for day in days)

    def terms(self) -> Terms:
        """The terms as they are said."""
        return Terms(**self.cleaned_data)


class CoverForm(forms.Form):
    """Who stands in for somebody."""

    person = PersonField(label=_("Who is away?"), guests=False)
    stand_in = PersonField(label=_("Who stands in?"), guests=False)
    first_on = Day(label=_("From which day?"))
    last_on = Day(label=_("To which day, that one too?"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "stand_in"):
            field = self.fields[name]
            if isinstance(field, PersonField):
                field.by = by

    def clean(self) -> dict[str, Any]:
        """Somebody else, and days in their order."""
        given = super().clean() or {}
        if given.get("person") and given["person"] == given.get("stand_in"):
            self.add_error("stand_in", _("Name somebody else"))
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("Enter a day that is not before the first"))
        if last and last < clock.today():
            self.add_error("last_on", _("Enter a day that is not over yet"))
        return given


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        words = _("Enter a day from {first} to {last}")
        raise ValidationError(str(words).format(first=EARLIEST.year, last=LATEST.year))
    return day


class HolidayForm(forms.Form):
    """A bank holiday that is proclaimed, or a day that is none after all."""

    what = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("proclaim", _("A bank holiday")), ("strike", _("No bank holiday after all"))],
        widget=forms.RadioSelect,
    )
    day = Day(label=_("Which day?"))
    nations = forms.MultipleChoiceField(label=_("Where?"), choices=Nation, widget=forms.CheckboxSelectMultiple)
    name = PlainText(label=_("What is it called?"), required=False, max_length=LONGEST_NAME)
    source = PlainText(
        label=_("Where does it say so?"), max_length=LONGEST_NAME, help_text=_("A proclamation, an order, a notice")
    )

    def clean_day(self) -> date:
        """A day that the calendars reach."""
        return _within(self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        """A holiday has a name."""
        given = super().clean() or {}
        if given.get("what") == "proclaim" and not given.get("name"):
            self.add_error("name", _("Say what it is called"))
        return given

    def nations_chosen(self) -> list[Nation]:
        """Where it holds."""
        return [Nation(value) for value in self.cleaned_data["nations"]]


class ClosureForm(forms.Form):
    """When the school is closed, or open after all."""

    what = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("close", _("The school is closed")), ("open", _("It is open after all"))],
        widget=forms.RadioSelect,
    )
    first_on = Day(label=_("From which day?"))
    last_on = Day(label=_("To which day, that one too?"))
    name = PlainText(label=_("What is it called?"), max_length=LONGEST_NAME, help_text=_("Such as: summer holidays"))

    def clean_first_on(self) -> date:
        """A day that the calendars reach."""
        return _within(self.cleaned_data["first_on"])

    def clean_last_on(self) -> date:
        """A day that the calendars reach."""
        return _within(self.cleaned_data["last_on"])

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        given = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("Enter a day that is not before the first"))
        return given


class HolidayFileForm(forms.Form):
    """The list that gov.uk publishes."""

    file = forms.FileField(
        label=_("The bank holidays of gov.uk, as JSON"),
        help_text=_("Save www.gov.uk/bank-holidays.json, and choose it here"),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty. Choose another")},
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> bytes:
        """Its bytes, if they are few enough to be that list."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is far longer than the one that gov.uk publishes"))
        return bytes(file.read())
