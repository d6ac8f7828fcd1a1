"""The choices beside the results: kinds, places, times and people, each with the results it would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.registries import Words
from moothall.people.models import User
from moothall.search.sources import sources

from .finding import Filters, count, ranges

SHOWN = 6  # places and people before the rest fold


@dataclass(frozen=True, slots=True)
class Choice:
    """One tick or one radio."""

    value: str
    label: Words
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """All choices of a search."""

    kinds: list[Choice]
    places: list[Choice]
    more_places: list[Choice]
    times: list[Choice]
    people: list[Choice]


def build(user: User, *, text: str, filters: Filters, when: str) -> Facets:
    """Give the choices with something behind them, and those that are chosen now; raises IndexUnusable."""
    counts = count(user, text, filters, ranges())
    places = _places(user, filters.containers, counts.containers)
    return Facets(
        kinds=_kinds(filters.kinds, counts.kinds),
        places=places[:SHOWN],
        more_places=places[SHOWN:],
        times=_times(when, counts.dates),
        people=_people(user, filters.people, counts.people),
    )


def _kinds(chosen: tuple[str, ...], counts: Mapping[str, int]) -> list[Choice]:
    choices = [
        Choice(source.key, source.label, counts.get(source.key, 0), not chosen or source.key in chosen)
        for source in sources
    ]
    return [choice for choice in choices if choice.count or choice.value in chosen]


def _places(user: User, chosen: tuple[str, ...], counts: Mapping[str, int]) -> list[Choice]:
    wanted = {*counts, *chosen}
    named = {token: label for source in sources for token, label in source.places(user).items() if token in wanted}
    choices = [Choice(token, label, counts.get(token, 0), token in chosen) for token, label in named.items()]
    return _sorted(choices)


def _times(chosen: str, counts: Mapping[str, int]) -> list[Choice]:
    labels = {
        "": _("Any time"),
        "month": _("This month"),
        "year": _("This year"),
        "before": _("Before {year}").format(year=clock.today().year),
    }
    return [Choice(value, label, counts.get(value, 0), chosen == value) for value, label in labels.items()]


def _people(user: User, chosen: tuple[str, ...], counts: Mapping[str, int]) -> list[Choice]:
    wanted = [*dict.fromkeys((*chosen, *counts))]
    refs = [int(ref) for token in wanted if (ref := token.removeprefix("user:")) != token and ref.isdecimal()]
    names = dict(User.objects.visible_to(user).filter(pk__in=refs).values_list("pk", "name")) if refs else {}
    labels = {f"user:{pk}": name for pk, name in names.items()} | {token: token for token in wanted if "@" in token}
    choices = [
        Choice(token, labels[token], counts.get(token, 0), token in chosen) for token in wanted if token in labels
    ]
    return _sorted(choices)[:SHOWN]


def _sorted(choices: Iterable[Choice]) -> list[Choice]:
    """What is chosen first, then what has most behind it."""
    return sorted(choices, key=lambda choice: (not choice.chosen, -choice.count, str(choice.label).casefold()))
