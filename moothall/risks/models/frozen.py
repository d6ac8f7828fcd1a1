"""What the database keeps of an appraisal: no score without a treatment, no decision too early, no change after it.

What a classification rests on is said in `models.fresh`. Whoever writes into a round takes one lock, shared; whoever
decides takes it alone: so of two that race, the second sees what the first did.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Model

from moothall.kit import guards
from moothall.kit.guards import (
    AppendOnly,
    Event,
    Lock,
    Rule,
    Vendor,
    changed,
    columns,
    refuse_pushing_out,
    refuse_replace,
)
from moothall.risks.models.appraisals import Appraisal, Option, Proposal, Round
from moothall.risks.models.classifications import Classification, Mark
from moothall.risks.models.comments import Comment
from moothall.risks.models.decisions import Challenge, Decision, Review
from moothall.risks.models.fresh import (
    IN_A_ROUND,
    LIVE,
    OF_BASIS,
    OF_EXPOSURE,
    OF_OPTION,
    compared,
    fresh,
    stands,
)
from moothall.risks.models.incidents import Breach, Incident, Occurrence
from moothall.risks.models.responses import Response, Treatment
from moothall.risks.models.risks import Exposure, Risk

WRITING = Lock("risks.round")
DECIDING = Lock("risks.round", exclusive=True)
DECIDED = "its round was decided: open a new one"
KEEPS_PLACE = "it keeps its place"


@dataclass(frozen=True)
class PartOfRound:
    """The guard of what belongs to a round: free until that is decided, and frozen from then on.

    `round` is the SQL of the round's id, with `{row}` for OLD or NEW; `keys` never change; `later` are the fields that
    may still change when the round is decided; `also` are further refusals.
    """

    model: type[Model]
    round: str
    keys: tuple[str, ...]
    later: tuple[str, ...] = ()
    also: tuple[Rule, ...] = field(default=())

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse whatever would change a decided round by way of this table."""
        names = columns(self.model)
        yield Rule(Event.INSERT, DECIDED, when=self._decided("NEW"), lock=WRITING)
        frozen = changed(vendor, (column for name, column in names.items() if name not in self.later))
        yield Rule(Event.UPDATE, DECIDED, given=frozen, when=self._decided("OLD"), lock=WRITING)
        yield Rule(Event.UPDATE, KEEPS_PLACE, when=changed(vendor, (names[key] for key in self.keys)))
        yield Rule(Event.DELETE, DECIDED, when=self._decided("OLD"), lock=WRITING)
        yield Rule(Event.TRUNCATE, "what was weighed stays")
        yield from self.also
        if vendor == "sqlite":
            why = "what was weighed stays"
            yield from refuse_pushing_out(self.model, why, kept="kept.rowid IS NOT NULL", first="1")

    def _decided(self, row: str) -> str:
        return f"EXISTS (SELECT 1 FROM risks_decision AS d WHERE d.round_id = {self.round.format(row=row)})"


@dataclass(frozen=True)
class Revised:
    """The guard of what a classification rests on: a change of its substance is a new revision, one further."""

    model: type[Model]
    substance: tuple[str, ...]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a change that leaves the revision as it was, and a revision that jumps or goes back."""
        names = columns(self.model)
        told = changed(vendor, (names[name] for name in self.substance))
        why = "a change of what it says is a new revision"
        yield Rule(Event.UPDATE, why, when=f"({told}) AND NEW.revision <> OLD.revision + 1")
        yield Rule(Event.UPDATE, why, when="NEW.revision NOT IN (OLD.revision, OLD.revision + 1)")


@dataclass(frozen=True)
class Signed:
    """The guard of tolerations: signed for after they were written, and as they were written; dropped stays dropped."""

    model: type[Model] = Response

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse signatures that nobody gave for these words."""
        words = changed(vendor, (columns(self.model)[name] for name in ("kind", "step", "rationale", "approver")))
        decided = f"EXISTS (SELECT 1 FROM risks_decision AS d WHERE d.round_id = {IN_A_ROUND.format(row='OLD')})"
        classified = (
            "EXISTS (SELECT 1 FROM risks_treatment AS t JOIN risks_treatment AS b ON b.exposure_id = t.exposure_id"
            " JOIN risks_classification AS c ON c.basis_id = b.id WHERE t.response_id = OLD.id)"
        )
        yield Rule(Event.INSERT, "it is signed for once it is written", when="NEW.signed_at IS NOT NULL")
        yield Rule(Event.INSERT, "it begins as planned", when="NEW.dropped_at IS NOT NULL OR NEW.revision <> 1")
        yield Rule(
            Event.UPDATE,
            "what was signed for stays as it was signed",
            when=f"OLD.signed_at IS NOT NULL AND NEW.signed_at IS NOT NULL AND ({words})",
        )
        yield Rule(
            Event.UPDATE,
            "a signature goes only with a new wording",
            when="OLD.signed_at IS NOT NULL AND NEW.signed_at IS NULL AND NEW.revision = OLD.revision",
        )
        yield Rule(
            Event.UPDATE,
            DECIDED,
            given="(OLD.signed_at IS NULL) <> (NEW.signed_at IS NULL)",
            when=decided,
            lock=WRITING,
        )
        yield Rule(Event.UPDATE, "what was dropped stays dropped", when="OLD.dropped_at IS NOT NULL")
        yield Rule(Event.DELETE, "a classification rests on it: drop it instead", when=classified)


