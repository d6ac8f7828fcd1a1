"""Splitting a request, asking for a part, answering it, reading the answer, and writing down time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.actions.parts import LONGEST
from moothall.disclosure.models import Activity, Outcome
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import Team, User
from moothall.records.models import InformationAsset


class SureForm(forms.Form):
    """Words that colleagues will read; where they may tell who asked, whoever sends them says that they do not."""

    sure = forms.BooleanField(
        label=_("These words belong to what is asked for. They tell nobody who asked"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sure = self.fields["sure"]
        if self.add_prefix("sure") not in self.data:
            del self.fields["sure"]

    @property
    def is_sure(self) -> bool:
        """Whether they say so."""
        return bool(self.cleaned_data.get("sure"))

    def ask_whether_sure(self) -> None:
        """Show the box that says so."""
        self.fields["sure"] = self._sure


class SplitForm(SureForm):
    """The questions of a request, one a line."""

    questions = Lines(
        label=_("The questions, one to a line"),
        rows=10,
        max_length=60 * LONGEST,
        help_text=_("A part that is answered already keeps its words"),
    )

    def lines(self) -> list[str]:
        """The questions."""
        return [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]


class _AssetField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Information assets by their names."""

    def label_from_instance(self, obj: Model) -> str:
        """Its name."""
        return str(getattr(obj, "name", obj))


class AskForm(SureForm):
    """Whom to ask for a part, and by when."""

    person = PersonField(label=_("A colleague"), required=False, guests=False)
    team = forms.ModelChoiceField(label=_("Or a team"), required=False, queryset=Team.objects.none())
    due_on = Day(label=_("By which day?"))
    asset = _AssetField(
        label=_("In which body of information does it lie?"),
        required=False,
        queryset=InformationAsset.objects.none(),
        empty_label=_("We don’t know yet"),
        help_text=_("From the register: what is asked for again and again is counted by it, and published by itself"),
    )
    words = Lines(label=_("What they should know"), required=False, max_length=2000)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, team = self.fields["person"], self.fields["team"]
        if isinstance(person, PersonField) and isinstance(team, forms.ModelChoiceField):
            person.by = by
            team.queryset = Team.objects.order_by("name")
        asset = self.fields["asset"]
        if isinstance(asset, _AssetField):
            asset.queryset = InformationAsset.objects.visible_to(by).held_now().order_by("name")

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if "person" in given and bool(given.get("person")) == bool(given.get("team")):
            raise ValidationError(_("Name a colleague or choose a team"))
        return given


class AnswerForm(OnceForm):
    """What is answered to a part."""

    outcome = forms.ChoiceField(label=_("What becomes of it?"), choices=Outcome, widget=forms.RadioSelect)
    words = Lines(
        label=_("The answer"),
        rows=8,
        max_length=20_000,
        help_text=_("As the requester shall read it. If we do not hold it, say where you looked"),
    )
    enclosed = Lines(
        label=_("Documents that go with it"), required=False, max_length=4000, help_text=_("Their names, one to a line")
    )


class CheckForm(forms.Form):
    """What the second person says of an answer."""

    agrees = forms.ChoiceField(
        label=_("Does the answer stand?"),
        choices=[("yes", _("It stands")), ("no", _("It goes back"))],
        widget=forms.RadioSelect,
    )
    words = Lines(label=_("What is to be otherwise?"), required=False, max_length=4000)

    def clean(self) -> dict[str, Any]:
        """Whoever sends it back says why."""
        given = super().clean() or {}
        if given.get("agrees") == "no" and not given.get("words"):
            self.add_error("words", _("Say what is to be otherwise"))
        return given


class TimeForm(OnceForm):
    """One's own time on a case."""

    activity = forms.ChoiceField(
        label=_("What was it spent on?"),
        choices=Activity,
        widget=forms.RadioSelect,
        help_text=_("Only the first four count towards the limit"),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"),
        min_value=-1440,
        max_value=1440,
        help_text=_("With a minus sign to take off what you wrote by mistake"),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    on = Day(label=_("On which day?"))
    words = PlainText(label=_("On what?"), required=False, max_length=300)

    def clean_minutes(self) -> int:
        """Some time."""
        minutes: int = self.cleaned_data["minutes"]
        if minutes == 0:
            raise ValidationError(_("Enter at least a minute"))
        return minutes
