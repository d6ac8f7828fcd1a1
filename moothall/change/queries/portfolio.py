"""The portfolio: what every initiative promised each objective, what has come, and what may not.

Everything that one may read is asked in a few questions, and standings are computed in numbers of the machine, so that
ten thousand benefits are counted while somebody waits. Of those on the page nothing more has to be asked.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.models import (
    Benefit,
    Closing,
    Delivery,
    Edge,
    Initiative,
    InitiativeReview,
    NodeKind,
    Objective,
    Outcome,
    PlannedPoint,
    Reading,
    Stage,
    Weighing,
)
from moothall.change.pictures import portfolio as picture
from moothall.change.standing import State
from moothall.people.models import User
from moothall.risks.models import Decision, OptionKind

PAGE = 25  # initiatives under their objectives
_NEAR = 1e-9  # a share that differs by less is the same
_FINE = 1e6  # a share is told in millionths, rounded down


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the portfolio."""

    picture: picture.Portfolio
    number: int
    pages: int
    ideas: int

    @property
    def before(self) -> int | None:
        """The page before it."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after it."""
        return self.number + 1 if self.number < self.pages else None


@dataclass(frozen=True, slots=True)
class _Known:
    """One initiative, and its stage."""

    pk: int
    title: str
    stage: Stage


_Pair = tuple[int | None, int | None]  # an objective and an initiative; None for what serves none, or what none serves


def page(user: User, number: int, today: date) -> Page:
    """One page of everything that this person may read; the last where there are fewer."""
    known = {each.pk: each for each in _initiatives(user)}
    flows = _flows(user)
    benefits = _benefits(user, today)
    objectives = _objectives(user, flows, today)
    reaching = {initiative for initiative, _objective in flows}
    mapped = {pk for pk, each in known.items() if each.stage != Stage.IDEA or pk in reaching}
    pairs = _pairs(known, mapped, flows, objectives)
    pages = max(1, math.ceil(len(pairs) / PAGE))
    number = min(max(number, 1), pages)
    shown = pairs[(number - 1) * PAGE : number * PAGE]
    told = _Told(known, flows, benefits, objectives, today)
    adrift = [pk for pk in mapped if pk not in reaching]
    found = picture.portfolio(
        "portfolio",
        told.objectives(shown),
        [told.initiative(pk, benefits.get(pk, {})) for objective, pk in shown if objective is None and pk is not None],
        _totals(mapped, adrift, benefits),
    )
    return Page(found, number, pages, len(known) - len(mapped))


def _initiatives(user: User) -> Iterable[_Known]:
    """Everything that this person may read but what was given up, with its stage."""
    mine = OuterRef("pk")
    decided = Decision.objects.exclude(option__kind=OptionKind.DO_NOTHING)
    rows = (
        Initiative.objects.visible_to(user)
        .exclude(closing__outcome=Outcome.GIVEN_UP)
        .values_list(
            "pk",
            "title",
            Exists(Closing.objects.filter(initiative=mine)),
            Exists(Delivery.objects.filter(initiative=mine)),
            Exists(InitiativeReview.objects.filter(initiative=mine)),
            Exists(decided.filter(round__appraisal__initiatives__initiative=mine)),
            Exists(Weighing.objects.filter(initiative=mine)),
        )
        .order_by("title", "pk")
    )
    return (_Known(pk, title, _stage(*marks)) for pk, title, *marks in rows)


def _stage(closed: bool, begun: bool, reviewed: bool, decided: bool, weighed: bool) -> Stage:
    """As `readiness.stage` says it of one initiative."""
    if closed:
        return Stage.CLOSED
    if begun:
        return Stage.REVIEWED if reviewed else Stage.DELIVERING
    if decided:
        return Stage.DECIDED
    return Stage.APPRAISED if weighed else Stage.IDEA


_Flows = Mapping[tuple[int, int], frozenset[int]]  # by initiative and objective, the benefits that flow there


def _flows(user: User) -> _Flows:
    """From each initiative to each objective, the benefits whose path reaches it."""
    rows = Edge.objects.filter(
        source__initiative__in=Initiative.objects.visible_to(user),
        source__kind=NodeKind.BENEFIT,
        target__kind=NodeKind.OBJECTIVE,
        source__benefit__dropped_at=None,
        source__benefit__disbenefit=False,
    ).values_list("source__initiative", "target__objective", "source__benefit")
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for initiative, objective, benefit in rows:
        found[initiative, objective].add(benefit)
    return {pair: frozenset(benefits) for pair, benefits in found.items()}


