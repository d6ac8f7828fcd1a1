"""Reads for the desk, the list of notices, the settings and the administrator's page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.kit.prepared import prepared
from moothall.kit.registries import Person
from moothall.notices.choosing import Wishes
from moothall.notices.kinds import NoticeKind, When, kinds, places
from moothall.notices.models import Choice, Hours, Letter, Notice
from moothall.notices.models.letters import State
from moothall.notices.showing import Shown, shown
from moothall.people import grants
from moothall.people.models import User

MOST, ON_DESK, PAGE = 100, 5, 30
LATE = timedelta(hours=1)
_FRESH, _ON_DESK = "_fresh_notices", "_told_on_desk"


@dataclass(frozen=True)
class Card:
    """What the desk shows: the newest that were not read, and how many there are."""

    shown: list[Shown]
    count: int


@dataclass(frozen=True)
class Listing:
    """A page of notices."""

    shown: list[Shown]
    next_cursor: str | None


@dataclass(frozen=True)
class Place:
    """A place that a person can choose for: what of it can be told, and what they said (under "" of all of it)."""

    place: str
    name: str
    kinds: list[NoticeKind]
    chosen: dict[str, When]


@dataclass(frozen=True)
class PlaceChoice:
    """What a person said for a place."""

    place: str
    name: str
    words: str

    @property
    def url(self) -> str:
        """Where it is changed."""
        return f"{reverse('notices:place')}?place={self.place}"


def unread(person: Person) -> int:
    """How many wait to be read, at most a hundred; asked once a request."""
    return len(_fresh(cast(User, person)))


def card(person: Person) -> Card | None:
    """The newest that were not read, or None where there are none."""
    user = cast(User, person)
    rows = _fresh(user)
    found = [one for one in shown(user, rows[:ON_DESK]) if not one.told.read] if rows else []
    setattr(user, _ON_DESK, frozenset(one.told.thread for one in found))
    return Card(found, len(rows)) if found else None


def on_desk(user: User) -> frozenset[str]:
    """What this request's desk tells of already, such as `conversation:12`, so that no other card says it again."""
    return getattr(user, _ON_DESK, frozenset())


def _fresh(user: User) -> list[Notice]:
    known: list[Notice] | None = getattr(user, _FRESH, None)
    if known is None:
        known = _newest(user.pk, sorted(grants.tokens(user)), clock.now())
        setattr(user, _FRESH, known)
    return known


@prepared
def _newest(person: int, places: list[str], now: datetime) -> QuerySet[Notice]:
    return Notice.objects.in_places(person, places).fresh(now).order_by("-at", "-pk")[:MOST]


def listing(user: User, *, everything: bool, after: str | None) -> Listing:
    """Notices, newest first: those not done with, or all."""
    rows = Notice.objects.visible_to(user)
    if not everything:
        rows = rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=clock.now()), done_at=None)
    page: Slice[Notice] = keyset(rows, by=("-at", "-pk"), after=after, size=PAGE)
    return Listing(shown(user, page.rows), page.next_cursor)


def wishes(user: User) -> dict[str, When]:
    """How a person is told of each kind that can concern them."""
    known = Wishes.of([user.pk])
    return {kind.key: known.how(user.pk, kind.key, "") for kind in kinds if kind.shown_to(user)}


def hours(user: User) -> Hours:
    """A person's hours, or the usual ones."""
    return Hours.objects.filter(person=user).first() or Hours(person=user)


def names(user: User) -> dict[str, str]:
    """Every place that a person can choose for, by container with its name."""
    return {place: name for source in places for place, name in source.names(user).items()}


def place_chosen_for(user: User, token: str) -> Place | None:
    """A place that a person can choose for, with what of it can be told them; None where it is none of theirs."""
    for source in places:
        name = source.names(user).get(token)
        if name is not None:
            told = [kind for kind in kinds if kind.places == source.key and kind.shown_to(user)]
            return Place(token, name, told, _chosen(user).get(token, {}))
    return None


def places_chosen(user: User, known: dict[str, str]) -> list[PlaceChoice]:
    """Where a person said something else than usual, as far as they still may see the place."""
    return [
        PlaceChoice(place, known[place], "; ".join(words))
        for place, chosen in _chosen(user).items()
        if place in known and (words := list(_in_words(chosen)))
    ]


def _chosen(user: User) -> dict[str, dict[str, When]]:
    """What was said for each place: under the empty key for all that happens there, otherwise for a kind."""
    found: dict[str, dict[str, When]] = {}
    for row in Choice.objects.filter(person=user).exclude(place="").order_by("place", "kind"):
        found.setdefault(row.place, {})[row.kind] = When(row.when)
    return found


def _in_words(chosen: dict[str, When]) -> Iterator[str]:
    for key, when in chosen.items():
        kind = kinds.get(key)
        if not key:
            yield str(when.label)
        elif kind is not None:
            yield f"{kind.label}: {when.label}"


def undelivered(user: User) -> Letter | None:
    """The last letter to a person, if it did not arrive."""
    last = Letter.objects.filter(person=user, settled_at__isnull=False).order_by("-settled_at", "-pk").first()
    return last if last and last.state in (State.REFUSED, State.BOUNCED) else None


def letters(state: str) -> QuerySet[Letter]:
    """Mail on its way out; in one state, or in all."""
    found = Letter.objects.select_related("person").defer("text", "html", "headers")
    return found.filter(state=state) if state in State.values else found


def words_of(letter: Letter) -> str:
    """The words of a letter that is kept, without the address that stops mails: only its reader may press that."""
    stop = reverse("notices:stop", args=["token"]).removesuffix("token/")
    return re.sub(rf"({re.escape(stop)})\S+", r"\1…", letter.text)


def troubles() -> Iterator[str]:
    """What is wrong with outgoing mail, with the way to mend it."""
    late = Letter.objects.filter(state=State.WAITING, made_at__lt=clock.now() - LATE).exclude(last_error="")
    if late.exists():
        error = late.order_by("-attempts")[0].told_error.splitlines()[:1]
        yield _("Mail has waited more than an hour for the mail server, and nothing is lost. It said: {error}").format(
            error=error[0] if error else "?"
        )
    week = clock.now() - timedelta(days=7)
    if count := Letter.objects.failed().filter(settled_at__gte=week).count():
        yield _("{n} mails did not arrive in the last week. See Outgoing mail for whom, and why.").format(n=count)


def kept_here() -> bool:
    """Whether mail is kept for reading and not sent."""
    return not settings.MOOTHALL_MAIL_BACKEND
