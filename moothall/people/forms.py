"""What people tell of themselves, and letting someone in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.people.models import Kind, Team, User


class ProfileForm(forms.Form):
    """A person's own words about their work."""

    job = PlainText(label=_("What is your job?"), max_length=120, required=False)
    ask_about = PlainText(
        label=_("What can people ask you about?"),
        help_text=_("A few words, for example: tree preservation orders, grants for halls"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddPersonForm(forms.Form):
    """Letting someone in."""

    name = PlainText(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    kind = forms.ChoiceField(label=_("How do they belong to the council?"), choices=Kind, widget=forms.RadioSelect)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.order_by("name"), required=False)
    job = PlainText(label=_("Job"), max_length=120, required=False)
    organisation = PlainText(
        label=_("Organisation"), help_text=_("For a guest: whom they come from"), max_length=120, required=False
    )

    def clean_email(self) -> str:
        """One account to an address."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Someone has this address already. Look for them under People."))
        return email

    def clean(self) -> dict[str, Any]:
        """A guest belongs to someone."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Kind.GUEST and not cleaned.get("organisation"):
            self.add_error("organisation", _("Enter whom the guest comes from"))
        return cleaned
