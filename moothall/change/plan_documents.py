"""What the index holds of objectives and measures: the plans' own words, and what is measured; never a number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from moothall.change.models import Measure, Objective
from moothall.people.models import User
from moothall.search import outbox
from moothall.search.sources import Document, Hit

OBJECTIVE, MEASURE = "objective", "measure"


def objectives_changed(pks: Iterable[int]) -> None:
    """Objectives were quoted, written another way or taken out."""
    outbox.changed(OBJECTIVE, list(pks))


def measures_changed(pks: Iterable[int]) -> None:
    """Measures were written, written another way or taken out."""
    outbox.changed(MEASURE, list(pks))


def objectives(refs: Sequence[int]) -> Iterator[Document]:
    """Objectives in the words of their plans."""
    for each in Objective.objects.filter(pk__in=refs).select_related("plan"):
        yield Document(
            key=f"{OBJECTIVE}:{each.pk}",
            kind=OBJECTIVE,
            container=each.plan.container,
            title=each.title,
            body=f"{each.quote}\n{each.reference} {each.source}",
            date=_adopted(each),
            names=each.plan.title,
        )


def measures(refs: Sequence[int]) -> Iterator[Document]:
    """Measures with how they are measured."""
    for each in Measure.objects.filter(pk__in=refs).select_related("objective__plan"):
        yield Document(
            key=f"{MEASURE}:{each.pk}",
            kind=MEASURE,
            container=each.objective.plan.container,
            title=each.title,
            body=f"{each.unit}\n{each.method}",
            date=each.added_at,
            names=each.objective.title,
        )


def objective_ids(after: int) -> Iterable[int]:
    """All objectives, in the order of their keys."""
    return Objective.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator()


def measure_ids(after: int) -> Iterable[int]:
    """All measures, in the order of their keys."""
    return Measure.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator()


def load_objectives(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these objectives."""
    rows = Objective.objects.visible_to(user).filter(pk__in=refs).select_related("plan")
    return {
        each.pk: Hit(
            key=f"{OBJECTIVE}:{each.pk}",
            title=each.title,
            url=each.get_absolute_url(),
            place=each.plan.title,
            kind_label=each.get_kind_display(),
            icon="scale",
            date=_adopted(each),
        )
        for each in rows
    }


def load_measures(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these measures."""
    rows = Measure.objects.visible_to(user).filter(pk__in=refs).select_related("objective", "owner")
    return {
        each.pk: Hit(
            key=f"{MEASURE}:{each.pk}",
            title=each.title,
            url=each.get_absolute_url(),
            place=each.objective.title,
            kind_label=_("Measure"),
            icon="scale",
            date=each.added_at,
            people=each.owner.name if each.owner else "",
        )
        for each in rows
    }


def _adopted(objective: Objective) -> datetime:
    return datetime.combine(objective.plan.adopted_on, time.min, tzinfo=UTC)
