"""Forms in GOV.UK's markup: labels, hints and errors where they can be mended."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from moothall.kit.text import is_plain


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
