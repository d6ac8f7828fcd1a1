"""Saying what one can't get to, asking whether one may, and answering."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.people.models import User
from moothall.records.models import InformationSystem, Matter

OTHER = ""


class ReportForm(forms.Form):
    """A block, or a question."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    matter = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            (Matter.BLOCK, _("I can’t get to something that I need for my work")),
            (Matter.QUESTION, _("I want to know whether I may use something")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about")},
    )
    system = forms.ModelChoiceField(
        label=_("Which system or platform?"),
        queryset=InformationSystem.objects.none(),
        required=False,
        empty_label=_("Another one, which I name below"),
    )
    system_words = PlainText(label=_("If it is another one: its name or address"), required=False, max_length=120)
    purpose = PlainText(
        label=_("What do you want to do with it?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter what you want to do, so that the answer fits")},
    )
    met = PlainText(
        label=_("What happened when you tried?"),
        required=False,
        max_length=400,
        help_text=_("The words on the screen, if it is blocked"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[InformationSystem]", self.fields["system"])
        field.queryset = InformationSystem.objects.visible_to(by).order_by("name")

    def clean_matter(self) -> Matter:
        """As the choice it is."""
        return Matter(self.cleaned_data["matter"])

    def clean(self) -> dict[str, Any]:
        """One of the register, or a name."""
        data = super().clean() or {}
        if "system" in data and not data["system"] and not data.get("system_words"):
            self.add_error("system_words", _("Choose it above, or enter its name"))
        return data


class AnswerForm(forms.Form):
    """An owner's answer."""

    opened = forms.TypedChoiceField(
        label=_("What is the answer?"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers")},
    )
    answer = PlainText(
        label=_("In words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was done, or why not and what to use instead. All staff and councillors can read it."),
        error_messages={"required": _("Enter the answer in words")},
    )

    def __init__(self, *args: Any, matter: str, **options: Any) -> None:
        super().__init__(*args, **options)
        block = [("yes", _("The way is open now")), ("no", _("It stays closed"))]
        question = [("yes", _("Yes, it may be used for this")), ("no", _("No, not for this"))]
        field = cast(forms.TypedChoiceField, self.fields["opened"])
        field.choices = block if matter == Matter.BLOCK else question
