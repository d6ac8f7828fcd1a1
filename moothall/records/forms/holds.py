"""Placing a hold, adding to it, reviewing and releasing it."""

from collections.abc import Callable, Iterable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.records import naming
from moothall.records.actions.holds import What
from moothall.records.models.holds import REASON
from moothall.records.naming import Token

MOST_LINES = 200


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class WhatForm(forms.Form):
    """What is to be held."""

    things = PlainText(
        label=_("Which spaces, conversations, posts, mailboxes or mail?"),
        help_text=_("Paste the address of each page, one a line. Or write a kind and a number, such as mailbox 3."),
        required=False,
        max_length=20_000,
        widget=_area(4),
    )
    people = PlainText(
        label=_("Whose?"),
        help_text=_(
            "One person a line: e-mail address, staff number or handle. It holds what they wrote and sent, their "
            "mailboxes and their account. An address from outside holds the mail that was sent from it."
        ),
        required=False,
        max_length=20_000,
        widget=_area(3),
    )
    search = PlainText(
        label=_("Everything that has these words"),
        help_text=_(
            "All of the words, or “a phrase”. It looks everywhere, also where you may not read, and tells you only how "
            "much there is. It is looked for again every quarter of an hour."
        ),
        required=False,
        max_length=1000,
    )

    def clean_things(self) -> tuple[Token, ...]:
        """What each line means."""
        problem = _("Nothing is found for “{line}”. Paste the address of its page, or write a kind and a number")
        return _read(
            self.cleaned_data["things"], lambda line: [found] if (found := naming.thing(line)) else [], problem
        )

    def clean_people(self) -> tuple[Token, ...]:
        """Whom each line means."""
        problem = _("“{line}” is nobody here, and not an e-mail address")
        return _read(self.cleaned_data["people"], naming.person, problem)

    def clean(self) -> dict[str, Any]:
        """A hold covers something."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and self.what.nothing:
            self.add_error("things", _("Say what is to be held: things, people or words"))
        return cleaned

    @property
    def what(self) -> What:
        """What was named."""
        given = self.cleaned_data
        search = given.get("search", "")
        return What((*given.get("things", ()), *given.get("people", ())), (search,) if search else ())


class HoldForm(WhatForm):
    """Placing a hold."""

    reason = PlainText(
        label=_("Why must this not be lost?"),
        help_text=_("Read by records managers, administrators, disclosure officers and the owner of the hold."),
        max_length=REASON,
        widget=_area(3),
        error_messages={"required": _("Enter why this must not be lost")},
    )
    case = PlainText(
        label=_("For which case?"),
        help_text=_("A reference, if there is one, such as FOI 2026/114"),
        required=False,
        max_length=120,
    )
    owner = PersonField(
        label=_("Who says when it can be released?"),
        guests=False,
        error_messages={"required": _("Enter who says when it can be released")},
    )
    review_on = Day(
        label=_("When should they look at it again?"),
        help_text=_("They are told on that day. A hold stays until somebody releases it."),
        required=False,
        ahead=True,
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    field_order = ("reason", "case", "things", "people", "search", "owner", "review_on")

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PersonField, self.fields["owner"]).by = by


class OwnerForm(forms.Form):
    """Giving a hold another owner."""

    owner = PersonField(
        label=_("Who says from now on when it can be released?"),
        guests=False,
        error_messages={"required": _("Enter who says when it can be released")},
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PersonField, self.fields["owner"]).by = by


class ReviewForm(forms.Form):
    """Saying that a hold is still needed."""

    note = PlainText(
        label=_("Why is it still needed?"),
        max_length=400,
        widget=_area(3),
        error_messages={"required": _("Enter why it is still needed")},
    )
    next_on = Day(label=_("When should it be looked at again?"), required=False, ahead=True)


class ReleaseForm(forms.Form):
    """Letting go."""

    reason = PlainText(
        label=_("Why can it be released?"),
        max_length=REASON,
        widget=_area(3),
        error_messages={"required": _("Enter why it can be released")},
    )


def _thing(line: str) -> list[Token]:
    found = naming.thing(line)
    return [found] if found else []


def _read(text: str, meaning: Callable[[str], Iterable[Token]], problem: Any) -> tuple[Token, ...]:
    lines = _lines(text)
    if len(lines) > MOST_LINES:
        raise ValidationError(_("Enter at most {most} lines; place a second hold for the rest").format(most=MOST_LINES))
    tokens: list[Token] = []
    errors: list[str] = []
    for line in lines:
        found = list(meaning(line))
        tokens += found
        if not found:
            errors.append(str(problem).format(line=line[:80]))
    if errors:
        raise ValidationError(errors)
    return tuple(dict.fromkeys(tokens))
