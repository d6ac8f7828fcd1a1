"""What was not searched for a case, and why: as the hall stood when it was searched, and as somebody wrote it down."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.disclosure.models import Attestation, AttestationKind, CapacityHeld, Case, NotSearched, StatutorySearch
from moothall.disclosure.queries import capacity, coverage
from moothall.files.models import Reading, ReadPart, State, Why
from moothall.files.queries import Unread
from moothall.kit.pages import Slice, keyset
from moothall.mail import documents, unread_files
from moothall.mail.models import HeldBack, Message
from moothall.people import grants
from moothall.people.models import User
from moothall.records.models import InformationAsset
from moothall.records.models.assets import Searchable
from moothall.search.sources import sources
from moothall.spaces.models import Attachment, Post
from moothall.spaces.queries import files as post_files
from moothall.spaces.writing import KIND as POST

SIZE = 50
LONG = 18  # digits of no number of ours
MOST = 100  # searches that are asked about at once
MAIL, POSTS, BACK, ASSETS = "mail", "posts", "back", "assets"
ASSET = "asset"
SHOWN = (MAIL, POSTS, BACK, ASSETS)


@dataclass(frozen=True)
class Line:
    """One thing, or many of one sort, that no search reached; `show` is where they are listed."""

    what: str
    why: str
    show: str = ""


Tally = tuple[str, str, str, int]
"""Where it is listed, how much of it is read, why not all (the values of `State` and `Why`), and how many there are."""
WAITING = "waiting"  # of a file that nobody has read yet


@dataclass(frozen=True)
class Own:
    """A place that a councillor holds as their own, and what they were asked and attested for this case."""

    held: CapacityHeld
    name: str
    asked: Attestation | None


@dataclass(frozen=True)
class About:
    """What somebody is to be asked to search, and whom to ask."""

    kind: AttestationKind
    of_what: str = ""
    person: User | None = None
    container: str = ""


@dataclass(frozen=True)
class Outside:
    """An asset that is not searched here, or not wholly: nothing but its owner where it is closed to whoever looks."""

    pk: int
    known: InformationAsset | None
    owner: User | None
    asked: Attestation | None


@dataclass(frozen=True)
class Unsearched:
    """All that was not searched for a case; `at` is when it stood so, None where it is as it stands today.

    `since` is how many files were read after a search that could not look into them, and was not made again.
    """

    at: datetime | None
    since: int
    lines: tuple[Line, ...]
    gaps: tuple[Line, ...]
    own: tuple[Own, ...]
    attestations: tuple[Attestation, ...]
    rows: tuple[NotSearched, ...]

    @property
    def count(self) -> int:
        """How many lines the page shows."""
        return len(self.lines) + len(self.gaps) + len(self.own) + len(self.attestations) + len(self.rows)


def unsearched(case: Case) -> Unsearched:
    """What was not searched, in a fixed number of questions."""
    searches = list(case.searches.only("case", "query", "filters", "at", "seconds", "unsearched").order_by("pk"))
    scope = _scope([one.filters for one in searches])
    newest = searches[-1] if searches and searches[-1].unsearched is not None else None
    attested = list(case.attestations.select_related("asked_of").order_by("pk"))
    return Unsearched(
        at=newest.at if newest else None,
        since=_read_since(searches, scope),
        lines=lines_of(newest.unsearched or () if newest else tally(scope)),
        gaps=tuple(_gaps([one.filters for one in searches])),
        own=tuple(_own(attested, scope)),
        attestations=tuple(one for one in attested if one.kind != AttestationKind.OWN or not one.container),
        rows=tuple(case.not_searched.select_related("by").order_by("pk")),
    )


@dataclass(frozen=True)
class Scope:
    """Where the searches of a case looked: everywhere (`places` None) or in these places, and never in `left_out`."""

    places: frozenset[str] | None
    left_out: frozenset[str]

    def of(self, kind: str) -> tuple[list[int] | None, list[int]]:
        """The numbers of one kind of place: those looked into (None for all), and those left out."""
        out = _refs(kind, self.left_out)
        return (None if self.places is None else _refs(kind, self.places)), out


def scope_of(case: Case, *, and_of: Iterable[str] | None = None) -> Scope:
    """The places that the searches of a case together looked into; everywhere if there was none, or one was whole.

    `and_of` are the places of a search that is about to be made.
    """
    made = list(case.searches.values_list("filters", flat=True))
    return _scope(made if and_of is None else [*made, {"containers": list(and_of)}])


def _scope(filters: Iterable[Mapping[str, Any]]) -> Scope:
    kept = [found.get("containers", []) for found in filters]
    everywhere = not kept or any(not some for some in kept)
    places = None if everywhere else frozenset(place for some in kept for place in some)
    return Scope(places, capacity.left_out())


def messages(scope: Scope) -> QuerySet[Message]:
    """The messages that were searched through."""
    inside, out = scope.of("mailbox")
    rows = Message.objects.exclude(mailbox__in=out) if out else Message.objects.all()
    return rows if inside is None else rows.filter(mailbox__in=inside)


def attachments(scope: Scope) -> QuerySet[Attachment]:
    """The files of posts that were searched through."""
    inside, out = scope.of("space")
    place = "post__conversation__space__in"
    rows = Attachment.objects.exclude(**{place: out}) if out else Attachment.objects.all()
    return rows if inside is None else rows.filter(**{place: inside})


def held_back(scope: Scope) -> QuerySet[HeldBack]:
    """What came with imports and could not be read as a message."""
    inside, out = scope.of("mailbox")
    rows = HeldBack.objects.exclude(mailbox__in=out) if out else HeldBack.objects.all()
    return (rows if inside is None else rows.filter(mailbox__in=inside)).select_related("mailbox")


def outside() -> QuerySet[InformationAsset]:
    """The assets of the register of which this hall searches nothing, or not all."""
    return InformationAsset.objects.held_now().exclude(searchable=Searchable.YES)


def unread_mail(case: Case, after: str | None) -> tuple[list[Unread], str | None]:
    """A page of files of messages that no search can look into."""
    rows = messages(scope_of(case)).filter(_unread(documents.KIND))
    page: Slice[Message] = keyset(rows, by=("pk",), after=after, size=SIZE)
    return unread_files.unread(Message.objects.filter(pk__in=[row.pk for row in page.rows])), page.next_cursor


def unread_posts(case: Case, after: str | None) -> tuple[list[Unread], str | None]:
    """A page of files of posts that no search can look into."""
    rows = attachments(scope_of(case)).filter(_unread(POST))
    page: Slice[Attachment] = keyset(rows, by=("pk",), after=after, size=SIZE)
    return post_files.unread(Post.objects.filter(pk__in={row.post_id for row in page.rows})), page.next_cursor


def back_page(case: Case, after: str | None) -> Slice[HeldBack]:
    """A page of what was held back at imports."""
    return keyset(held_back(scope_of(case)), by=("pk",), after=after, size=SIZE)


def assets_page(user: User, case: Case, after: str | None) -> tuple[list[Outside], str | None]:
    """A page of the assets that are not searched, or not wholly; without a word of those closed to whoever looks."""
    found: Slice[InformationAsset] = keyset(outside().select_related("owner"), by=("pk",), after=after, size=SIZE)
    pks = [asset.pk for asset in found.rows]
    known = set(InformationAsset.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))
    asked = {one.container: one for one in case.attestations.filter(container__in=map(asset_token, pks))}
    rows = [
        Outside(asset.pk, asset if asset.pk in known else None, asset.owner, asked.get(asset_token(asset.pk)))
        for asset in found.rows
    ]
    return rows, found.next_cursor


def about(user: User, *, place: str, asset: str) -> About:
    """What an officer who comes from a place of a councillor, or from an asset, asks about, and of whom."""
    own = capacity.standing().filter(container=place).first() if place else None
    if own is not None:
        name = capacity.names([own.container]).get(own.container, "")
        return About(AttestationKind.OWN, name, own.holder, own.container)
    rows = outside().select_related("owner")
    found = rows.filter(pk=asset).first() if asset.isdecimal() and len(asset) < LONG else None
    if found is None:
        return About(AttestationKind.PRIVATE)
    known = InformationAsset.objects.visible_to(user).filter(pk=found.pk).exists()
    name = f"{found.identifier} {found.name}" if known else _("A closed asset of the register that you answer for")
    owner = found.owner if found.owner is not None and found.owner.is_active else None
    return About(AttestationKind.OUTSIDE, name, owner, asset_token(found.pk))


def asset_token(pk: int) -> str:
    """How an attestation names the asset that it is about."""
    return f"{ASSET}:{pk}"


def asset_of(asked: Attestation, user: User) -> InformationAsset | None:
    """The asset that an attestation is about, if it is about one that this person may read of."""
    kind, _colon, ref = asked.container.partition(":")
    return InformationAsset.objects.visible_to(user).filter(pk=ref).first() if kind == ASSET else None


def _unread(way: str) -> Q:
    """The condition that something of a row's blob is unread, or waits to be read."""
    parts = ReadPart.objects.filter(reading__way=way).exclude(text__state=State.READ)
    return Q(blob__in=parts.values("reading__blob")) | Q(
        blob__in=Reading.objects.waiting().filter(way=way).values("blob")
    )


