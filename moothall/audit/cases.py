"""The case file of one thing: everything recorded of it and of what belongs to it, and the people in it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, Count, Max, Min, Model, Q, QuerySet
from django.db.models.functions import Cast

from moothall.kit.apps import is_on
from moothall.kit.registries import Person, case_parts

from . import closed, queries
from .models import Entry

MOST_PEOPLE = 200
NAMES = ("name", "title", "address", "subject")


@dataclass(frozen=True)
class Part:
    """Somebody's part in a case: how many acts, from when to when."""

    who: str
    acts: int
    first: Any
    last: Any


@dataclass(frozen=True)
class Case:
    """One thing, as far as the reader may see it; the entries about it they may read even where it is gone."""

    object_type: str
    object_id: str
    kind: str
    title: str
    url: str
    reader: Person

    @property
    def entries(self) -> QuerySet[Entry]:
        """What was recorded of the thing and of its parts, as far as they are not closed to the reader."""
        about = Q(object_type=self.object_type, object_id=self.object_id)
        belonging = case_parts.get(self.object_type)
        for label, path in belonging.parts if belonging and self.object_id.isdecimal() else ():
            part = _model(label)
            if part:
                numbers = part._default_manager.filter(**{path: int(self.object_id)})
                ids = numbers.order_by().values_list(Cast("pk", CharField(max_length=64)), flat=True)
                about |= Q(object_type=label, object_id__in=ids)
        return closed.without(Entry.objects.filter(about).select_related("actor"), self.reader)

    @cached_property
    def people(self) -> list[Part]:
        """Who did something, the busiest first."""
        found = self.entries.select_related(None).order_by().values("actor_id")
        rows = list(found.annotate(acts=Count("seq"), first=Min("at"), last=Max("at")).order_by("-acts")[:MOST_PEOPLE])
        users = get_user_model()._default_manager.in_bulk([row["actor_id"] for row in rows if row["actor_id"]])
        return [
            Part(queries.name_of(row["actor_id"], users.get(row["actor_id"])), row["acts"], row["first"], row["last"])
            for row in rows
        ]


def of(object_type: str, object_id: str, reader: Person) -> Case:
    """The case of a thing; its name and address only if the reader may see the thing itself."""
    thing = _visible(object_type, object_id, reader)
    title = next((str(getattr(thing, name)) for name in NAMES if getattr(thing, name, "")), "") if thing else ""
    has_page = hasattr(thing, "get_absolute_url") and is_on(thing._meta.app_label)  # a room that is off has no pages
    url = thing.get_absolute_url() if has_page else ""
    return Case(object_type, object_id, queries.kind_of(object_type), title, url, reader)


def _visible(object_type: str, object_id: str, reader: Person) -> Any:
    """The thing itself, through the one rule; None where it is gone, has no such rule, or is not for this reader."""
    model = _model(object_type)
    rows = model._default_manager.all() if model else None
    if rows is None or not hasattr(rows, "visible_to") or not (object_id.isdecimal() and len(object_id) < 19):
        return None
    return rows.visible_to(reader).filter(pk=int(object_id)).first()


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
