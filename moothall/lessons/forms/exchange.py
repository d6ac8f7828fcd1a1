"""Following another body, calling it otherwise, and following it no longer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import OnceForm, PlainText
from moothall.lessons.exchange import addresses
from moothall.lessons.exchange.faults import Fault, Faulty

NAME = 160


class FollowForm(OnceForm):
    """The address of a feed, and whose it is."""

    name = PlainText(
        label=_("Which body is it?"),
        max_length=NAME,
        help_text=_("Such as “Elmbridge Council”. Everything that comes from there is shown with this name."),
        error_messages={"required": _("Enter the name of the body")},
    )
    address = PlainText(
        label=_("The address of its feed"),
        max_length=addresses.LONGEST,
        help_text=_("Another hall names its feeds on its page “What we share”. Atom, RSS and JSON Feed are read too."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
        error_messages={"required": _("Enter the address of the feed")},
    )
    use_required_attribute = False

    def clean_address(self) -> str:
        """The address, as it is asked for."""
        try:
            return addresses.place(self.cleaned_data["address"]).url
        except Faulty as faulty:
            raise ValidationError(Fault.ADDRESS.label, code="address") from faulty


class NameForm(forms.Form):
    """What a body is called."""

    name = PlainText(
        label=_("What is the body called?"),
        max_length=NAME,
        error_messages={"required": _("Enter the name of the body")},
    )
    use_required_attribute = False


class EndForm(forms.Form):
    """Following a body no longer, and what becomes of what it published."""

    keep = forms.ChoiceField(
        label=_("What becomes of what it published?"),
        choices=[
            ("yes", _("Keep it here, as it is now")),
            ("no", _("Take it away, but for lessons that were brought in")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it")},
    )
    use_required_attribute = False

    @property
    def keeps(self) -> bool:
        """Whether it stays."""
        given: dict[str, Any] = self.cleaned_data
        return bool(given["keep"] == "yes")
