"""What every page knows: whose hall this is, and which rooms this person may enter."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from moothall.kit.registries import NavItem, Words, bells, navigation

ROW = 8  # rooms in the row; the rest stand under "More rooms"


@dataclass(frozen=True)
class Door:
    """One room in the lintel, as this person sees it."""

    label: Words
    url: str
    lit: bool


@dataclass(frozen=True)
class Doors:
    """The rooms in the row, and the rest."""

    row: list[Door]
    more: list[Door]


@dataclass(frozen=True)
class Ringing:
    """A bell in the lintel with its count."""

    label: Words
    url: str
    count: int


def hall(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `council`, `doors` and `ringing`."""
    return {
        "council": settings.MOOTHALL_COUNCIL,
        "doors": SimpleLazyObject(lambda: doors(request)),
        "ringing": SimpleLazyObject(lambda: ringing(request)),
    }


def ringing(request: HttpRequest) -> list[Ringing]:
    """The bells of whoever is signed in."""
    user = request.user
    if not user.is_authenticated:
        return []
    return [Ringing(bell.label, reverse(bell.url_name), bell.count(user)) for bell in bells]


def doors(request: HttpRequest) -> Doors:
    """The doors this person may open; the lit one is where they are."""
    user = request.user
    if not user.is_authenticated:
        return Doors([], [])
    match = request.resolver_match
    here = match.namespaces[0] if match and match.namespaces else ""
    items = [item for item in navigation if item.shown_to(user)]
    row = [item for item in items if not item.more][:ROW]
    rest = [item for item in items if item not in row]
    return Doors([_door(item, here) for item in row], [_door(item, here) for item in rest])


def _door(item: NavItem, here: str) -> Door:
    return Door(item.label, _address(item.url_name), item.key == here)


@cache
def _address(url_name: str) -> str:
    """A door's address, which is the same as long as this process runs."""
    return reverse(url_name)
