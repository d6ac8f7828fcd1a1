"""What people fill in to open spaces and to talk in them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.files.fields import UploadsField
from moothall.kit import clock
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.spaces.actions.polls import PollWords
from moothall.spaces.caution import CautiousForm
from moothall.spaces.models import FEWEST_CHOICES, MOST_CHOICES, Openness, Poll, Shows, Space
from moothall.spaces.queries.polls import Shown
from moothall.spaces.text.bodies import LONGEST

MOST_FILES = 10
LONGEST_CHOICE = 120
OPENNESS = [
    (Openness.OPEN, _("Open: all staff and councillors can read it and join")),
    (Openness.CLOSED, _("Closed: everyone knows that it is there, only members read it")),
    (Openness.PRIVATE, _("Private: only members know that it is there")),
]


class Words(Lines):
    """A body in Markdown."""

    def validate(self, value: Any) -> None:
        """Long enough for anything but a document, which belongs in a file."""
        super().validate(value)
        if len(value) > LONGEST:
            words = _("Write at most {most} characters, or send it as a file; this has {n}")
            raise ValidationError(words.format(most=LONGEST, n=len(value)))


class WritingForm(CautiousForm, OnceForm):
    """A form whose words are kept while they are typed; `draft` is the version of the draft it began from."""

    draft = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=0, min_value=0)

    def clean_draft(self) -> int:
        """None is no draft."""
        return self.cleaned_data["draft"] or 0


class FilesForm(WritingForm):
    """A form with files."""

    attachments = UploadsField(label=_("Files"), required=False, kind="post", most_files=MOST_FILES)

    def __init__(self, *args: Any, by: User | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("UploadsField", self.fields["attachments"]).owner = by


class StartForm(FilesForm):
    """Starting a conversation."""

    title = PlainText(
        label=_("What is it about?"),
        max_length=200,
        help_text=_("One line that tells colleagues whether to open it. A question works well."),
        error_messages={"required": _("Enter what it is about")},
    )
    body = Words(
        label=_("Your post"),
        rows=10,
        help_text=_("Markdown works. Write @ and a name to mention someone."),
        error_messages={"required": _("Write the first post")},
    )
    field_order = ("title", "body", "attachments")


class ReplyForm(FilesForm):
    """Saying something in a conversation."""

    body = Words(label=_("Your reply"), rows=5, error_messages={"required": _("Write your reply, then post it")})
    field_order = ("body", "attachments")


class WriteForm(StartForm):
    """Starting a conversation in a space that is chosen on the same page."""

    space = forms.ModelChoiceField(
        label=_("In which space?"),
        queryset=Space.objects.none(),
        empty_label=_("Choose a space"),
        error_messages={
            "required": _("Choose the space to write in"),
            "invalid_choice": _("Choose a space that you belong to"),
        },
    )
    field_order = ("space", *StartForm.field_order)  # type: ignore[assignment]

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, by=by, **options)
        field = cast("forms.ModelChoiceField[Space]", self.fields["space"])
        field.queryset = Space.objects.joined_by(by).order_by("name", "pk")


class DraftForm(WritingForm):
    """Words as they are while someone writes."""

    title = PlainText(required=False, max_length=200)
    body = Words(rows=5, required=False)


class FeedKeyForm(forms.Form):
    """Making a key for a feed reader."""

    label = PlainText(
        label=_("What will you read it with?"),
        max_length=80,
        help_text=_("So that you know later which key to take back, such as “Thunderbird at home”."),
        error_messages={"required": _("Enter what you will read it with")},
    )


class EditForm(CautiousForm):
    """Changing one's words; `seen` is how many former versions there were when editing began."""

    body = Words(
        label=_("Your post"), rows=12, error_messages={"required": _("A post needs words. To take it away, remove it")}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RemoveForm(forms.Form):
    """Taking a post or a poll away."""

    reason = PlainText(
        label=_("Why?"),
        max_length=400,
        help_text=_("Everyone who can see the space reads this in its place. Don’t repeat what should go."),
        error_messages={"required": _("Enter why you remove it, in a few words")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RenameForm(CautiousForm):
    """A better title."""

    title = PlainText(
        label=_("What is it about?"), max_length=200, error_messages={"required": _("Enter what it is about")}
    )


class DescribeForm(forms.Form):
    """What a space is for."""

    name = PlainText(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name for the space")})
    purpose = PlainText(
        label=_("What is it for?"),
        max_length=400,
        help_text=_("One or two sentences, so that people know what belongs here and what does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter what the space is for")},
    )
    guests_allowed = forms.BooleanField(
        label=_("Facilitators may invite guests from outside the council"), required=False
    )


class OpennessForm(forms.Form):
    """Who can see a space."""

    openness = forms.ChoiceField(
        label=_("Who can see it?"),
        choices=OPENNESS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who can see it")},
    )

    def clean_openness(self) -> Openness:
        """As the choice it is."""
        return Openness(self.cleaned_data["openness"])


class SpaceForm(OpennessForm, DescribeForm, OnceForm):
    """Opening a space."""

    field_order = ("name", "purpose", "openness", "guests_allowed")


class PersonForm(forms.Form):
    """Naming one person that whoever asks may know of."""

    person = PersonField(
        label=_("Whom?"), error_messages={"required": _("Enter a name, an e-mail address or a handle")}
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PersonField, self.fields["person"]).by = by


class JoinForm(forms.Form):
    """Which of the offered spaces a new starter joins; the first three are ticked already."""

    spaces = forms.TypedMultipleChoiceField(
        label=_("Which will you join?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, spaces: list[Space], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.TypedMultipleChoiceField, self.fields["spaces"])
        field.choices = [(space.pk, f"{space.name}: {space.purpose}") for space in spaces]
        field.initial = [space.pk for space in spaces[:3]]


class HelloForm(CautiousForm):
    """A first post, already begun."""

    space = forms.ChoiceField(label=_("Where?"), widget=forms.RadioSelect)
    body = PlainText(
        label=_("Your first post"),
        help_text=_("Change it as you like."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter a few words")},
    )

    def __init__(self, *args: Any, spaces: list[Space], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["space"])
        field.choices = [(space.pk, space.name) for space in spaces]


class Choices(Lines):
    """The answers of a poll, one on each line."""

    def clean(self, value: Any) -> list[str]:
        """Two to ten, each of them once, and none longer than a line on a telephone bears."""
        said = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        choices = [line for line in said if line]
        if len(choices) < FEWEST_CHOICES:
            raise ValidationError(_("Enter at least two answers, one on each line"), code="few")
        if len(choices) > MOST_CHOICES:
            raise ValidationError(_("Enter at most ten answers, one on each line"), code="many")
        if any(len(choice) > LONGEST_CHOICE for choice in choices):
            raise ValidationError(_("Shorten the answers: each has 120 characters at most"), code="long")
        if len({choice.casefold() for choice in choices}) < len(choices):
            raise ValidationError(_("Two answers are the same: take one out"), code="twice")
        return choices


class PollForm(CautiousForm):
    """What a poll asks, and how; where somebody answered already, only its last day."""

    question = PlainText(
        label=_("What do you ask?"),
        max_length=200,
        help_text=_("One question, such as “Which day shall we meet on?”"),
        error_messages={"required": _("Enter what you ask")},
    )
    choices = Choices(
        label=_("What can people answer?"),
        rows=5,
        help_text=_("One answer on each line, from two to ten. They stay as they are once somebody has answered."),
        error_messages={"required": _("Enter at least two answers, one on each line")},
    )
    several = forms.BooleanField(label=_("People may choose several answers"), required=False)
    anonymous = forms.ChoiceField(
        label=_("By name, or anonymous?"),
        choices=[
            ("no", _("By name: whoever sees the result sees who chose what")),
            ("yes", _("Anonymous: nobody is shown who chose what, you and administrators included")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "An anonymous poll shows its result when it has closed, and only if three people or more answered."
        ),
        error_messages={"required": _("Choose whether answers are given by name or anonymously")},
    )
    shows = forms.ChoiceField(
        label=_("If it is by name: when is the result shown?"),
        choices=Shows,
        initial=Shows.ANSWERED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when the result is shown")},
    )
    closes_on = Day(
        label=_("What is the last day to answer?"),
        required=False,
        help_text=_("Leave it empty to close the poll yourself, whenever you think best."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, poll: Poll | None = None, answered: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.poll = poll
        self.asked = tuple(poll.choices.values_list("words", flat=True)) if poll else ()
        for name in ("question", "choices", "several", "anonymous", "shows") if answered else ():
            del self.fields[name]

    def clean_closes_on(self) -> Any:
        """Today, or a day to come."""
        day = self.cleaned_data["closes_on"]
        if day and day < clock.today():
            raise ValidationError(_("Enter today, or a day that is to come"), code="past")
        return day

    def holds_back(self, *, by: User, also: Sequence[str] = ()) -> bool:
        """Look at what is asked too."""
        given = self.cleaned_data
        asked = [given["question"], "\n".join(given["choices"])] if "question" in given else []
        return super().holds_back(by=by, also=[*asked, *also])

    def words(self) -> PollWords:
        """What is asked; what may not be changed any more stays as it is."""
        given = self.cleaned_data
        if "question" in given:
            return PollWords(
                question=given["question"],
                choices=tuple(given["choices"]),
                several=given["several"],
                anonymous=given["anonymous"] == "yes",
                shows=Shows(given["shows"]),
                closes_on=given["closes_on"],
            )
        if self.poll is None:
            raise ValueError("A poll is asked with its question.")
        kept = self.poll
        return PollWords(kept.question, self.asked, kept.several, kept.anonymous, Shows(kept.shows), given["closes_on"])


class AskForm(PollForm, OnceForm):
    """Beginning a conversation with a poll."""

    body = Words(
        label=_("Why do you ask?"),
        rows=4,
        help_text=_("Your first post. Say what will be done with the answers. Write @ and a name to mention someone."),
        error_messages={"required": _("Say in a few words why you ask")},
    )
    field_order = ("question", "choices", "several", "anonymous", "shows", "closes_on", "body")


class AnswerForm(forms.Form):
    """Answering a poll: one choice, or several."""

    use_required_attribute = False

    def __init__(self, *args: Any, shown: Shown, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(choice.place, choice.words) for choice in shown.choices]
        several = shown.poll.several
        kind: Any = forms.TypedMultipleChoiceField if several else forms.TypedChoiceField
        mine = sorted(shown.mine)
        self.fields["chosen"] = kind(
            label=shown.poll.question,
            choices=offered,
            coerce=int,
            initial=mine if several else next(iter(mine), None),
            widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            help_text=_("Choose one or more") if several else "",
            error_messages={"required": _("Choose at least one answer") if several else _("Choose an answer")},
        )

    def places(self) -> list[int]:
        """What was chosen."""
        chosen = self.cleaned_data["chosen"]
        return chosen if isinstance(chosen, list) else [chosen]


def initial_of_poll(poll: Poll) -> dict[str, object]:
    """A poll as its form shows it."""
    return {
        "question": poll.question,
        "choices": "\n".join(poll.choices.values_list("words", flat=True)),
        "several": poll.several,
        "anonymous": "yes" if poll.anonymous else "no",
        "shows": poll.shows,
        "closes_on": poll.closes_on,
    }
