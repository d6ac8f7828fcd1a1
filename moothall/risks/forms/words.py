"""Parts that the forms of an appraisal share."""

import math
import re
from decimal import Decimal
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.forms import PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.risks.models import Appraisal

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y"]
SOON, LATE = 1900, 2200  # years that somebody can mean
LONG = 4000  # characters of what is said at length
NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
SIGNS = re.compile(r"[£,\s]")


class OnceForm(forms.Form):
    """A form that carries a token of its own, so that sent twice it acts once."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class Lines(PlainText):
    """Words of several lines, with one kind of line end."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        options.setdefault("max_length", LONG)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """Browsers send CR LF."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class Day(forms.DateField):
    """A day, picked or typed; `to_come` says that it must be after today."""

    def __init__(self, *, to_come: bool = False, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"})
        words = {"invalid": _("Enter a day, such as 2026-04-01 or 01/04/2026")} | options.pop("error_messages", {})
        super().__init__(widget=widget, input_formats=DAYS, error_messages=words, **options)
        self.is_to_come = to_come

    def clean(self, value: Any) -> Any:
        """A day that somebody can mean, and after today where it is to come."""
        day = super().clean(value)
        if day is not None and not SOON <= day.year <= LATE:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if day is not None and self.is_to_come and day <= clock.today():
            raise ValidationError(_("Enter a day that is still to come"), code="to_come")
        return day


class Amount(PlainText):
    """A number as people write it: £100,000, 0.1; None where nothing was entered."""

    default_error_messages = {"number": _("Enter a number, such as 0.5 or 100,000")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        super().__init__(max_length=30, widget=widget, **options)

    def clean(self, value: Any) -> Decimal | None:
        """The number."""
        words = SIGNS.sub("", str(super().clean(value) or ""))
        if not words:
            return None
        if not NUMBER.fullmatch(words) or not math.isfinite(float(words)):
            raise ValidationError(self.error_messages["number"], code="number")
        return Decimal(words)


class Pounds(Amount):
    """An amount in pounds, with pence at most."""

    default_error_messages = {"number": _("Enter an amount in pounds, such as 12,000")}

    def clean(self, value: Any) -> Decimal | None:
        """The amount."""
        amount = super().clean(value)
        if amount is not None and (amount >= 10**10 or round(amount, 2) != amount):
            raise ValidationError(self.error_messages["number"], code="number")
        return amount


class ReaderField(PersonField):
    """Somebody of the council who can read the appraisal; the form sets `by` and `appraisal`."""

    default_error_messages = {
        "unread": _("They can’t read this appraisal. Have them work on it first, under its people"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(guests=False, **options)
        self.appraisal: Appraisal | None = None

    def clean(self, value: Any) -> User | None:
        """The person, if they can read what they are named in."""
        person = super().clean(value)
        if person is None or self.appraisal is None:
            return person
        if not Appraisal.objects.visible_to(person).filter(pk=self.appraisal.pk).exists():
            raise ValidationError(self.error_messages["unread"], code="unread")
        return person


class NamesPeople(forms.Form):
    """A form that names people: it knows who asks, and for which appraisal."""

    def __init__(self, *args: Any, by: User, appraisal: Appraisal | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by, self.appraisal = by, appraisal
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.by = by
            if isinstance(field, ReaderField):
                field.appraisal = appraisal


def choices_of(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Offer these choices in a field; a field without any is left out."""
    if not choices:
        del form.fields[name]
        return
    cast(forms.ChoiceField, form.fields[name]).choices = choices
