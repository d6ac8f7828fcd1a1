"""Passing a mail or a post on as a request, and settling a letter that made no case by itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.actions.cases import LONGEST, Asked, Asker
from moothall.disclosure.actions.received import usual_regime
from moothall.disclosure.models import Case, Channel
from moothall.disclosure.models.cases import LANGUAGES
from moothall.disclosure.queries.received import REFERENCE
from moothall.kit import clock
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.models import User


class PassOnForm(OnceForm):
    """What is asked for in it, and by whom."""

    title = PlainText(label=_("What is it about?"), max_length=200, help_text=_("A few words, without anyone’s name"))
    words = Lines(
        label=_("What do they ask for?"),
        rows=8,
        max_length=LONGEST,
        help_text=_("Their own words, all of them: they can’t be changed later. The original is kept beside them"),
    )
    received_on = Day(label=_("On which day did it come?"), help_text=_("The day it reached anybody in the council"))
    name = PlainText(label=_("Who asks?"), required=False, max_length=200)
    email = forms.EmailField(label=_("Their e-mail address"), required=False, max_length=254)
    postal = Lines(label=_("Their postal address"), required=False, max_length=600)
    language = forms.ChoiceField(
        label=_("In which language do we answer?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
    )

    def clean_received_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["received_on"]
        if day > clock.today() or day.year < 2005:
            raise ValidationError(_("Enter a day that has come, since 2005: the right to know began then"))
        return day

    def asked(self, *, channel: Channel, source: str, original: str) -> Asked:
        """What is asked for, and where it came."""
        given = self.cleaned_data
        return Asked(
            given["title"],
            given["words"],
            usual_regime(),
            channel,
            given["received_on"],
            source=source,
            original=original,
            language=given["language"],
        )

    def asker(self) -> Asker:
        """Who asks."""
        return Asker(self.cleaned_data["name"], self.cleaned_data["email"], self.cleaned_data["postal"])


class AddToForm(forms.Form):
    """To which case a letter belongs."""

    reference = PlainText(
        label=_("To which case does it belong?"), max_length=40, help_text=_("Its reference, such as FOI 2026-0147")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_reference(self) -> Case:
        """The case, if this person works on it."""
        named = REFERENCE.search(self.cleaned_data["reference"])
        rows = Case.objects.visible_to(self.by)
        found = rows.filter(year=int(named[1]), number=int(named[2])).first() if named else None
        if found is None:
            raise ValidationError(_("Enter the reference of a case that you work on, such as FOI 2026-0147"))
        return found


class AsideForm(forms.Form):
    """Why a letter is no request."""

    why = PlainText(label=_("Why is it no request?"), max_length=400)
