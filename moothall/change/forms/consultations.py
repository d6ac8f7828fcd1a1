"""Asking the public, answering as one of them, and saying what came of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.change.actions.consultations import LONGEST, MOST_QUESTIONS, ConsultationWords, ThemeWords
from moothall.change.models import Consultation, Question, Theme
from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.kit.moderation import PublicForm

LONG = 4000  # characters of what is said at length
LONGEST_QUESTION = 400


class ConsultationForm(forms.Form):
    """What anybody is asked; once somebody answered, only the last day moves, further off."""

    title = PlainText(label=_("What is it called?"), max_length=160, error_messages={"required": _("Enter a title")})
    introduction = Lines(
        label=_("What is it about?"),
        rows=6,
        max_length=LONG,
        help_text=_("What is proposed, why, and what can still change. Anybody reads this."),
        error_messages={"required": _("Enter what it is about")},
    )
    questions = Lines(
        label=_("What do you ask?"),
        rows=6,
        max_length=MOST_QUESTIONS * (LONGEST_QUESTION + 1),
        help_text=_("One question on each line, twelve at most. Ask so that no is an answer too."),
        error_messages={"required": _("Enter one question at least")},
    )
    opens_on = Day(label=_("First day"), error_messages={"required": _("Enter the first day")})
    closes_on = Day(label=_("Last day"), error_messages={"required": _("Enter the last day")})
    use_required_attribute = False

    def __init__(
        self, *args: Any, consultation: Consultation | None = None, answered: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kept = consultation if answered else None
        if answered:
            for name in ("title", "introduction", "questions", "opens_on"):
                del self.fields[name]

    def clean_questions(self) -> tuple[str, ...]:
        """Each line is a question."""
        lines = tuple(line.strip() for line in self.cleaned_data["questions"].split("\n") if line.strip())
        if len(lines) > MOST_QUESTIONS:
            raise ValidationError(_("Enter twelve questions at most: people tire"), code="many")
        if any(len(line) > LONGEST_QUESTION for line in lines):
            raise ValidationError(_("Shorten the questions: 400 characters are enough for one"), code="long")
        return lines

    def clean(self) -> dict[str, Any]:
        """It closes after it opens, and no earlier than it was said."""
        cleaned = super().clean() or {}
        opens = self.kept.opens_on if self.kept else cleaned.get("opens_on")
        closes = cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Enter a day that is not before the first"))
        if self.kept and closes and closes < self.kept.closes_on:
            self.add_error("closes_on", _("People were told that they have until then: enter a later day"))
        return cleaned

    def words(self) -> ConsultationWords:
        """What was written."""
        given, kept = self.cleaned_data, self.kept
        if kept is None:
            return ConsultationWords(**given)
        return ConsultationWords(
            title=kept.title,
            introduction=kept.introduction,
            opens_on=kept.opens_on,
            closes_on=given["closes_on"],
            questions=tuple(kept.questions.values_list("words", flat=True)),
        )


class EndForm(forms.Form):
    """Why no more answers are taken."""

    why = Lines(
        label=_("Why does it end early?"),
        rows=3,
        max_length=400,
        help_text=_("Anybody reads this on the public page. No names."),
        error_messages={"required": _("Enter why it ends early")},
    )
    use_required_attribute = False


def initial_of_consultation(row: Consultation) -> dict[str, Any]:
    """A consultation as the form shows it."""
    names = ("title", "introduction", "opens_on", "closes_on")
    lines = row.questions.values_list("words", flat=True)
    return {**{name: getattr(row, name) for name in names}, "questions": "\n".join(lines)}


class AnswerForm(PublicForm):
    """What somebody of the public answers, question by question; none of it has to be filled in, but something."""

    use_required_attribute = False

    def __init__(self, *args: Any, questions: list[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = {f"question_{each.pk}": each.pk for each in questions}
        for each in questions:
            field = Lines(label=each.words, rows=4, required=False, max_length=LONGEST, sometimes=True)
            self.fields[f"question_{each.pk}"] = field
        self.fields["name"] = PlainText(
            label=_("Your name"),
            required=False,
            max_length=100,
            help_text=_("If you give one it is shown beside your answer. It need not be your full name."),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )

    def clean(self) -> dict[str, Any]:
        """Something was answered."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in self.questions):
            first = next(iter(self.questions), None)
            self.add_error(first, _("Answer one question at least"))
        return cleaned

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the questions, in their order."""
        return [self[name] for name in self.questions]

    def parts(self) -> dict[int, str]:
        """The words to each question."""
        return {pk: self.cleaned_data[name] for name, pk in self.questions.items()}


class ThemeForm(OnceForm):
    """What several people said, and what came of it."""

    said = Lines(
        label=_("What did people say?"),
        rows=3,
        max_length=LONG,
        help_text=_("One theme, in your words, fair to those who said it. No names."),
        error_messages={"required": _("Enter what people said")},
    )
    did = Lines(label=_("What did you do?"), rows=3, required=False, max_length=LONG)
    why_not = Lines(
        label=_("Or why was nothing done?"), rows=3, required=False, max_length=LONG, help_text=_("One of the two.")
    )
    use_required_attribute = False

    def __init__(self, *args: Any, answers: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.answers = answers

    def clean(self) -> dict[str, Any]:
        """One outcome, not two; a correction has one."""
        cleaned = super().clean() or {}
        if cleaned.get("did") and cleaned.get("why_not"):
            self.add_error("why_not", _("Enter what you did, or why nothing was done, not both"))
        if self.answers and "did" in cleaned and not (cleaned["did"] or cleaned.get("why_not")):
            self.add_error("did", _("Enter what you did, or below why nothing was done"))
        return cleaned

    def words(self) -> ThemeWords:
        """What was written."""
        given = self.cleaned_data
        return ThemeWords(said=given["said"], did=given["did"], why_not=given["why_not"])


def initial_of_theme(row: Theme) -> dict[str, Any]:
    """A theme as the form shows it."""
    return {"said": row.said, "did": row.did, "why_not": row.why_not}
