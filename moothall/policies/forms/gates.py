"""What people fill in at the gate, and what owners fill in to set one up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.people.models import Kind, Role, Team
from moothall.policies.actions.gates import Seen
from moothall.policies.models import Capability, Language
from moothall.policies.models.gates import EVERYBODY, PLACES
from moothall.policies.queries.checks import Asked
from moothall.policies.queries.gate_page import Face, Shown

ALL = "all"  # everyone, everywhere


@dataclass(frozen=True)
class QuestionPart:
    """A question as it is shown; with its explanation once it was answered rightly."""

    field: forms.BoundField
    right: str


@dataclass(frozen=True)
class FacePart:
    """One language of a version, with the fields that belong to it."""

    face: Face
    digest: forms.BoundField
    questions: list[QuestionPart]


@dataclass(frozen=True)
class Part:
    """One version with its fields."""

    shown: Shown
    language: forms.BoundField
    faces: list[FacePart]


class GateForm(forms.Form):
    """Saying that one has read what is due, in which language, and answering its check.

    The digests of the texts travel with the form: what is acknowledged is what stood on the page.
    """

    def __init__(self, *args: Any, shown: Sequence[Shown], **options: Any) -> None:
        super().__init__(*args, **options)
        self.shown = shown
        self.explained: dict[str, str] = {}
        for one in shown:
            self.fields[_language(one)] = _language_field(one)
            for face in one.faces:
                self.fields[_digest(face)] = forms.CharField(
                    initial=face.text.digest, widget=forms.HiddenInput, max_length=64
                )
                for asked in face.questions:
                    self.fields[_question(asked)] = _question_field(asked)

    def clean(self) -> dict[str, Any]:
        """Every question of the chosen language is answered rightly; otherwise why is said, and one tries again."""
        given = super().clean() or {}
        for one in self.shown:
            face = self._chosen(one, given)
            for asked in face.questions if face else ():
                name = _question(asked)
                choice = given.get(name)
                if not choice:
                    self.add_error(name, _("Choose an answer"))
                elif int(choice) != asked.right:
                    words = _("That’s not it. {explanation}").format(explanation=asked.question.explanation)
                    self.add_error(name, words)
                else:
                    self.explained[name] = asked.question.explanation
        return given

    @property
    def is_stale(self) -> bool:
        """Whether what was sent is about other words than those that are due now."""
        digests = {_digest(face): face.text.digest for one in self.shown for face in one.faces}
        return any(self.data.get(name) != digest for name, digest in digests.items())

    @property
    def seen(self) -> list[Seen]:
        """What the verb takes."""
        found = []
        for one in self.shown:
            face = self._chosen(one, self.cleaned_data)
            if face is not None:
                answers = {asked.pk: int(self.cleaned_data[_question(asked)]) for asked in face.questions}
                found.append(Seen(one.version.pk, face.language, self.cleaned_data[_digest(face)], answers))
        return found

    @property
    def parts(self) -> list[Part]:
        """For the page."""
        return [Part(one, self[_language(one)], [self._face(face) for face in one.faces]) for one in self.shown]

    def _face(self, face: Face) -> FacePart:
        questions = [QuestionPart(self[_question(a)], self.explained.get(_question(a), "")) for a in face.questions]
        return FacePart(face, self[_digest(face)], questions)

    @staticmethod
    def _chosen(one: Shown, given: dict[str, Any]) -> Face | None:
        language = given.get(_language(one))
        return next((face for face in one.faces if face.language == language), None)


def _language(one: Shown) -> str:
    return f"language_{one.version.pk}"


def _digest(face: Face) -> str:
    return f"digest_{face.text.version_id}_{face.language}"


def _question(asked: Asked) -> str:
    return f"question_{asked.pk}"


def _language_field(one: Shown) -> forms.ChoiceField:
    several = len(one.faces) > 1
    return forms.ChoiceField(
        label=_("Which did you read?"),
        choices=[(face.language, face.language_name) for face in one.faces],
        initial=one.faces[0].language,
        widget=forms.RadioSelect if several else forms.HiddenInput,
        error_messages={"required": _("Choose the language in which you read it")},
    )


def _question_field(asked: Asked) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=asked.question.words,
        choices=[(choice.pk, choice.words) for choice in asked.choices],
        widget=forms.RadioSelect,
        required=False,
    )


class EmergencyForm(forms.Form):
    """Going on without, for a day."""

    reason = PlainText(
        label=_("What can’t wait?"),
        max_length=400,
        help_text=_("Your reason goes on record, and the policy’s owner is told."),
        error_messages={"required": _("Enter what can’t wait")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RequirementForm(forms.Form):
    """Asking for acknowledgement before something is done."""

    capability = forms.ChoiceField(
        label=_("Before what?"),
        choices=Capability.choices,
        widget=forms.RadioSelect,
        initial=Capability.POST,
        error_messages={"required": _("Choose what it is asked before")},
    )
    audience = forms.ChoiceField(label=_("Of whom?"), initial=ALL)
    place = forms.ChoiceField(
        label=_("Where?"),
        initial=ALL,
        help_text=_("A space for writing, a mailbox for bringing mail in or sharing it."),
    )
    grace_days = forms.IntegerField(
        label=_("Days of grace"),
        min_value=0,
        max_value=90,
        initial=0,
        help_text=_("People are asked at once, and stopped only when these days are over. 0 to 90."),
        error_messages={"required": _("Enter a number of days, 0 for none")},
    )
    renew_months = forms.IntegerField(
        label=_("Ask again after how many months?"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Leave it empty to ask again only after a material change."),
    )

    def __init__(self, *args: Any, places: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["audience"].choices = _audiences()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (ALL, _("Everywhere")),
            *sorted(places.items(), key=lambda item: item[1].casefold()),
        ]

    def clean_audience(self) -> str:
        """As requirements say it."""
        return EVERYBODY if self.cleaned_data["audience"] == ALL else str(self.cleaned_data["audience"])

    def clean_place(self) -> str:
        """As requirements say it."""
        return "" if self.cleaned_data["place"] == ALL else str(self.cleaned_data["place"])

    def clean_capability(self) -> Capability:
        """As the choice it is."""
        return Capability(self.cleaned_data["capability"])

    def clean(self) -> dict[str, Any]:
        """A place belongs to what is done there."""
        given = super().clean() or {}
        place, capability = given.get("place", ""), given.get("capability")
        if place and capability and place.partition(":")[0] not in PLACES.get(capability, ()):
            self.add_error("place", ValidationError(_("Choose a place where that is done, or Everywhere")))
        return given


def _audiences() -> list[tuple[Any, Any]]:
    kinds = {Kind.STAFF: _("Staff"), Kind.COUNCILLOR: _("Councillors"), Kind.GUEST: _("Guests")}
    teams = [(f"team:{pk}", name) for pk, name in Team.objects.order_by("name", "pk").values_list("pk", "name")]
    return [
        (ALL, _("Everyone who may sign in")),
        *((f"kind:{kind}", words) for kind, words in kinds.items()),
        (_("Roles"), [(f"role:{role.value}", role.label) for role in Role]),
        *([(_("Teams, with all below them"), teams)] if teams else []),
    ]


class QuestionForm(forms.Form):
    """One question of the check."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect, initial="en")
    words = PlainText(label=_("Question"), max_length=300, error_messages={"required": _("Enter the question")})
    first = PlainText(label=_("First answer"), max_length=300, error_messages={"required": _("Enter the first answer")})
    second = PlainText(
        label=_("Second answer"), max_length=300, error_messages={"required": _("Enter the second answer")}
    )
    third = PlainText(label=_("Third answer"), max_length=300, required=False)
    right = forms.TypedChoiceField(
        label=_("Which is right?"),
        coerce=int,
        choices=[(0, _("The first")), (1, _("The second")), (2, _("The third"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the right answer")},
    )
    explanation = PlainText(
        label=_("Why?"),
        max_length=600,
        help_text=_("Shown after any answer, right or wrong. Name the clause."),
        error_messages={"required": _("Enter why that is right")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The right answer is one of those that were entered."""
        given = super().clean() or {}
        if given.get("right") == 2 and not given.get("third"):
            self.add_error("third", _("Enter the third answer, or choose another as the right one"))
        return given

    @property
    def choices(self) -> list[str]:
        """The answers that were entered."""
        given = self.cleaned_data
        return [words for words in (given["first"], given["second"], given["third"]) if words]
