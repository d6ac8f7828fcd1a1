"""Join what was found: the same thing once with all its places, families whole, threads in order, likes together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from moothall.disclosure.sifting import threading
from moothall.disclosure.sifting.alike import ALIKE, SHORT, Texts
from moothall.disclosure.sifting.records import Beside, Copy, Found, Group, Item, Member, ReviewSet, Thread
from moothall.disclosure.sifting.threading import END, Letter, when


@dataclass(slots=True)
class Piece:
    """A found thing without its words."""

    key: str
    kind: str
    custodian: str
    location: str
    digest: str
    family: str
    place: int
    thread: str
    mark: str
    follows: tuple[str, ...]
    date: datetime | None
    problem: str
    text: int
    searches: set[str]


@dataclass(slots=True)
class Family:
    """A message and its files, with every copy of the whole; the first copy speaks for all."""

    copies: list[list[Piece]]
    seal: str
    thread: int | None = None
    numbers: list[int] = field(default_factory=list)

    @property
    def head(self) -> Piece:
        """The message itself, or what stands in its stead."""
        return self.copies[0][0]

    @property
    def date(self) -> datetime | None:
        """When it was first sent, as far as any copy says."""
        return min((pieces[0].date for pieces in self.copies if pieces[0].date), default=None)


def sift(found: Iterable[Found], *, beside: Iterable[Beside] = (), alike: float = ALIKE) -> ReviewSet:
    """Make a review set of what was found; `found` is read once and its texts are not kept.

    A key that comes twice is one thing found twice. Raises ValueError when its two records disagree.
    """
    with closing(Texts()) as texts:
        pieces = _taken_in(found, texts)
        families = _collapsed(pieces.values())
        stars = texts.stars(alike)
    likes = _likes(families, {star.first: star.others for star in stars})
    letters = _letters(families)
    woven = threading.weave(letters, [one for one in beside if one.key not in pieces])
    for number, thread in enumerate(woven):
        for letter in thread.letters:
            families[letter].thread = number
    order = _order(families, woven, likes)
    return _numbered(families, woven, likes, order, len(pieces))


def _taken_in(found: Iterable[Found], texts: Texts) -> dict[str, Piece]:
    """Everything found, by key, the searches of each joined."""
    pieces: dict[str, Piece] = {}
    for one in found:
        known = pieces.get(one.key)
        if known is None:
            pieces[one.key] = Piece(
                key=one.key,
                kind=one.kind,
                custodian=one.custodian,
                location=one.location,
                digest=one.digest,
                family=one.family or one.key,
                place=one.place,
                thread=one.thread,
                mark=one.mark,
                follows=one.follows,
                date=one.date,
                problem=one.problem,
                text=texts.add(one.text),
                searches=set(one.searches),
            )
            continue
        if (known.digest, known.family, known.place) != (one.digest, one.family or one.key, one.place):
            raise ValueError(f"{one.key} was found twice and is not the same.")
        known.searches.update(one.searches)
    return pieces


def _collapsed(pieces: Iterable[Piece]) -> list[Family]:
    """Families, those that are alike in every piece joined into one; ordered by their seals, so always the same."""
    gathered: defaultdict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        gathered[piece.family].append(piece)
    same: defaultdict[str, list[list[Piece]]] = defaultdict(list)
    for members in gathered.values():
        members.sort(key=lambda piece: (piece.place, piece.digest, piece.key))
        same[_seal(members)].append(members)
    families = []
    for seal in sorted(same):
        copies = sorted(same[seal], key=lambda members: (members[0].custodian, members[0].location, members[0].key))
        families.append(Family(copies, seal))
    return families


def _seal(members: Sequence[Piece]) -> str:
    """A digest of a family as a whole: two are the same only where each piece is, in the same place."""
    told = blake2b(digest_size=20)
    for piece in members:
        for part in (piece.kind, str(piece.place), piece.digest):
            data = part.encode("utf-8", "surrogatepass")
            told.update(len(data).to_bytes(8, "little") + data)
    return told.hexdigest()


def _letters(families: Sequence[Family]) -> list[Letter]:
    """What weaving needs to know of each family: every thread it lies in, its ids, its time."""
    letters = []
    for number, family in enumerate(families):
        heads = [pieces[0] for pieces in family.copies]
        members = [piece for pieces in family.copies for piece in pieces]
        letters.append(
            Letter(
                number=number,
                name=family.seal,
                threads=tuple(sorted({piece.thread for piece in members if piece.thread})),
                marks=tuple(sorted({head.mark for head in heads if head.mark})),
                follows=min((head.follows for head in heads), default=()),
                date=family.date,
            )
        )
    return letters


Place = tuple[int, int]
"""A family's number and the place of a piece among its pieces."""


