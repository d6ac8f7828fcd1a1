"""Signing, taking back, and inviting."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.charter import permissions
from moothall.charter.actions.invitations import LONGEST as LONGEST_INVITATION
from moothall.charter.actions.signatures import LONGEST
from moothall.charter.models.signatures import ORGANISATION as SIGNED_BY_ALL
from moothall.kit.forms import Lines
from moothall.people.fields import PersonField
from moothall.people.models import Team, User

ME, TEAM, ORGANISATION = "me", "team", "organisation"
MOST_INVITED = 30  # at once


class SignForm(forms.Form):
    """For whom one signs, one's own words, and who may see it; `signed` are the signatories that have signed already.

    `anything` says whether anybody is left for whom this person may sign.
    """

    signatory = forms.ChoiceField(
        label=_("Who signs?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who signs")}
    )
    words = Lines(
        label=_("In your own words"),
        required=False,
        rows=4,
        max_length=LONGEST,
        help_text=_(
            "What it means for your work, or what you find hard about it. They stand beside the name and can’t be"
            " changed. For the organisation: say where and when it was decided."
        ),
    )
    public = forms.BooleanField(
        label=_("Show the name and these words on the public page too. You can change this at any time"),
        required=False,
    )

    def __init__(self, *args: Any, by: User, council: str, signed: Collection[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by
        choices: list[tuple[str, object]] = []
        if by.holder not in signed:
            choices.append((ME, _("I do, for myself")))
        if self.team is not None and f"team:{self.team.pk}" not in signed:
            choices.append((TEAM, _("My team, {team}; I sign for it").format(team=self.team.name)))
        if permissions.can_sign_for_organisation(by) and SIGNED_BY_ALL not in signed:
            choices.append((ORGANISATION, _("{council}, which decided so").format(council=council)))
        field = self.fields["signatory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = choices
        field.initial = choices[0][0] if choices else None
        self.anything = bool(choices)

    @property
    def team(self) -> Team | None:
        """The team that this person may sign for."""
        team = self.by.team
        return team if team is not None and permissions.can_sign_for_team(self.by, team) else None

    def clean(self) -> dict[str, Any]:
        """The organisation's decision is somewhere on paper."""
        given = super().clean() or {}
        if given.get("signatory") == ORGANISATION and not given.get("words", "").strip():
            self.add_error("words", ValidationError(_("Enter where and when it was decided"), code="where"))
        return given


class TakeBackForm(forms.Form):
    """Why a signature is taken back, if one wishes to say."""

    why = Lines(label=_("Why?"), required=False, rows=3, max_length=LONGEST)


class Colleagues(Lines):
    """People, one on each line, as `PersonField` finds them; the form sets `by`."""

    by: User | None = None

    def clean(self, value: Any) -> list[User]:
        """The people who are called that; an error names the line that is not understood."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_INVITED:
            raise ValidationError(_("Enter at most thirty people at once"), code="many")
        finder, found, errors = PersonField(), [], []
        finder.by = self.by
        for line in lines:
            try:
                person = finder.clean(line)
            except ValidationError as error:
                errors.append(f"“{line[:80]}”: {error.messages[0]}")
                continue
            if person is not None and person not in found:
                found.append(person)
        if errors:
            raise ValidationError(errors, code="person")
        return found


class InviteForm(forms.Form):
    """Whom to ask, and what to say."""

    people = Colleagues(
        label=_("Whom do you ask?"),
        rows=4,
        max_length=4000,
        help_text=_("One person on each line: a full name, an e-mail address, or a handle from the profile"),
        error_messages={"required": _("Enter at least one person")},
    )
    words = Lines(
        label=_("What do you say to them?"),
        required=False,
        rows=3,
        max_length=LONGEST_INVITATION,
        help_text=_("Why it matters to you. It goes with the notice that they get"),
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["people"]
        assert isinstance(field, Colleagues)  # noqa: S101  for the type checker
        field.by = by
        self.by = by

    def clean_people(self) -> list[User]:
        """Somebody else than oneself."""
        people: list[User] = self.cleaned_data["people"]
        if self.by in people:
            raise ValidationError(_("You need not invite yourself: take your own name out"), code="self")
        return people
