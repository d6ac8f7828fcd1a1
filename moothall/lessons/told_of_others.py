"""What one person may be told of other bodies at this moment: what they publish, and that it can't be read."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.registries import Person
from moothall.lessons import permissions
from moothall.lessons.models import Item, Subscription
from moothall.notices.kinds import Told
from moothall.notices.stamps import stamped, unstamped
from moothall.people.models import User

NAMED = 5  # titles in a notice


def follows(person: Person) -> bool:
    """Who can be told that a feed fails: those who can do something about it."""
    return permissions.can_follow_bodies(cast(User, person))


def load_news(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """What bodies published anew: all that came with the thing of which somebody was told, and is there still."""
    told = Item.objects.visible_to(user).filter(pk__in=pks, subscription__ended_at=None).select_related("subscription")
    looks = {(item.subscription_id, item.first_seen): item for item in told.defer("html", "data")}
    came: dict[tuple[int, object], list[Item]] = {look: [] for look in looks}
    bodies, moments = {body for body, _seen in looks}, {seen for _body, seen in looks}
    rows = Item.objects.visible_to(user).filter(subscription__in=bodies, first_seen__in=moments, gone_at=None)
    for item in rows.only("title", "subscription", "first_seen").order_by("-pk"):
        came.get((item.subscription_id, item.first_seen), []).append(item)
    return {item.pk: _news(item.subscription, came[look]) for look, item in looks.items() if came[look]}


def load_failing(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Feeds that can't be read since the day of which somebody was told."""
    if not permissions.can_follow_bodies(user):
        return {}
    asked = set(subjects)
    rows = Subscription.objects.visible_to(user).live().filter(pk__in={unstamped(each)[0] for each in asked})
    found = {}
    for body in rows.filter(failing_since__isnull=False):
        since = timezone.localdate(body.failing_since)
        if stamped(body.pk, since) in asked:
            line = _("What {body} publishes could not be read since {day}")
            found[stamped(body.pk, since)] = Told(
                title=body.name,
                url=body.get_absolute_url(),
                line=line.format(body=body.name, day=date_format(since, "j F Y")),
                text=str(body.get_fault_display()),
                place=_("Lessons"),
                thread=f"body:{body.pk}",
            )
    return found


def _news(body: Subscription, came: Sequence[Item]) -> Told:
    line = ngettext("{body} published something new", "{body} published {n} new things", len(came))
    titles = [item.title for item in came[:NAMED]]
    more = len(came) - len(titles)
    if more:
        titles.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    return Told(
        title=body.name,
        url=came[0].get_absolute_url() if len(came) == 1 else f"{reverse('lessons:others')}?body={body.pk}",
        line=line.format(body=body.name, n=len(came)),
        text="; ".join(titles),
        place=_("Lessons"),
        thread=f"body:{body.pk}",
    )
