"""Writing a lesson, withdrawing one, and saying what is done with one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Lines, OnceForm, PlainText
from moothall.lessons.actions.drafts import LONGEST, LessonWords
from moothall.lessons.matters import Named
from moothall.lessons.models import PARTS, Lesson, Licence, Outcome, Verdict
from moothall.lessons.words import LONGEST as LONGEST_SUBJECT
from moothall.lessons.words import MOST, subjects

NEEDED_LATER = (*PARTS, "applies_to")  # once it is published


class LessonForm(OnceForm):
    """A lesson as it is written; only its title is needed before it is published."""

    kind = forms.ChoiceField(
        label=_("What is it learned from?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        help_text=_("A failure that is shared is worth as much as a success."),
        error_messages={"required": _("Choose what it is learned from")},
    )
    title = PlainText(
        label=_("What is the lesson, in a line?"),
        max_length=160,
        help_text=_("Such as “Ask the front desk before you move their forms”."),
        error_messages={"required": _("Enter the lesson in a line")},
    )
    context = Lines(
        label=_("Where and when was it?"),
        required=False,
        max_length=LONGEST,
        help_text=_("What somebody from elsewhere needs to know. Leave out names of people."),
    )
    happened = Lines(label=_("What happened?"), rows=5, required=False, max_length=LONGEST)
    why = Lines(
        label=_("Why did it happen?"),
        rows=4,
        required=False,
        max_length=LONGEST,
        help_text=_("Causes, not people to blame."),
    )
    would_do = Lines(
        label=_("What would you do another time?"),
        rows=4,
        required=False,
        max_length=LONGEST,
        help_text=_("This is what others adopt, so say it as something that they can do."),
    )
    applies_to = PlainText(
        label=_("What does it apply to?"),
        required=False,
        max_length=(LONGEST_SUBJECT + 2) * MOST,
        help_text=_(
            "A few subjects with commas between, such as “volunteers, school transport”. They bring it to others."
        ),
    )
    about = forms.MultipleChoiceField(
        label=_("What in the hall is it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    licence = forms.ChoiceField(
        label=_("Under which licence may others use it?"),
        choices=Licence,
        initial=Licence.OGL,
        help_text=_("It matters once the lesson is on the public site."),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args: Any, things: Iterable[Named] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NEEDED_LATER:
            self.fields[name].sometimes = True  # type: ignore[attr-defined]  # so that its label says nothing of wishing
        choices = [(named.thing, f"{named.label}: {named.title}") for named in things]
        if not choices:
            del self.fields["about"]
            return
        cast(forms.MultipleChoiceField, self.fields["about"]).choices = choices

    def clean_applies_to(self) -> tuple[str, ...]:
        """The subjects, each once."""
        found = subjects(self.cleaned_data["applies_to"])
        if len(found) > MOST:
            raise ValidationError(_("Enter no more than {n} subjects").format(n=MOST), code="many")
        if long := next((each for each in found if len(each) > LONGEST_SUBJECT), ""):
            raise ValidationError(_("Shorten “{words}”: a few words are enough").format(words=long), code="long")
        return found

    def was_seen(self) -> datetime | None:
        """When the draft was last saved, as the page showed it."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def words(self, *, keeps: Iterable[str] = ()) -> LessonWords:
        """What was typed; `keeps` are things that it is about and that were not asked, for they cannot be seen."""
        given = self.cleaned_data
        return LessonWords(
            kind=Outcome(given["kind"]),
            title=given["title"],
            **{part: given[part] for part in PARTS},
            applies_to=given["applies_to"],
            about=(*given.get("about", ()), *keeps),
            licence=Licence(given["licence"]),
        )


def initial_of(lesson: Lesson) -> dict[str, Any]:
    """What a form shows of a lesson that was written before."""
    return {
        **{name: getattr(lesson, name) for name in ("kind", "title", *PARTS, "licence")},
        "applies_to": ", ".join(lesson.subjects.order_by("pk").values_list("words", flat=True)),
        "about": list(lesson.abouts.order_by("pk").values_list("thing", flat=True)),
        "seen": lesson.edited_at.isoformat(),
    }


class WithdrawForm(forms.Form):
    """Standing by a lesson no longer."""

    reason = PlainText(
        label=_("Why is it withdrawn?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever comes to it reads this instead of the lesson."),
        error_messages={"required": _("Enter why it is withdrawn")},
    )
    use_required_attribute = False


class UseForm(forms.Form):
    """What is done with a lesson for a matter."""

    verdict = forms.ChoiceField(
        label=_("What do you do with it?"),
        choices=[
            (Verdict.ADOPTED, _("Adopt it: we do it that way")),
            (Verdict.NOT_APPLICABLE, _("Not applicable here")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do with it")},
    )
    reason = PlainText(
        label=_("Why?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it is not applicable. Whoever wrote the lesson learns from it."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].sometimes = True  # type: ignore[attr-defined]  # needed for one of the verdicts

    def clean(self) -> dict[str, Any]:
        """Setting a lesson aside has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == Verdict.NOT_APPLICABLE and not cleaned.get("reason") and "reason" in cleaned:
            self.add_error("reason", _("Enter why it is not applicable"))
        return cleaned
