"""What one person may be told of a subject of this room at this moment; what they may no longer see is left out."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _

from moothall.kit.registries import Person
from moothall.lessons.matters import named
from moothall.lessons.models import Lesson, LessonUse
from moothall.notices.kinds import Told
from moothall.people.models import User


def on_staff(person: Person) -> bool:
    """Who can be told of this room: staff and councillors."""
    return not cast(User, person).is_guest


def load_used(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """What was done with lessons of this person's; of a matter that they may not see, no word and no name."""
    rows = LessonUse.objects.counting().filter(pk__in=pks, lesson__author=user, lesson__withdrawn_at=None)
    uses = list(rows.select_related("lesson", "by"))
    seen = named(user, [use.thing for use in uses])
    return {use.pk: _use(use, seen[use.thing].title if use.thing in seen else "") for use in uses}


def load_withdrawn(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Lessons of this person's that somebody else withdrew."""
    rows = Lesson.objects.filter(pk__in=pks, author=user, withdrawn_at__isnull=False)
    return {
        row.pk: Told(
            title=row.title,
            url=row.get_absolute_url(),
            line=_("Your lesson was withdrawn"),
            text=row.withdrawn_reason,
            place=_("Lessons"),
            thread=row.thing,
        )
        for row in rows
    }


def _use(use: LessonUse, matter: str) -> Told:
    if not matter:
        line = _("Your lesson was adopted") if use.is_adopted else _("Your lesson was found not applicable")
    elif use.is_adopted:
        line = _("{name} adopted your lesson for “{matter}”").format(name=use.by.name, matter=matter)
    else:
        line = _("{name} found your lesson not applicable to “{matter}”").format(name=use.by.name, matter=matter)
    return Told(
        title=use.lesson.title,
        url=use.lesson.get_absolute_url(),
        line=line,
        text=use.reason if matter else "",
        place=_("Lessons"),
        thread=use.lesson.thing,
    )
