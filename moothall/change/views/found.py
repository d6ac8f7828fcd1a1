"""How pages about stakeholders, engagements and benefits find what they are about: 404 for what may not be read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.actions.initiatives import InitiativeClosed
from moothall.change.models import (
    Benefit,
    Consultation,
    Edge,
    Engagement,
    Initiative,
    Node,
    PublicAnswer,
    Stakeholder,
    Theme,
)
from moothall.kit.permissions import require
from moothall.people.models import User

View = Callable[..., HttpResponse]
FOUND = "moothall_initiative"  # what was found for this request, for whoever has to lead back to it


def me(request: HttpRequest) -> User:
    """Who is asking; these pages are behind the door."""
    return cast(User, request.user)


def initiative(request: HttpRequest, pk: int) -> Initiative:
    """The initiative, if this person may read it."""
    rows = Initiative.objects.visible_to(me(request)).select_related("closing", "delivery", "space")
    return _noted(request, get_object_or_404(rows, pk=pk))


def stakeholder(request: HttpRequest, pk: int) -> Stakeholder:
    """A stakeholder of an initiative that this person may read."""
    rows = Stakeholder.objects.filter(initiative__in=Initiative.objects.visible_to(me(request)))
    found = get_object_or_404(rows.select_related("team", "person", *_own("initiative")), pk=pk)
    _noted(request, found.initiative)
    return found


def engagement(request: HttpRequest, pk: int) -> Engagement:
    """An engagement of an initiative that this person may read."""
    rows = Engagement.objects.filter(initiative__in=Initiative.objects.visible_to(me(request)))
    found = get_object_or_404(rows.select_related("consultation", "added_by", *_own("initiative")), pk=pk)
    _noted(request, found.initiative)
    return found


def consultation(request: HttpRequest, pk: int) -> Consultation:
    """A consultation of an initiative that this person may read."""
    rows = Consultation.objects.visible_to(me(request))
    people = ("published_by", "answered_by")
    found = get_object_or_404(rows.select_related(*people, *_own("engagement__initiative")), pk=pk)
    _noted(request, found.engagement.initiative)
    return found


def theme(request: HttpRequest, pk: int) -> Theme:
    """A theme of a consultation of an initiative that this person may read."""
    rows = Theme.objects.filter(consultation__in=Consultation.objects.visible_to(me(request)))
    found = get_object_or_404(rows.select_related(*_own("consultation__engagement__initiative")), pk=pk)
    _noted(request, found.consultation.engagement.initiative)
    return found


def answer(request: HttpRequest, pk: int) -> PublicAnswer:
    """What somebody answered to a consultation of an initiative that this person may read."""
    rows = PublicAnswer.objects.filter(consultation__in=Consultation.objects.visible_to(me(request)))
    found = get_object_or_404(rows.select_related("moderated_by", *_own("consultation__engagement__initiative")), pk=pk)
    _noted(request, found.consultation.engagement.initiative)
    return found


def benefit(request: HttpRequest, pk: int) -> Benefit:
    """A benefit of an initiative that this person may read."""
    rows = Benefit.objects.visible_to(me(request))
    found = get_object_or_404(rows.select_related("owner", "measure__objective", *_own("initiative")), pk=pk)
    _noted(request, found.initiative)
    return found


def node(request: HttpRequest, pk: int) -> Node:
    """A thing on the map of an initiative that this person may read."""
    rows = Node.objects.filter(initiative__in=Initiative.objects.visible_to(me(request)))
    found = get_object_or_404(rows.select_related(*_own("initiative")), pk=pk)
    _noted(request, found.initiative)
    return found


def edge(request: HttpRequest, pk: int) -> Edge:
    """An arrow on the map of an initiative that this person may read."""
    rows = Edge.objects.filter(source__initiative__in=Initiative.objects.visible_to(me(request)))
    found = get_object_or_404(rows.select_related("target", *_own("source__initiative")), pk=pk)
    _noted(request, found.source.initiative)
    return found


def may_write(request: HttpRequest, found: Initiative) -> None:
    """Go on only for somebody who may write in an initiative that is open: otherwise 403, or `InitiativeClosed`."""
    require(permissions.can_write(me(request), found))
    if hasattr(found, "closing"):
        raise InitiativeClosed


def writes(request: HttpRequest, found: Initiative) -> bool:
    """Whether this person sees the way to write in it."""
    return not hasattr(found, "closing") and permissions.can_write(me(request), found)


def leads_on(view: View) -> View:
    """A page that leads back to the initiative, and says why, where that is closed or was meanwhile."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except InitiativeClosed:
            closed: Initiative | None = getattr(request, FOUND, None)
            if closed is None:
                raise Http404 from None
            messages.warning(request, _("It is closed, so this stays as it is."))
            return redirect(closed)

    return run


def status(form: Any) -> int:
    """422 where a form has a problem that was sent."""
    return 422 if form.is_bound else 200


def _own(path: str) -> tuple[str, ...]:
    return (path, f"{path}__closing", f"{path}__delivery", f"{path}__space")


def _noted(request: HttpRequest, found: Initiative) -> Initiative:
    setattr(request, FOUND, found)
    return found
