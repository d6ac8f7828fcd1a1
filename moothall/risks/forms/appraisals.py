"""Beginning an appraisal, putting its question another way, its people, giving it up and opening it again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.risks.forms.words import AtLength, NamesPeople
from moothall.risks.models import Openness


class _Question(forms.Form):
    """What is asked, why, who may read it and by when."""

    question = PlainText(
        label=_("Which question is to be decided?"),
        max_length=200,
        help_text=_("Such as “How should staff collaborate?”. A question leaves room for more than one answer."),
        error_messages={"required": _("Enter the question")},
    )
    problem = AtLength(
        label=_("Why is it asked?"),
        help_text=_("What is the matter as things are, in a few lines."),
        error_messages={"required": _("Enter why it is asked")},
    )
    decide_by = Day(
        label=_("By when is it to be decided?"), required=False, help_text=_("Leave it empty if there is no day.")
    )
    openness = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Openness,
        widget=forms.RadioSelect,
        help_text=_("Open is the rule here. Close it where reading it could harm somebody."),
        error_messages={"required": _("Choose who may read it")},
    )
    use_required_attribute = False


class BeginForm(NamesPeople, OnceForm, _Question):
    """Asking a question to decide."""

    owner = PersonField(
        label=_("Who answers for it, and decides?"),
        guests=False,
        help_text=_("A full name, an e-mail address or a handle."),
        error_messages={"required": _("Enter who answers for it")},
    )
    field_order = ("question", "problem", "owner", "decide_by", "openness")


class EditForm(_Question):
    """Putting the question another way; while a decision stands the question stays as it was decided."""

    def __init__(self, *args: Any, decided: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if decided:
            for name in ("question", "problem"):
                del self.fields[name]


class OwnerForm(NamesPeople):
    """Who answers for it."""

    owner = PersonField(
        label=_("Who answers for it, and decides?"),
        guests=False,
        help_text=_("A full name, an e-mail address or a handle."),
        error_messages={"required": _("Enter who answers for it")},
    )
    use_required_attribute = False


class MemberForm(NamesPeople):
    """One more person who works on it."""

    person = PersonField(
        label=_("Who else works on it?"),
        guests=False,
        help_text=_("They can write options, risks and steps, and judge. A full name, an e-mail address or a handle."),
        error_messages={"required": _("Enter who else works on it")},
    )
    use_required_attribute = False


class CloseForm(forms.Form):
    """Giving a question up."""

    reason = PlainText(
        label=_("Why is it given up?"),
        max_length=400,
        help_text=_("It stays where it is, with this beside it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter why it is given up")},
    )
    use_required_attribute = False


class OpenAgainForm(forms.Form):
    """Asking a question again that was decided."""

    reason = PlainText(
        label=_("Why is it opened again?"),
        max_length=400,
        help_text=_("Such as “The pilot has ended”, or “Two of the steps were dropped”."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter why it is opened again")},
    )
    use_required_attribute = False
