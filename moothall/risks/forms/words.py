"""Parts that the forms of an appraisal share."""

import math
import re
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Lines, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.risks.models import Appraisal

LONG = 4000  # characters of what is said at length
NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
SIGNS = re.compile(r"[£,\s]")


class AtLength(Lines):
    """What is said at length, of which there is an end."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONG)
        super().__init__(**options)


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
