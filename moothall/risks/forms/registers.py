"""Bringing a register in from a file: choosing it, and checking what each row says."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.kit.forms import PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.risks.models import ActsOn, Category, Control, Option, ResponseKind, Risk, Stance
from moothall.risks.models import Response as Step

UPLOAD = "registers"  # the kind of upload
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y"]
LONGEST_NOTE = 8000
FILE = "file"
FILE_SAYS = [(FILE, _("The file must say it"))]

People = dict[str, User | str]  # whom a name means, or why it means nobody


class ImportForm(forms.Form):
    """Choosing the file, and what holds where the file does not say it."""

    file = UploadsField(
        label=_("CSV file"),
        help_text=_("At most 2,000 rows, the names of the columns in the first."),
        error_messages={"required": _("Choose a CSV file")},
        kind=UPLOAD,
    )
    stance = forms.ChoiceField(label=_("On which side a risk lies"), choices=[*FILE_SAYS, *Stance.choices])
    category = forms.ChoiceField(label=_("What a risk touches"), choices=[*FILE_SAYS, *Category.choices])
    options = forms.MultipleChoiceField(
        label=_("Which options a step serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    acts_on = forms.ChoiceField(label=_("On what a step works"), choices=[*FILE_SAYS, *ActsOn.choices])
    control = forms.ChoiceField(label=_("What sort of control a step is"), choices=[*FILE_SAYS, *Control.choices])

    def __init__(self, *args: Any, by: User, options: Sequence[Option], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(UploadsField, self.fields["file"]).owner = by
        served = cast(forms.MultipleChoiceField, self.fields["options"])
        served.choices = [(str(option.pk), f"{option.letter} {option.name}") for option in options]
        served.initial = [str(option.pk) for option in options if not option.avoids]

    def assumed(self, name: str) -> str:
        """What holds where the file does not say it; empty where the file must."""
        said: str = self.cleaned_data[name]
        return "" if said == FILE else said

    def clean_file(self) -> Upload:
        """The one file."""
        files: list[Upload] = self.cleaned_data["file"]
        return files[0]

    def clean_options(self) -> list[int]:
        """The keys of the options."""
        return [int(pk) for pk in self.cleaned_data["options"]]


class _Remembering(forms.Field):
    """A person whose name may stand in many rows is looked up once."""

    def __init__(self, field: PersonField, people: People) -> None:
        super().__init__(required=False)
        self.field, self.people = field, people

    def clean(self, value: Any) -> User | None:
        words = str(value or "").strip()
        if not words:
            return None
        if words not in self.people:
            try:
                self.people[words] = self.field.clean(words) or ""
            except ValidationError as error:
                self.people[words] = " ".join(error.messages)
        found = self.people[words]
        if isinstance(found, User):
            return found
        raise ValidationError(found)


def _line(model: type[Risk | Step], name: str, wanted: Any = "") -> PlainText:
    """One line, as long as the database keeps it."""
    longest = getattr(model._meta.get_field(name), "max_length")  # noqa: B009  a relation has none
    return PlainText(max_length=longest, required=bool(wanted), error_messages={"required": wanted} if wanted else {})


def _choice(choices: Any, unknown: Any, wanted: Any = "") -> forms.ChoiceField:
    words = {"invalid_choice": unknown} | ({"required": wanted} if wanted else {})
    return forms.ChoiceField(choices=choices, required=bool(wanted), error_messages=words)


def _day() -> forms.DateField:
    words = {"invalid": _("Enter a day, such as 2026-04-01 or 01/04/2026")}
    return forms.DateField(required=False, input_formats=DAYS, error_messages=words)


class _RowForm(forms.Form):
    """A part of a row, by the names of its columns."""

    people_of: tuple[str, ...] = ()

    def __init__(self, *args: Any, by: User, people: People, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by
        for name in self.people_of:
            field = PersonField(guests=False, required=False)
            field.by = by
            self.fields[name] = _Remembering(field, people)


class RiskRow(_RowForm):
    """What a row says of its risk."""

    people_of = ("owner",)

    stance = _choice(
        Stance.choices,
        _("Enter doing or not_doing"),
        _("Say whether it is a risk of doing or of not doing: enter doing or not_doing, or a ref such as D1 or N1"),
    )
    name = _line(Risk, "name", _("Enter what it is called in short"))
    cause = _line(Risk, "cause", _("Enter why it may happen"))
    event = _line(Risk, "event", _("Enter what may happen"))
    consequence = _line(Risk, "consequence", _("Enter what it leads to"))
    category = _choice(
        Category.choices,
        format_lazy(_("Enter one of {names}"), names=", ".join(Category.values)),
        format_lazy(_("Enter what it touches: one of {names}"), names=", ".join(Category.values)),
    )
    proximity = _day()
    note = PlainText(max_length=LONGEST_NOTE, required=False)


class StepRow(_RowForm):
    """What a row says of its step."""

    people_of = ("actionee", "approver")

    response = _choice(
        ResponseKind.choices,
        format_lazy(
            _("Enter one of {names}. Avoiding is no response: it is choosing another option"),
            names=", ".join(ResponseKind.values),
        ),
    )
    step = _line(Step, "step", _("Enter what is done, or leave all cells of the step empty"))
    acts_on = _choice(ActsOn.choices, format_lazy(_("Enter one of {names}"), names=", ".join(ActsOn.values)))
    control = _choice(Control.choices, format_lazy(_("Enter one of {names}"), names=", ".join(Control.values)))
    due = _day()
    cost = forms.DecimalField(
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        error_messages={"invalid": _("Enter pounds, such as 1200 or 1200.50")},
    )
    in_place = _day()
    rationale = PlainText(max_length=LONGEST_NOTE, required=False)
    review = _day()

    def clean_in_place(self) -> date | None:
        """What is in place is so since a day that has come."""
        since: date | None = self.cleaned_data["in_place"]
        if since and since > clock.today():
            raise ValidationError(_("Enter a day that has come, or leave it empty while the step is planned"))
        return since

    def clean_response(self) -> str:
        """A step that says no kind treats the risk."""
        return str(self.cleaned_data["response"] or ResponseKind.TREAT)

    def clean(self) -> None:
        """What each kind of response needs."""
        said = self.cleaned_data
        kind = said.get("response")
        if kind in (ResponseKind.TREAT, ResponseKind.TRANSFER):
            self._need("acts_on", _("Enter on what the step works: likelihood, impact or both"))
        if kind == ResponseKind.TREAT:
            self._need("control", _("Enter what sort of control it is: preventive, corrective, directive or detective"))
        if kind == ResponseKind.TAKE:
            self._need("rationale", _("Enter what is gained"))
        if kind == ResponseKind.TOLERATE:
            self._need("rationale", _("Enter why the risk is borne as it is"))
            self._need("approver", _("Enter who is asked to sign for it"))
            self._need("review", _("Enter when it is looked at again"))
        elif said.get("approver"):
            self.add_error("approver", _("Only a toleration is signed for. Leave this empty"))
        self._signed_by_another()

    def _need(self, name: str, words: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)

    def _signed_by_another(self) -> None:
        approver = self.cleaned_data.get("approver")
        if approver and approver == self.by:
            self.add_error("approver", _("You can’t ask yourself to sign. Enter somebody else"))
        elif approver and approver == self.cleaned_data.get("actionee"):
            self.add_error("approver", _("Who does it can’t sign for it. Enter somebody else"))
