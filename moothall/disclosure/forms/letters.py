"""Writing a letter, approving it, sending it, and leaving out what the law lets be left out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.disclosure.actions.letters import LONGEST
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.models import Because, Decided, Details, How, Kind, Ruling
from moothall.disclosure.models.letters import DAYS, WAIVABLE
from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User

UPLOAD = "released"  # the kind of upload
ASKS: dict[str, tuple[str, ...]] = {
    LetterKind.CLARIFICATION: ("question",),
    LetterKind.FEES_NOTICE: ("fee", "pay_to"),
    LetterKind.EXTENSION: ("decision_by",),
    LetterKind.EIR_EXTENSION: ("extended_to", "reasons"),
    LetterKind.TRANSFER: ("transfer_to",),
    LetterKind.VEXATIOUS: ("earlier_notice_on",),
    LetterKind.SAR_ANSWER: ("processing",),
    LetterKind.SAR_REFUSAL: ("reasons",),
    LetterKind.REVIEW_OUTCOME: ("decided", "because", "findings"),
    LetterKind.COMPLAINT: ("findings",),
}
LABELS = {
    "question": gettext_lazy("What do we need to know?"),
    "fee": gettext_lazy("The fee, in pounds"),
    "pay_to": gettext_lazy("How can it be paid?"),
    "reasons": gettext_lazy("Why?"),
    "transfer_to": gettext_lazy("Which authority may hold it?"),
    "processing": gettext_lazy("For what, from whom, to whom and for how long are the data kept?"),
    "findings": gettext_lazy("What was found?"),
    "decided": gettext_lazy("What did the review come to?"),
    "because": gettext_lazy("If the first decision does not stand: why not?"),
    "decision_by": gettext_lazy("By which day will it be decided?"),
    "extended_to": gettext_lazy("Until which day is it extended?"),
    "earlier_notice_on": gettext_lazy("When was an earlier notice given, if one was?"),
}
SHORT = frozenset({"fee", "transfer_to"})
CHOICES: dict[str, type[TextChoices]] = {"decided": Decided, "because": Because}


class DraftForm(OnceForm):
    """What a kind of letter rests on beside the case, and its language."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ASKS.get(kind, ()):
            self.fields[name] = _field(name)
        self.fields["language"] = forms.ChoiceField(
            label=_("In which language?"), choices=[("en", _("English")), ("cy", _("Welsh"))], widget=forms.RadioSelect
        )

    def clean(self) -> dict[str, Any]:
        """A first decision that does not stand has a reason."""
        given = super().clean() or {}
        _why_not(self, given)
        return given

    def details(self) -> Details:
        """What it rests on."""
        return Details(**{name: v for name, v in self.cleaned_data.items() if name in LABELS and v})


def _why_not(form: forms.Form, given: dict[str, Any]) -> None:
    if given.get("decided") not in (None, "", Decided.UPHELD) and not given.get("because"):
        form.add_error("because", _("Say why the first decision does not stand"))
    if given.get("decided") == Decided.UPHELD:
        given["because"] = ""


def _field(name: str) -> forms.Field:
    if name in CHOICES:
        choices = [*CHOICES[name].choices] if name == "decided" else [("", _("It stands")), *CHOICES[name].choices]
        return forms.ChoiceField(
            label=LABELS[name], choices=choices, required=name == "decided", widget=forms.RadioSelect
        )
    if name in DAYS:
        return Day(label=LABELS[name], required=name != "earlier_notice_on")
    if name == "fee":
        return PlainText(label=LABELS[name], max_length=12, help_text=_("Such as 12.40: print and post, never time"))
    if name in SHORT:
        return PlainText(label=LABELS[name], max_length=200)
    return Lines(label=LABELS[name], rows=5, max_length=8000)


