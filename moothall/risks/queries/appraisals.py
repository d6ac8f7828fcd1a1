"""The front page of the room: the appraisals that a person may read, how each stands and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Case, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.risks.models import Appraisal, Decision, Option, Review, Round
from moothall.risks.queries.readiness import Stage, missing, review_due, stage
from moothall.risks.queries.rounds import Sheet, load_many

PAGE = 15
FEW = 4  # where no more are open, those decided last are shown below them
SHOWS = ("open", "decided", "due", "closed", "all")
LOOKS = {
    Stage.DRAFT: "plain",
    Stage.APPRAISING: "news",
    Stage.READY: "good",
    Stage.DECIDED: "good",
    Stage.DUE: "care",
    Stage.CLOSED: "plain",
}


def stage_words(found: Stage) -> str:
    """How far an appraisal has come, in words."""
    return {
        Stage.DRAFT: _("Being written"),
        Stage.APPRAISING: _("Being weighed"),
        Stage.READY: _("Ready to decide"),
        Stage.DECIDED: _("Decided"),
        Stage.DUE: _("Due for review"),
        Stage.CLOSED: _("Given up"),
    }[found]


@dataclass(frozen=True)
class Row:
    """An appraisal in the list; `missing` counts what stops a decision, `option` is what was chosen or is proposed."""

    appraisal: Appraisal
    stage: Stage
    look: str
    words: str
    missing: int
    option: Option | None
    options: int
    risks: int
    review_on: date | None


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with how many it would show."""

    key: str
    label: str
    count: int
    current: bool


def shown(given: str) -> str:
    """Which appraisals are asked for; the open ones where that is not known."""
    return given if given in SHOWS else SHOWS[0]


def every(user: User, show: str, after: str | None) -> Slice[Appraisal]:
    """A page of the appraisals that this person may read, the newest first."""
    return _page(_standing(Appraisal.objects.visible_to(user)), show, after)


def beside(user: User) -> list[Row]:
    """The few appraisals decided last, for a front page on which little is open."""
    return rows(every(user, "decided", None).rows[:FEW])


def public(after: str | None) -> Slice[Appraisal]:
    """A page of those that anybody may read, the newest first."""
    return _page(_standing(Appraisal.objects.public()), "all", after)


def choices(user: User, show: str) -> list[Choice]:
    """The ways to narrow the list; those that would show nothing are left out, but for the open ones."""
    counted: dict[str, int] = _standing(Appraisal.objects.visible_to(user)).aggregate(
        **{f"of_{name}": Count("pk", filter=_which(name)) for name in SHOWS}
    )
    labels = {
        "open": _("Open"),
        "decided": _("Decided"),
        "due": _("Due for review"),
        "closed": _("Given up"),
        "all": _("All"),
    }
    return [
        Choice(name, label, counted[f"of_{name}"], name == show)
        for name, label in labels.items()
        if counted[f"of_{name}"] or name in ("open", show)
    ]


def rows(appraisals: Sequence[Appraisal]) -> list[Row]:
    """Appraisals as a list shows them, with the same few questions whatever their number."""
    latest = {cast(Any, each).latest: each for each in appraisals}
    rounds = Round.objects.filter(pk__in=latest).select_related("appraisal__owner", "appraisal__scale")
    sheets = {sheet.appraisal.pk: sheet for sheet in load_many(list(rounds))}
    return [_row(sheets[each.pk]) for each in appraisals if each.pk in sheets]


def _row(sheet: Sheet) -> Row:
    found = stage(sheet)
    under_way = found in (Stage.DRAFT, Stage.APPRAISING)
    return Row(
        appraisal=sheet.appraisal,
        stage=found,
        look=LOOKS[found],
        words=stage_words(found),
        missing=len(missing(sheet, sheet.leading)) if under_way else 0,
        option=sheet.leading,
        options=len(sheet.options),
        risks=len(sheet.risks),
        review_on=review_due(sheet.decision) if sheet.decision else None,
    )


def _page(found: QuerySet[Appraisal], show: str, after: str | None) -> Slice[Appraisal]:
    return keyset(found.filter(_which(show)), by=("-pk",), after=after, size=PAGE)


def _standing(found: QuerySet[Appraisal]) -> QuerySet[Appraisal]:
    """Each with its latest round, that round's decision, and the day on which that is looked at again."""
    rounds = Round.objects.filter(appraisal=OuterRef("pk")).order_by("-number")
    decisions = Decision.objects.filter(round=OuterRef("latest"))
    reviews = Review.objects.filter(decision=OuterRef("decided")).order_by("-pk")
    return (
        found.annotate(latest=Subquery(rounds.values("pk")[:1]))
        .annotate(decided=Subquery(decisions.values("pk")[:1]), first_day=Subquery(decisions.values("review_on")[:1]))
        .annotate(reviewed=Subquery(reviews.values("pk")[:1]), next_day=Subquery(reviews.values("next_on")[:1]))
        .annotate(
            review_day=Case(
                When(reviewed__isnull=False, then=F("next_day")), default=F("first_day"), output_field=DateField()
            )
        )
    )


def _which(show: str) -> Q:
    ways: Mapping[str, Q] = {
        "open": Q(decided=None, closed_at=None),
        "decided": Q(decided__isnull=False),
        "due": Q(decided__isnull=False, review_day__lte=clock.today()),
        "closed": Q(decided=None, closed_at__isnull=False),
        "all": Q(),
    }
    return ways[show]