def tally(scope: Scope) -> list[Tally]:
    """What no search of these places can look into now, counted by state and reason, as it is kept with a search."""
    counted: list[Tally] = [(BACK, "", "", held_back(scope).count())]
    for way, show, things in ((documents.KIND, MAIL, messages(scope)), (POST, POSTS, attachments(scope))):
        parts = ReadPart.objects.filter(reading__way=way).exclude(text__state=State.READ)
        parts = parts.filter(Exists(things.filter(blob=OuterRef("reading__blob"))))
        rows = parts.values_list("text__state", "text__why").order_by().annotate(n=Count("pk"))
        counted += [(show, state, why, n) for state, why, n in sorted(rows)]
        late = Reading.objects.waiting().filter(Exists(things.filter(blob=OuterRef("blob"))), way=way)
        counted.append((show, WAITING, "", late.count()))
    counted.append((ASSETS, "", "", outside().count()))
    return [one for one in counted if one[-1]]


def lines_of(counted: Iterable[Tally]) -> tuple[Line, ...]:
    """What was counted, in words."""
    return tuple(Line(_counted(n, show), _why(show, state, why), show) for show, state, why, n in counted)


def _counted(n: int, show: str) -> str:
    if show == BACK:
        return ngettext("{n} message held back", "{n} messages held back", n).format(n=n)
    if show == MAIL:
        return ngettext("{n} file in mail", "{n} files in mail", n).format(n=n)
    if show == POSTS:
        return ngettext("{n} file of a post", "{n} files of posts", n).format(n=n)
    return ngettext("{n} asset of the register", "{n} assets of the register", n).format(n=n)


