"""Makers of what other bodies publish and of whom the council follows; they call the real actions."""

import json
from collections.abc import Sequence

from moothall.lessons.actions import drafts, exchange, publishing
from moothall.lessons.actions.drafts import LessonWords
from moothall.lessons.actions.looking import Outcome, look
from moothall.lessons.models import Item, Lesson, Subscription
from moothall.lessons.models import Outcome as Learned
from moothall.lessons.tests.serving import Elsewhere
from moothall.people.models import User

LESSON: dict[str, object] = {
    "outcome": "failure",
    "title": "Ask the front desk first",
    "context": "A library in Elmbridge, in spring.",
    "happened": "Forms moved online overnight.",
    "why": "Nobody asked the front desk.",
    "would_do": "Sit with the front desk for a day.",
    "applies_to": ["front desk", "forms"],
}


def entry(
    guid: str = "tag:elmbridge.example,2026:/lesson/1", *, kind: str = "lesson", data: object = None, **more: object
) -> dict[str, object]:
    """A thing as another hall publishes it."""
    extension = {"kind": kind, "licence": "OGL-UK-3.0", "data": LESSON if data is None else data}
    return {
        "id": guid,
        "url": "https://elmbridge.example/lessons/public/1/",
        "title": "Ask the front desk first",
        "content_html": "<p>Sit with the front desk for a day.</p>",
        "date_published": "2026-03-01T10:00:00Z",
        "_moothall": extension,
        **more,
    }


def feed(items: Sequence[object], *, total: int | None = None, **more: object) -> str:
    """The feed of another hall."""
    said = {"version": "https://jsonfeed.org/version/1.1", "title": "Elmbridge: lessons", "items": list(items), **more}
    if total is not None:
        said["_moothall"] = {"total": total}
    return json.dumps(said)


def followed(
    place: Elsewhere, *items: object, by: User | None = None, name: str = "Elmbridge Council", path: str = "/feed"
) -> Subscription:
    """A body that is followed, whose feed lists these things and nothing else."""
    address = place.says(feed(items, total=len(items)), path=path)
    made = exchange.subscribe(by=by, address=address, name=name)
    seen(made)
    return Subscription.objects.get(pk=made.pk)


def seen(body: Subscription) -> Outcome | None:
    """What came of looking once more."""
    return look(body.pk)


def item(place: Elsewhere, *, by: User | None = None, **more: object) -> Item:
    """A thing of another body."""
    return followed(place, entry(**more), by=by).items.get()  # type: ignore[arg-type]


def public_lesson(
    *,
    by: User,
    title: str = "Start small",
    learned: Learned = Learned.SUCCESS,
    why: str = "Few <b>forms</b> & less fear.",
) -> Lesson:
    """A lesson of ours on the public site."""
    words = LessonWords(
        kind=Learned.SUCCESS,
        title=title,
        context="Two branches, in spring.",
        happened="Queues fell.",
        why=why,
        would_do="Begin with two branches.",
        applies_to=("pilots", "libraries"),
    )
    made = publishing.publish(drafts.draft(by=by, words=words), by=by)
    return publishing.publish_public(made, by=by)
