"""What retention disposes of in this room: the files of requests that are closed, with all that hangs on them.

What was published of a request stays, as it never said who asked; and so does what is counted of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import SET_NULL, Exists, F, ForeignKey, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from moothall import notices
from moothall.audit.actions import forget
from moothall.disclosure import telling
from moothall.disclosure.models import Case, CaseEvent
from moothall.disclosure.models.cases import CASE
from moothall.disclosure.queries import statistics
from moothall.files.models import Blob
from moothall.people import grants
from moothall.people.models import User
from moothall.records.custody import Disposed, Named

UNIT = "casefile"
TRIGGERS = {"created": _("the day its case was opened"), "last_activity": _("the day something was last written in it")}


def units(case: int | None) -> "QuerySet[Case, Any]":
    """The files of closed requests; that of a request stays as long as that of a review of it does."""
    rows = Case.objects.all() if case is None else Case.objects.filter(pk=case)
    last = CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    rows = rows.filter(~Exists(Case.objects.filter(of=OuterRef("pk"))), closed_on__isnull=False)
    return rows.annotate(
        created=F("opened_at"),
        last_activity=Coalesce(Subquery(last), F("opened_at")),
        size=Length("words"),
        container_id=F("pk"),
    )


def named(user: User, kind: str, refs: Sequence[int]) -> dict[int, Named]:
    """Requests by title, for those who work on them."""
    rows = Case.objects.visible_to(user).filter(pk__in=refs)
    return {case.pk: Named(str(case), case.get_absolute_url()) for case in rows}


def find(path: str) -> str | None:
    """The token of the case whose page this is."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "disclosure:case" or not Case.objects.filter(pk=match.kwargs["pk"]).exists():
        return None
    return f"{CASE}:{match.kwargs['pk']}"


def owners(cases: Sequence[int]) -> dict[int, list[int]]:
    """Who answers for these cases now."""
    rows = Case.objects.filter(pk__in=cases, owner__is_active=True).values_list("pk", "owner")
    return {case: [owner] for case, owner in rows if owner}


def owned(user: User) -> list[int]:
    """The cases for which this person answers."""
    return list(Case.objects.visible_to(user).filter(owner=user).values_list("pk", flat=True))


def dispose(pks: Sequence[int]) -> Disposed:
    """Delete closed cases and whatever belongs to them; the database refuses what is open or held."""
    cases = Case.objects.filter(pk__in=units(None).filter(pk__in=pks).values("pk"))
    found = list(cases.values_list("pk", flat=True))
    cases = Case.objects.filter(pk__in=found)
    originals = list(cases.exclude(original="").values_list("original", flat=True))
    blobs = set(Blob.objects.filter(sha256__in=originals).values_list("pk", flat=True))
    for thing, numbers in telling.told_of(found).items():
        notices.forget(thing, numbers)
    for pk in found:
        grants.replace(f"{CASE}:{pk}", ())
    forget(Case._meta.label_lower, found, by=None, reason="disposed of")
    statistics.keep_counted(cases)
    rows: Counter[str] = Counter()
    _delete_below(cases, rows, blobs)
    count = cases._raw_delete(cases.db) or 0
    return Disposed(count, rows, frozenset(blobs))


def _delete_below(
    rows: "QuerySet[Any, Any]", counts: Counter[str], blobs: set[int], path: tuple[type[Model], ...] = ()
) -> None:
    """Delete what points at these rows, and what points at that: what a case has is whatever hangs on it.

    What may stay without them is cut loose. Keys are checked as the transaction ends, so rows that point at each other
    go together.
    """
    for key in _keys_to(rows.model):
        child = key.model
        below = child._base_manager.filter(**{f"{key.name}__in": rows.values("pk")})
        if key.remote_field.on_delete is SET_NULL:
            below.update(**{key.name: None})
            continue
        if child in (rows.model, *path):
            continue
        _delete_below(below, counts, blobs, (*path, rows.model))
        for field in child._meta.concrete_fields:
            if field.related_model is Blob:
                blobs.update(pk for pk in below.values_list(field.attname, flat=True) if pk is not None)
        number = below._raw_delete(below.db) or 0
        if number:
            counts[str(child._meta.verbose_name_plural)] += number


def _keys_to(model: type[Model]) -> "Iterator[ForeignKey[Any, Any]]":
    """The keys by which other rows point at rows of a model."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            field = getattr(relation, "field", None)
            if isinstance(field, ForeignKey):
                yield field