def _why(show: str, state: str, why: str) -> str:
    if show == BACK:
        return _("When mail was brought in, it could not be read as mail")
    if show == ASSETS:
        return _("What it holds lies outside this hall, wholly or in part: ask its owner")
    return _("Not read yet") if state == WAITING else f"{State(state).label}: {Why(why).label}"


def _gaps(filters: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """Kinds, days and places that no search of the case covers, as each was narrowed."""
    labels = {source.key: str(source.label) for source in sources}
    found = coverage.gaps(filters, list(labels))
    if found.kinds:
        yield Line(_listed(labels, found.kinds), _("No search of the case looked for these kinds of thing"))
    for kinds, span in found.days:
        yield Line(
            f"{_listed(labels, kinds)}: {_days(span)}", _("Each search that looked for them was kept to other days")
        )
    if found.kept:
        yield Line(
            _("{kinds}, elsewhere").format(kinds=_listed(labels, found.kept)),
            _("Each search that looked for them was kept to some places or people"),
        )


def _listed(labels: Mapping[str, str], kinds: Iterable[str]) -> str:
    return ", ".join(labels[kind] for kind in kinds)


def _days(span: coverage.Span) -> str:
    since, until = (formats.date_format(day, "j F Y") if day else "" for day in span)
    if not since:
        return _("until {day}").format(day=until)
    if not until:
        return _("from {day}").format(day=since)
    return _("from {since} until {until}").format(since=since, until=until)


def _read_since(searches: Iterable[StatutorySearch], scope: Scope) -> int:
    """How many files that waited to be read at a search were read after it, unless it was made again since."""
    newest = {(one.query, json.dumps(one.filters, sort_keys=True)): one for one in searches}
    waited = [one for one in newest.values() if any(state == WAITING for _s, state, _w, _n in one.unsearched or ())]
    if not waited:
        return 0
    late = Q()
    for one in waited[:MOST]:
        late |= Q(asked_at__lte=one.at, read_at__gt=one.at - timedelta(seconds=one.seconds))
    inside = Q(Exists(messages(scope).filter(blob=OuterRef("blob"))), way=documents.KIND)
    inside |= Q(Exists(attachments(scope).filter(blob=OuterRef("blob"))), way=POST)
    return Reading.objects.filter(late).filter(inside).count()


def _own(attested: Iterable[Attestation], scope: Scope) -> Iterable[Own]:
    rows = list(capacity.standing())
    names = capacity.names(row.container for row in rows)
    asked = {one.container: one for one in attested if one.container}
    for row in rows:
        if scope.places is None or row.container in scope.places:
            yield Own(row, names.get(row.container, row.container), asked.get(row.container))


def _refs(kind: str, containers: Iterable[str]) -> list[int]:
    return sorted(ref for found, ref in map(grants.split, containers) if found == kind)
