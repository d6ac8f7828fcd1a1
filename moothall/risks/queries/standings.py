"""How the decisions of many appraisals stand: counts for each, in a fixed number of questions.

For whoever shows many at once, such as the evidence for a portfolio. It says how many, and nothing of what is written;
which appraisals a reader may know of is for whoever asks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from moothall.kit import clock
from moothall.risks.models import Classification, Decision, Exposure, ResponseKind, Review, Treatment, Verdict
from moothall.risks.queries.incidents import occurred_in

LIVE = Q(dropped_at=None, response__dropped_at=None) & (
    ~Q(response__kind=ResponseKind.TOLERATE) | Q(response__signed_at__isnull=False)
)


@dataclass(frozen=True)
class DecisionStands:
    """How the newest decision of an appraisal stands; without one there is nothing to count but what occurred.

    A decision that a review stopped is still named, and nothing is lived with under it.
    """

    decision_pk: int | None = None
    decided_on: date | None = None
    stopped: bool = False
    exposures: int = 0  # of the chosen option, that it faces
    unclassified: int = 0  # that nobody ever classified
    stale: int = 0  # that something changed since
    overdue_steps: int = 0  # not in place though their day went by, each once
    reviews_due: int = 0  # tolerations that are to be looked at again by now, each once
    occurred: int = 0  # reports of a risk of it come true, or nearly, in any round

    @property
    def is_decided(self) -> bool:
        """Whether there is a decision that was not stopped."""
        return self.decision_pk is not None and not self.stopped

    @property
    def is_kept_up(self) -> bool:
        """Whether a decision stands, all that it faces is classified afresh, and nothing is overdue."""
        return self.is_decided and not (self.unclassified or self.stale or self.overdue_steps or self.reviews_due)


@dataclass(frozen=True)
class _Chosen:
    """The newest decision of one appraisal."""

    pk: int
    option: int
    on: date
    stopped: bool


@dataclass(frozen=True)
class _Faced:
    """What is done about the exposures of some options."""

    rests_on: Mapping[int, str]  # by exposure: what a classification would rest on now
    options: Mapping[int, int]  # by exposure: its option
    late: Mapping[int, Collection[int]]  # by option: the steps that are overdue
    due: Mapping[int, Collection[int]]  # by option: the tolerations to be looked at again


def standing_of(appraisals: Iterable[int]) -> dict[int, DecisionStands]:
    """How each of these appraisals stands, by its key: five questions, however many there are; none for none."""
    asked = sorted(set(appraisals))
    if not asked:
        return {}
    chosen = _chosen(asked)
    lived = [each.option for each in chosen.values() if not each.stopped]
    faced = _faced(lived)
    counts = _counted(faced, _newest(lived)) if lived else {}
    occurred = occurred_in(asked)
    return {
        pk: _stands(chosen.get(pk), faced, counts, occurred=len({one.incident_pk for one in occurred.get(pk, ())}))
        for pk in asked
    }


def _chosen(appraisals: Collection[int]) -> dict[int, _Chosen]:
    last = Review.objects.filter(decision=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    rows = Decision.objects.filter(round__appraisal__in=appraisals).annotate(last_verdict=Subquery(last))
    wanted = ("round__appraisal", "pk", "option", "at", "last_verdict")
    return {
        appraisal: _Chosen(pk, option, timezone.localdate(at), verdict == Verdict.STOP)
        for appraisal, pk, option, at, verdict in rows.order_by("round__number").values_list(*wanted)
    }


def _faced(options: Collection[int]) -> _Faced:
    """Each exposure with what its classification would rest on, as `standing.rests_on` reckons it of rows."""
    if not options:
        return _Faced({}, {}, {}, {})
    rows = Exposure.objects.filter(option__in=options, applies=True)
    option_of: dict[int, int] = {}
    stands: dict[int, str] = {}
    for pk, option, revision in rows.values_list("pk", "option_id", "risk__revision"):
        option_of[pk], stands[pk] = option, f"{revision}:"
    live: defaultdict[int, list[str]] = defaultdict(list)
    late: defaultdict[int, set[int]] = defaultdict(set)
    due: defaultdict[int, set[int]] = defaultdict(set)
    for exposure, pk, response, revision, is_late, is_due in _live(options):
        live[exposure].append(f"{pk}.{revision}")
        if is_late:
            late[option_of[exposure]].add(response)
        if is_due:
            due[option_of[exposure]].add(response)
    return _Faced({pk: words + " ".join(live[pk]) for pk, words in stands.items()}, option_of, late, due)


def _live(options: Collection[int]) -> "QuerySet[Treatment, tuple[int, int, int, int, bool, bool]]":
    """Every live treatment in the order of their keys, with whether its step is overdue or is to be borne anew."""
    today = clock.today()
    borne = Q(response__kind=ResponseKind.TOLERATE)
    late = ~borne & Q(response__in_place_on=None, response__due_on__isnull=False, response__due_on__lt=today)
    due = borne & Q(response__review_on__isnull=False, response__review_on__lte=today)
    rows = Treatment.objects.filter(LIVE, exposure__option__in=options, exposure__applies=True)
    flagged = rows.annotate(
        late=ExpressionWrapper(late, output_field=BooleanField()),
        due=ExpressionWrapper(due, output_field=BooleanField()),
    )
    return flagged.order_by("pk").values_list("exposure_id", "pk", "response_id", "response__revision", "late", "due")


def _newest(options: Collection[int]) -> dict[int, str]:
    """What the newest classification of each exposure rests on."""
    rows = Classification.objects.filter(basis__exposure__option__in=options, basis__exposure__applies=True)
    return dict(rows.order_by("pk").values_list("basis__exposure_id", "rests_on"))


def _counted(faced: _Faced, newest: Mapping[int, str]) -> dict[int, list[int]]:
    """By option: how many exposures, how many of them nobody classified, and how many are stale."""
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pk, option in faced.options.items():
        count = counts[option]
        count[0] += 1
        rested = newest.get(pk)
        if rested is None:
            count[1] += 1
        elif rested != faced.rests_on[pk]:
            count[2] += 1
    return counts


def _stands(chosen: _Chosen | None, faced: _Faced, counts: Mapping[int, list[int]], *, occurred: int) -> DecisionStands:
    if chosen is None:
        return DecisionStands(occurred=occurred)
    if chosen.stopped:
        return DecisionStands(chosen.pk, chosen.on, stopped=True, occurred=occurred)
    exposures, unclassified, stale = counts.get(chosen.option, (0, 0, 0))
    return DecisionStands(
        decision_pk=chosen.pk,
        decided_on=chosen.on,
        exposures=exposures,
        unclassified=unclassified,
        stale=stale,
        overdue_steps=len(faced.late.get(chosen.option, ())),
        reviews_due=len(faced.due.get(chosen.option, ())),
        occurred=occurred,
    )
