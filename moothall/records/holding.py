"""What other rooms ask about holds: whether rows are held, by what, and in which words a refusal is told.

Beside its models a room declares `Held`; in its `room.py` it registers a `Holdable` for each kind of token, so that
people can name such a thing. `free(queryset)` leaves rows for a disposal that the database would let go; the database
itself decides again at the deletion.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext as _

from moothall.kit import guards
from moothall.kit.registries import Words
from moothall.kit.registry import Registry
from moothall.people.models import User
from moothall.records import keepers
from moothall.records.held import ASKING, PLACING, WHY, Held, HeldBehind, Reach
from moothall.records.models import Hold, HoldScope

__all__ = [
    "Held",
    "HeldBehind",
    "Holdable",
    "Named",
    "carry",
    "covered_by",
    "free",
    "held",
    "holdables",
    "holds_on",
    "is_refusal",
    "refusal",
]

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Named:
    """What a thing is called and where it is, for someone who may see it."""

    title: str
    url: str


@dataclass(frozen=True)
class Holdable:
    """A kind of thing that a hold can be placed on; `model.objects` has `visible_to`, its rows `get_absolute_url`.

    `pages` gives, by name of address, the field by which a page finds the thing. `indexed` is its kind in the search
    index, if it is there. `title` is what it is called, once `related` came with it.
    """

    key: str  # the kind of the token: `conversation`
    label: Words
    many: Words
    model: type[Model]
    pages: Mapping[str, str] = field(default_factory=dict)
    indexed: str = ""
    title: Callable[[Any], str] = str
    related: tuple[str, ...] = ()
    order: int = 100

    def named(self, user: User, refs: Iterable[int]) -> dict[int, Named]:
        """What those of these things are called that this person may see."""
        rows: Any = self.model._default_manager
        seen = rows.visible_to(user).filter(pk__in=list(refs)).select_related(*self.related)
        return {row.pk: Named(self.title(row), row.get_absolute_url()) for row in seen}


holdables: Registry[Holdable] = Registry("holdables")


class Covered(Func):
    """Whether a hold reaches a row this way, as a condition for `filter`: the very SQL of the database's guard.

    `row` gives the row's column, `hold` the hold's number; without `hold` it is any hold in force.
    """

    output_field: Any = BooleanField()
    conditional = True

    def __init__(self, reach: Reach, row: Any, hold: Any = None) -> None:
        super().__init__(row, *([] if hold is None else [hold]))
        self.reach = reach

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The row's column stands in it once, and before the hold."""
        compiled = [compiler.compile(one) for one in self.get_source_expressions()]
        column, hold = compiled[0][0], compiled[1][0] if len(compiled) > 1 else ""
        return self.reach.sql(lambda _column: column, hold=hold), [
            value for _sql, params in compiled for value in params
        ]


def held(queryset: QuerySet[M]) -> QuerySet[M]:
    """Of these rows, those that a hold in force reaches."""
    return queryset.filter(_any(Covered(one, _row(queryset.model, one)) for one in _reaches(queryset.model)))


def free(queryset: QuerySet[M]) -> QuerySet[M]:
    """Of these rows, those that no hold in force reaches."""
    for one in _reaches(queryset.model):  # each by itself, so that each is answered from its index
        queryset = queryset.exclude(Covered(one, _row(queryset.model, one)))
    return queryset


def covered_by(hold: Hold, model: type[M]) -> QuerySet[M]:
    """The rows of a model that one hold reaches, in force or not."""
    reached = (Covered(one, _row(model, one), Value(hold.pk)) for one in _reaches(model))
    return model._default_manager.filter(_any(reached))


def holds_on(thing: Model) -> QuerySet[Hold]:
    """The holds in force that reach this thing; `visible_to` says who may know of them."""
    model = type(thing)
    values = {field.column: field.value_from_object(thing) for field in model._meta.local_concrete_fields}
    reached = (Covered(one, Value(values[one.column]), F("pk")) for one in _reaches(model))
    return Hold.objects.in_force().filter(_any(reached))


def is_refusal(error: BaseException) -> bool:
    """Whether this is the database's refusal to let go of something that is held."""
    return isinstance(error, IntegrityError) and f"refused: {WHY}" in str(error)


def refusal() -> str:
    """What anybody is told: that a hold is in force and whom to ask, and nothing of what it is for."""
    names = ", ".join(person.name for person in keepers.managers()[:3])
    if not names:
        return _("A hold is in force, so this cannot be deleted. Ask an administrator.")
    return _("A hold is in force, so this cannot be deleted. Ask the records manager: {names}.").format(names=names)


def carry(kind: str, refs: Iterable[int], *, to_kind: str, to: int) -> int:
    """Have the holds in force on these things cover another one as well, before a link to it goes.

    Called in the transaction that merges two things, or takes somebody's mailbox from them. Returns how many did.
    Two that do so at once never wait for each other: whoever adds to a hold lets go of the lock of those who ask
    before it takes the other, as two that held on to it would.
    """
    after = Hold.objects.in_force().filter(scopes__kind=kind, scopes__ref__in=list(refs)).distinct()
    missing = after.exclude(scopes__in=HoldScope.objects.filter(kind=to_kind, ref=to)).order_by("pk")
    with transaction.atomic():
        ASKING.take()
        if not missing.exists():
            return 0
        transaction.set_rollback(True)  # to the savepoint, and with it goes the lock
    PLACING.take()
    made = HoldScope.objects.bulk_create([HoldScope(hold=hold, kind=to_kind, ref=to) for hold in missing])
    return len(made)


def _reaches(model: type[Model]) -> Iterator[Reach]:
    for guard in guards.declared():
        if isinstance(guard, Held) and guard.model is model:
            return iter(guard.reaches)
    raise LookupError(f"Nothing declares that {model._meta.label} can be held.")


def _row(model: type[Model], reach: Reach) -> F:
    names = {column: name for name, column in guards.columns(model).items()}
    return F(names[reach.column])


def _any(conditions: Iterable[Covered]) -> Q:
    return reduce(or_, (Q(condition) for condition in conditions))
