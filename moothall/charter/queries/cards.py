"""Evidence cards as pages show them: of an initiative, of a person, of a team."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.change.models import Confirmation, Initiative
from moothall.change.pictures.reach import Reach, Stage, Team, reach
from moothall.charter.evidence import Card, Finding, card_of, together
from moothall.charter.evidence.people import about
from moothall.charter.evidence.record import Record, Somebody
from moothall.charter.models import Charter, Commitment, Shown, Signature
from moothall.charter.queries.records import records_of
from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.kit.pictures.arcade import Arcade, Bay, State, arcade
from moothall.kit.registries import Link, Person
from moothall.people.models import Function, User
from moothall.people.models import Team as PeopleTeam

PAGE = 50


@dataclass(frozen=True)
class Kept:
    """One commitment with what the records say of it; None where nothing is read, or where it is not shown."""

    commitment: Commitment
    finding: Finding | None

    @property
    def state(self) -> State | None:
        """How it stands, as the arcade draws it."""
        return State(self.finding.state.look) if self.finding else None


@dataclass(frozen=True)
class CardPage:
    """A card, ready to be shown: its bays, and each commitment with its proofs."""

    arcade: Arcade
    kept: Sequence[Kept]


def promised() -> list[Commitment]:
    """What the current charter promises and the hall can read, by number."""
    charter = Charter.objects.current()
    return list(charter.commitments.exclude(check_key="").order_by("number")) if charter else []


def page_of(
    card: Card, of: str, *, shown: frozenset[str] | None = None, promises: Sequence[Commitment] | None = None
) -> CardPage | None:
    """A card under the words of the current charter; `shown` are the checks that may be seen, None for all.

    A page of many cards gives what is `promised`, so that it is asked once. None where there is no charter.
    """
    promises = promised() if promises is None else promises
    if not promises:
        return None
    kept = [Kept(each, card.of(each.check_key)) for each in promises if shown is None or each.check_key in shown]
    bays = [
        Bay(each.commitment.number, each.commitment.short, each.state, f"#c{each.commitment.number}")
        for each in kept
        if each.state is not None
    ]
    return CardPage(arcade(of, bays), kept)


def one(initiative: Initiative, user: User) -> tuple[Record, Card]:
    """The record of one initiative and its card today."""
    record = records_of(Initiative.objects.filter(pk=initiative.pk), user)[0]
    return record, card_of(record, clock.today())


def many(initiatives: "QuerySet[Initiative]", user: User) -> list[tuple[Record, Card]]:
    """The records and cards of several, by title; the number of questions does not grow."""
    today = clock.today()
    return [(record, card_of(record, today)) for record in records_of(initiatives, user)]


def every(user: User, after: str | None) -> tuple[list[tuple[Record, Card]], Slice[Initiative]]:
    """The cards of the initiatives that a person may read, by title, a page at a time."""
    found = keyset(Initiative.objects.visible_to(user), by=("title", "pk"), after=after, size=PAGE)
    cards = many(Initiative.objects.filter(pk__in=[row.pk for row in found.rows]), user)
    return cards, found


def of_person(person: User, viewer: User) -> tuple[list[tuple[Record, Card]], Card]:
    """What somebody owns and guides, as far as the viewer may read it, and one card of it all."""
    mine = Initiative.objects.visible_to(viewer).filter(Q(owner=person) | Q(guide=person))
    cards = many(mine, viewer)
    function = person.team.function if person.team else ""
    who = Somebody(person.pk, person.name, function == Function.TECHNOLOGY, (person.job, person.ask_about))
    said = Confirmation.objects.filter(guide=person, initiative__in=mine).count()
    return cards, together(cards, about(who, helped=said))


def of_team(team: PeopleTeam, viewer: User) -> tuple[list[tuple[Record, Card]], Card]:
    """The initiatives that touch a team, or that somebody of it owns or guides, and one card of them all."""
    theirs = Q(teams__team=team) | Q(owner__team=team) | Q(guide__team=team)
    keys = Initiative.objects.filter(theirs).values("pk")
    cards = many(Initiative.objects.visible_to(viewer).filter(pk__in=keys), viewer)
    return cards, together(cards)


def shown_of(person: User) -> frozenset[str]:
    """What somebody lets others see of their card."""
    return frozenset(Shown.objects.filter(person=person).values_list("check_key", flat=True))


def reach_of(record: Record) -> Reach | None:
    """Which teams were asked at which stage, and which that must change never were; None where none is named."""
    asked: dict[str, dict[Stage, int]] = {}
    names = {who.pk: who for who in record.stakeholders}
    parts: dict[str, str] = {}
    for engagement in record.engagements:
        for pk in engagement.involved:
            who = names[pk]
            name = record.teams.get(who.team or 0, who.name)
            parts[name] = str(Function(who.function).label) if who.function else ""
            stage = Stage(engagement.stage)
            asked.setdefault(name, {})[stage] = asked.get(name, {}).get(stage, 0) + 1
    must = set(record.teams.values())
    teams = [Team(name, parts.get(name, ""), asked.get(name, {}), must_change=name in must) for name in {*asked, *must}]
    return reach(f"reach-{record.pk}", teams) if teams else None


def signed_among(record: Record) -> list[Signature]:
    """Who of those that answer for it signed the current charter."""
    people = [each.pk for each in (record.owner, record.guide, record.sponsor) if each is not None]
    current = Charter.objects.current()
    rows = Signature.objects.standing().filter(charter=current, person__in=people)
    return list(rows.select_related("person").order_by("pk")) if current else []


def links(person: Person, thing: str) -> Iterator[Link]:
    """On the page of an initiative: its evidence card."""
    kind, _colon, ref = thing.partition(":")
    if kind != "initiative" or not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
        return
    if Initiative.objects.visible_to(cast(User, person)).filter(pk=int(ref)).exists():
        url = reverse("charter:card", args=[int(ref)])
        yield Link(title=str(_("Evidence card")), url=url, kind=_("Charter"))
