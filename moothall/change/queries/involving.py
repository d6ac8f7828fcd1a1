"""Whom an initiative touches, and how they were involved: what the page of stakeholders shows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.models import (
    Disposition,
    Engagement,
    Initiative,
    Involved,
    Raci,
    Side,
    Stakeholder,
)
from moothall.change.pictures import reach, stakeholders
from moothall.kit.apps import is_on
from moothall.kit.pages import Slice, keyset
from moothall.people.models import Function, Team, User
from moothall.spaces.models import Conversation, Space
from moothall.spaces.permissions import can_post as may_post
from moothall.spaces.queries import polls

PAGE = 20
REGISTER = 50  # stakeholders on a page of their register
MOST_TALKS = 30  # conversations of the initiative's space that a form offers
STEPS = {Disposition.AGAINST: 1, Disposition.NEUTRAL: 2, Disposition.FOR: 3}


@dataclass(frozen=True)
class Row:
    """A stakeholder, with how often and when last they were involved."""

    stakeholder: Stakeholder
    involved: int
    last_on: date | None

    @property
    def moves(self) -> bool:
        """Whether we want them to stand elsewhere."""
        return self.stakeholder.now != self.stakeholder.wanted


@dataclass(frozen=True)
class Parts:
    """Who is what to the change (RACI), and in words what is wrong with it."""

    accountable: Stakeholder | None
    responsible: list[Stakeholder]
    consulted: list[Stakeholder]
    informed: list[Stakeholder]
    missing: str


@dataclass(frozen=True)
class Whom:
    """Everything that the page says of stakeholders; `rows` are those of one page of the register."""

    rows: list[Row]
    next_cursor: str | None
    count: int
    parts: Parts
    grid: stakeholders.Grid
    reach: reach.Reach


def whom(initiative: Initiative, *, may_write: bool, after: str | None = None) -> Whom:
    """The stakeholders of an initiative with their pictures, in five questions; the register a page at a time."""
    every = initiative.stakeholders.select_related("team", "person")
    part: Slice[Stakeholder] = keyset(every, by=("name", "pk"), after=after, size=REGISTER)
    found = list(every.order_by("name"))
    took_part = _took_part(initiative)
    return Whom(
        rows=[Row(each, len(took_part[each.pk]), _last(took_part[each.pk])) for each in part.rows],
        next_cursor=part.next_cursor,
        count=len(found),
        parts=parts(found),
        grid=grid(found, may_write=may_write),
        reach=reached(initiative, found, took_part),
    )


def parts(found: Iterable[Stakeholder]) -> Parts:
    """Who is accountable, responsible, consulted and informed."""
    by_part: defaultdict[str, list[Stakeholder]] = defaultdict(list)
    for each in found:
        by_part[each.raci].append(each)
    accountable = by_part[Raci.ACCOUNTABLE]
    missing = "" if accountable else _("Nobody is accountable. Exactly one of them should be.")
    if accountable and not by_part[Raci.RESPONSIBLE]:
        missing = _("Nobody is responsible: nobody does the work.")
    return Parts(
        accountable[0] if accountable else None,
        by_part[Raci.RESPONSIBLE],
        by_part[Raci.CONSULTED],
        by_part[Raci.INFORMED],
        missing,
    )


def scale() -> stakeholders.Scale:
    """What the steps are called."""
    levels = (_("very little"), _("little"), _("some"), _("much"), _("very much"))
    return stakeholders.Scale(levels, levels, tuple(str(Disposition(each).label) for each in STEPS))


def grid(found: Iterable[Stakeholder], *, may_write: bool) -> stakeholders.Grid:
    """Power by interest, with an arrow from where each stands to where we want them."""
    people = [
        stakeholders.Stakeholder(
            name=each.name,
            power=each.power,
            interest=each.interest,
            now=STEPS[Disposition(each.now)],
            wanted=STEPS[Disposition(each.wanted)],
            is_internal=each.side == Side.INTERNAL,
            url=reverse("change:stakeholder_edit", args=[each.pk]) if may_write else "",
            part=each.get_raci_display() if each.raci else "",
        )
        for each in found
    ]
    return stakeholders.stakeholder_grid("stakeholders", scale(), people)


_Took = Mapping[int, list[tuple[str, date]]]


def _took_part(initiative: Initiative) -> defaultdict[int, list[tuple[str, date]]]:
    """Stage and first day of what each stakeholder took part in."""
    rows = Involved.objects.filter(engagement__initiative=initiative)
    found: defaultdict[int, list[tuple[str, date]]] = defaultdict(list)
    for pk, stage, day in rows.values_list("stakeholder", "engagement__stage", "engagement__opened_on"):
        found[pk].append((stage, day))
    return found


def _last(took: list[tuple[str, date]]) -> date | None:
    return max((day for _stage, day in took), default=None)


def reached(initiative: Initiative, found: Iterable[Stakeholder], took_part: _Took) -> reach.Reach:
    """Which teams, and who outside, were asked at which stage, and who never was."""
    touched = {each.team_id: each.team for each in initiative.teams.select_related("team")}
    teams: dict[int, Team] = dict(touched)
    asked: defaultdict[int, Counter[reach.Stage]] = defaultdict(Counter)
    lone: list[reach.Team] = []
    for each in found:
        counts = Counter(reach.Stage(stage) for stage, _day in took_part.get(each.pk, ()))
        if each.team is not None:
            teams.setdefault(each.team.pk, each.team)
            asked[each.team.pk] += counts
        else:
            outside = each.side == Side.EXTERNAL
            lone.append(reach.Team(each.name, _("outside") if outside else _("inside"), counts))
    named = [
        reach.Team(team.name, str(Function(team.function).label).lower(), asked[pk], must_change=pk in touched)
        for pk, team in teams.items()
    ]
    return reach.reach("reach", [*named, *lone])


def engagements(initiative: Initiative, after: str | None) -> Slice[Engagement]:
    """How people were involved, the last first, with whom."""
    rows = initiative.engagements.prefetch_related("stakeholders").select_related("consultation")
    return keyset(rows, by=("-opened_on", "-pk"), after=after, size=PAGE)


def talks(initiative: Initiative, user: User) -> QuerySet[Conversation]:
    """The conversations of the initiative's space that this person may read, the last talked in first."""
    if initiative.space_id is None or not is_on("spaces"):
        return Conversation.objects.none()
    seen: QuerySet[Conversation] = Conversation.objects.visible_to(user)
    rows = seen.filter(space=initiative.space_id).select_related("poll")
    return rows.order_by("-last_post_at", "-pk")[:MOST_TALKS]


def talk(thing: str, user: User) -> Conversation | None:
    """The conversation that an engagement names, where this person may read it."""
    kind, _colon, ref = thing.partition(":")
    if kind != "conversation" or not is_on("spaces") or not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
        return None
    seen: QuerySet[Conversation] = Conversation.objects.visible_to(user)
    return seen.select_related("space").filter(pk=int(ref)).first()


def poll(found: Conversation | None, user: User) -> polls.Shown | None:
    """The poll of a conversation that an engagement names, as this person is shown it there."""
    return polls.of_conversation(found, user) if found is not None else None


def asks(found: Conversation) -> bool:
    """Whether a conversation opens with a poll that was not removed."""
    return hasattr(found, "poll") and not found.poll.is_removed


def asking_space(initiative: Initiative, user: User) -> Space | None:
    """The space of the initiative, where this person may ask a poll in it."""
    if initiative.space_id is None or not is_on("spaces"):
        return None
    space = Space.objects.visible_to(user).filter(pk=initiative.space_id).first()
    return space if space is not None and may_post(user, space) else None
