"""Searching for a case, what was not searched, attestations, and what councillors hold as their own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.actions.searches import Wanted
from moothall.disclosure.models import AttestationKind
from moothall.disclosure.queries import capacity
from moothall.kit.forms import Day, Lines, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.search.sources import sources


class SearchForm(forms.Form):
    """What to look for in the whole hall, what to keep to, and why."""

    query = PlainText(
        label=_("Words to look for"),
        required=False,
        max_length=1000,
        help_text=_("All of them must be there. “Words in quotation marks” together, -word not there"),
    )
    reason = PlainText(
        label=_("Why do you search?"), max_length=400, help_text=_("It stays on record, with your name and the time")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of thing"), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = Lines(
        label=_("Only in these mailboxes and spaces"),
        required=False,
        max_length=8000,
        help_text=_("One to a line: the address of a mailbox, the name of a space"),
    )
    people = Lines(
        label=_("Only what these people wrote or received"),
        required=False,
        max_length=4000,
        help_text=_("Their e-mail addresses, one to a line"),
    )
    since = Day(label=_("From which day?"), required=False)
    until = Day(label=_("Until which day?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kinds"]
        if isinstance(kinds, forms.MultipleChoiceField):
            kinds.choices = [(source.key, source.label) for source in sources]

    def clean_places(self) -> tuple[str, ...]:
        """The containers that the lines mean."""
        return _read(self.cleaned_data["places"], capacity.place, _("There is no mailbox or space called {line}"))

    def clean_people(self) -> tuple[str, ...]:
        """Addresses as the index has them, and the accounts that go with them."""
        return _read(self.cleaned_data["people"], _address, _("{line} is not an e-mail address"))

    def clean(self) -> dict[str, Any]:
        """Something must be looked for; the first day is not after the last."""
        given = super().clean() or {}
        if not (given.get("query") or given.get("places") or given.get("people")) and not self.errors:
            raise ValidationError(_("Write a word to look for, or name a person or a place to keep to"))
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("Enter a day that is not before the first"))
        return given

    def wanted(self) -> Wanted:
        """What is looked for."""
        given = self.cleaned_data
        people = {*given["people"], *_accounts(given["people"])}
        return Wanted(
            given["query"],
            tuple(given["kinds"]),
            given["places"],
            tuple(sorted(people)),
            given["since"],
            given["until"],
        )


class NotSearchedForm(forms.Form):
    """Something that was not searched, and why."""

    what = PlainText(label=_("What was not searched?"), max_length=300)
    why = PlainText(label=_("Why not?"), max_length=400)


class AskToAttestForm(forms.Form):
    """Whom to ask to search what the hall cannot."""

    kind = forms.ChoiceField(
        label=_("What is to be searched?"),
        choices=AttestationKind,
        widget=forms.RadioSelect,
    )
    of_what = PlainText(label=_("Which?"), max_length=300, help_text=_("Such as: WhatsApp on the work telephone"))
    person = PersonField(label=_("Whom do you ask?"), required=False, guests=False)
    name = PlainText(label=_("Or somebody outside, by name"), required=False, max_length=200)
    words = Lines(
        label=_("What should they look for?"),
        max_length=2000,
        help_text=_("They read this, and neither the request nor who made it"),
    )
    on = Day(label=_("On which day are they asked?"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        if isinstance(person, PersonField):
            person.by = by

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if "person" in given and bool(given.get("person")) == bool(given.get("name")):
            raise ValidationError(_("Name a colleague or write a name"))
        return given


class AttestForm(forms.Form):
    """What somebody searched and found."""

    answer = Lines(
        label=_("Where did you look, for what, and what did you find?"),
        rows=6,
        max_length=4000,
        help_text=_("Say also if something is gone, and since when. It is said once"),
    )


class CapacityForm(forms.Form):
    """That a councillor holds a mailbox or a space as their own."""

    place = PlainText(label=_("Which mailbox or space?"), max_length=254, help_text=_("Its address or its name"))
    holder = PersonField(label=_("Which councillor holds it?"), guests=False, required=False)
    held = forms.ChoiceField(
        label=_("How is it held?"),
        choices=[("own", _("As their own: casework, party or private matters")), ("council", _("For the council"))],
        widget=forms.RadioSelect,
    )
    words = PlainText(label=_("What is it used for?"), max_length=400)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.fields["holder"]
        if isinstance(holder, PersonField):
            holder.by = by

    def clean(self) -> dict[str, Any]:
        """Whose own it is, where it is somebody's."""
        given = super().clean() or {}
        if given.get("held") == "own" and not given.get("holder") and "holder" not in self.errors:
            self.add_error("holder", _("Name the councillor who holds it"))
        return given


def _read(text: str, meaning: Callable[[str], str], problem: Any) -> tuple[str, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = {line: meaning(line) for line in lines}
    wrong = [forms.ValidationError(str(problem).format(line=line)) for line, meant in found.items() if not meant]
    if wrong:
        raise ValidationError(wrong)
    return tuple(dict.fromkeys(found.values()))


def _address(line: str) -> str:
    return line.lower() if "@" in line.strip("@") and " " not in line else ""


def _accounts(addresses: tuple[str, ...]) -> list[str]:
    return [person.holder for person in User.objects.filter(email__in=addresses)]


class LetGoForm(forms.Form):
    """Why what is held for a closed case can be released."""

    words = Lines(label=_("Why can it be released?"), max_length=1000)