@dataclass(slots=True)
class _Stand:
    """How one benefit stands: the share realised, and its measure's way for the share planned by a day."""

    standing: State
    realised: float | None = None
    way: "_Way | None" = None

    def planned(self, day: date) -> float:
        """The share planned by a day; nothing of what is not measured."""
        return self.way.planned(day.toordinal()) if self.way else 0.0


_Stands = Mapping[int, Mapping[int, _Stand]]  # by initiative and benefit


def _benefits(user: User, today: date) -> _Stands:
    """How every planned benefit stands."""
    live = Benefit.objects.filter(initiative__in=Initiative.objects.visible_to(user), dropped_at=None, disbenefit=False)
    planned = _planned(live)
    rows = live.values_list(
        "initiative",
        "pk",
        "measure",
        Cast("measure__baseline", FloatField()),
        Cast("measure__target", FloatField()),
        Cast("measure__baseline_on", TextField()),  # as words: ten thousand dates take long to read
        Cast("measure__target_on", TextField()),
        Subquery(_latest()),
    )
    found: defaultdict[int, dict[int, _Stand]] = defaultdict(dict)
    now, unmeasured = today.toordinal(), _Stand(State.UNREAD)
    for initiative, pk, measure, low, high, begins, ends, latest in rows.order_by("pk").iterator(chunk_size=20_000):
        if measure is None:
            found[initiative][pk] = unmeasured
            continue
        way = _Way(low, high, _day(begins), _day(ends), planned.get(measure, ()))
        found[initiative][pk] = way.stand(latest, now)
    return found


@lru_cache(maxsize=20_000)
def _day(words: str) -> int:
    return date.fromisoformat(words).toordinal()


def _latest() -> QuerySet[Reading, Any]:
    """Day and value of the last reading that has one and stands: not corrected, nor taken back that day."""
    stands = Reading.objects.filter(corrected_by=None)
    later = stands.filter(measure=OuterRef("measure"), read_on=OuterRef("read_on"), pk__gt=OuterRef("pk"), value=None)
    rows = stands.filter(measure=OuterRef("measure"), value__isnull=False)
    told = Concat(Cast("read_on", TextField()), Value("|", output_field=TextField()), Cast("value", TextField()))
    return rows.exclude(Exists(later)).order_by("-read_on", "-pk").values(told=told)[:1]


def _planned(live: QuerySet[Benefit]) -> Mapping[int, Sequence[tuple[int, float]]]:
    """The planned points of every measure that a benefit rests on."""
    found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    rows = PlannedPoint.objects.filter(measure__in=live.values("measure")).order_by("measure", "due_on")
    for measure, day, value in rows.values_list(
        "measure", Cast("due_on", TextField()), Cast(F("value"), FloatField())
    ).iterator(chunk_size=20_000):
        found[measure].append((_day(day), value))
    return found


@dataclass(slots=True)
class _Way:
    """A measure's way from baseline to target in numbers of the machine, days as ordinals."""

    low: float
    high: float
    begins: int
    ends: int
    points: Sequence[tuple[int, float]]

    def stand(self, latest: str | None, today: int) -> _Stand:
        """As `standing.Course.state` says it, in numbers of the machine; whether a reading is due is not asked here."""
        if latest is None:
            return _Stand(State.MISSED if today >= self.ends else State.UNREAD, None, self)
        day, _bar, value = latest.partition("|")
        share = (float(value) - self.low) / (self.high - self.low)
        if share >= 1 - _NEAR:
            return _Stand(State.MET, share, self)
        if today >= self.ends:
            return _Stand(State.MISSED, share, self)
        ahead = share - self.planned(_day(day))
        if abs(ahead) < _NEAR:
            return _Stand(State.ON_PLAN, share, self)
        return _Stand(State.AHEAD if ahead > 0 else State.BEHIND, share, self)

    def planned(self, day: int) -> float:
        """The share planned for a day."""
        if day <= self.begins:
            return 0.0
        if day >= self.ends:
            return 1.0
        if not self.points:
            return (day - self.begins) / (self.ends - self.begins)
        at = bisect_left(self.points, (day, -math.inf))
        before, low = self.points[at - 1] if at else (self.begins, self.low)
        after, high = self.points[at] if at < len(self.points) else (self.ends, self.high)
        value = low + (high - low) * (day - before) / (after - before)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class _Purpose:
    """An objective as the portfolio heads it."""

    title: str
    source: str
    url: str


