"""Describing systems, what they may be used for, and their accounts."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import User
from moothall.records.actions.systems import Facts
from moothall.records.models import InformationSystem, Status, Use


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def _line(label: Any, *, most: int = 200, help_text: Any = "") -> PlainText:
    return PlainText(label=label, required=False, max_length=most, help_text=help_text)


class SystemForm(forms.Form):
    """All that is known of a system."""

    name = PlainText(label=_("Name"), max_length=120, error_messages={"required": _("Enter what it is called")})
    also_called = _line(_("Other names"), help_text=_("What else people call it, such as “Insta”"))
    what_for = PlainText(
        label=_("What is it for?"),
        max_length=400,
        error_messages={"required": _("Enter what it is for")},
        widget=_lines(),
    )
    outside = forms.BooleanField(label=_("It is a public platform that belongs to somebody else"), required=False)
    status = forms.ChoiceField(
        label=_("May it be used?"),
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it may be used")},
    )
    why_not = _line(_("If not allowed: why"), most=400)
    use_instead = forms.ModelChoiceField(
        label=_("If not allowed: what to use instead"),
        queryset=InformationSystem.objects.none(),
        required=False,
        empty_label=_("Nothing in the register"),
    )
    use_instead_words = _line(_("Or, in words"))
    guidance = _line(_("Where is the guidance?"), most=300, help_text=_("The address of a page, or where it is kept"))
    owner = PersonField(
        label=_("Who owns it?"), guests=False, error_messages={"required": _("Enter who answers for it")}
    )
    supplier = _line(_("Supplier"))
    data_location = _line(_("Where is the data?"))
    sign_in = _line(_("How do people sign in?"))
    export = _line(_("How does what is in it come out again?"))
    encryption = _line(_("Encryption"), most=300)
    backup = _line(_("Backup"), most=300)
    restore_tested_on = Day(required=False, label=_("When was a restore last tried?"))
    access_control = _line(_("Who gets in, and how that is looked after"), most=300)
    patching = _line(_("Patching"), most=300)
    incident_contact = _line(_("Whom to call in an incident"))
    assurance = PlainText(label=_("Cyber assurance notes"), required=False, max_length=4000, widget=_lines())
    review_on = Day(required=False, label=_("When is this looked at again?"))

    def __init__(
        self, *args: Any, by: User, system: InformationSystem | None = None, may_hand_on: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.system = system
        cast(PersonField, self.fields["owner"]).by = by
        others = InformationSystem.objects.visible_to(by).exclude(pk=system.pk if system else 0)
        field = cast("forms.ModelChoiceField[InformationSystem]", self.fields["use_instead"])
        field.queryset = others.exclude(status=Status.NOT_ALLOWED).order_by("name")
        if not may_hand_on:
            del self.fields["owner"]

    def clean_name(self) -> str:
        """One entry for each system."""
        name = str(self.cleaned_data["name"])
        same = InformationSystem.objects.filter(name__iexact=name).exclude(pk=self.system.pk if self.system else 0)
        if same.exists():
            raise forms.ValidationError(_("This is in the register already. Look it up and describe it there"))
        return name

    def clean(self) -> dict[str, Any]:
        """What is not allowed says why, and what to use instead."""
        data = super().clean() or {}
        if data.get("status") == Status.NOT_ALLOWED:
            if not data.get("why_not"):
                self.add_error("why_not", _("Enter why it is not allowed"))
            if not data.get("use_instead") and not data.get("use_instead_words"):
                self.add_error("use_instead_words", _("Enter what to use instead, or choose it from the register"))
        return data

    @property
    def facts(self) -> Facts:
        """What was entered, once it is valid."""
        data = dict(self.cleaned_data)
        data.setdefault("owner", self.system.owner if self.system else None)
        return Facts(**(data | {"status": Status(data["status"])}))


class UseForm(forms.Form):
    """Answering “may I use it for that?”."""

    purpose = PlainText(
        label=_("For what?"),
        max_length=200,
        help_text=_("As people ask it, such as “share photos of an event with residents”"),
        error_messages={"required": _("Enter what it would be used for")},
    )
    answer = forms.ChoiceField(
        label=_("May they?"),
        choices=Use.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    words = PlainText(
        label=_("In a sentence or two"),
        max_length=600,
        error_messages={"required": _("Enter the answer in words: what to do, or what to do instead")},
        widget=_lines(),
    )
    guidance = _line(_("Where is the guidance?"), most=300)

    def clean_answer(self) -> Use.Answer:
        """As the choice it is."""
        return Use.Answer(self.cleaned_data["answer"])


class OwnersForm(forms.Form):
    """The two people who answer for an account."""

    first_owner = PersonField(
        label=_("Who answers for it?"), guests=False, error_messages={"required": _("Enter who answers for it")}
    )
    second_owner = PersonField(
        label=_("And who else?"),
        guests=False,
        help_text=_("Two people, so that nobody’s holiday or leaving locks the council out"),
        error_messages={"required": _("Enter a second person")},
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("first_owner", "second_owner"):
            cast(PersonField, self.fields[name]).by = by

    def clean(self) -> dict[str, Any]:
        """Two different people."""
        data = super().clean() or {}
        if data.get("first_owner") and data.get("first_owner") == data.get("second_owner"):
            self.add_error("second_owner", _("Enter somebody else: two people answer for an account"))
        return data

    @property
    def owners(self) -> tuple[User, User]:
        """The two, once they are valid."""
        return self.cleaned_data["first_owner"], self.cleaned_data["second_owner"]


class AccountForm(OwnersForm):
    """An account by which the council speaks."""

    name = PlainText(
        label=_("Name of the account"), max_length=120, error_messages={"required": _("Enter the account’s name")}
    )
    address = _line(_("Its address on the web"), most=300)
    purpose = PlainText(
        label=_("What is it for?"), max_length=300, error_messages={"required": _("Enter what it is for")}
    )
    opened_on = Day(required=False, label=_("When was it opened?"))
    field_order = ("name", "address", "purpose", "first_owner", "second_owner", "opened_on")

    def __init__(self, *args: Any, system: InformationSystem, **options: Any) -> None:
        super().__init__(*args, **options)
        self.system = system

    def clean_name(self) -> str:
        """Each account once."""
        name = str(self.cleaned_data["name"])
        if self.system.accounts.filter(name=name).exists():
            raise forms.ValidationError(_("This account is noted already"))
        return name


class CloseForm(forms.Form):
    """Closing an account."""

    reason = PlainText(
        label=_("Why is it closed?"), max_length=300, error_messages={"required": _("Enter why it is closed")}
    )
