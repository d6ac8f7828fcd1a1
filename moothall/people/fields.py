"""Fields with which forms of any room name people."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import PlainText
from moothall.people.models import Kind, User


class PersonField(PlainText):
    """One active person whom whoever asks may know of, named in full, by handle or by address.

    The form sets `by`. `guests` says whether a guest may be named.
    """

    default_error_messages = {
        "nobody": _("Nobody is called that. Look under People for how they are written"),
        "several": _("More than one person is called that. Enter the e-mail address or the handle"),
        "guest": _("This can’t be a guest. Name someone of the council"),
    }

    def __init__(self, *, guests: bool = True, **options: Any) -> None:
        options.setdefault("max_length", 254)
        options.setdefault("help_text", _("A full name, an e-mail address, or a handle from the profile"))
        super().__init__(**options)
        self.guests = guests
        self.by: User | None = None

    def prepare_value(self, value: Any) -> Any:
        """A person is shown by their handle, which names nobody else."""
        return value.handle if isinstance(value, User) else value

    def clean(self, value: Any) -> User | None:
        """The one person who is called that; None where nothing was entered and nothing need be."""
        words = str(super().clean(value) or "").strip().removeprefix("@")
        if not words:
            return None
        found = list(self._called(words)[:2])
        if len(found) != 1:
            raise ValidationError(self.error_messages["several" if found else "nobody"], code="person")
        if found[0].kind == Kind.GUEST and not self.guests:
            raise ValidationError(self.error_messages["guest"], code="person")
        return found[0]

    def _called(self, words: str) -> QuerySet[User]:
        if self.by is None:
            return User.objects.none()
        match = (
            Q(email=words.lower()) | Q(handle=words.lower()) | Q(name__iexact=words) | Q(name__iexact=f"Cllr {words}")
        )
        return User.objects.active().visible_to(self.by).filter(match)
