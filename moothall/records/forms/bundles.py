"""Taking something out, and fixing something as a record."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText


class BundleForm(forms.Form):
    """Asking for a bundle."""

    reason = PlainText(
        label=_("What is it for?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the record of acts. Once it is out of the hall, you answer for who can read it."),
        error_messages={"required": _("Enter what it is for")},
    )


class DeclareForm(forms.Form):
    """Declaring a record."""

    why = PlainText(
        label=_("Why is it a record?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it proves, such as “the decision to close on Mondays, and who took it”"),
        error_messages={"required": _("Enter why it is kept as a record")},
    )
    asset = forms.ChoiceField(label=_("Under which information asset?"), required=False)

    def __init__(self, *args: Any, assets: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["asset"])
        field.choices = [("", str(_("None, only where it is"))), *assets]
