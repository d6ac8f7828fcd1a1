"""What one person may be told of benefits and consultations at this moment; what they may no longer see is left out."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.change.models import Benefit, Consultation, Initiative, Openness, PublicAnswer
from moothall.change.queries.courses import courses
from moothall.change.standing import State
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.notices.stamps import unstamped
from moothall.people.models import User


def on_staff(person: Person) -> bool:
    """Who can be told of this room: staff and councillors."""
    return not cast(User, person).is_guest


def load_owned(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Benefits that this person owns now."""
    keys = {unstamped(subject)[0] for subject in subjects}
    mine = Benefit.objects.visible_to(user).filter(pk__in=keys, owner=user, dropped_at=None)
    rows = {row.pk: row for row in mine.select_related("initiative")}
    found = {}
    for subject in subjects:
        pk, owner = unstamped(subject)
        if pk in rows and owner == user.pk:
            line = _("You own a disbenefit") if rows[pk].disbenefit else _("You own a benefit")
            found[subject] = _of(rows[pk].initiative, rows[pk].title, rows[pk].get_absolute_url(), line)
    return found


def load_missed(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Benefits that are not there though their day went by, as they stand now."""
    rows = list(Benefit.objects.visible_to(user).filter(pk__in=pks, dropped_at=None).select_related("initiative"))
    standing, today = courses(row.measure_id for row in rows if row.measure_id), clock.today()
    return {
        row.pk: _of(
            row.initiative,
            row.title,
            row.get_absolute_url(),
            _("A benefit was missed: write what you learned from it"),
        )
        for row in rows
        if row.measure_id and standing[row.measure_id].state(today) is State.MISSED
    }


def load_closes(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Consultations that close soon, or are over and wait to be answered for."""
    keys = {unstamped(subject)[0] for subject in subjects}
    open_ = Consultation.objects.visible_to(user).filter(pk__in=keys, answered_at=None)
    rows = {row.pk: row for row in open_.select_related("engagement__initiative")}
    found = {}
    for subject in subjects:
        pk, day = unstamped(subject)
        row = rows.get(pk)
        if row is None or day - row.last_on.toordinal() != int(row.is_over):
            continue
        line = _("It closed: say what you did with what people said")
        if not row.is_over:
            line = _("It closes on {day}").format(day=date_format(row.closes_on, "j F Y"))
        found[subject] = _of(row.engagement.initiative, row.title, row.get_absolute_url(), line)
    return found


def load_answered(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Consultations with answers that nobody has looked at; never the words of an answer."""
    rows = Consultation.objects.visible_to(user).filter(pk__in=pks).select_related("engagement__initiative")
    found = {}
    for row in rows:
        count = PublicAnswer.objects.waiting().filter(consultation=row).count()
        if count:
            words = ngettext("{n} answer waits to be let in", "{n} answers wait to be let in", count)
            url = reverse("change:answers", args=[row.pk])
            found[row.pk] = _of(row.engagement.initiative, row.title, url, words.format(n=count))
    return found


def _of(initiative: Initiative, title: str, url: str, line: str) -> Told:
    return Told(
        title=title,
        url=url,
        line=line,
        place=initiative.title,
        thread=initiative.container,
        closed=initiative.openness == Openness.CLOSED,
    )
