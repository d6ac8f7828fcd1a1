"""What one person may be told of a subject of this room at this moment; what they may no longer see is left out."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.change import amounts
from moothall.change.models import Measure, Reading
from moothall.change.queries import measures
from moothall.change.standing import GRACE
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.notices.stamps import unstamped
from moothall.people.models import User
from moothall.risks.models import Risk


def on_staff(person: Person) -> bool:
    """Who can be told of this room: staff and councillors."""
    return not cast(User, person).is_guest


def load_readings(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Measures of this person's that are still to be read for the day of which they were told."""
    days = {unstamped(subject): subject for subject in subjects}
    rows = measures.of_person(user).filter(pk__in={pk for pk, _day in days})
    found, today = {}, clock.today()
    for measure, due in measures.waiting(rows, today):
        subject = days.get((measure.pk, due.toordinal()))
        if subject is not None:
            late = today > due + GRACE
            words = _("A reading of yours is overdue since {day}") if late else _("A reading of yours is due on {day}")
            line = words.format(day=date_format(due, "j F Y"))
            found[subject] = _of(measure, line, url=reverse("change:read", args=[measure.pk]))
    return found


def load_indicated(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Readings that stand and have passed the value from which on a risk is looked at."""
    rows = Reading.objects.filter(pk__in=pks, corrected_by=None, value__isnull=False)
    rows = rows.filter(
        measure__in=Measure.objects.visible_to(user), measure__watches__in=Risk.objects.visible_to(user)
    ).select_related("measure__watches", "measure__objective")
    found = {}
    for row in rows:
        measure = row.measure
        if row.value is not None and measure.watches is not None and measures.passes(measure, row.value):
            line = _("It read {value}: look at the risk “{risk}”").format(
                value=amounts.told(row.value, measure.unit), risk=measure.watches.name
            )
            found[row.pk] = _of(measure, line, url=measure.get_absolute_url())
    return found


def _of(measure: Measure, line: str, *, url: str) -> Told:
    return Told(
        title=measure.title,
        url=url,
        line=line,
        text=measure.objective.title,
        place=_("Measures"),
        thread=f"measure:{measure.pk}",
    )
