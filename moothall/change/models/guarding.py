"""What the database keeps of a change: nothing typed as realised, nothing begun too early, no failure hidden.

Whoever begins delivery takes one lock alone, and whoever could take away what it rests on takes it shared: so of two
that race, the second sees what the first did. The same holds for closing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from moothall.change.models.benefits import Benefit, BenefitReview, Edge, Node
from moothall.change.models.initiatives import (
    Alignment,
    Closing,
    Confirmation,
    Delivery,
    Handover,
    Initiative,
    InitiativeReview,
    PurposeReview,
    Weighing,
)
from moothall.change.models.measures import Measure, PlannedPoint, Reading
from moothall.change.models.plans import Objective, Plan
from moothall.change.models.stakeholders import Engagement
from moothall.kit import guards
from moothall.kit.guards import AppendOnly, Event, Lock, Rule, Vendor, changed, columns, refuse_pushing_out

WRITING = Lock("change.initiative")
JUDGING = Lock("change.initiative", exclusive=True)
PLANNING = Lock("change.measure")
READING = Lock("change.measure", exclusive=True)

WRITES = (Event.INSERT, Event.UPDATE)
BEGUN = "EXISTS (SELECT 1 FROM change_delivery AS d WHERE d.initiative_id = {row}.initiative_id)"
CLOSED = "EXISTS (SELECT 1 FROM change_closing AS c WHERE c.initiative_id = {row}.initiative_id)"
IN_TECHNOLOGY = (
    "EXISTS (SELECT 1 FROM people_user AS u JOIN people_team AS t ON t.id = u.team_id"
    " WHERE u.id = {person} AND t.function = 'technology')"
)
OWNS = "the business owns it: technology on its own offers no value"


def told(thing: str) -> str:
    """SQL: whether a published lesson is about `thing`, an SQL expression of its key."""
    return (
        "EXISTS (SELECT 1 FROM lessons_lessonabout AS la JOIN lessons_lesson AS l ON l.id = la.lesson_id"
        f" WHERE la.thing = {thing} AND l.published_at IS NOT NULL AND l.withdrawn_at IS NULL)"
    )


def day(vendor: Vendor, moment: str) -> str:
    """SQL: the day of a moment, in UTC."""
    return f"date({moment})" if vendor == "sqlite" else f"({moment} AT TIME ZONE 'UTC')::date"


def _change(model: type[Model], vendor: Vendor, *names: str) -> str:
    own = columns(model)
    return changed(vendor, (own[name] for name in names))


@dataclass(frozen=True)
class Quoted:
    """The guard of plans and their objectives: what is quoted stays as it was quoted."""

    model: type[Model]
    quoted: str  # SQL over OLD
    words: tuple[str, ...]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse other words under what rests on them."""
        why = "it is quoted as it stands"
        yield Rule(Event.UPDATE, why, given=_change(self.model, vendor, *self.words), when=self.quoted, lock=WRITING)
        yield Rule(Event.TRUNCATE, why)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, why, kept="kept.rowid IS NOT NULL", first="1")


@dataclass(frozen=True)
class PlannedFirst:
    """The guard of planned points: between baseline and target, and written before the measure is first read."""

    model: type[Model] = PlannedPoint

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a plan that is made after the fact."""
        why = "it was read already: a plan is made before"
        read = "EXISTS (SELECT 1 FROM change_reading AS r WHERE r.measure_id = {row}.measure_id)"
        within = (
            "EXISTS (SELECT 1 FROM change_measure AS m WHERE m.id = NEW.measure_id"
            " AND NEW.due_on > m.baseline_on AND NEW.due_on < m.target_on)"
        )
        for event in WRITES:
            yield Rule(event, why, when=read.format(row="NEW"), lock=PLANNING)
            yield Rule(event, "it lies between baseline and target", when=f"NOT {within}")
        yield Rule(Event.UPDATE, "it keeps its measure", when="OLD.measure_id <> NEW.measure_id")
        yield Rule(Event.DELETE, why, when=read.format(row="OLD"), lock=PLANNING)
        yield Rule(Event.TRUNCATE, why)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, why, kept="kept.rowid IS NOT NULL", first="1")


@dataclass(frozen=True)
class ReadOff:
    """The guard of readings: after the baseline, of a measure that is still read, and correcting the same measure's."""

    model: type[Model] = Reading

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a reading that cannot be one."""
        of = "SELECT 1 FROM change_measure AS m WHERE m.id = NEW.measure_id"
        yield Rule(
            Event.INSERT,
            "it is read after its baseline, while it is measured",
            when=f"NOT EXISTS ({of} AND NEW.read_on >= m.baseline_on AND m.retired_at IS NULL)",
            lock=READING,
        )
        other = "SELECT 1 FROM change_reading AS r WHERE r.id = NEW.corrects_id AND r.measure_id = NEW.measure_id"
        why = "it corrects a reading of the same measure"
        yield Rule(Event.INSERT, why, when=f"NEW.corrects_id IS NOT NULL AND NOT EXISTS ({other})")
        fed = f"{of} AND m.metric <> ''"
        yield Rule(Event.INSERT, "only a metric is fed", when=f"NEW.fed_for IS NOT NULL AND NOT EXISTS ({fed})")


@dataclass(frozen=True)
class OwnedByTheBusiness:
    """The guard of initiatives: owned outside technology, accepted by whoever owns them now, closed and not deleted."""

    model: type[Model] = Initiative

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse owners who cannot be, and acceptance that nobody gave."""
        stays = "an initiative is closed, not deleted"
        owner = _change(self.model, vendor, "owner")
        technology = IN_TECHNOLOGY.format(person="NEW.owner_id")
        yield Rule(Event.INSERT, OWNS, when=technology)
        yield Rule(Event.UPDATE, OWNS, when=f"({owner}) AND {technology}")
        yield Rule(Event.INSERT, "its owner accepts once named", when="NEW.owner_accepted_at IS NOT NULL")
        why = "a new owner accepts in person"
        yield Rule(Event.UPDATE, why, when=f"({owner}) AND NEW.owner_accepted_at IS NOT NULL")
        moved = _change(self.model, vendor, "id", "created_by", "created_at")
        yield Rule(Event.UPDATE, "who began it, and when, stays", when=moved)
        yield Rule(Event.DELETE, stays)
        yield Rule(Event.TRUNCATE, stays)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, stays, kept="kept.rowid IS NOT NULL", first="1")


