"""What people fill in in the mail room."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit.forms import PlainText
from moothall.mail.models import Mailbox
from moothall.people.models import Kind, User
from moothall.records.markings import Marking
from moothall.spaces.caution import CautiousForm
from moothall.spaces.models import Space


class PersonField(forms.CharField):
    """Someone on the staff or a councillor, by e-mail address."""

    def clean(self, value: Any) -> User:
        email = str(super().clean(value)).strip().lower()
        person = User.objects.active().exclude(kind=Kind.GUEST).filter(email=email).first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody on the staff and no councillor has that address. Look it up under People.")
            )
        return person


class MailboxForm(forms.Form):
    """Open a mailbox."""

    address = forms.EmailField(
        label=_("Address"), max_length=254, help_text=_("Whose mail this is, such as libraries@wexmoor.gov.uk")
    )
    owner = PersonField(label=_("Who answers for it"), help_text=_("Their e-mail address. They can add others."))
    reason = PlainText(label=_("Why they hold it"), max_length=300, required=False)

    def clean_address(self) -> str:
        """Refuse an address that has a mailbox."""
        address = str(self.cleaned_data["address"]).lower()
        if Mailbox.objects.filter(address=address).exists():
            raise forms.ValidationError(_("There is a mailbox for this address already."))
        return address


class CustodianForm(forms.Form):
    """Let one more person read a mailbox."""

    user = PersonField(label=_("Their e-mail address"))
    reason = PlainText(
        label=_("Why they need to read this mailbox"),
        max_length=300,
        help_text=_("Everyone who holds the mailbox sees this, and it goes on record."),
    )


class BringInForm(forms.Form):
    """Upload a mailbox."""

    file = UploadsField(
        label=_("Mailbox file"),
        help_text=_("An mbox (plain, .gz, .xz or .zst), a zip of .eml files or a Maildir, or one .eml."),
        error_messages={"required": _("Choose a mailbox file")},
        kind="mailbox",
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("UploadsField", self.fields["file"]).owner = by

    def clean_file(self) -> Upload:
        """The one file."""
        files: list[Upload] = self.cleaned_data["file"]
        return files[0]


class ShareForm(CautiousForm):
    """Share a thread to a space."""

    space = forms.ModelChoiceField(
        label=_("Space"), queryset=Space.objects.none(), empty_label=_("Choose a space you are in")
    )
    note = PlainText(
        label=_("Your note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say why the space should see this. It stands above the messages."),
    )

    def __init__(self, *args: Any, user: User, mailbox: Mailbox, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["space"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 it is declared so above
        spaces = Space.objects.filter(memberships__user=user).order_by("name")  # members may post
        field.queryset = spaces.filter(marking=Marking.SENSITIVE) if mailbox.is_sensitive else spaces
