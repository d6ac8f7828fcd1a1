"""How a person wants to be told."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from moothall.notices.kinds import NoticeKind, When, kinds
from moothall.notices.models import Hours
from moothall.notices.models.choices import Day

MAILED = [(when.value, when.label) for when in When if when != When.MUTE]
AS_THE_PLACE = "place"


def _offered(kind: NoticeKind) -> list[tuple[str, Any]]:
    """How soon it can be told; silence too, for a kind that is silent until somebody chooses it."""
    return [(When.MUTE.value, When.MUTE.label), *MAILED] if kind.default == When.MUTE else MAILED


def _zones() -> list[tuple[str, Any]]:
    named = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [("", _("The council’s time")), *((name, name.replace("_", " ")) for name in named)]


def _hours() -> list[tuple[int, str]]:
    return [(hour, time(hour).strftime("%H:%M")) for hour in range(24)]


class WishesForm(forms.Form):
    """For each kind how soon, and at which hours."""

    quiet = forms.BooleanField(label=_("No e-mail in my quiet hours"), required=False)
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), coerce=int, choices=_hours)
    quiet_until = forms.TypedChoiceField(label=_("Quiet until"), coerce=int, choices=_hours)
    digest_hour = forms.TypedChoiceField(label=_("Digests come at"), coerce=int, choices=_hours)
    digest_day = forms.TypedChoiceField(label=_("The weekly digest comes on"), coerce=int, choices=Day)
    zone = forms.ChoiceField(label=_("On the clock of"), choices=lazy(_zones, list), required=False)

    def __init__(self, data: Any = None, *, wishes: dict[str, When], hours: Hours) -> None:
        initial: dict[str, Any] = {f"kind-{key}": when.value for key, when in wishes.items()}
        initial |= {
            "quiet": hours.quiet_from is not None,
            "quiet_from": (hours.quiet_from or time(20)).hour,
            "quiet_until": (hours.quiet_until or time(7)).hour,
            "digest_hour": hours.digest_hour,
            "digest_day": hours.digest_day,
            "zone": hours.zone,
        }
        super().__init__(data, initial=initial)
        self.asked = [kind for kind in kinds if kind.key in wishes]
        fields = {
            f"kind-{kind.key}": forms.ChoiceField(
                label=str(kind.label), help_text=str(kind.hint), choices=_offered(kind)
            )
            for kind in self.asked
        }
        self.fields = {**fields, **self.fields}

    @property
    def of_kinds(self) -> list[forms.BoundField]:
        """The questions about kinds."""
        return [self[f"kind-{kind.key}"] for kind in self.asked]

    @property
    def of_hours(self) -> list[forms.BoundField]:
        """The questions about the clock."""
        return [self[name] for name in self.base_fields]

    @property
    def chosen(self) -> dict[str, When]:
        """What was chosen for each kind."""
        return {kind.key: When(self.cleaned_data[f"kind-{kind.key}"]) for kind in self.asked}

    @property
    def rhythm(self) -> dict[str, Any]:
        """The hours, as the verb takes them."""
        data = self.cleaned_data
        quiet = data["quiet"]
        return {
            "quiet_from": time(data["quiet_from"]) if quiet else None,
            "quiet_until": time(data["quiet_until"]) if quiet else None,
            "digest_hour": data["digest_hour"],
            "digest_day": data["digest_day"],
            "zone": data["zone"],
        }


class PlaceForm(forms.Form):
    """How soon for one place, and for each kind of thing that happens there."""

    when = forms.ChoiceField(
        label=_("How do you want to be told of what happens here?"),
        choices=[("", _("As I chose for each kind")), *((when.value, when.label) for when in When)],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, *, asked: Sequence[NoticeKind], wishes: Mapping[str, When]) -> None:
        initial = {f"kind-{kind.key}": wishes.get(kind.key, AS_THE_PLACE) for kind in asked}
        super().__init__(data, initial={"when": wishes.get("", ""), **initial})
        self.asked = asked
        choices = [(AS_THE_PLACE, _("As for this place")), *((when.value, when.label) for when in When)]
        for kind in asked:
            self.fields[f"kind-{kind.key}"] = forms.ChoiceField(label=str(kind.label), choices=choices)

    @property
    def of_kinds(self) -> list[forms.BoundField]:
        """The questions about kinds."""
        return [self[f"kind-{kind.key}"] for kind in self.asked]

    @property
    def chosen(self) -> dict[str, When | None]:
        """The choice for the place under the empty key, and for each kind in it; None for none of its own."""
        told = {"": self.cleaned_data["when"]}
        told |= {kind.key: self.cleaned_data[f"kind-{kind.key}"] for kind in self.asked}
        return {kind: None if when in ("", AS_THE_PLACE) else When(when) for kind, when in told.items()}
