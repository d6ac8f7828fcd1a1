"""The registries that every room shares, and what can be put in them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import Promise

from moothall.kit.registry import Registry

Words = str | Promise


class Person(Protocol):
    """The little that lower rooms know of whoever is asking."""

    @property
    def pk(self) -> Any: ...
    @property
    def is_authenticated(self) -> bool: ...
    @property
    def is_active(self) -> bool: ...
    def has_role(self, role: str) -> bool:
        """Whether this person holds the role."""


def everyone(person: Person) -> bool:
    """Shown to all who are signed in."""
    return True


@dataclass(frozen=True)
class NavItem:
    """A room's door in the lintel."""

    key: str
    label: Words
    url_name: str
    order: int = 100
    shown_to: Callable[[Person], bool] = everyone
    more: bool = False


@dataclass(frozen=True)
class PublicPage:
    """What a room shows to anybody, without an account; each public page and the door lead to all of them."""

    key: str
    label: Words
    url_name: str
    order: int = 100


@dataclass(frozen=True)
class HomeCard:
    """What a room shows on my desk; `build` returns what the template gets as `card`, or None for nothing."""

    key: str
    template: str
    build: Callable[[Person], object | None]
    order: int = 100
    side: bool = False


@dataclass(frozen=True)
class OverviewFigure:
    """A number that the administrator's overview shows, with its unit in words."""

    key: str
    label: Words
    count: Callable[[], int]
    order: int = 100


@dataclass(frozen=True)
class Trouble:
    """What in a room needs an administrator now, in words that say how to mend it; nothing where all is well."""

    key: str
    find: Callable[[], Iterable[str]]
    order: int = 100


@dataclass(frozen=True)
class AuditWording:
    """How an act is told in words: `key` is the verb, such as `space.created`."""

    key: str
    words: Words
    order: int = 100


@dataclass(frozen=True)
class CaseParts:
    """What belongs to the case file of a thing: `key` is its model, each part a model and its path to the thing."""

    key: str
    parts: tuple[tuple[str, str], ...]
    order: int = 100


@dataclass(frozen=True)
class ClosedActs:
    """Things of a room that are closed to a person, as querysets of them: the record tells this person no act on them.

    It is asked of those who read the record, which otherwise tells every act to all of them.
    """

    key: str
    things: Callable[[Person], Iterable[Any]]
    order: int = 100


@dataclass(frozen=True)
class Link:
    """Something in another room that rests on the thing in view."""

    title: str
    url: str
    kind: Words
    note: Words = ""


@dataclass(frozen=True)
class LinkProvider:
    """Finds what in its room rests on a thing (`conversation:7`), for this person's eyes only."""

    key: str
    find: Callable[[Person, str], Iterable[Link]]
    order: int = 100


@dataclass(frozen=True)
class Offer:
    """An act that another room offers on the thing in view, and the page where it is done."""

    label: Words
    url: str


@dataclass(frozen=True)
class OfferProvider:
    """Finds what its room offers to do with a thing (`message:7`) for this person; it asks the database nothing."""

    key: str
    find: Callable[[Person, str], Iterable[Offer]]
    order: int = 100


@dataclass(frozen=True)
class Foreign:
    """Something that another body publishes on the like of a thing of ours; `words` are those that both speak of."""

    title: str
    url: str
    body: str
    licence: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class ForeignProvider:
    """Finds what other bodies publish of a kind (`policy`) on the like of a title and further words, for them."""

    key: str
    find: Callable[[Person, str, str, str], Iterable[Foreign]]
    order: int = 100


@dataclass(frozen=True)
class Strand:
    """One part of a golden thread: `thing` is what it is (`policy:7`), empty where it is missing.

    `loose` says what is missing, in words; a strand without an address is shown, and leads nowhere.
    """

    kind: Words
    title: Words
    url: str = ""
    thing: str = ""
    loose: Words = ""


