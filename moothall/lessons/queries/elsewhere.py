"""What other bodies publish on matters like one of ours, for the page of that matter."""

from collections.abc import Iterator

from moothall.kit.apps import is_on
from moothall.kit.registries import Foreign, Person
from moothall.lessons.likeness import nearest
from moothall.lessons.models import Item
from moothall.people.models import User

ROOM = "lessons"
SHOWN = 3  # on one page: more would be read by nobody
COMPARED = 500  # the newest of a kind


def on_the_like(person: Person, kind: str, title: str, text: str) -> Iterator[Foreign]:
    """What they publish of this kind on the like, nearest first, for staff and councillors.

    One question where they publish nothing, two where they do, however much; none for a guest. The words of titles are
    compared as this process keeps them in mind.
    """
    if not isinstance(person, User) or person.is_guest or not is_on(ROOM):
        return
    rows = Item.objects.visible_to(person).filter(kind=kind, gone_at=None).order_by("-first_seen", "-pk")
    theirs = list(rows.values_list("pk", "title")[:COMPARED])
    near = nearest(title, text, [each for _pk, each in theirs], most=SHOWN)
    if not near:
        return
    asked = {theirs[each.place][0]: each for each in near}
    items = Item.objects.select_related("subscription").defer("html", "data", "summary").in_bulk(asked)
    for pk, each in asked.items():
        item = items[pk]
        yield Foreign(
            title=item.title,
            url=item.get_absolute_url(),
            body=item.subscription.name,
            licence=item.licence_words,
            words=each.words,
        )