@dataclass(frozen=True)
class KeptOnceBegun:
    """The guard of what a delivery rests on: it may be taken away until delivery begins, and stays from then on."""

    model: type[Model]
    frozen: tuple[str, ...] = ()  # what may not change any more, where anything may change at all
    once: tuple[str, ...] = ()  # what may be filled in once, and stays

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to pull away what was the ground for beginning."""
        why = "delivery rests on it"
        yield Rule(Event.DELETE, why, when=BEGUN.format(row="OLD"), lock=WRITING)
        yield Rule(Event.TRUNCATE, why)
        if self.frozen:
            given = _change(self.model, vendor, "id", *self.frozen)
            yield Rule(Event.UPDATE, why, given=given, when=BEGUN.format(row="OLD"), lock=WRITING)
            yield Rule(Event.UPDATE, "it keeps its initiative", when=_change(self.model, vendor, "initiative"))
        for name in self.once:
            column = columns(self.model)[name]
            given = f"OLD.{column} IS NOT NULL AND ({_change(self.model, vendor, name)})"
            yield Rule(Event.UPDATE, why, given=given, when=BEGUN.format(row="OLD"), lock=WRITING)
        if vendor == "sqlite" and self.frozen:
            yield from refuse_pushing_out(self.model, why, kept="kept.rowid IS NOT NULL", first="1")


@dataclass(frozen=True)
class BegunInTime:
    """The guard of deliveries: nothing that must come before is missing, unless the work is older than the hall."""

    model: type[Model] = Delivery

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a delivery that begins too early, by each piece that can be missing."""
        founded = f"(SELECT {day(vendor, 'min(u.joined_at)')} FROM people_user AS u)"
        older = "only what began before the hall was there may have gaps"
        yield Rule(Event.INSERT, older, when=f"NEW.before_hall AND NEW.began_on >= {founded}")
        yield Rule(Event.INSERT, "it is closed", when=CLOSED.format(row="NEW"), lock=JUDGING)
        for why, there in self._pieces(vendor):
            yield Rule(Event.INSERT, why, when=f"NOT NEW.before_hall AND NOT {there}", lock=JUDGING)

    def _pieces(self, vendor: Vendor) -> Iterator[tuple[str, str]]:
        own = "initiative_id = NEW.initiative_id"
        technology = IN_TECHNOLOGY.format(person="i.owner_id")
        yield (
            "its business owner has accepted",
            "EXISTS (SELECT 1 FROM change_initiative AS i WHERE i.id = NEW.initiative_id"
            f" AND i.owner_accepted_at IS NOT NULL AND NOT {technology})",
        )
        decided = (
            "change_weighing AS w JOIN risks_round AS n ON n.appraisal_id = w.appraisal_id"
            " JOIN risks_decision AS e ON e.round_id = n.id"
            " JOIN risks_option AS o ON o.id = e.option_id AND o.kind <> 'do_nothing'"
        )
        yield "a decision to do it is taken", f"EXISTS (SELECT 1 FROM {decided} WHERE w.{own})"
        said = day(vendor, "a.at")
        in_force = (
            f"p.adopted_on <= {said} AND (p.valid_to IS NULL OR p.valid_to >= {said})"
            f" AND NOT EXISTS (SELECT 1 FROM change_plan AS q WHERE q.replaces_id = p.id AND q.adopted_on <= {said})"
        )
        yield (
            "it serves an objective in force, and that was said before the decision",
            "EXISTS (SELECT 1 FROM change_alignment AS a JOIN change_objective AS b ON b.id = a.objective_id"
            f" JOIN change_plan AS p ON p.id = b.plan_id WHERE a.{own} AND {in_force}"
            f" AND EXISTS (SELECT 1 FROM {decided} WHERE w.{own} AND e.at > a.at))",
        )
        benefits = f"SELECT 1 FROM change_benefit AS f WHERE f.{own} AND f.dropped_at IS NULL"
        unplanned = "(f.owner_id IS NULL OR f.measure_id IS NULL OR f.recipients = '' OR f.plan = '')"
        yield (
            "a plan for its benefits is in place",
            f"(EXISTS ({benefits} AND NOT f.disbenefit) AND NOT EXISTS ({benefits} AND {unplanned}))",
        )
        for side, words in (("internal", "inside"), ("external", "outside")):
            yield (
                f"people {words} the organisation were involved at design, before the decision",
                "EXISTS (SELECT 1 FROM change_engagement AS g JOIN change_involved AS v ON v.engagement_id = g.id"
                " JOIN change_stakeholder AS s ON s.id = v.stakeholder_id"
                f" WHERE g.{own} AND g.stage = 'design' AND s.side = '{side}'"
                f" AND EXISTS (SELECT 1 FROM {decided} WHERE w.{own} AND {day(vendor, 'e.at')} >= g.opened_on))",
            )


