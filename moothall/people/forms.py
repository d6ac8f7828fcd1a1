"""What people tell of themselves, and letting someone in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moothall.kit.forms import PlainText
from moothall.people import queries
from moothall.people.models import Function, Kind, Role, Team, User
from moothall.people.models.users import plain_number


class ProfileForm(forms.Form):
    """A person's own words about their work."""

    job = PlainText(label=_("What is your job?"), max_length=120, required=False)
    ask_about = PlainText(
        label=_("What can people ask you about?"),
        help_text=_("A few words, for example: tree preservation orders, grants for halls"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _NamedAtTheDoor(forms.Form):
    """An address, a staff number, or both; each belongs to one person."""

    name = PlainText(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Leave empty for someone without one"), max_length=254, required=False
    )
    staff_number = PlainText(
        label=_("Staff number"), help_text=_("Needed where there is no e-mail address"), max_length=32, required=False
    )
    manager = PlainText(
        label=_("Manager"),
        help_text=_("Their e-mail address, staff number or @name. They can print a one-time code for this person."),
        max_length=254,
        required=False,
    )
    organisation = PlainText(
        label=_("Organisation"), help_text=_("For a guest: whom they come from"), max_length=120, required=False
    )
    person: User | None = None

    def clean_email(self) -> str:
        """One account to an address."""
        email = str(self.cleaned_data["email"]).lower()
        if email and self._others().filter(email=email).exists():
            raise forms.ValidationError(_("Someone has this address already. Look for them under People."))
        return email

    def clean_staff_number(self) -> str:
        """One account to a number; letters and digits, kept in capitals."""
        typed = str(self.cleaned_data["staff_number"])
        number = plain_number(typed)
        if typed and not number:
            raise forms.ValidationError(_("Enter the staff number with letters and digits only, for example W10442"))
        if number and self._others().filter(staff_number=number).exists():
            raise forms.ValidationError(_("Someone has this staff number already. Look for them under People."))
        return number

    def clean_manager(self) -> User | None:
        """Someone on the staff, or nobody."""
        words = str(self.cleaned_data["manager"]).strip()
        if not words:
            return None
        manager = queries.find_person(words)
        if manager is None or manager.is_guest or (self.person and manager.pk == self.person.pk):
            raise forms.ValidationError(_("Nobody on the staff is found by that. Enter their e-mail address"))
        return manager

    def clean(self) -> dict[str, Any]:
        """Everyone has something to type at the door."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("email") and not cleaned.get("staff_number"):
            self.add_error("email", _("Enter an e-mail address or a staff number"))
        return cleaned

    def _others(self) -> Any:
        people = User.objects.all()
        return people.exclude(pk=self.person.pk) if self.person else people


class AddPersonForm(_NamedAtTheDoor):
    """Letting someone in."""

    kind = forms.ChoiceField(label=_("How do they belong to the council?"), choices=Kind, widget=forms.RadioSelect)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.order_by("name"), required=False)
    job = PlainText(label=_("Job"), max_length=120, required=False)
    how = forms.ChoiceField(
        label=_("How will they come in the first time?"),
        choices=[("link", _("By an invitation that I send by e-mail")), ("code", _("By a one-time code that I print"))],
        widget=forms.RadioSelect,
        required=False,
        initial="link",
    )
    field_order = ("name", "email", "staff_number", "kind", "team", "job", "manager", "organisation", "how")

    def clean(self) -> dict[str, Any]:
        """A guest belongs to someone; an invitation needs an address."""
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.GUEST and not cleaned.get("organisation"):
            self.add_error("organisation", _("Enter whom the guest comes from"))
        if cleaned.get("how") == "link" and not cleaned.get("email") and not self.errors:
            self.add_error("how", _("Without an e-mail address, print a one-time code"))
        cleaned["how"] = cleaned.get("how") or ("link" if cleaned.get("email") else "code")
        return cleaned


class StaffSessionForm(forms.Form):
    """Why an administrator looks into the tables."""

    reason = PlainText(
        label=_("Why?"), max_length=300, error_messages={"required": _("Say why: it stands in the record of acts")}
    )


class FoundingForm(forms.Form):
    """The first administrator, who proves that they may read the server's data."""

    key = PlainText(
        label=_("First-run key"),
        help_text=_("moothall serve prints it, and it stands in secrets/first-run in the data folder"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the first-run key")},
    )
    name = PlainText(label=_("Your name"), max_length=120, error_messages={"required": _("Enter your name")})
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, error_messages={"required": _("Enter your e-mail address")}
    )
    job = PlainText(label=_("Your job"), max_length=120, required=False)
    team = PlainText(label=_("Your team"), max_length=120, required=False)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._key = key

    def clean_key(self) -> str:
        """The first characters of what the server keeps are enough, with or without the rest."""
        typed = str(self.cleaned_data["key"]).strip().lower()
        if not constant_time_compare(typed[: len(self._key)], self._key):
            raise forms.ValidationError(_("That is not the key of this hall. Copy it from where moothall serve runs"))
        return typed

    def clean_email(self) -> str:
        """In lower case, as addresses are kept."""
        return str(self.cleaned_data["email"]).lower()


class CorrectPersonForm(_NamedAtTheDoor):
    """Putting right what is held of a person."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person


class MoveForm(forms.Form):
    """Another team, or none."""

    team = forms.ModelChoiceField(
        label=_("Team"),
        help_text=_("What they see changes at once with the team."),
        queryset=Team.objects.order_by("name"),
        required=False,
    )


class TeamForm(forms.Form):
    """A new part of the organisation."""

    name = PlainText(label=_("Name"), max_length=120, error_messages={"required": _("Enter the name of the team")})
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        help_text=_("A team in a communications or technology team is one too."),
        queryset=Team.objects.order_by("name"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A name once in a team."""
        cleaned = super().clean() or {}
        if not self.errors and Team.objects.filter(name=cleaned["name"], parent=cleaned.get("parent")).exists():
            self.add_error("name", _("There is a team of this name already. Enter another one"))
        return cleaned


class FunctionForm(forms.Form):
    """What a team and all below it are there for."""

    function = forms.ChoiceField(
        label=_("What is this team there for?"),
        choices=Function,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the team is there for")},
    )

    def __init__(self, *args: Any, below: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if below:
            words = ngettext(
                "The %(count)d team below it will be there for the same.",
                "The %(count)d teams below it will be there for the same.",
                below,
            )
            self.fields["function"].help_text = words % {"count": below}


class RolesForm(forms.Form):
    """What a person does for the whole hall."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )


class FilterForm(forms.Form):
    """Which people an administrator wants to see."""

    text = PlainText(label=_("Name, address, number or job"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("Who"),
        choices=[
            ("", _("May come in")),
            ("never", _("Never came in")),
            ("left", _("Have left")),
            ("all", _("Everyone")),
        ],
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *Kind.choices], required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Any")), *Role.choices], required=False)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.order_by("name"), required=False)


class FirstPasswordForm(forms.Form):
    """A first password, shown while it is typed if the browser can."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. Three words that only you would put together are good."),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """One that is hard to guess."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password


class CorrectionForm(forms.Form):
    """What is wrong, in a person's own words."""

    asked = PlainText(
        label=_("What is wrong, and what should it say?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class AnswerForm(forms.Form):
    """What was done about it."""

    answer = PlainText(
        label=_("What did you put right, or why not?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why something is done for someone else."""

    reason = PlainText(label=_("Why?"), help_text=_("The reason stands in the record of acts."), max_length=400)