@dataclass(frozen=True)
class ClassifiedOnTreatment:
    """The guard of classifications: on a live treatment of an exposure that applies, and on all that stands now."""

    model: type[Model] = Classification

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a score that rests on nothing, or on something else than what is there."""
        basis = (
            "SELECT 1 FROM risks_treatment AS t JOIN risks_response AS r ON r.id = t.response_id"
            " JOIN risks_exposure AS e ON e.id = t.exposure_id WHERE t.id = NEW.basis_id"
        )
        live = LIVE.format(t="t", r="r")
        rests = f"NEW.rests_on = {stands(vendor, 'e.id', 'e.risk_id')}"
        decided = f"EXISTS (SELECT 1 FROM risks_decision AS d WHERE d.round_id = {OF_BASIS.format(row='NEW')})"
        nothing = "a risk is classified only once something is done about it"
        yield Rule(Event.INSERT, DECIDED, when=decided, lock=WRITING)
        yield Rule(Event.INSERT, nothing, when=f"NOT EXISTS ({basis} AND {live})")
        yield Rule(Event.INSERT, "this option does not face the risk", when=f"NOT EXISTS ({basis} AND e.applies)")
        yield Rule(Event.INSERT, "it rests on what stands now", when=f"NOT EXISTS ({basis} AND {rests})")


@dataclass(frozen=True)
class ComparedWithinRisk:
    """The guard of marks: beside a classification of the same risk under another option, before the decision."""

    model: type[Model] = Mark

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a comparison of what cannot be compared."""
        decided = f"EXISTS (SELECT 1 FROM risks_decision AS d WHERE d.round_id = {OF_EXPOSURE.format(row='NEW')})"
        same = (
            "SELECT 1 FROM risks_exposure AS e JOIN risks_exposure AS f ON f.risk_id = e.risk_id"
            " AND f.option_id <> e.option_id JOIN risks_treatment AS b ON b.exposure_id = f.id"
            " JOIN risks_classification AS a ON a.basis_id = b.id"
            " WHERE e.id = NEW.exposure_id AND a.id = NEW.against_id"
        )
        yield Rule(Event.INSERT, DECIDED, when=decided, lock=WRITING)
        why = "a risk is compared with itself under another option"
        yield Rule(Event.INSERT, why, when=f"NOT EXISTS ({same})")


