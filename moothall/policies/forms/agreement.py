"""Commenting on a draft, answering, asking and endorsing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import Role, User
from moothall.policies.actions.agreement import LONGEST
from moothall.policies.models import Answer, Language, Verdict

MOST_ASKED = 30  # people who can be named at once


class CommentForm(OnceForm):
    """Saying something about a clause of a draft, or about the whole."""

    body = Lines(
        label=_("Your comment"),
        rows=4,
        max_length=LONGEST,
        help_text=_("Say what you would have it say instead, if you can. All staff and councillors can read it."),
        error_messages={"required": _("Enter your comment")},
    )
    number = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=Language, widget=forms.HiddenInput, initial=Language.ENGLISH)


class AnswerForm(forms.Form):
    """What came of a comment."""

    answer = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[(Answer.CHANGED, _("The draft is changed")), (Answer.KEPT, _("The draft stays as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    words = Lines(
        label=_("In words"),
        rows=4,
        required=False,
        max_length=LONGEST,
        help_text=_("If nothing is changed, say why. If it is, you may say how."),
    )

    def clean(self) -> dict[str, Any]:
        """“Not changed” has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == Answer.KEPT and not cleaned.get("words"):
            self.add_error("words", _("Say why the draft stays as it is"))
        return cleaned


class AskForm(forms.Form):
    """Whom one asks to endorse a draft."""

    people = Lines(
        label=_("People"),
        rows=4,
        required=False,
        max_length=4000,
        help_text=_("One a line: a full name, an e-mail address or a handle"),
    )
    roles = forms.MultipleChoiceField(
        label=_("Whoever holds a role"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One of them answers for all"),
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by

    def clean_people(self) -> list[str]:
        """Each line names one person of the council; the error says which does not."""
        field = PersonField(guests=False)
        field.by = self.by
        found = []
        for line in [line.strip() for line in self.cleaned_data["people"].split("\n") if line.strip()][:MOST_ASKED]:
            try:
                person = field.clean(line)
            except ValidationError as problem:
                words = _("“{line}”: {problem}").format(line=line[:80], problem=" ".join(problem.messages))
                raise ValidationError(words) from problem
            if person is not None:
                found.append(person.holder)
        return found

    def clean(self) -> dict[str, Any]:
        """Somebody at least."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("people") and not cleaned.get("roles"):
            self.add_error("people", _("Name someone, or choose a role"))
        return cleaned

    def holders(self) -> list[str]:
        """Whom one named."""
        return [*self.cleaned_data["people"], *(f"role:{role}" for role in self.cleaned_data["roles"])]


class EndorseForm(forms.Form):
    """A stakeholder's answer; `wording` is what they saw."""

    verdict = forms.ChoiceField(
        label=_("Do you stand behind it?"),
        choices=[(Verdict.ENDORSED, _("Yes, I endorse it")), (Verdict.DECLINED, _("No, not as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you endorse it")},
    )
    words = Lines(
        label=_("In words"),
        rows=4,
        required=False,
        max_length=LONGEST,
        help_text=_("If you don’t, say what would have to change. All staff and councillors can read it."),
    )
    wording = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """No has a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == Verdict.DECLINED and not cleaned.get("words"):
            self.add_error("words", _("Say what would have to change"))
        return cleaned


class WithoutForm(forms.Form):
    """Going on without one who was asked."""

    reason = PlainText(
        label=_("Why do you go on without them?"),
        max_length=600,
        help_text=_("It stands beside the policy for as long as it is kept."),
        error_messages={"required": _("Enter why you go on without them")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
