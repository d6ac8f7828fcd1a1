"""Parts that the room's forms share."""

from typing import Any
from uuid import uuid4

from django import forms

from moothall.kit.forms import PlainText


class OnceForm(forms.Form):
    """A form that carries a token of its own, so that sent twice it acts once."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class Lines(PlainText):
    """Words of several lines, with one kind of line end."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """Browsers send CR LF."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