@dataclass(frozen=True)
class Thread:
    """A golden thread, from an objective to a lesson, as one person may see it."""

    title: str
    url: str
    strands: tuple[Strand, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing from it."""
        return not self.loose

    @property
    def loose(self) -> tuple[Strand, ...]:
        """The strands of which something is missing."""
        return tuple(strand for strand in self.strands if strand.loose)


@dataclass(frozen=True)
class ThreadProvider:
    """Finds the golden threads that run through a thing (`policy:7`), for this person's eyes only."""

    key: str
    find: Callable[[Person, str], Iterable[Thread]]
    order: int = 100


@dataclass(frozen=True)
class Measured:
    """What a metric read: a number, or in words why there is none."""

    value: Decimal | None
    why_none: Words = ""


@dataclass(frozen=True)
class Metric:
    """A number that a room reads off itself, over the days from first to last, both included.

    `unit` is said after the number; `how` tells in a sentence what is counted; `falls` is whether less is better. It
    counts things and never people by name.
    """

    key: str
    label: Words
    unit: Words
    how: Words
    read: Callable[[date, date], Measured]
    falls: bool = False
    order: int = 100


@dataclass(frozen=True)
class Guidance:
    """What a room shows beside an act on a page of a lower room; `find` takes the act, such as `mark_sensitive`.

    The template gets as `clauses` what was found, and shows nothing where that is nothing.
    """

    key: str
    template: str
    find: Callable[[str], Sequence[object]]
    order: int = 100


@dataclass(frozen=True)
class LeavingStep:
    """What a room does when a person may no longer come in: `leave(person, by)`, inside the act that stops them.

    It ends what is theirs by name (keys, feeds, grants) and passes on what they alone hold; it deletes nothing written.
    `back` does what is needed for them to begin anew if they ever come back.
    """

    key: str
    leave: Callable[[Person, Person | None], None]
    order: int = 100
    back: Callable[[Person, Person | None], None] | None = None


@dataclass(frozen=True)
class PersonalData:
    """What a room holds about one person, row by row, for the copy that they may ask for (UK GDPR art. 15 and 20).

    What is `private` nobody else ever sees, such as words that are not said yet: it is only in a copy that the person
    makes themselves.
    """

    key: str
    label: Words
    export: Callable[[Person], Iterable[dict[str, object]]]
    order: int = 100
    private: bool = False


@dataclass(frozen=True)
class WelcomeStep:
    """A page of a new starter's way in, at `url_name` without arguments; `done` when there is nothing left to do."""

    key: str
    label: Words
    url_name: str
    done: Callable[[Person], bool]
    order: int = 100
    shown_to: Callable[[Person], bool] = everyone


@dataclass(frozen=True)
class Periodic:
    """Work that the worker does again and again; it is short, and safe when two workers do it at once."""

    key: str
    every: timedelta
    run: Callable[[], object]
    order: int = 100


@dataclass(frozen=True)
class Bell:
    """A count beside the person's name on every page, with the page behind it; `count` is asked once a request."""

    key: str
    label: Words
    url_name: str
    count: Callable[[Person], int]
    order: int = 100


navigation: Registry[NavItem] = Registry("navigation")
public_pages: Registry[PublicPage] = Registry("public pages")
home_cards: Registry[HomeCard] = Registry("home cards")
overview_figures: Registry[OverviewFigure] = Registry("overview figures")
audit_wording: Registry[AuditWording] = Registry("audit wording")
case_parts: Registry[CaseParts] = Registry("case parts")
closed_acts: Registry[ClosedActs] = Registry("acts on what is closed")
links: Registry[LinkProvider] = Registry("links")
offers: Registry[OfferProvider] = Registry("offers")
metrics: Registry[Metric] = Registry("metrics")
foreign: Registry[ForeignProvider] = Registry("what other bodies publish")
threads: Registry[ThreadProvider] = Registry("golden threads")
troubles: Registry[Trouble] = Registry("troubles")
periodic: Registry[Periodic] = Registry("periodic work")
bells: Registry[Bell] = Registry("bells")
guidance: Registry[Guidance] = Registry("guidance")
leaving: Registry[LeavingStep] = Registry("leaving")
personal_data: Registry[PersonalData] = Registry("personal data")
welcome_steps: Registry[WelcomeStep] = Registry("welcome steps")


def links_to(person: Person, thing: str) -> list[Link]:
    """Everything in other rooms that rests on `thing` and that this person may see."""
    return [link for provider in links for link in provider.find(person, thing)]


def offers_on(person: Person, thing: str) -> list[Offer]:
    """Everything that other rooms offer this person to do with `thing`."""
    return [offer for provider in offers for offer in provider.find(person, thing)]


def foreign_on(person: Person, kind: str, *, title: str, text: str = "") -> list[Foreign]:
    """What other bodies publish of a kind on the like of a title and further words, as far as this person may see."""
    return [each for provider in foreign for each in provider.find(person, kind, title, text)]


def threads_through(person: Person, thing: str) -> list[Thread]:
    """Every golden thread that runs through `thing` and that this person may see."""
    return [thread for provider in threads for thread in provider.find(person, thing)]
