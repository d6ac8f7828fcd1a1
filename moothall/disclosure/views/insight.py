"""What is asked again and again, publishing it by itself, and the figures as colleagues see them."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.disclosure import permissions
from moothall.disclosure.actions import scheme as act
from moothall.disclosure.forms.scheme import DoneForm, ProposeForm
from moothall.disclosure.models import Part, Proactive, SchemeClass
from moothall.disclosure.queries import insight as queries
from moothall.disclosure.queries import statistics as counted
from moothall.disclosure.views.finding import done, me, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.records.models import InformationAsset


def statistics(request: HttpRequest) -> HttpResponse:
    """The figures that are on the public site too."""
    require(permissions.can_open(me(request)))
    period = counted.period(request.GET.get("year", ""), clock.today())
    return page(request, "disclosure/statistics.html", {"report": counted.report(period, clock.today())})


def insight(request: HttpRequest) -> HttpResponse:
    """What is asked for again and again, and what is published by itself because of it."""
    user = me(request)
    require(permissions.can_keep_scheme(user))
    return page(request, "disclosure/insight.html", {"insight": queries.insight(user)})


def propose(request: HttpRequest) -> HttpResponse:
    """Say that something is to be published by itself."""
    user = me(request)
    require(permissions.can_keep_scheme(user))
    asset = _asset(request)
    part = _part(request)
    start = {"what": asset.name if asset else " ".join(part.words.split())[:300] if part else ""}
    form = ProposeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        scheme = SchemeClass(given["scheme"])
        doing = partial(act.propose, by=user, what=given["what"], scheme=scheme, why=given["why"], asset=asset)
        if done(form, doing) is not None:
            tell(request, _("Written down. Say so here once it is published."))
            return redirect("disclosure:insight")
    return page(request, "disclosure/scheme_propose.html", {"form": form}, status=status(form))


def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where it is published now, or why it is not after all."""
    user = me(request)
    require(permissions.can_keep_scheme(user))
    row = get_object_or_404(Proactive, pk=pk, done_on=None, dropped_because="")
    form = DoneForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = (
            partial(act.done, row, by=user, where=given["words"], on=given["on"])
            if given["what"] == "done"
            else partial(act.drop, row, by=user, because=given["words"])
        )
        if done(form, doing) is not None:
            tell(request, _("Written down."))
            return redirect("disclosure:insight")
    return page(request, "disclosure/scheme_done.html", {"form": form, "row": row}, status=status(form))


def _asset(request: HttpRequest) -> InformationAsset | None:
    return InformationAsset.objects.visible_to(me(request)).filter(pk=_number(request, "asset")).first()


def _part(request: HttpRequest) -> Part | None:
    return Part.objects.visible_to(me(request)).filter(pk=_number(request, "part")).first()


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
