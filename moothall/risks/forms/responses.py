"""Answering a risk: taking up what is done already, writing a step, signing, putting in place, dropping."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.forms import Day, OnceForm, PlainText
from moothall.people.models import User
from moothall.risks.actions.responses import ResponseWords
from moothall.risks.forms.words import AtLength, NamesPeople, Pounds, ReaderField, choices_of
from moothall.risks.models import ActsOn, Control, Exposure, Response, ResponseKind
from moothall.risks.queries.rounds import Sheet
from moothall.risks.standing import Line

KINDS = [
    (ResponseKind.TREAT.value, _("Treat it: do something that makes it less likely, or hurt less")),
    (ResponseKind.TRANSFER.value, _("Transfer it: an insurer or a partner bears it")),
    (ResponseKind.TOLERATE.value, _("Tolerate it: bear it as it is, and somebody else signs for that")),
    (ResponseKind.TAKE.value, _("Take the opportunity: it is worth it, for what is gained")),
]
WANTED = {  # what each kind asks for beside its step
    ResponseKind.TREAT: ("acts_on", "control"),
    ResponseKind.TRANSFER: ("acts_on",),
    ResponseKind.TOLERATE: ("why_borne", "approver", "review_on"),
    ResponseKind.TAKE: ("gain",),
}
OWN = {name for names in WANTED.values() for name in names}


class StepForm(NamesPeople, OnceForm):
    """One step, or one toleration; what a kind asks for is asked only of that kind."""

    kind = forms.ChoiceField(
        label=_("What is done about it?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is done about it")},
    )
    step = PlainText(
        label=_("In one sentence, what?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as “Two people check a post before it goes out”, or “We bear it as it is”."),
        error_messages={"required": _("Enter what is done")},
    )
    acts_on = forms.ChoiceField(
        label=_("What does it change?"),
        choices=ActsOn,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it changes")},
    )
    control = forms.ChoiceField(
        label=_("What sort of step is it?"),
        choices=[("", _("Choose one")), *Control.choices],
        help_text=_("Preventive stops it, directive tells people how, detective notices it, corrective mends it."),
        error_messages={"required": _("Choose what sort of step it is")},
    )
    why_borne = AtLength(
        label=_("Why can it be borne?"),
        rows=3,
        help_text=_("Whoever signs reads this. Say what it can cost, and what mending it would."),
        error_messages={"required": _("Enter why it can be borne")},
    )
    approver = ReaderField(
        label=_("Who signs for it?"),
        help_text=_(
            "Somebody else than you and than whoever lives with it. They are asked, and nobody can in their place."
        ),
        error_messages={"required": _("Enter who signs for it")},
    )
    review_on = Day(
        label=_("Until when? Then it is looked at again"),
        ahead=True,
        error_messages={"required": _("Enter the day on which it is looked at again")},
    )
    gain = AtLength(label=_("What is gained?"), rows=2, error_messages={"required": _("Enter what is gained")})
    actionee = ReaderField(
        label=_("Who does it?"), required=False, help_text=_("It is asked for of the option that is chosen only.")
    )
    due_on = Day(label=_("By when?"), required=False)
    cost = Pounds(label=_("Cost a year, in pounds"))
    use_required_attribute = False

    def __init__(self, *args: Any, response: Response | None = None, **options: Any) -> None:
        initial = (initial_of(response) if response else {}) | (options.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **options)
        self.response = response
        if self.is_bound:
            self._ask_of(str(self.data.get("kind", "")))

    def clean(self) -> dict[str, Any]:
        """Whoever signs is another than who wrote it and who does it."""
        cleaned = super().clean() or {}
        approver = cleaned.get("approver")
        if cleaned.get("kind") == ResponseKind.TOLERATE and approver is not None:
            writer = self.response.created_by if self.response else self.by
            if approver == writer:
                self.add_error("approver", _("Enter somebody else: nobody signs for what they wrote themselves"))
            elif approver == cleaned.get("actionee"):
                self.add_error("approver", _("Enter somebody else: nobody signs for what they do themselves"))
        return cleaned

    def words(self) -> ResponseWords:
        """What was written; what another kind would have asked for is left out."""
        given = self.cleaned_data
        kind = ResponseKind(given["kind"])
        wanted = WANTED[kind]
        return ResponseWords(
            kind=kind,
            step=given["step"],
            acts_on=given["acts_on"] if "acts_on" in wanted else "",
            control=given["control"] if "control" in wanted else "",
            actionee=given["actionee"],
            due_on=given["due_on"],
            cost=given["cost"],
            rationale=given["why_borne"] if "why_borne" in wanted else given["gain"] if "gain" in wanted else "",
            approver=given["approver"] if "approver" in wanted else None,
            review_on=given["review_on"] if "review_on" in wanted else None,
        )

    @property
    def has_more(self) -> bool:
        """Whether it is said who does it, by when or at what cost: then that part stands open."""
        return any(self.errors.get(name) or self[name].value() for name in ("actionee", "due_on", "cost"))

    def _ask_of(self, kind: str) -> None:
        """Ask only for what this kind wants, and for nothing else of the others."""
        wanted = WANTED[ResponseKind(kind)] if kind in ResponseKind.values else ()
        for name in OWN - set(wanted):
            self.fields[name] = _unasked(self.fields[name])


class AnswerForm(StepForm):
    """Answering one exposure: with steps that exist, with a new one, or with both."""

    steps = forms.TypedMultipleChoiceField(
        label=_("What is done already, and serves here too"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose steps of this appraisal that were not dropped")},
    )
    also = forms.TypedMultipleChoiceField(
        label=_("It serves here too"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose risks of this appraisal")},
    )

    def __init__(self, *args: Any, sheet: Sheet, line: Line, at_hand: Sequence[Response], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {each.pk: each for each in at_hand}
        self.lines = {each.exposure.pk: each for each in neighbours(sheet, line)}
        choices_of(self, "steps", [(str(each.pk), described(each)) for each in at_hand])
        choices_of(self, "also", [(str(pk), placed(each, line)) for pk, each in self.lines.items()])
        if self.is_bound and self._takes_up and not str(self.data.get("step", "")).strip():
            for name in ("kind", "step", *OWN):
                self.fields[name] = _unasked(self.fields[name])

    @property
    def writes(self) -> bool:
        """Whether a new step was written."""
        return bool(self.cleaned_data.get("step"))

    @property
    def taken_up(self) -> list[Response]:
        """The steps that were ticked."""
        return [self.known[pk] for pk in self.cleaned_data.get("steps") or ()]

    def exposures(self) -> list[Exposure]:
        """The further exposures that a new step serves."""
        return [self.lines[pk].exposure for pk in self.cleaned_data.get("also") or ()]

    @property
    def _takes_up(self) -> bool:
        return bool("steps" in self.fields and self.data.getlist("steps"))  # type: ignore[attr-defined]


class ServeForm(forms.Form):
    """Which further exposures a step serves."""

    exposures = forms.TypedMultipleChoiceField(
        label=_("It serves these too"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one risk"),
            "invalid_choice": _("Choose risks of this appraisal"),
        },
    )
    use_required_attribute = False

    def __init__(self, *args: Any, lines: Sequence[Line], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = {each.exposure.pk: each for each in lines}
        choices_of(self, "exposures", [(str(pk), in_full(each)) for pk, each in self.lines.items()])

    def chosen(self) -> list[Exposure]:
        """What was ticked."""
        return [self.lines[pk].exposure for pk in self.cleaned_data["exposures"]]


class SignForm(forms.Form):
    """Signing for a toleration."""

    review_on = Day(
        label=_("Until when do you sign for it?"),
        ahead=True,
        error_messages={"required": _("Enter the day on which it is looked at again")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False


class AssignForm(NamesPeople):
    """Who does a step, and by when."""

    actionee = ReaderField(label=_("Who does it?"), required=False)
    due_on = Day(label=_("By when?"), required=False)

    def __init__(self, *args: Any, response: Response, **options: Any) -> None:
        initial = {"actionee": response.actionee, "due_on": response.due_on}
        super().__init__(*args, initial=initial, **options)
        self.response = response

    def clean_actionee(self) -> Any:
        """Not whoever signs for it."""
        person = self.cleaned_data["actionee"]
        if person is not None and person.pk == self.response.approver_id:
            raise forms.ValidationError(_("Enter somebody else: they sign for it"))
        return person


class GiveOutForm(NamesPeople):
    """Who does which step, and by when, for several at once; a row that is left empty is left as it is."""

    def __init__(self, *args: Any, steps: Sequence[Response], **options: Any) -> None:
        super().__init__(*args, **options)
        self.steps = steps
        for step in steps:
            who = ReaderField(label=_("Who does it?"), required=False, initial=step.actionee)
            who.by, who.appraisal = self.by, self.appraisal
            self.fields[f"actionee_{step.pk}"] = who
            self.fields[f"due_{step.pk}"] = Day(label=_("By when?"), required=False, initial=step.due_on)

    def rows(self) -> list[tuple[Response, BoundField, BoundField]]:
        """The steps with their fields."""
        return [(step, self[f"actionee_{step.pk}"], self[f"due_{step.pk}"]) for step in self.steps]

    def given(self) -> list[tuple[Response, User | None, date | None]]:
        """What was filled in otherwise than it stands."""
        said = self.cleaned_data
        rows = [(step, said[f"actionee_{step.pk}"], said[f"due_{step.pk}"]) for step in self.steps]
        return [row for row in rows if (row[1], row[2]) != (row[0].actionee, row[0].due_on)]


class InPlaceForm(forms.Form):
    """Saying that a step is in place."""

    on = Day(label=_("Since when is it in place?"), error_messages={"required": _("Enter since when")})
    use_required_attribute = False

    def clean_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Enter a day that has come"))
        return day


class DropForm(forms.Form):
    """Saying that a step will not be done."""

    why = PlainText(
        label=_("Why will it not be done?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays dropped. What was judged with it is stale then, and has to be judged anew."),
        error_messages={"required": _("Enter why it will not be done")},
    )
    use_required_attribute = False


def neighbours(sheet: Sheet, line: Line) -> list[Line]:
    """What a step about an exposure may well serve too: the same risk elsewhere, and other risks of the option."""
    others = [each for each in sheet.facing(line.risk) if each.option.pk != line.option.pk]
    beside = [each for each in sheet.under(line.option) if each.risk.pk != line.risk.pk]
    return [each for each in (*others, *beside) if each.exposure.applies]


def placed(line: Line, here: Line) -> str:
    """An exposure as seen from another of its risk or of its option."""
    if line.risk.pk == here.risk.pk:
        words = _("The same risk under option %(letter)s, %(name)s")
        return str(words % {"letter": line.option.letter, "name": line.option.name})
    return f"{line.risk.ref} {line.risk.name}"


def in_full(line: Line) -> str:
    """An exposure by its risk and its option."""
    words = _("%(ref)s %(name)s, under option %(letter)s")
    return str(words % {"ref": line.risk.ref, "name": line.risk.name, "letter": line.option.letter})


def described(response: Response) -> str:
    """A step with its kind."""
    return f"{response.step} ({response.get_kind_display().lower()})"


def initial_of(response: Response) -> dict[str, Any]:
    """A step as the form shows it."""
    names = ("kind", "step", "acts_on", "control", "approver", "review_on", "actionee", "due_on", "cost")
    said = {name: getattr(response, name) for name in names}
    return said | {"why_borne": response.rationale, "gain": response.rationale}


def _unasked(field: forms.Field) -> forms.Field:
    """The same field where it is not asked for: whatever stands in it is kept and not looked at."""
    return Unasked(label=field.label, widget=field.widget, help_text=field.help_text)


class Unasked(forms.Field):
    """A field whose value nobody asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> str:
        """Nothing is said with it."""
        return ""
