"""What one person may be told of a subject of this room at this moment; what they may no longer see is left out."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.models import Handover, Initiative, Openness, Outcome, Part
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.people.models import Role, User


def on_staff(person: Person) -> bool:
    """Who can be told of this room: staff and councillors."""
    return not cast(User, person).is_guest


def load_handovers(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Parts that passed on, as long as nobody else has them: to this person, or in what they work with."""
    newest = Handover.objects.filter(initiative=OuterRef("initiative"), part=OuterRef("part")).order_by("-pk")
    rows = Handover.objects.filter(pk__in=pks, initiative__in=Initiative.objects.visible_to(user))
    rows = rows.annotate(newest=Subquery(newest.values("pk")[:1])).select_related("initiative__closing", "after")
    return {
        row.pk: _of(row.initiative, _url(row, user), _line(row, user), text=row.words)
        for row in rows
        if getattr(row, "newest", None) == row.pk and not hasattr(row.initiative, "closing") and not _done(row, user)
    }


def _done(row: Handover, user: User) -> bool:
    """Whether this person was asked to own it, and does."""
    return row.part == Part.OWNER and row.after_id == user.pk and row.initiative.owner_accepted_at is not None


def _url(row: Handover, user: User) -> str:
    if row.part == Part.OWNER and row.after_id == user.pk and row.initiative.owner_accepted_at is None:
        return reverse("change:accept", args=[row.initiative_id])
    return row.initiative.get_absolute_url()


def _line(row: Handover, user: User) -> str:
    mine = row.after_id == user.pk
    part = Part(row.part)
    if mine:
        return {
            Part.OWNER: _("You are asked to own it: accept in person, or say why not"),
            Part.GUIDE: _("You guide it from now on; its owner leads, and you help"),
            Part.SPONSOR: _("You champion it from now on"),
        }[part]
    if row.after is None:
        return {
            Part.OWNER: _("Nobody owns it any more"),
            Part.GUIDE: _("Nobody guides it any more"),
            Part.SPONSOR: _("Nobody champions it any more"),
        }[part]
    words = {
        Part.OWNER: _("{name} owns it now") if row.initiative.owner_accepted_at else _("{name} is asked to own it"),
        Part.GUIDE: _("{name} guides it now"),
        Part.SPONSOR: _("{name} champions it now"),
    }[part]
    return words.format(name=row.after.name)


def load_ready(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """What this person owns and may begin to deliver."""
    rows = _visible(user).filter(pk__in=pks, owner=user, owner_accepted_at__isnull=False, delivery=None, closing=None)
    line = _("Nothing is missing any more: you can begin to deliver it")
    return {row.pk: _of(row, reverse("change:begin", args=[row.pk]), line) for row in rows}


def load_unowned(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Initiatives that nobody owns, for whoever can name an owner."""
    rows = _visible(user).filter(pk__in=pks, owner=None, closing=None)
    if not user.has_role(Role.PERFORMANCE_OFFICER):
        rows = rows.filter(Q(guide=user) | Q(created_by=user))
    line = _("Nobody owns it any more: name a business owner")
    return {row.pk: _of(row, reverse("change:people", args=[row.pk]), line) for row in rows}


def load_closed(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """What came of initiatives that this person may read."""
    rows = _visible(user).filter(pk__in=pks, closing__isnull=False).select_related("closing")
    return {
        row.pk: _of(row, row.get_absolute_url(), _("It is closed: {outcome}").format(outcome=_came(row)))
        for row in rows
    }


def _came(row: Initiative) -> str:
    return str(Outcome(row.closing.outcome).label).lower()


def keeps(person: Person) -> bool:
    """Who looks after what nobody owns: performance officers, and whoever began or guides something."""
    return on_staff(person) and permissions.can_take_part(cast(User, person))


def _visible(user: User) -> "QuerySet[Initiative]":
    return Initiative.objects.visible_to(user)


def _of(initiative: Initiative, url: str, line: str, *, text: str = "") -> Told:
    return Told(
        title=initiative.title,
        url=url,
        line=line,
        text=text,
        place=_("Change"),
        thread=initiative.container,
        closed=initiative.openness == Openness.CLOSED,
    )
