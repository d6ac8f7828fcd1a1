"""Incidents and near misses: reporting one in a minute, and what becomes of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit import clock, logs, throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to
from moothall.risks import permissions
from moothall.risks.actions import incidents as act
from moothall.risks.forms.incidents import AwareForm, BreachForm, CloseForm, NotifiedForm, ReportForm
from moothall.risks.models import Breach, Incident, Occurrence, Risk
from moothall.risks.queries import incidents
from moothall.risks.views.finding import me, status

MOST_FOUND = 20
NAMELESS = "reports without a name"  # counted together, so that no count says who sends them


def every(request: HttpRequest) -> HttpResponse:
    """The reports that this person may read, and the clocks that run."""
    user = me(request)
    require(permissions.can_take_part(user))
    show = request.GET.get("show", incidents.OPEN)
    show = show if show in incidents.SHOWN else incidents.OPEN
    found = incidents.page_of(user, show, request.GET.get("after"))
    context = {
        "rows": found.rows,
        "next_cursor": found.next_cursor,
        "show": show,
        "choices": _choices(),
        "clocks": incidents.running(user),
        "sees_all": permissions.keeps_risks(user),
        "keeps_breaches": permissions.keeps_breaches(user),
    }
    return page(request, "risks/incidents.html", context)


@logs.unnamed
def report(request: HttpRequest) -> HttpResponse:
    """Report what happened or nearly did. The log never says who was on this page, with a name or without."""
    user = me(request)
    require(permissions.can_take_part(user))
    start = {"happened_on": clock.today(), "aware_at": clock.now()}
    form = ReportForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        named = form.is_named
        if not throttle.refused(request, form, "post", together="" if named else NAMELESS):
            made = act.report(form.words(), by=user, named=named, token=form.cleaned_data["token"])
            if named:
                messages.success(request, _("Thank you. The risk managers are told, and you are told what came of it."))
                return redirect(made)
            return redirect(f"{reverse('risks:incident_new')}?sent=1")
    context = {
        "form": form,
        "sent": "sent" in request.GET and request.method != "POST",
        "anonymous": settings.MOOTHALL_ANONYMOUS_REPORTS,
    }
    return page(request, "risks/incident_new.html", context, status=status(form))


def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, what it realises, and the clock of a breach."""
    user, found = me(request), _incident(request, pk)
    breach = Breach.objects.filter(incident=found).select_related("decided_by").first()
    keeps = permissions.keeps_risks(user)
    linked = incidents.occurrences_of(found) if keeps else []
    words = request.GET.get("find", "")[:200]
    context: dict[str, Any] = {
        "incident": found,
        "breach": breach,
        "ticking": incidents.ticking(breach) if breach is not None else None,
        "linked": linked,
        "keeps": keeps,
        "may_learn": permissions.can_take_part(user),
        "links": links_to(user, f"incident:{found.pk}"),
        "keeps_breaches": permissions.keeps_breaches(user),
        "find": words,
        "found": _risks(request, words, [each.risk_id for each in linked]) if keeps and words.strip() else [],
        "searched": bool(words.strip()),
    }
    return page(request, "risks/incident.html", context)


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which risk it realises."""
    user, found = me(request), _incident(request, pk)
    require(permissions.keeps_risks(user))
    chosen = request.POST.get("risk", "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):
        raise Http404
    risk = get_object_or_404(Risk.objects.visible_to(user), pk=int(chosen))
    act.link(found, by=user, risk=risk)
    messages.success(request, _("Linked. Who owns the risk and who answers for its appraisal are told."))
    return redirect(found)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is not that risk."""
    user = me(request)
    rows = Occurrence.objects.filter(incident__in=Incident.objects.visible_to(user))
    found = get_object_or_404(rows.select_related("incident"), pk=pk)
    act.unlink(found, by=user)
    messages.success(request, _("No longer linked."))
    return redirect(found.incident)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a report with what came of it."""
    user, found = me(request), _incident(request, pk)
    require(permissions.keeps_risks(user) and found.closed_at is None)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.close(found, by=user, words=form.cleaned_data["words"])
        except act.ClockRuns:
            form.add_error(
                None, _("The clock of the breach runs: decide about it, or say that the Commissioner was told.")
            )
        else:
            messages.success(request, _("Closed."))
            return redirect(found)
    return _act_page(request, found, form, heading=_("Close the report"), verb=_("Close it"))


def touches_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a report touches personal data after all."""
    user, found = me(request), _incident(request, pk)
    require(permissions.keeps_risks(user) and found.closed_at is None and not found.personal_data)
    form = AwareForm(request.POST or None, initial={"aware_at": found.reported_at})
    if request.method == "POST" and form.is_valid():
        act.touches_people(found, by=user, aware_at=form.cleaned_data["aware_at"])
        messages.success(request, _("The clock runs. Decide whether the Commissioner is told."))
        return redirect(found)
    return _act_page(request, found, form, heading=_("Information about people is touched"), verb=_("Start the clock"))


def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide whether the Commissioner is told."""
    user, found = me(request), _incident(request, pk)
    held = _breach(found)
    require(permissions.keeps_breaches(user) and held.notified_at is None)
    stands = {"notify": {True: "yes", False: "no", None: ""}[held.notify], "reasons": held.reasons}
    form = BreachForm(request.POST or None, initial=stands)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act.decide_breach(held, by=user, notify=given["notify"] == "yes", reasons=given["reasons"])
        messages.success(request, _("Decided. The reasons are kept with the report."))
        return redirect(found)
    return _act_page(
        request, found, form, heading=_("Is the Commissioner told?"), verb=_("Record the decision"), breach=held
    )


def notified(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the Commissioner was told."""
    user, found = me(request), _incident(request, pk)
    held = _breach(found)
    require(permissions.keeps_breaches(user) and held.notify is True and held.notified_at is None)
    form = NotifiedForm(request.POST or None, breach=held, initial={"at": clock.now()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act.notified(held, by=user, at=given["at"], reference=given["reference"], late_because=given["late_because"])
        messages.success(request, _("Written down. The clock has stopped."))
        return redirect(found)
    return _act_page(request, found, form, heading=_("The Commissioner was told"), verb=_("Write it down"), breach=held)


def _act_page(request: HttpRequest, found: Incident, form: Any, **context: Any) -> HttpResponse:
    context |= {"incident": found, "form": form}
    held = context.get("breach")
    context["ticking"] = incidents.ticking(held) if held is not None else None
    return page(request, "risks/incident_act.html", context, status=status(form))


def _incident(request: HttpRequest, pk: int) -> Incident:
    """A report that this person may read; otherwise it is not there (404)."""
    rows = Incident.objects.visible_to(me(request)).select_related("reported_by", "closed_by")
    return get_object_or_404(rows, pk=pk)


def _breach(found: Incident) -> Breach:
    return get_object_or_404(Breach.objects.select_related("incident"), incident=found)


def _risks(request: HttpRequest, words: str, linked: list[int]) -> list[Risk]:
    """Risks with all these words, as many as a page takes."""
    rows = incidents.risks_to_link(me(request)).exclude(pk__in=linked)
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(cause__icontains=word)
            | Q(event__icontains=word)
            | Q(consequence__icontains=word)
            | Q(round__appraisal__question__icontains=word)
        )
    return list(rows[:MOST_FOUND])


def _choices() -> list[tuple[str, str]]:
    return [
        (incidents.OPEN, _("Open")),
        (incidents.BREACHES, _("Personal data")),
        (incidents.CLOSED, _("Closed")),
        (incidents.ALL, _("All")),
    ]
