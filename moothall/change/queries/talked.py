"""The engagements that were held in a conversation, for its page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.models import Engagement, Initiative
from moothall.change.queries.involving import talk
from moothall.kit.registries import Link, Person
from moothall.people.models import User

MOST = 20  # engagements that a page of another room shows


def links(person: Person, thing: str) -> Iterable[Link]:
    """How people were involved in a conversation, newest first; none for what this person may not see."""
    if not isinstance(person, User) or not thing.startswith("conversation:"):
        return
    found = Engagement.objects.filter(thing=thing, initiative__in=Initiative.objects.visible_to(person))
    rows = list(found.select_related("initiative").order_by("-opened_on", "-pk")[:MOST])
    if not rows or talk(thing, person) is None:  # in this order, as most conversations were held for nothing else
        return
    for row in rows:
        url = reverse("change:engagement", args=[row.pk])
        yield Link(title=row.initiative.title, url=url, kind=_("Change in which people were asked here"))
