"""Proposing an option, challenging avoidance, deciding, and looking at a decision again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day
from moothall.risks.forms.words import AtLength, choices_of
from moothall.risks.models import Option, Verdict
from moothall.risks.standing import verdicts


class ProposeForm(forms.Form):
    """Which option, and why."""

    option = forms.TypedChoiceField(
        label=_("Which option do you propose?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an option"),
            "invalid_choice": _("Choose an option of this appraisal"),
        },
    )
    balance = AtLength(
        label=_("The balance, in words"),
        rows=5,
        help_text=_("What weighs more, and why. It is read before any number, and becomes the words of the decision."),
        error_messages={"required": _("Enter the balance in words")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, options: Sequence[Option], **more: Any) -> None:
        super().__init__(*args, **more)
        choices_of(self, "option", [(str(each.pk), f"{each.letter}: {each.name}") for each in options])


class ChallengeForm(forms.Form):
    """Asking whoever would do nothing, or prohibit."""

    option = forms.TypedChoiceField(
        label=_("Which option do you challenge?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an option"),
            "invalid_choice": _("Choose an option that does nothing or prohibits"),
        },
    )
    question = AtLength(
        label=_("What do you ask?"),
        rows=4,
        help_text=_("Such as “How will you know that nobody goes round it?”. Another person has to answer it."),
        error_messages={"required": _("Enter your question")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, options: Sequence[Option], **more: Any) -> None:
        super().__init__(*args, **more)
        choices_of(self, "option", [(str(each.pk), f"{each.letter}: {each.name}") for each in options])


class ReplyForm(forms.Form):
    """Answering a challenge."""

    answer = AtLength(
        label=_("What do you answer?"),
        rows=5,
        help_text=_("It stands beside the decision, and cannot be changed afterwards."),
        error_messages={"required": _("Enter your answer")},
    )
    use_required_attribute = False


class DecideForm(forms.Form):
    """Choosing the option that is proposed."""

    balance = AtLength(
        label=_("The balance, in words"),
        rows=5,
        help_text=_("As it was proposed; put it in the words in which you decide."),
        error_messages={"required": _("Enter the balance in words")},
    )
    dissent = AtLength(
        label=_("Who sees it differently, and why"),
        rows=4,
        required=False,
        help_text=_("It stands beside the decision at the same size."),
    )
    review_on = Day(
        label=_("When is it looked at again?"),
        ahead=True,
        help_text=_("Half a year from now is usual. You are told on that day."),
        error_messages={"required": _("Enter the day on which it is looked at again")},
    )
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args: Any, option: Option | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ends = option.pilot_ends_on if option is not None and option.ended_on is None else None
        if self.ends is not None:
            self.fields["review_on"].initial = self.ends
            self.fields["review_on"].help_text = by_its_end(self.ends)

    def clean_review_on(self) -> Any:
        """A pilot is looked at by the day on which it ends."""
        return _by(self.ends, self.cleaned_data["review_on"])


class ReviewForm(forms.Form):
    """What came of looking at a decision again."""

    verdict = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Verdict,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    words = AtLength(
        label=_("What did you find?"),
        rows=4,
        help_text=_("What happened, what was expected, and what came of the steps."),
        error_messages={"required": _("Enter what you found")},
    )
    next_on = Day(
        label=_("When is it looked at again?"),
        ahead=True,
        required=False,
        help_text=_("Where it holds, a next day is needed."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, option: Option, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ends = option.pilot_ends_on
        choices_of(self, "verdict", [(each.value, each.label) for each in verdicts(option)])
        if self.ends is not None and option.ended_on is None:
            self.fields["next_on"].help_text = by_its_end(self.ends)

    def clean(self) -> dict[str, Any]:
        """What holds is looked at again."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == Verdict.HOLDS and not cleaned.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Enter the day on which it is looked at again"))
        if cleaned.get("verdict") == Verdict.HOLDS and cleaned.get("next_on"):
            try:
                _by(self.ends, cleaned["next_on"])
            except ValidationError as error:
                self.add_error("next_on", error)
        return cleaned


def by_its_end(ends: date) -> str:
    """What is said beside the day on which a pilot is looked at again."""
    words = gettext("The pilot ends on %(day)s: by then it is adopted, changed or stopped.")
    return words % {"day": date_format(ends, "j F Y")}


def _by(ends: date | None, day: date) -> date:
    if ends is not None and day > ends:
        words = gettext("Enter a day by %(day)s, when the pilot ends") % {"day": date_format(ends, "j F Y")}
        raise ValidationError(words, code="after_its_end")
    return day
