"""What one person may be told of a subject of this room at this moment; never who asked."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.disclosure.models import Allocation, Answer, Case
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.people.models import User


def on_staff(person: Person) -> bool:
    """Who can be told of this room: staff and councillors."""
    return not cast(User, person).is_guest


def load_arrived(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Requests that came."""
    return {case.pk: _of(case, _("A request came")) for case in _cases(user, pks)}


def load_redated(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Cases whose dates moved, with the date that holds now."""
    line = _("Its dates were counted anew: it is due on {day}")
    return {
        case.pk: _of(case, line.format(day=date_format(case.due_on, "j F Y")) if case.due_on else _("Its dates moved"))
        for case in _cases(user, pks)
    }


def load_asked(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Parts that this person is asked for and that nobody answered."""
    return _parts(user, pks, _("You are asked for a part of an information request, by {day}"))


def load_chased(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Parts of which this person is reminded."""
    return _parts(user, pks, _("A part of an information request waits for you: it was due on {day}"))


def load_answered(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Parts that were answered."""
    rows = Answer.objects.filter(pk__in=pks, part__case__in=Case.objects.visible_to(user))
    line = _("{name} answered part {number}")
    return {
        row.pk: _of(row.part.case, line.format(name=row.by.name, number=row.part.position), text=row.part.words)
        for row in rows.select_related("part__case", "by")
    }


def _cases(user: User, pks: Sequence[int]) -> Sequence[Case]:
    return list(Case.objects.visible_to(user).open().filter(pk__in=pks))


def _parts(user: User, pks: Sequence[int], line: str) -> Mapping[int, Told]:
    rows = Allocation.objects.standing().to(user).filter(pk__in=pks, part__answers=None, part__case__closed_on=None)
    return {
        row.pk: Told(
            title=row.part.words[:120],
            url=row.part.get_absolute_url(),
            line=line.format(day=date_format(row.due_on, "j F Y")),
            place=_("Requests"),
            thread=f"part:{row.part_id}",
            closed=True,
        )
        for row in rows.exclude(part__case__about=user).select_related("part")
    }


def _of(case: Case, line: str, *, text: str = "") -> Told:
    return Told(
        title=f"{case.reference}: {case.title}",
        url=case.get_absolute_url(),
        line=line,
        text=text,
        place=_("Requests"),
        thread=case.ref,
        closed=True,
        bare=case.sensitive,
    )