class WriteForm(forms.Form):
    """The words of a letter; `number` is the wording from which one set out."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    subject = PlainText(label=gettext_lazy("Subject"), max_length=200)
    text = Lines(
        label=gettext_lazy("The letter"),
        rows=28,
        max_length=LONGEST,
        help_text=gettext_lazy("Paragraphs with an empty line between them"),
    )

    def __init__(self, *args: Any, kind: str, stands: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stands, self.asks = stands, ASKS.get(kind, ())
        for name in self.asks:
            self.fields[name] = _field(name)

    def clean(self) -> dict[str, Any]:
        """Nobody writes over what somebody else wrote meanwhile."""
        given = super().clean() or {}
        if given.get("number") != self.stands:
            raise ValidationError(_("Somebody wrote it anew meanwhile. Open it again; yours is still in this form"))
        _why_not(self, given)
        return given

    def details(self, before: Details) -> Details:
        """What it rests on now."""
        said = before.written()
        for name in self.asks:
            value = self.cleaned_data[name]
            said[name] = value.isoformat() if hasattr(value, "isoformat") else str(value or "")
        return Details.read(said)


class ApproveForm(forms.Form):
    """Whether one agrees to the letter as it stands."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("Can it go as it stands?"),
        choices=[("yes", gettext_lazy("Yes, I approve it")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
    )
    words = Lines(label=gettext_lazy("What is to be otherwise?"), required=False, max_length=4000)

    def clean(self) -> dict[str, Any]:
        """Whoever does not agree says why."""
        given = super().clean() or {}
        if given.get("agrees") == "no" and not given.get("words"):
            self.add_error("words", _("Say what is to be otherwise"))
        return given


class ApproverForm(forms.Form):
    """Whom to ask to approve it."""

    person = PersonField(label=gettext_lazy("Who is to approve it?"), guests=False)

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["person"]
        if isinstance(field, PersonField):
            field.by = by


class WaiverForm(forms.Form):
    """What is left out, and why."""

    what = forms.ChoiceField(label=gettext_lazy("What is left out?"), choices=WAIVABLE, widget=forms.RadioSelect)
    cited = PlainText(
        label=gettext_lazy("For which provision?"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Such as 31(1)(a). Empty: for all"),
    )
    reason = Lines(
        label=gettext_lazy("Why does the law let it be left out here?"),
        max_length=4000,
        help_text=gettext_lazy("Your name stands beside it"),
    )


class SendForm(forms.Form):
    """How it goes."""

    how = forms.ChoiceField(label=gettext_lazy("How does it go?"), choices=How, widget=forms.RadioSelect)


class ReleaseForm(forms.Form):
    """A redacted copy, and what must not be in it."""

    file = UploadsField(
        label=gettext_lazy("The redacted copy"),
        help_text=gettext_lazy("PDF, CSV or plain text, called as the letter calls it. Never a spreadsheet"),
        error_messages={"required": gettext_lazy("Choose a file")},
        kind=UPLOAD,
    )
    withheld = Lines(
        label=gettext_lazy("What was redacted?"),
        required=False,
        sometimes=True,
        rows=8,
        max_length=200_000,
        help_text=gettext_lazy("Names, numbers and words that must not be found in it, one to a line"),
    )
    whole = forms.BooleanField(label=gettext_lazy("Nothing was redacted: it goes as it is"), required=False)

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["file"]
        if isinstance(field, UploadsField):
            field.owner = by

    def clean_file(self) -> Upload:
        """The one file."""
        files: list[Upload] = self.cleaned_data["file"]
        return files[0]

    def clean(self) -> dict[str, Any]:
        """The gate finds nothing where nothing is looked for, so somebody says that there is nothing."""
        given = super().clean() or {}
        if "withheld" in given and not given["withheld"].strip() and not given.get("whole"):
            self.add_error("withheld", _("Write what was redacted, or say below that nothing was"))
        if given.get("withheld", "").strip() and given.get("whole"):
            self.add_error("whole", _("Either something was redacted, or nothing was"))
        return given

    def lines(self) -> list[str]:
        """The strings."""
        return [line.strip() for line in self.cleaned_data["withheld"].splitlines() if line.strip()]


class ReviewForm(OnceForm):
    """A request for a review."""

    received_on = Day(label=gettext_lazy("On which day did they ask for it?"))
    words = Lines(label=gettext_lazy("What do they say?"), rows=6, max_length=40_000)
    owner = PersonField(
        label=gettext_lazy("Who decides it?"),
        required=False,
        guests=False,
        help_text=gettext_lazy("A disclosure officer who had no part in the first decision"),
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["owner"]
        if isinstance(field, PersonField):
            field.by = by

    def clean_received_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise ValidationError(_("Enter a day that has come"))
        return day


class RegulatorForm(OnceForm):
    """What the regulator wrote, or what we wrote to the regulator."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[
            (Kind.REGULATOR_ASKS.value, Kind.REGULATOR_ASKS.label),
            (Kind.REGULATOR_TOLD.value, Kind.REGULATOR_TOLD.label),
            (Kind.REGULATOR_DECIDES.value, Kind.REGULATOR_DECIDES.label),
        ],
        widget=forms.RadioSelect,
    )
    on = Day(label=gettext_lazy("On which day?"))
    words = Lines(label=gettext_lazy("What is said?"), rows=5, max_length=4000)
    reference = PlainText(label=gettext_lazy("The regulator’s reference"), required=False, max_length=60)
    reply_by = Day(
        label=gettext_lazy("By which day do they want a reply?"),
        required=False,
        sometimes=True,
        help_text=gettext_lazy("Where they took it up"),
    )
    ruling = forms.ChoiceField(
        label=gettext_lazy("What did they decide?"),
        required=False,
        choices=[("", gettext_lazy("Nothing yet")), *Ruling.choices],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """A decision says what it is; a reply is owed to a question alone."""
        given = super().clean() or {}
        if given.get("kind") == Kind.REGULATOR_DECIDES and not given.get("ruling"):
            self.add_error("ruling", _("Choose what they decided"))
        if given.get("kind") != Kind.REGULATOR_DECIDES:
            given["ruling"] = ""
        if given.get("kind") != Kind.REGULATOR_ASKS:
            given["reply_by"] = None
        if (by := given.get("reply_by")) and (on := given.get("on")) and by < on:
            self.add_error("reply_by", _("A reply is wanted after they wrote"))
        return given
