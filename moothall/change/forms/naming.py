"""Parts that the forms of an initiative share: people named in it, and words at length."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Lines
from moothall.people.fields import PersonField
from moothall.people.models import User

LONG = 4000  # characters of what is said at length


class AtLength(Lines):
    """What is said at length, of which there is an end."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONG)
        super().__init__(**options)


class Colleague(PersonField):
    """Somebody of the council."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("A full name, an e-mail address or a handle."))
        super().__init__(guests=False, **options)


class NamesPeople(forms.Form):
    """A form that names people: it knows who asks."""

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.by = by
