"""What the council lives with now: the exposures of the options that were chosen and still stand.

A decision stands until a later round of its appraisal is decided, or a review of it says to stop. Everything here is
asked of the database, so that a register of any length is cut and narrowed there; whether a classification is stale
is the very SQL of the database's guard (`models.fresh.stands`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Substr
from django.db.models.sql.compiler import SQLCompiler

from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.models import (
    LEVELS,
    Appraisal,
    Band,
    Classification,
    Decision,
    Exposure,
    Occurrence,
    Response,
    ResponseKind,
    Review,
    Treatment,
    Verdict,
)
from moothall.risks.models.fresh import stands
from moothall.risks.standing import Line

STALE = "stale"
SOON = timedelta(days=7)  # before its day a step is told of
WORST = {Band.SEVERE: 1, Band.HIGH: 2, Band.MODERATE: 3, Band.LOW: 4}  # what is stale comes before them all


class Marks(TypedDict):
    """What `exposures` adds to each row."""

    band: str  # of what is lived with: a letter, or `stale`
    place: int  # by how bad it is, stale first


class Stands(Func):
    """What a classification of an exposure would rest on now: the SQL of the database's guard."""

    output_field: Any = CharField()

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The columns of the exposure's key and its risk's stand in it."""
        exposure, risk = (compiler.compile(one)[0] for one in self.get_source_expressions())
        return stands(connection.vendor, exposure, risk), []


def in_force() -> "QuerySet[Decision]":
    """The decisions that stand: no later round was decided, and no review says to stop."""
    later = Decision.objects.filter(
        round__appraisal=OuterRef("round__appraisal"), round__number__gt=OuterRef("round__number")
    )
    last = Review.objects.filter(decision=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    rows = Decision.objects.annotate(last_verdict=Coalesce(Subquery(last), Value("")))
    return rows.filter(~Exists(later)).exclude(last_verdict=Verdict.STOP)


def with_review_day(decisions: "QuerySet[Decision]") -> "QuerySet[Decision]":
    """Decisions with `again_on`: the day on which each is looked at again, as its last review says, or itself."""
    last = Review.objects.filter(decision=OuterRef("pk")).order_by("-pk")
    reviewed = Exists(Review.objects.filter(decision=OuterRef("pk")))
    day = Case(
        When(reviewed, then=Subquery(last.values("next_on")[:1])), default=F("review_on"), output_field=DateField()
    )
    return decisions.annotate(again_on=day)


def exposures(user: User | AnonymousUser | None = None) -> "QuerySet[Exposure]":
    """What is lived with in the appraisals that a person may read (None: in all), each with its `Marks`."""
    rows = Exposure.objects.filter(applies=True, option__in=in_force().values("option"))
    if user is not None:
        rows = rows.filter(risk__round__appraisal__in=Appraisal.objects.visible_to(user))
    return _marked(rows)


def _marked(rows: "QuerySet[Exposure]") -> "QuerySet[Exposure]":
    newest = Classification.objects.filter(basis__exposure=OuterRef("pk")).order_by("-pk")
    cell = (F("likelihood_now") - 1) * LEVELS + F("impact_now")
    rows = rows.annotate(
        likelihood_now=Subquery(newest.values("likelihood")[:1]),
        impact_now=Subquery(newest.values("impact")[:1]),
        rested_on=Subquery(newest.values("rests_on")[:1]),
        rests_on_now=Stands(F("pk"), F("risk_id")),
    )
    rows = rows.annotate(
        band=Case(
            When(rested_on=F("rests_on_now"), then=Substr("risk__round__appraisal__scale__matrix", cell, 1)),
            default=Value(STALE),
            output_field=CharField(),
        )
    )
    places = [When(band=letter, then=Value(place)) for letter, place in WORST.items()]
    return rows.annotate(place=Case(*places, default=Value(0), output_field=IntegerField()))


def lines(found: Sequence[Exposure]) -> list[Line]:
    """These exposures with all that hangs on them, in two questions; they come with risk, option and scale."""
    keys = [each.pk for each in found]
    treatments: dict[int, list[Treatment]] = {}
    rows = Treatment.objects.filter(exposure__in=keys).select_related("response__actionee", "response__approver")
    for row in rows.order_by("pk"):
        treatments.setdefault(row.exposure_id, []).append(row)
    newer = Classification.objects.filter(basis__exposure=OuterRef("basis__exposure"), pk__gt=OuterRef("pk"))
    judged = Classification.objects.filter(basis__exposure__in=keys).filter(~Exists(newer)).select_related("basis")
    by_exposure = {row.basis.exposure_id: row for row in judged}
    return [
        Line(
            exposure=each,
            risk=each.risk,
            option=each.option,
            treatments=tuple(treatments.get(each.pk, ())),
            classification=by_exposure.get(each.pk),
            mark=None,
            mark_holds=False,
            scale=each.risk.round.appraisal.scale,
        )
        for each in found
    ]


def whole(rows: "QuerySet[Exposure]") -> "QuerySet[Exposure]":
    """The rows with all that a line needs of them."""
    return rows.select_related(
        "risk__owner", "risk__round__appraisal__scale", "risk__round__appraisal__owner", "option"
    )


def steps(user: User | None = None) -> "QuerySet[Response]":
    """The live steps and tolerations of what is lived with, in what a person may read (None: in all)."""
    served = Treatment.objects.filter(
        response=OuterRef("pk"),
        dropped_at=None,
        exposure__applies=True,
        exposure__option__in=in_force().values("option"),
    )
    rows = Response.objects.filter(Exists(served), dropped_at=None)
    if user is not None:
        rows = rows.filter(round__appraisal__in=Appraisal.objects.visible_to(user))
    return rows


def planned(rows: "QuerySet[Response]") -> "QuerySet[Response]":
    """Steps that are not in place."""
    return rows.exclude(kind=ResponseKind.TOLERATE).filter(in_place_on=None, due_on__isnull=False)


def overdue(rows: "QuerySet[Response]", today: date | None = None) -> "QuerySet[Response]":
    """Steps whose day went by before they were in place."""
    return planned(rows).filter(due_on__lt=today or clock.today())


def borne_too_long(rows: "QuerySet[Response]") -> "QuerySet[Response]":
    """Tolerations that somebody signed for and that are to be looked at again by now."""
    return rows.filter(kind=ResponseKind.TOLERATE, signed_at__isnull=False, review_on__lte=clock.today())


def has_overdue() -> Exists:
    """Whether an exposure has a step that is overdue."""
    late = overdue(Response.objects.filter(dropped_at=None)).filter(
        treatments__exposure=OuterRef("pk"), treatments__dropped_at=None
    )
    return Exists(late)


def occurrences(user: User | None = None) -> "QuerySet[Occurrence]":
    """Risks that came true, or nearly, in what a person may read (None: in all)."""
    rows = Occurrence.objects.all()
    if user is None:
        return rows
    return rows.filter(risk__round__appraisal__in=Appraisal.objects.visible_to(user))


def came_true(found: Iterable[Exposure]) -> dict[int, int]:
    """How often each of these exposures' risks came true or nearly did, by the exposure's key.

    A risk is written anew with each round; it is the same one while its stance, its number and its name are.
    """
    rows = list(found)
    appraisals = {each.risk.round.appraisal_id for each in rows}
    counts: dict[tuple[Any, ...], set[int]] = {}
    known = Occurrence.objects.filter(risk__round__appraisal__in=appraisals).values_list(
        "risk__round__appraisal", "risk__stance", "risk__number", "risk__name", "incident"
    )
    for *key, incident in known:
        counts.setdefault(tuple(key), set()).add(incident)
    return {
        each.pk: len(counts.get((each.risk.round.appraisal_id, each.risk.stance, each.risk.number, each.risk.name), ()))
        for each in rows
    }
