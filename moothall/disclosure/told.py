"""What one person may be told of a subject of this room at this moment; never who asked."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.disclosure.models import Allocation, Answer, Case, Check, Part
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
    """Parts that this person is asked for and that wait for an answer."""
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


def load_sent_back(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Answers that were sent back, with what is to be otherwise, as long as nobody gave another."""
    later = Answer.objects.filter(part=OuterRef("part"), pk__gt=OuterRef("pk"))
    rows = Answer.objects.filter(~Exists(later), pk__in=pks, part__in=Part.objects.visible_to(user))
    last = Check.objects.sent_back().filter(answer__in=rows, answer__part__case__closed_on=None)
    line = _("{name} sent an answer back: it waits to be given anew")
    return {
        row.answer_id: _part(row.answer.part, line.format(name=row.by.name), text=row.words)
        for row in last.select_related("answer__part", "by")
    }


def _cases(user: User, pks: Sequence[int]) -> Sequence[Case]:
    return list(Case.objects.visible_to(user).open().filter(pk__in=pks))


def _parts(user: User, pks: Sequence[int], line: str) -> Mapping[int, Told]:
    rows = Allocation.objects.waiting().to(user).filter(pk__in=pks)
    return {
        row.pk: _part(row.part, line.format(day=date_format(row.due_on, "j F Y")))
        for row in rows.exclude(part__case__about=user).select_related("part")
    }


def _part(part: Part, line: str, *, text: str = "") -> Told:
    return Told(
        title=part.words[:120],
        url=part.get_absolute_url(),
        line=line,
        text=text,
        place=_("Requests"),
        thread=f"part:{part.pk}",
        closed=True,
    )


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