@dataclass(frozen=True)
class DecidedInTime:
    """The guard of decisions: nothing is missing, and nobody is writing meanwhile."""

    model: type[Model] = Decision

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a decision that comes too early, by each piece that can be missing."""
        for why, when in (*self._pieces(), *self._exposures(vendor)):
            yield Rule(Event.INSERT, why, when=when, lock=DECIDING)

    def _pieces(self) -> Iterator[tuple[str, str]]:
        options = "SELECT count(*) FROM risks_option AS o WHERE o.round_id = NEW.round_id"
        risks = "SELECT count(*) FROM risks_risk AS k WHERE k.round_id = NEW.round_id"
        chosen = "SELECT 1 FROM risks_option AS o WHERE o.id = NEW.option_id"
        avoids = "o.kind IN ('do_nothing', 'prohibit')"
        challenged = (
            "EXISTS (SELECT 1 FROM risks_challenge AS h WHERE h.option_id = NEW.option_id"
            ' AND h.answered_at IS NOT NULL AND h.asked_by_id <> NEW."by_id")'
        )
        answers_for = "JOIN risks_appraisal AS a ON a.id = n.appraisal_id WHERE n.id = NEW.round_id"
        owner = f"SELECT 1 FROM risks_round AS n {answers_for}"
        yield "it chooses an option of this round", f"NOT EXISTS ({chosen} AND o.round_id = NEW.round_id)"
        yield "there are at least three options", f"({options}) < 3"
        yield "doing nothing is one of the options", f"({options} AND o.kind = 'do_nothing') <> 1"
        yield "one option neither does nothing nor prohibits", f"({options} AND NOT {avoids}) = 0"
        yield "there is a risk of doing", f"({risks} AND k.stance = 'doing') = 0"
        yield "there is a risk of not doing", f"({risks} AND k.stance = 'not_doing') = 0"
        yield "avoidance is challenged by someone else first", f"EXISTS ({chosen} AND {avoids}) AND NOT {challenged}"
        yield (
            "the appraisal has an owner and is open",
            (f"NOT EXISTS ({owner} AND a.owner_id IS NOT NULL AND a.closed_at IS NULL)"),
        )

    def _exposures(self, vendor: Vendor) -> Iterator[tuple[str, str]]:
        faced = (
            "FROM risks_exposure AS e JOIN risks_option AS o ON o.id = e.option_id"
            " JOIN risks_risk AS k ON k.id = e.risk_id WHERE o.round_id = NEW.round_id AND k.round_id = NEW.round_id"
        )
        every = (
            "(SELECT count(*) FROM risks_option AS p WHERE p.round_id = NEW.round_id)"
            " * (SELECT count(*) FROM risks_risk AS q WHERE q.round_id = NEW.round_id)"
        )
        strict = "(o.id = NEW.option_id OR o.kind = 'do_nothing')"
        is_fresh = fresh(vendor, "e", "c")
        unnamed = (
            "FROM risks_response AS r JOIN risks_treatment AS t ON t.response_id = r.id"
            " JOIN risks_exposure AS e ON e.id = t.exposure_id WHERE e.option_id = NEW.option_id AND e.applies"
            " AND t.dropped_at IS NULL AND r.dropped_at IS NULL AND r.kind <> 'tolerate'"
            " AND (r.actionee_id IS NULL OR r.due_on IS NULL)"
        )
        yield "every option faces every risk, or says why not", f"(SELECT count(*) {faced}) <> {every}"
        yield (
            "what is chosen, and doing nothing, is classified and fresh",
            (f"EXISTS (SELECT 1 {faced} AND e.applies AND {strict} AND NOT {is_fresh})"),
        )
        yield (
            "every other option is classified or compared",
            (
                f"EXISTS (SELECT 1 {faced} AND e.applies AND NOT {strict}"
                f" AND NOT {is_fresh} AND NOT {compared(vendor, 'e')})"
            ),
        )
        yield "each step of what is chosen has somebody and a day", f"EXISTS (SELECT 1 {unnamed})"


def _never(model: type[Model], why: str) -> "tuple[Rule, ...]":
    return (Rule(Event.DELETE, why), Rule(Event.TRUNCATE, why))


@dataclass(frozen=True)
class Stays:
    """The guard of appraisals: they are closed and not deleted, and keep the scale they were begun with."""

    model: type[Model] = Appraisal

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to take an appraisal away or to read its scores on another scale."""
        yield from _never(self.model, "an appraisal is closed, not deleted")
        moved = changed(vendor, (columns(self.model)[name] for name in ("id", "scale", "created_by")))
        yield Rule(Event.UPDATE, "an appraisal keeps its scale", when=moved)
        if vendor == "sqlite":
            yield refuse_replace(self.model, "an appraisal is closed, not deleted")


@dataclass(frozen=True)
class OneAfterAnother:
    """The guard of rounds: added after the one before is decided, and then as they are."""

    model: type[Model] = Round

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse two open rounds."""
        yield from AppendOnly(self.model, why="a round stays").rules(vendor)
        before = (
            "SELECT 1 FROM risks_round AS n JOIN risks_decision AS d ON d.round_id = n.id"
            " WHERE n.appraisal_id = NEW.appraisal_id AND n.number = NEW.number - 1"
        )
        why = "the round before is decided first"
        yield Rule(Event.INSERT, why, when=f"NEW.number <> 1 AND NOT EXISTS ({before})", lock=WRITING)


@dataclass(frozen=True)
class ToldInTime:
    """The guard of breaches: the Commissioner is told after the council knew, and later than 72 hours for reasons."""

    model: type[Model] = Breach

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse what UK GDPR art 33(1) does not know: a delay without its reasons."""
        late = "NEW.notified_at > NEW.aware_at + interval '72 hours'"
        if vendor == "sqlite":
            late = "julianday(NEW.notified_at) > julianday(NEW.aware_at) + 3.000001"  # days; the rest is rounding
        for event in (Event.INSERT, Event.UPDATE):
            told = "NEW.notified_at IS NOT NULL"
            yield Rule(event, "told after the council knew", when=f"{told} AND NEW.notified_at < NEW.aware_at")
            yield Rule(event, "told late, for reasons", when=f"{told} AND {late} AND NEW.late_because = ''")


