"""The lessons on the public site, as our feeds say them. What was brought in from elsewhere is not ours to pass on."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from django.urls import reverse
from django.utils.html import escape
from django.utils.html import linebreaks as paragraphs
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit.registries import Person
from moothall.lessons import whole
from moothall.lessons.models import Drawn, Lesson
from moothall.lessons.publications import MOST_OWN, Own, Publication, PublishedItem, Stamp
from moothall.lessons.queries import lessons
from moothall.lessons.queries.drawn import origins
from moothall.people.models import User

KIND = "lesson"


def stamps() -> Iterator[Stamp]:
    """All that stand on the public site."""
    for pk, public_at in lessons.public_rows().filter(author__isnull=False).values_list("pk", "public_at"):
        yield Stamp(f"{KIND}:{pk}", cast(datetime, public_at))


def load(keys: Sequence[str]) -> Iterator[PublishedItem]:
    """These lessons, whole."""
    pks = [int(key.partition(":")[2]) for key in keys]
    subjects = lessons.subjects_of(pks)
    found = list(lessons.public_rows().filter(pk__in=pks, author__isnull=False))
    begun = origins(found)
    for lesson in found:
        yield _item(lesson, subjects.get(lesson.pk, []), begun.get(lesson.pk))


def own(person: Person) -> Iterator[Own]:
    """The council's own lessons that stand and that this person may read."""
    if isinstance(person, User):
        rows = Lesson.objects.visible_to(person).standing().filter(author__isnull=False)
        for lesson in rows.order_by("-published_at", "-pk")[:MOST_OWN]:
            yield Own(lesson.title, lesson.get_absolute_url())


def _item(lesson: Lesson, subjects: Sequence[str], drawn: Drawn | None) -> PublishedItem:
    public_at = cast(datetime, lesson.public_at)
    return PublishedItem(
        key=lesson.thing,
        kind=KIND,
        title=lesson.title,
        path=reverse("lessons:public_lesson", args=[lesson.pk]),
        html="\n".join(_html(lesson, drawn)),
        summary=Truncator(lesson.would_do).chars(400),
        licence=lesson.licence,
        made_on=lesson.created_at.date(),
        published_at=public_at,
        updated_at=public_at,
        data=whole.of_ours(lesson, subjects, drawn),
    )


def _html(lesson: Lesson, drawn: Drawn | None) -> Iterator[str]:
    parts = {
        _("What we would do"): lesson.would_do,
        _("What happened"): lesson.happened,
        _("Why"): lesson.why,
        _("Where and when it was"): lesson.context,
    }
    for heading, words in parts.items():
        yield f"<h3>{escape(heading)}</h3>{paragraphs(words, autoescape=True)}"
    if drawn is not None:
        said = _("Begun from “{title}”, published by {body}.").format(title=drawn.title, body=drawn.origin)
        yield f"<p>{escape(' '.join(part for part in (said, drawn.licence_words, drawn.url) if part))}</p>"


LESSONS = Publication(
    key="lessons",
    kind=KIND,
    label=gettext_lazy("Lessons"),
    note=gettext_lazy("What we learned from successes and failures, and what we would do another time."),
    front="lessons:public_list",
    stamps=stamps,
    load=load,
    own=own,
    order=10,
)
