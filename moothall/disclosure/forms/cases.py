"""Typing a request in, writing down what happens, and saying whom a case is for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.actions.cases import LONGEST, Asked, Asker
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Channel, Kind
from moothall.disclosure.models.cases import LANGUAGES
from moothall.kit import clock
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User

TYPED = (Channel.POST, Channel.EMAIL, Channel.PHONE, Channel.IN_PERSON)
ASKED_OF = (Regime.FOIA, Regime.EIR, Regime.SAR, Regime.FOISA, Regime.EISR, Regime.REUSE, Regime.COMPLAINT)
HAPPENS = [
    (Happening.VALID, _("It became a valid request: in writing, with a name and an address")),
    (Happening.ACKNOWLEDGED, _("We acknowledged it, by telephone or otherwise")),
    (Happening.CLARIFICATION_ASKED, _("We asked what is meant (the clock starts anew when they answer)")),
    (Happening.CLARIFIED, _("They told us what is meant")),
    (Happening.FEES_NOTICE, _("We gave a fees notice")),
    (Happening.FEE_PAID, _("The fee was paid")),
    (Happening.IDENTITY_ASKED, _("We asked for proof of identity")),
    (Happening.IDENTITY_PROVED, _("Identity was proved")),
    (Happening.EXTENDED, _("We took more time, and told them why")),
    (Happening.REGIME_CHANGED, _("It is answered under another law")),
    (Kind.NOTE, _("A note")),
    (Happening.WITHDRAWN, _("It was withdrawn")),
    (Kind.CLOSED, _("Closed for another reason")),
]


class AskerForm(forms.Form):
    """Who asks, and where the answer goes."""

    name = PlainText(label=_("Who asks?"), required=False, max_length=200)
    email = forms.EmailField(label=_("Their e-mail address"), required=False, max_length=254)
    address = Lines(label=_("Their postal address"), required=False, max_length=600)


class NewForm(OnceForm):
    """A request that came by post, by telephone or by word of mouth."""

    title = PlainText(label=_("What is it about?"), max_length=200, help_text=_("A few words, without anyone’s name"))
    words = Lines(
        label=_("What do they ask for?"),
        rows=8,
        max_length=LONGEST,
        help_text=_("Their own words, all of them: they can’t be changed later"),
    )
    received_on = Day(label=_("On which day did it come?"), help_text=_("The day it reached anybody in the council"))
    channel = forms.ChoiceField(
        label=_("How did it come?"), choices=[(c.value, c.label) for c in TYPED], widget=forms.RadioSelect
    )
    regime = forms.ChoiceField(
        label=_("Under which law is it answered?"),
        choices=[(r.value, r.label) for r in ASKED_OF],
        widget=forms.RadioSelect,
        help_text=_(
            "About the environment, its state or measures: environmental. About the one who asks: subject access"
        ),
    )
    name = PlainText(label=_("Who asks?"), required=False, max_length=200)
    email = forms.EmailField(label=_("Their e-mail address"), required=False, max_length=254)
    address = Lines(label=_("Their postal address"), required=False, max_length=600)
    language = forms.ChoiceField(
        label=_("In which language do we answer?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
    )

    def clean_received_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise ValidationError(_("Enter a day that has come: it can’t have come in the future"))
        if day.year < 2005:
            raise ValidationError(_("Enter a day since 2005: the right to know began then"))
        return day

    def asked(self) -> Asked:
        """What is asked for."""
        given = self.cleaned_data
        return Asked(
            given["title"],
            given["words"],
            Regime(given["regime"]),
            Channel(given["channel"]),
            given["received_on"],
            language=given["language"],
        )

    def asker(self) -> Asker:
        """Who asks."""
        return Asker(self.cleaned_data["name"], self.cleaned_data["email"], self.cleaned_data["address"])


class HappenedForm(OnceForm):
    """What happened to a case on a day."""

    kind = forms.ChoiceField(label=_("What happened?"), choices=HAPPENS, widget=forms.RadioSelect)
    on = Day(label=_("On which day?"))
    to = forms.ChoiceField(
        label=_("Under which law then?"),
        required=False,
        choices=[("", _("It stays as it is")), *((r.value, r.label) for r in ASKED_OF)],
    )
    days = forms.IntegerField(
        label=_("How many further working days?"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    words = Lines(label=_("What is to be said of it?"), required=False, max_length=4000)

    def clean(self) -> dict[str, Any]:
        """What the law wants of each kind."""
        given = super().clean() or {}
        kind = given.get("kind")
        if kind == Happening.REGIME_CHANGED and not given.get("to"):
            self.add_error("to", _("Choose under which law it is answered from now on"))
        if kind in (Kind.NOTE, Kind.CLOSED, Happening.EXTENDED) and not given.get("words"):
            self.add_error("words", _("Say it in a sentence"))
        if kind != Happening.REGIME_CHANGED:
            given["to"] = ""
        if kind != Happening.EXTENDED:
            given["days"] = None
        return given

    def happening(self) -> Happening | Kind:
        """The kind as the act takes it."""
        kind = self.cleaned_data["kind"]
        return Happening(kind) if kind in Happening.values else Kind(kind)


class StrikeForm(forms.Form):
    """Why an event is struck out."""

    words = Lines(label=_("What was mistaken about it?"), max_length=1000)


class LanguageForm(forms.Form):
    """The language in which a request is answered."""

    language = forms.ChoiceField(
        label=_("In which language do we answer?"), choices=LANGUAGES, widget=forms.RadioSelect
    )


class PeopleForm(forms.Form):
    """Who answers for a case, and to whom it is closed."""

    owner = PersonField(label=_("Who answers for it?"), required=False, guests=False)
    sensitive = forms.BooleanField(label=_("Only they see it, and no other disclosure officer"), required=False)
    about = PersonField(label=_("Is it about one of our own?"), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "about"):
            field = self.fields[name]
            if isinstance(field, PersonField):
                field.by = by
        self.fields["about"].help_text = _("They never see the case, whatever their role. Leave it empty if it is not")