@dataclass(frozen=True)
class ClosedOpenly:
    """The guard of closings: looked back at, and every failure has its published lesson."""

    model: type[Model] = Closing

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a closing that would hide something."""
        looked = "EXISTS (SELECT 1 FROM change_initiativereview AS v WHERE v.initiative_id = NEW.initiative_id)"
        begun = BEGUN.format(row="NEW")
        lesson = told("'initiative:' || NEW.initiative_id")
        failed = f"(NEW.outcome IN ('failed', 'partly') OR (NEW.outcome = 'given_up' AND {begun}))"
        asked = (
            "EXISTS (SELECT 1 FROM change_consultation AS q JOIN change_engagement AS g ON g.id = q.engagement_id"
            " WHERE g.initiative_id = NEW.initiative_id AND q.published_at IS NOT NULL AND q.answered_at IS NULL)"
        )
        for why, when in (
            ("whoever was asked in public is told first what came of it", asked),
            ("it is looked back at first", f"NEW.outcome <> 'given_up' AND NOT {looked}"),
            ("what never began is given up", f"NEW.outcome <> 'given_up' AND NOT {begun}"),
            ("a failure has its lesson published first", f"{failed} AND NOT {lesson}"),
            ("every benefit that was not met has its lesson published first", f"{begun} AND {self._unmet(vendor)}"),
            ("every risk that came true has its lesson published first", f"{begun} AND {self._occurred()}"),
        ):
            yield Rule(Event.INSERT, why, when=when, lock=JUDGING)

    @staticmethod
    def _unmet(vendor: Vendor) -> str:
        reached = (
            "coalesce((SELECT CASE WHEN m.direction = 'up' THEN r.value >= m.target ELSE r.value <= m.target END"
            " FROM change_reading AS r WHERE r.measure_id = m.id AND r.value IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM change_reading AS x WHERE x.corrects_id = r.id)"
            f" ORDER BY r.read_on DESC, r.id DESC LIMIT 1), {_false(vendor)})"
        )
        return (
            "EXISTS (SELECT 1 FROM change_benefit AS f LEFT JOIN change_measure AS m ON m.id = f.measure_id"
            " WHERE f.initiative_id = NEW.initiative_id AND NOT f.disbenefit"
            f" AND (f.dropped_at IS NOT NULL OR NOT {reached}) AND NOT {told(_key('benefit', 'f.id'))})"
        )

    @staticmethod
    def _occurred() -> str:
        return (
            "EXISTS (SELECT 1 FROM change_weighing AS w JOIN risks_round AS n ON n.appraisal_id = w.appraisal_id"
            " JOIN risks_risk AS k ON k.round_id = n.id JOIN risks_occurrence AS h ON h.risk_id = k.id"
            " JOIN risks_incident AS y ON y.id = h.incident_id AND y.kind = 'incident'"
            f" WHERE w.initiative_id = NEW.initiative_id AND NOT {told(_key('risk', 'k.id'))})"
        )


def _key(kind: str, pk: str) -> str:
    return f"'{kind}:' || {pk}"


def _false(vendor: Vendor) -> str:
    return "0" if vendor == "sqlite" else "FALSE"


@dataclass(frozen=True)
class OpenInitiative:
    """The guard of what belongs to an initiative: nothing is added or changed once that is closed."""

    model: type[Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to rewrite what is closed."""
        for event in WRITES:
            yield Rule(event, "its initiative is closed", when=CLOSED.format(row="NEW"), lock=WRITING)


