"""How the pages on which an appraisal is worked on find what they are about: 404 for what may not be read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.models import Appraisal, Exposure, Option, Response, Risk
from moothall.risks.queries.rounds import Sheet, latest_round, load
from moothall.risks.standing import Line

View = Callable[..., HttpResponse]
FOUND = "moothall_appraisal"  # what was found for this request, for whoever has to lead back to it


def me(request: HttpRequest) -> User:
    """Who is asking; these pages are behind the door."""
    return cast(User, request.user)


def appraisal(request: HttpRequest, pk: int) -> Appraisal:
    """The appraisal, if this person may read it."""
    rows = Appraisal.objects.visible_to(me(request)).select_related("owner", "scale")
    found = get_object_or_404(rows, pk=pk)
    setattr(request, FOUND, found)
    return found


def sheet(request: HttpRequest, pk: int) -> Sheet:
    """The round of an appraisal that is under way, or was decided last."""
    return load(latest_round(appraisal(request, pk)))


def line(request: HttpRequest, pk: int) -> tuple[Sheet, Line]:
    """An exposure as it stands, in its round."""
    rows = Exposure.objects.filter(risk__in=Risk.objects.visible_to(me(request)))
    rows = rows.select_related("option__round__appraisal__owner", "option__round__appraisal__scale")
    found = get_object_or_404(rows, pk=pk)
    setattr(request, FOUND, found.option.round.appraisal)
    whole = load(found.option.round)
    return whole, next(each for each in whole.lines if each.exposure.pk == found.pk)


def option(request: HttpRequest, pk: int) -> tuple[Sheet, Option]:
    """An option, in its round."""
    rows = Option.objects.filter(round__appraisal__in=Appraisal.objects.visible_to(me(request)))
    rows = rows.select_related("round__appraisal__owner", "round__appraisal__scale")
    found = get_object_or_404(rows, pk=pk)
    setattr(request, FOUND, found.round.appraisal)
    whole = load(found.round)
    return whole, next(each for each in whole.options if each.pk == found.pk)


def risk(request: HttpRequest, pk: int) -> tuple[Sheet, Risk]:
    """A risk, in its round."""
    rows = Risk.objects.visible_to(me(request)).select_related("round__appraisal__owner", "round__appraisal__scale")
    found = get_object_or_404(rows, pk=pk)
    setattr(request, FOUND, found.round.appraisal)
    whole = load(found.round)
    return whole, next(each for each in whole.risks if each.pk == found.pk)


def response(request: HttpRequest, pk: int) -> tuple[Sheet, Response]:
    """A step or a toleration, in its round."""
    rows = Response.objects.filter(round__appraisal__in=Appraisal.objects.visible_to(me(request)))
    people = ("actionee", "approver", "created_by", "signed_by", "dropped_by")
    rows = rows.select_related("round__appraisal__owner", "round__appraisal__scale", *people)
    found = get_object_or_404(rows, pk=pk)
    setattr(request, FOUND, found.round.appraisal)
    return load(found.round), found


def may_write(request: HttpRequest, whole: Sheet) -> None:
    """Go on only for somebody who may write in a round that is open: otherwise 403, or `RoundDecided`."""
    require(permissions.can_write(me(request), whole.appraisal))
    if whole.decision is not None:
        raise RoundDecided


def leads_on(view: View) -> View:
    """A page that leads back to the appraisal, and says why, where its round was decided meanwhile."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RoundDecided:
            decided: Appraisal | None = getattr(request, FOUND, None)
            if decided is None:
                raise Http404 from None
            words = _("It is decided, so this stays as it is. Open the question again to weigh it anew.")
            messages.warning(request, words)
            return redirect(decided)

    return run


def changed_meanwhile() -> str:
    """What a form says where a verb refuses what the form let pass, for somebody was quicker."""
    return _("Something was changed meanwhile. Look at the page again, then try again")


def status(form: Any) -> int:
    """422 where a form has a problem that was sent."""
    return 422 if form.is_bound else 200