_same_round = (
    "(SELECT k.round_id FROM risks_risk AS k WHERE k.id = NEW.risk_id)"
    " <> (SELECT o.round_id FROM risks_option AS o WHERE o.id = NEW.option_id)"
)
_served_in_round = (
    f"(SELECT r.round_id FROM risks_response AS r WHERE r.id = NEW.response_id) <> {OF_EXPOSURE.format(row='NEW')}"
)
_signed_for = "EXISTS (SELECT 1 FROM risks_response AS r WHERE r.id = NEW.response_id AND r.signed_at IS NOT NULL)"
_classified = (
    "EXISTS (SELECT 1 FROM risks_treatment AS b JOIN risks_classification AS c ON c.basis_id = b.id"
    " WHERE b.exposure_id = OLD.exposure_id)"
)
_in_other_round = "(SELECT o.round_id FROM risks_option AS o WHERE o.id = NEW.option_id) <> NEW.round_id"

guards.declare(
    Stays(),
    OneAfterAnother(),
    PartOfRound(
        Option,
        IN_A_ROUND,
        ("id", "round", "place"),
        also=(
            Rule(
                Event.UPDATE,
                "doing nothing stays one of the options",
                when="OLD.kind <> NEW.kind AND (OLD.kind = 'do_nothing' OR NEW.kind = 'do_nothing')",
            ),
            Rule(Event.DELETE, "doing nothing stays one of the options", when="OLD.kind = 'do_nothing'"),
        ),
    ),
    PartOfRound(
        Proposal,
        IN_A_ROUND,
        ("id", "round"),
        also=tuple(
            Rule(event, "it proposes an option of its round", when=_in_other_round)
            for event in (Event.INSERT, Event.UPDATE)
        ),
    ),
    PartOfRound(Risk, IN_A_ROUND, ("id", "round", "stance", "number"), later=("owner",)),
    Revised(Risk, ("cause", "event", "consequence")),
    PartOfRound(
        Exposure,
        OF_OPTION,
        ("id", "risk", "option"),
        also=(Rule(Event.INSERT, "risk and option are of one round", when=_same_round),),
    ),
    PartOfRound(
        Response,
        IN_A_ROUND,
        ("id", "round", "created_by"),
        later=(
            "actionee",
            "due_on",
            "in_place_on",
            "review_on",
            "signed_at",
            "dropped_by",
            "dropped_at",
            "dropped_why",
            "revision",
        ),
    ),
    Revised(Response, ("kind", "step", "acts_on", "control", "rationale", "approver", "dropped_at")),
    Signed(),
    PartOfRound(
        Treatment,
        OF_EXPOSURE,
        ("id", "response", "exposure"),
        also=(
            Rule(Event.INSERT, "a response serves its own round", when=_served_in_round),
            Rule(Event.INSERT, "what was signed for bears nothing more: sign for it anew", when=_signed_for),
            Rule(Event.DELETE, "a classification rests on it: drop it instead", when=_classified),
        ),
    ),
    AppendOnly(Classification, why="a classification stays; judge again"),
    ClassifiedOnTreatment(),
    AppendOnly(Mark, why="a comparison stays; compare again"),
    ComparedWithinRisk(),
    PartOfRound(
        Challenge,
        OF_OPTION,
        ("id", "option", "question", "asked_by", "asked_at"),
        also=(
            Rule(Event.UPDATE, "an answer stays", when="OLD.answered_at IS NOT NULL"),
            Rule(Event.DELETE, "a challenge stays"),
        ),
    ),
    AppendOnly(Decision, why="a decision stays; open a new round"),
    DecidedInTime(),
    AppendOnly(Review, why="what came of a decision stays"),
    AppendOnly(
        Comment,
        may_change=("let_in", "moderated_by", "moderated_at", "moderated_why"),
        why="what was said stays with the decision",
    ),
    AppendOnly(
        Incident,
        may_change=("personal_data", "closed_at", "closed_by", "closed_words"),
        why="a report stays as it was made",
    ),
    AppendOnly(Occurrence, allow_delete=True, why="a link is made or taken away"),
    AppendOnly(
        Breach,
        may_change=(
            "notify",
            "reasons",
            "decided_by",
            "decided_at",
            "notified_at",
            "reference",
            "late_because",
        ),
        why="since when the council was aware stays",
    ),
    ToldInTime(),
)