@dataclass(frozen=True)
class BenefitOwned:
    """The guard of benefits: owned outside technology; dropped stays dropped."""

    model: type[Model] = Benefit

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse owners who cannot be."""
        technology = IN_TECHNOLOGY.format(person="NEW.owner_id")
        yield Rule(Event.INSERT, OWNS, when=technology)
        yield Rule(Event.UPDATE, OWNS, when=f"({_change(self.model, vendor, 'owner')}) AND {technology}")
        yield Rule(
            Event.UPDATE,
            "what was dropped stays dropped",
            when=f"OLD.dropped_at IS NOT NULL AND ({_change(self.model, vendor, 'dropped_at')})",
        )


@dataclass(frozen=True)
class OnOneMap:
    """The guard of the map: a thing keeps its column, and an arrow joins two things of one map at their columns."""

    model: type[Model] = Edge

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse an arrow that could come back."""
        joined = (
            "EXISTS (SELECT 1 FROM change_node AS a JOIN change_node AS b ON b.initiative_id = a.initiative_id"
            " WHERE a.id = NEW.source_id AND b.id = NEW.target_id"
            " AND a.rank = NEW.source_rank AND b.rank = NEW.target_rank)"
        )
        for event in WRITES:
            yield Rule(event, "an arrow joins two things of one map", when=f"NOT {joined}")


@dataclass(frozen=True)
class InItsColumn:
    """The guard of the things on a map: they keep their column and what they stand for."""

    model: type[Model] = Node

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to move a thing under its arrows."""
        moved = _change(self.model, vendor, "id", "initiative", "kind", "rank", "benefit", "objective")
        yield Rule(Event.UPDATE, "it keeps its column", when=moved)
        own = (
            "EXISTS (SELECT 1 FROM change_benefit AS f"
            " WHERE f.id = NEW.benefit_id AND f.initiative_id = NEW.initiative_id)"
        )
        yield Rule(Event.INSERT, "it is a benefit of this initiative", when=f"NEW.benefit_id IS NOT NULL AND NOT {own}")


_plan_quoted = (
    "EXISTS (SELECT 1 FROM change_objective AS b WHERE b.plan_id = OLD.id AND ("
    "EXISTS (SELECT 1 FROM change_measure AS m WHERE m.objective_id = b.id)"
    " OR EXISTS (SELECT 1 FROM change_alignment AS a WHERE a.objective_id = b.id)))"
)
_objective_quoted = (
    "(EXISTS (SELECT 1 FROM change_measure AS m WHERE m.objective_id = OLD.id)"
    " OR EXISTS (SELECT 1 FROM change_alignment AS a WHERE a.objective_id = OLD.id))"
)

guards.declare(
    Quoted(Plan, _plan_quoted, ("id", "adopted_on", "replaces")),
    Quoted(Objective, _objective_quoted, ("id", "plan", "kind", "quote", "source")),
    AppendOnly(
        Measure,
        may_change=("title", "method", "frequency", "owner", "watches", "trigger", "retired_at", "retired_why"),
        allow_delete=True,
        why="what a measure measures stays: write another",
    ),
    PlannedFirst(),
    AppendOnly(Reading, why="a reading stays; correct it with another"),
    ReadOff(),
    OwnedByTheBusiness(),
    AppendOnly(Handover, why="who answered for it stays on record"),
    AppendOnly(Alignment, allow_delete=True, why="when it was said counts"),
    KeptOnceBegun(Alignment),
    AppendOnly(Weighing, allow_delete=True, why="a link is made or taken away"),
    KeptOnceBegun(Weighing),
    AppendOnly(Delivery, why="when delivery began stays"),
    BegunInTime(),
    AppendOnly(InitiativeReview, why="what a look back found stays"),
    AppendOnly(Closing, why="what came of it stays"),
    ClosedOpenly(),
    AppendOnly(Confirmation, why="what an owner confirmed stays"),
    AppendOnly(PurposeReview, why="what somebody decided about their purpose stays"),
    KeptOnceBegun(Benefit, frozen=("initiative", "disbenefit"), once=("measure",)),
    BenefitOwned(),
    OpenInitiative(Benefit),
    AppendOnly(BenefitReview, why="what was expected stays"),
    KeptOnceBegun(Engagement, frozen=("initiative", "stage", "opened_on", "added_at")),
    OpenInitiative(Engagement),
    OnOneMap(),
    InItsColumn(),
)
