"""Beginning an initiative, saying it another way, and who does what in it."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.change.actions.initiatives import InitiativeWords
from moothall.change.forms.naming import AtLength, Colleague, NamesPeople
from moothall.change.models import Initiative, Openness, Part
from moothall.kit.forms import OnceForm, PlainText
from moothall.people.models import User
from moothall.people.queries import is_in_technology


class _Words(forms.Form):
    """What an initiative is for."""

    title = PlainText(
        label=_("What is it called?"),
        max_length=160,
        help_text=_("A few words, such as “Talk in the open”."),
        error_messages={"required": _("Enter what it is called")},
    )
    problem = AtLength(
        label=_("Which problem does it mend?"),
        rows=4,
        help_text=_("What is the matter as things are, and for whom. Not yet what is to be done."),
        error_messages={"required": _("Enter which problem it mends")},
    )
    outline = AtLength(label=_("What is to change?"), required=False, help_text=_("In a few lines."))
    openness = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Openness,
        widget=forms.RadioSelect,
        help_text=_("Open is the rule here. Close it where reading it could harm somebody."),
        error_messages={"required": _("Choose who may read it")},
    )
    use_required_attribute = False

    def words(self) -> InitiativeWords:
        """What was entered."""
        given = self.cleaned_data
        return InitiativeWords(
            title=given["title"].strip(),
            problem=given["problem"].strip(),
            outline=given["outline"].strip(),
            openness=Openness(given["openness"]),
        )


class BeginForm(NamesPeople, OnceForm, _Words):
    """Entering an idea."""

    owner = Colleague(
        label=_("Who in the business owns it?"),
        required=False,
        help_text=_(
            "Whoever needs the value, outside technology. They accept in person. Leave it empty if nobody is found yet."
        ),
    )
    field_order = ("title", "problem", "outline", "owner", "openness")

    def clean_owner(self) -> User | None:
        """Somebody who can own a change."""
        owner: User | None = self.cleaned_data["owner"]
        return owner if owner is None else _owner(owner)


class EditForm(_Words):
    """Saying it another way; `seen` is what it said when the page was opened, so that nobody writes over others."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def stamp(initiative: Initiative) -> str:
    """What an initiative says, in a few characters."""
    said = "\0".join([initiative.title, initiative.problem, initiative.outline, initiative.openness])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _owner(person: User) -> User:
    if is_in_technology(person):
        words = _("The business owns a change: %(name)s is in technology, and can guide it")
        raise ValidationError(words, params={"name": person.name})
    return person


class PartForm(NamesPeople):
    """Naming who owns, guides or champions it, or that nobody does for now."""

    person = Colleague(label=_("Who?"), required=False)
    words = AtLength(
        label=_("Why does it pass on?"),
        required=False,
        rows=2,
        max_length=400,
        help_text=_("It stays on the trail of who answered for it."),
    )
    use_required_attribute = False
    LABELS = {
        Part.OWNER: _("Who in the business owns it?"),
        Part.GUIDE: _("Who guides and supports it?"),
        Part.SPONSOR: _("Who champions it?"),
    }
    HINTS = {
        Part.OWNER: _(
            "Not in technology, and not the guide. They accept in person. Leave it empty where nobody does for now."
        ),
        Part.GUIDE: _("A guide helps, and never owns it. Leave it empty where nobody does for now."),
        Part.SPONSOR: _(
            "Their desk shows them questions that wait, and one post to write. Leave it empty where nobody does."
        ),
    }

    def __init__(self, *args: Any, initiative: Initiative, part: Part, **options: Any) -> None:
        options.setdefault("auto_id", f"id_{part}_%s")
        super().__init__(*args, **options)
        self.initiative, self.part = initiative, part
        self.fields["person"].label = self.LABELS[part]
        self.fields["person"].help_text = self.HINTS[part]
        self.fields["person"].sometimes = True  # type: ignore[attr-defined]  # nobody may have it for now

    def clean_person(self) -> User | None:
        """Somebody who can have the part."""
        person: User | None = self.cleaned_data["person"]
        if person is None:
            return None
        if self.part == Part.OWNER:
            if person.pk == self.initiative.guide_id:
                raise ValidationError(_("%(name)s guides it, and a guide never owns it"), params={"name": person.name})
            return _owner(person)
        if self.part == Part.GUIDE and person.pk == self.initiative.owner_id:
            raise ValidationError(_("%(name)s owns it, and needs somebody else as guide"), params={"name": person.name})
        return person


class HelperForm(NamesPeople):
    """One more person who works on it."""

    helper = Colleague(
        label=_("Who else works on it?"),
        help_text=_("They can write its benefits, stakeholders and engagements. A full name, an address or a handle."),
        error_messages={"required": _("Enter who else works on it")},
    )
    use_required_attribute = False


class DeclineForm(forms.Form):
    """Declining to own it."""

    why = AtLength(
        label=_("Why not?"),
        rows=3,
        max_length=400,
        help_text=_("It is told to whoever asked you, and stays on the trail."),
        error_messages={"required": _("Enter why not")},
    )
    use_required_attribute = False
