"""How the pages of plans and measures find what they are about: 404 for what may not be read."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db import IntegrityError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.models import Measure, Objective, Plan, PlanFile, Reading
from moothall.kit.permissions import require
from moothall.people.models import User

Made = TypeVar("Made")


def me(request: HttpRequest) -> User:
    """Who is asking; these pages are behind the door."""
    return cast(User, request.user)


def reader(request: HttpRequest) -> User:
    """Who is asking, if they belong to the council: guests read no plans (403)."""
    user = me(request)
    require(permissions.can_take_part(user))
    return user


def plan(request: HttpRequest, pk: int) -> Plan:
    """The plan, if this person may read it."""
    return get_object_or_404(Plan.objects.visible_to(me(request)).select_related("replaces", "added_by"), pk=pk)


def objective(request: HttpRequest, pk: int) -> Objective:
    """The objective, if this person may read its plan."""
    rows = Objective.objects.visible_to(me(request)).select_related("plan", "parent", "continues__plan")
    return get_object_or_404(rows, pk=pk)


def measure(request: HttpRequest, pk: int) -> Measure:
    """The measure, if this person may read the plan that it quotes."""
    rows = Measure.objects.visible_to(me(request)).select_related("objective__plan", "owner", "added_by", "watches")
    return get_object_or_404(rows, pk=pk)


def reading(request: HttpRequest, pk: int) -> Reading:
    """The reading, if this person may read its measure."""
    rows = Reading.objects.filter(measure__in=Measure.objects.visible_to(me(request)))
    return get_object_or_404(rows.select_related("measure__objective__plan", "measure__owner"), pk=pk)


def file(request: HttpRequest, pk: int) -> PlanFile:
    """A document of a plan, if this person may read the plan."""
    rows = PlanFile.objects.visible_to(me(request)).select_related("plan", "blob")
    return get_object_or_404(rows, pk=pk)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form with files was sent; nothing where it was only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def status(form: Any) -> int:
    """422 where a form has a problem that was sent."""
    return 422 if form.is_bound else 200


def once(act: Callable[[], Made], sent: Callable[[], Made | None]) -> Made:
    """Do it; where the same form was sent twice at once, the second gets what the first made."""
    try:
        return act()
    except IntegrityError:
        made = sent()
        if made is None:
            raise
        return made


def changed_meanwhile() -> str:
    """What a form says where a verb refuses what the form let pass, for somebody was quicker."""
    return _("Something was changed meanwhile. Look at the page again, then try again")
