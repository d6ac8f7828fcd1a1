"""What anybody sends in without signing in: a trap for machines, and letting in what people said, or not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Lines, OnceForm


class PublicForm(OnceForm):
    """What somebody of the public sends; `address` is for machines, which fill in whatever they find.

    The page shows it with `kit/forms/trap.html`, where nobody sees it.
    """

    address = forms.CharField(required=False, max_length=400)

    def clean_address(self) -> str:
        """People do not see it, so whoever filled it in is no person, or a browser too eager."""
        if self.cleaned_data["address"]:
            raise forms.ValidationError(_("Leave this field empty"), code="filled")
        return ""


class ModerateForm(forms.Form):
    """Letting in what somebody of the public said, or not; `seen` is how it stood when the page was shown."""

    let_in = forms.ChoiceField(
        label=_("Is it shown?"),
        choices=[("yes", _("Let it in")), ("no", _("Keep it out"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is shown")},
    )
    why = Lines(
        label=_("Why it is kept out"),
        rows=2,
        required=False,
        max_length=400,
        help_text=_("Needed if you keep it out. Only those who let in or keep out can read it."),
    )
    seen = forms.ChoiceField(choices=[("", ""), ("yes", ""), ("no", "")], required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Keeping out has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("let_in") == "no" and not cleaned.get("why"):
            self.add_error("why", _("Say why it is kept out"))
        return cleaned

    def was_seen(self) -> bool | None:
        """How it stood when it was looked at."""
        return {"yes": True, "no": False}.get(self.cleaned_data["seen"])


def stands(let_in: bool | None, why: str) -> dict[str, str]:
    """What the form shows of something that was moderated, or was not yet."""
    seen = {True: "yes", False: "no", None: ""}[let_in]
    return {"seen": seen, "let_in": seen, "why": why}