def _objectives(user: User, flows: _Flows, today: date) -> dict[int, _Purpose]:
    """The objectives in force and those that are served, in the order of their plans; unread where one may not."""
    served = {objective for _initiative, objective in flows}
    rows = (
        (Objective.objects.in_force(today) | Objective.objects.filter(pk__in=served))
        .filter(pk__in=Objective.objects.visible_to(user).values("pk"))
        .order_by("plan__title", "plan", "place", "pk")
        .values_list("pk", "title", "plan__title", "source")
    )
    found = {
        pk: _Purpose(title, f"{plan}, {source}", reverse("change:objective", args=[pk]))
        for pk, title, plan, source in rows.distinct()
    }
    unread = _Purpose(_("An objective of a plan that you can’t read"), "", "")
    return found | dict.fromkeys(sorted(served - set(found)), unread)


def _pairs(
    known: Mapping[int, _Known], mapped: set[int], flows: _Flows, objectives: Mapping[int, _Purpose]
) -> list[_Pair]:
    """Every line of the portfolio: what reaches no objective, then each objective with what serves it."""
    serving: defaultdict[int, set[int]] = defaultdict(set)
    for initiative, objective in flows:
        if initiative in known:
            serving[objective].add(initiative)
    reaching = {initiative for initiative, _objective in flows}
    pairs: list[_Pair] = [(None, pk) for pk in known if pk in mapped and pk not in reaching]
    for objective in objectives:
        ordered = [pk for pk in known if pk in serving[objective]] if objective in serving else []
        pairs += [(objective, pk) for pk in ordered] or [(objective, None)]
    return pairs


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows in the words of the picture."""

    known: Mapping[int, _Known]
    flows: _Flows
    benefits: _Stands
    purposes: Mapping[int, _Purpose]
    today: date

    def initiative(self, pk: int, benefits: Mapping[int, _Stand]) -> picture.Initiative:
        """One initiative with some of its benefits."""
        each = self.known[pk]
        told = tuple(_benefit(stand, self.today) for stand in benefits.values())
        return picture.Initiative(each.title, reverse("change:initiative", args=[pk]), str(each.stage.label), told)

    def objectives(self, shown: Sequence[_Pair]) -> list[picture.Objective]:
        """The objectives on a page, each with what serves it there."""
        lines: dict[int, list[picture.Initiative]] = {}
        for objective, pk in shown:
            if objective is None:
                continue
            under = lines.setdefault(objective, [])
            if pk is not None:
                flowing = self.flows[pk, objective]
                every = self.benefits.get(pk, {})
                under.append(self.initiative(pk, {one: every[one] for one in sorted(flowing) if one in every}))
        return [
            picture.Objective(purpose.title, purpose.source, purpose.url, tuple(lines[pk]), self._counted(pk))
            for pk in lines
            for purpose in [self.purposes[pk]]
        ]

    def _counted(self, objective: int) -> dict[picture.Part, int]:
        """How the benefits that flow to an objective stand, on whatever page they are told."""
        standings = Counter(
            self.benefits[initiative][one].standing
            for (initiative, end), flowing in self.flows.items()
            if end == objective and initiative in self.known
            for one in flowing
        )
        return _parts(standings)


def _benefit(each: _Stand, today: date) -> picture.Benefit:
    realised = None if each.realised is None else _exact(each.realised)
    return picture.Benefit("", each.standing, realised, _exact(each.planned(today)))


def _parts(standings: Mapping[State, int]) -> dict[picture.Part, int]:
    counts = dict.fromkeys(picture.Part, 0)
    for standing, many in standings.items():
        counts[picture.part_of(standing)] += many
    return counts


def _exact(share: float) -> Decimal:
    return Decimal(math.floor(share * _FINE + 1e-3)) / Decimal(int(_FINE))


def _totals(mapped: set[int], adrift: Sequence[int], benefits: _Stands) -> picture.Totals:
    counts = _parts(Counter(each.standing for pk in mapped for each in benefits.get(pk, {}).values()))
    return picture.Totals(
        initiatives=len(mapped),
        adrift=len(adrift),
        reached=counts[picture.Part.REACHED],
        on_plan=counts[picture.Part.ON_PLAN],
        at_risk=counts[picture.Part.AT_RISK],
        unread=counts[picture.Part.UNREAD],
    )
