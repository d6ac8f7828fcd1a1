"""Forms in GOV.UK's markup: labels, hints and errors where they can be mended."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.text import is_plain

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
EARLIEST, LATEST = date(1000, 1, 1), date(2999, 12, 31)  # outside them nobody can have meant it


class GovRenderer(TemplatesSetting):
    """Renders every field with our templates; widgets carry govuk-frontend's classes."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"


class PlainText(forms.CharField):
    """Text without control characters, which no person types and no database wants."""

    default_error_messages = {"control": _("Remove the characters that can’t be shown, then try again")}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if isinstance(cleaned, str) and not is_plain(cleaned):
            raise forms.ValidationError(self.error_messages["control"], code="control")
        return cleaned


class Lines(PlainText):
    """Words of several lines, with one kind of line end; `sometimes` as in `Day`."""

    def __init__(self, *, rows: int = 3, sometimes: bool = False, **options: Any) -> None:
        self.sometimes = sometimes
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """Browsers send CR LF."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class OnceForm(forms.Form):
    """A form that carries a token of its own, so that sent twice it acts once."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class Day(forms.DateField):
    """A day, picked in the browser's calendar or written as people write one.

    `ahead` where it must be after today; `sometimes` where another answer asks for it, so that its label says nothing
    of wishing.
    """

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"})
    default_error_messages = {
        "invalid": _("Enter a day, such as 2026-04-01 or 01/04/2026"),
        "ahead": _("Enter a day after today"),
    }

    def __init__(self, *, ahead: bool = False, sometimes: bool = False, **options: Any) -> None:
        self.ahead = ahead
        self.sometimes = sometimes
        super().__init__(input_formats=DAYS, **options)

    def validate(self, value: date | None) -> None:
        """A day that somebody can have meant, and not before tomorrow where it is to come."""
        super().validate(value)
        if value is None:
            return
        if not EARLIEST <= value <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if self.ahead and value <= clock.today():
            raise forms.ValidationError(self.error_messages["ahead"], code="ahead")