def _likes(
    families: Sequence[Family], stars: dict[int, tuple[tuple[int, float], ...]]
) -> list[list[tuple[Place, float]]]:
    """Groups of pieces: of one star, or of the same content where there are too few words to go by."""
    by_text: defaultdict[int, list[Place]] = defaultdict(list)
    by_digest: defaultdict[str, list[Place]] = defaultdict(list)
    for number, family in enumerate(families):
        for place, piece in enumerate(family.copies[0]):
            if piece.text == SHORT:
                by_digest[piece.digest].append((number, place))
            else:
                by_text[piece.text].append((number, place))
    joined = {other for others in stars.values() for other, _likeness in others}
    groups = [[(place, 1.0) for place in places] for places in by_digest.values()]
    for text, places in by_text.items():
        if text in joined:
            continue
        group = [(place, 1.0) for place in places]
        group += [(place, likeness) for other, likeness in stars.get(text, ()) for place in by_text.get(other, ())]
        groups.append(group)
    return [group for group in groups if len(group) > 1]


def _order(
    families: Sequence[Family], woven: Sequence[threading.Woven], likes: Sequence[list[tuple[Place, float]]]
) -> list[int]:
    """The order of work: threads by their time, and beside a thread those that say nearly the same as it does."""
    units: list[list[int]] = [thread.letters for thread in woven]
    units += [[number] for number, family in enumerate(families) if family.thread is None]
    unit_of = {number: at for at, unit in enumerate(units) for number in unit}
    times = [min((when(families[number].date) for number in unit), default=END) for unit in units]
    names = [min(families[number].seal for number in unit) for unit in units]
    anchors = list(range(len(units)))
    for group in likes:
        together = {unit_of[number] for (number, _place), _likeness in group}
        first = min(together, key=lambda at: (times[at], names[at]))
        for at in together:
            anchors[at] = min(anchors[at], first, key=lambda one: (times[one], names[one]))
    order = sorted(range(len(units)), key=lambda at: (times[anchors[at]], names[anchors[at]], times[at], names[at]))
    return [number for at in order for number in units[at]]


def _numbered(
    families: Sequence[Family],
    woven: Sequence[threading.Woven],
    likes: Sequence[list[tuple[Place, float]]],
    order: Sequence[int],
    found: int,
) -> ReviewSet:
    """Give everything its number in the order of work."""
    count = 0
    for number in order:
        pieces = families[number].copies[0]
        families[number].numbers = list(range(count, count + len(pieces)))
        count += len(pieces)
    groups = _groups(families, likes)
    group_of = {member.item: group.number for group in groups for member in group.members}
    in_order = sorted(range(len(woven)), key=lambda at: min(families[n].numbers[0] for n in woven[at].letters))
    thread_of = {at: number for number, at in enumerate(in_order)}
    items = []
    for place, number in enumerate(order):
        thread = families[number].thread
        items += _items(families[number], place, None if thread is None else thread_of[thread], group_of)
    heads = [family.numbers[0] for family in families]
    threads = tuple(Thread(number, woven[at].lines(heads)) for number, at in enumerate(in_order))
    return ReviewSet(tuple(items), len(families), groups, threads, found)


def _groups(families: Sequence[Family], likes: Sequence[list[tuple[Place, float]]]) -> tuple[Group, ...]:
    gathered = []
    for group in likes:
        members = [Member(families[number].numbers[place], likeness) for (number, place), likeness in group]
        gathered.append(tuple(sorted(members, key=lambda member: (-member.likeness, member.item))))
    gathered.sort(key=lambda members: min(member.item for member in members))
    return tuple(Group(number, members) for number, members in enumerate(gathered))


def _items(family: Family, place: int, thread: int | None, group_of: dict[int, int]) -> list[Item]:
    items = []
    for at, number in enumerate(family.numbers):
        pieces = [copy[at] for copy in family.copies]
        items.append(
            Item(
                number=number,
                seal=f"{family.seal}/{at}",
                kind=pieces[0].kind,
                digest=pieces[0].digest,
                family=place,
                place=at,
                thread=thread,
                group=group_of.get(number),
                date=min((piece.date for piece in pieces if piece.date), default=None),
                copies=tuple(
                    Copy(piece.key, piece.custodian, piece.location, tuple(sorted(piece.searches))) for piece in pieces
                ),
                problem=pieces[0].problem,
            )
        )
    return items
