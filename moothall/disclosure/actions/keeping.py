"""What the hall does by itself for requests: it reminds, it tells what is due; and what becomes of a leaver's cases."""

from typing import cast

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from moothall import audit
from moothall.disclosure import telling
from moothall.disclosure.actions import cases, parts
from moothall.disclosure.actions.cases import Impossible, let_in, locked
from moothall.disclosure.models import Allocation, Case, Counted
from moothall.disclosure.queries import deadlines, desk
from moothall.disclosure.queries.inside_dates import behind, inside_dates
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people.models import User

MOST = 200  # reminded of in one turn; the next one goes on


def keep_on() -> int:
    """Remind whoever was asked, on the inside date, and tell who answers for a case that its day comes; how many."""
    count_anew()
    return chase_due() + tell_due() + tell_behind()


def count_anew() -> int:
    """Count open cases anew where what dates rest on is not what they were last counted with; how many moved.

    Terms come into force on a day of their own, and the worker may be away then for however long.
    """
    if deadlines.counting().same_as(Counted.objects.order_by("pk").last()):
        return 0
    return _count_anew()


def chase_due() -> int:
    """Remind of every part whose inside date has come, once; two workers at once remind once. Returns how many."""
    return sum(_chase(pk) for pk in list(_to_chase().values_list("pk", flat=True)[:MOST]))


def tell_due() -> int:
    """Tell who looks after a case that it is nearly due, and that it is late; each of them once. Returns how many.

    All such cases are gone through in every turn: who looks after one may be another person now.
    """
    today, told = clock.today(), 0
    for case in desk.near(today).select_related("owner"):
        told += telling.due(case) if case.due_on and case.due_on >= today else telling.late(case)
    return told


def tell_behind() -> int:
    """Tell who looks after a case, each once: by the first inside date a part is asked of nobody, by the last it waits.

    What happens by the second is the reminding of whoever was asked. Returns how many were told.
    """
    today, told, on = clock.today(), 0, deadlines.footing()
    for case in behind():
        dates = inside_dates(case, on)
        if today >= dates.late:
            told += telling.late_inside(case)
        elif case.unasked and today >= dates.asked:  # type: ignore[attr-defined]  # as annotated
            told += telling.unasked(case)
    return told


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: their cases are the officers' again, and what they were asked for is open.

    A case that only they could see is seen by all disclosure officers then, except one whom it is about.
    """
    user, actor = cast(User, person), cast("User | None", by)
    for case in Case.objects.select_for_update(of=("self",)).filter(owner=user).order_by("pk"):
        case.owner, case.sensitive = None, False
        case.save(update_fields=["owner", "sensitive"])
        let_in(case)
        audit.record("case.left_without_owner", by=actor, on=case, user=user.pk)
        if case.is_open:
            telling.unowned(case, by=actor)
    asked = Allocation.objects.waiting().filter(person=user)
    for row in asked.select_related("part__case").order_by("pk"):
        audit.record("part.left", by=actor, on=row.part.case, part=row.part.number, user=user.pk)
        telling.left(row, by=actor)


@audit.act
def _count_anew() -> int:
    now = deadlines.counting()
    if now.same_as(Counted.objects.order_by("pk").last()):
        return 0  # another worker was here meanwhile
    moved = cases.redate(Case.objects.open().values_list("pk", flat=True), by=None)
    now.save(force_insert=True)
    audit.record("cases.counted_anew", by=None, on=now, moved=len(moved))
    return len(moved)


@audit.act
def _chase(pk: int) -> int:
    row = Allocation.objects.select_related("part__case").get(pk=pk)
    locked(row.part.case)  # so that of two workers the second sees that it is done
    found = _to_chase().filter(pk=pk).select_related("part__case").first()
    if found is None:
        return 0
    try:
        parts.chase(found, by=None)
    except Impossible:
        return 0
    return 1


def _to_chase() -> QuerySet[Allocation]:
    """Whose inside date has come since they were asked, and who was not reminded since it came."""
    rows = Allocation.objects.waiting().filter(due_on__lte=clock.today(), part__case__waiting_since=None)
    reminded = rows.annotate(asked_on=TruncDate("at"), reminded_on=TruncDate("chased_at"))
    return reminded.filter(Q(reminded_on=None) | Q(reminded_on__lt=F("due_on")), asked_on__lt=clock.today()).order_by(
        "pk"
    )
