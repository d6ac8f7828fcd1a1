"""Writing in one's journal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.charter.actions.journal import LONGEST, THING
from moothall.charter.models import Prompts
from moothall.kit.forms import Lines, OnceForm, PlainText
from moothall.lessons.actions.drafts import LONGEST as LONGEST_LESSON
from moothall.lessons.models import Outcome


class EntryForm(OnceForm):
    """One text, and the questions that one writes along, if any."""

    body = Lines(
        label=_("What you noticed"),
        rows=14,
        max_length=LONGEST,
        error_messages={"required": _("Enter a few words, or leave the page")},
    )
    prompts = forms.ChoiceField(label=_("Written along"), choices=Prompts, required=False, initial=Prompts.OWN)
    about = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean_prompts(self) -> Prompts:
        """None where nothing was chosen."""
        return Prompts(self.cleaned_data["prompts"] or Prompts.OWN)

    def clean_about(self) -> str:
        """A thing of the hall; whatever else came in is left out."""
        about = str(self.cleaned_data["about"])
        return about if THING.fullmatch(about) else ""


class LessonForm(OnceForm):
    """What of an entry becomes the beginning of a lesson: the words that its writer leaves in."""

    kind = forms.ChoiceField(
        label=_("What is it learned from?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it was a success or a failure")},
    )
    title = PlainText(
        label=_("The lesson in one line"),
        max_length=160,
        error_messages={"required": _("Enter the lesson in one line")},
    )
    happened = Lines(
        label=_("What happened"),
        rows=10,
        max_length=LONGEST_LESSON,
        help_text=_("These are the words of your entry. Take out what is yours alone: nothing else goes along"),
        error_messages={"required": _("Enter what happened")},
    )
