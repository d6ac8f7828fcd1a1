"""What one person may be told of cases that are due, late or left alone."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.disclosure.models import Allocation, Case, Part
from moothall.notices.kinds import Told
from moothall.people.models import User


def load_due(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Open cases, with the day on which they are due now."""
    return _cases(user, pks, _("It is due on {day}"))


def load_late(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Open cases whose day is past."""
    return _cases(user, pks, _("It is late: it was due on {day}"))


def load_unasked(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Open cases of which somebody is still to be asked for a part."""
    rows = _open(user).filter(Exists(Part.objects.unasked().filter(case=OuterRef("pk"))), pk__in=pks)
    return {case.pk: _told(case, _("Nobody is asked for a part of it yet")) for case in rows}


def load_late_inside(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Open cases that wait for the answer to a part."""
    rows = _open(user).filter(Exists(Part.objects.waiting().filter(case=OuterRef("pk"))), pk__in=pks)
    return {case.pk: _told(case, _("It is late inside: a part of it still waits for an answer")) for case in rows}


def load_unowned(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Open cases for which nobody answers."""
    rows = Case.objects.visible_to(user).open().filter(pk__in=pks, owner=None)
    return {case.pk: _told(case, _("Nobody answers for it any more")) for case in rows}


def load_left(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Parts that wait for somebody who has left."""
    rows = Allocation.objects.waiting().filter(pk__in=pks, part__case__in=_open(user))
    line = _("Part {number} waits for somebody who has left: ask another")
    return {
        row.pk: _told(row.part.case, line.format(number=row.part.position)) for row in rows.select_related("part__case")
    }


def _open(user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user).open()


def _cases(user: User, pks: Sequence[int], line: str) -> Mapping[int, Told]:
    rows = Case.objects.visible_to(user).open().filter(pk__in=pks, due_on__isnull=False)
    return {case.pk: _told(case, line.format(day=date_format(case.due_on, "j F Y"))) for case in rows if case.due_on}


def _told(case: Case, line: str) -> Told:
    return Told(
        title=f"{case.reference}: {case.title}",
        url=case.get_absolute_url(),
        line=line,
        place=_("Requests"),
        thread=case.ref,
        closed=True,
        bare=case.sensitive,
    )
