"""What an initiative serves, where its risks are weighed, and what it touches."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.change.actions import initiatives as act
from moothall.change.forms.touching import AlignForm, SpaceForm, TeamsForm, TouchForm, WeighForm
from moothall.change.models import Alignment, Initiative, Objective, Touch, Weighing
from moothall.change.queries import page as pages
from moothall.change.views import reaching
from moothall.change.views.reaching import bound, leads_on, me, status
from moothall.kit.apps import is_on
from moothall.kit.htmx import page
from moothall.risks import permissions as of_risks
from moothall.risks.actions import appraisals
from moothall.risks.models import Appraisal
from moothall.risks.models import Openness as AppraisalOpenness


@leads_on
def objectives(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which objectives it serves, and how; the day on which it was said counts."""
    user, found = me(request), reaching.to_write(request, pk)
    if request.method == "POST" and request.POST.get("act", "") == "remove":
        rows = Alignment.objects.filter(objective__in=Objective.objects.visible_to(user)).select_related("initiative")
        return _remove(request, found, get_object_or_404(rows, initiative=found, pk=reaching.number(request, "row")))
    form = AlignForm(bound(request, "align"), by=user, initiative=found)
    if form.is_bound and form.is_valid():
        act.align(found, by=user, objective=form.cleaned_data["objective"], how=form.cleaned_data["how"])
        messages.success(
            request, _("Saved, with today’s date: that it serves this was said before anything is decided from now on.")
        )
        return redirect("change:objectives", found.pk)
    context = {"initiative": found, "form": form, "served": pages.served(found, user)}
    return page(request, "change/initiative_objectives.html", context, status=status(form))


@leads_on
def appraisals_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which appraisal weighs its risks, of doing it and of not doing it; or begin one about this change."""
    if not is_on("risks"):
        raise Http404
    user, found = me(request), reaching.to_write(request, pk)
    does = request.POST.get("act", "") if request.method == "POST" else ""
    if does == "remove":
        rows = Weighing.objects.filter(appraisal__in=Appraisal.objects.visible_to(user)).select_related("initiative")
        return _remove(request, found, get_object_or_404(rows, initiative=found, pk=reaching.number(request, "row")))
    if does == "new" and of_risks.can_take_part(user):
        return _weigh_anew(request, found)
    form = WeighForm(bound(request, "weigh"), by=user, initiative=found)
    if form.is_bound and form.is_valid():
        act.weigh(found, by=user, appraisal=form.cleaned_data["appraisal"])
        messages.success(request, _("Saved. The appraisal’s page says so too."))
        return redirect("change:appraisals", found.pk)
    context = {
        "initiative": found,
        "form": form,
        "weighed": pages.weighed(found, user),
        "may_begin": of_risks.can_take_part(user),
        "question": _question(found),
    }
    return page(request, "change/initiative_appraisals.html", context, status=status(form))


def _question(found: Initiative) -> str:
    return _("Should we go on with “{title}”?").format(title=found.title)[:200]


def _weigh_anew(request: HttpRequest, found: Initiative) -> HttpResponse:
    """Begin an appraisal whose question and problem are this change's; as open as it is."""
    user = me(request)
    known = Appraisal.objects.filter(initiatives__initiative=found, question=_question(found), created_by=user).first()
    if known is None:
        openness = AppraisalOpenness(found.openness)
        known = appraisals.begin(by=user, question=_question(found), problem=found.problem, openness=openness)
        act.weigh(found, by=user, appraisal=known)
    messages.success(request, _("It is begun. Doing nothing is its first option; write what else could be done."))
    return redirect("risks:options", known.pk)


@leads_on
def touches(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which policies and platforms it touches, which teams must change with it, and where it is talked of."""
    user, found = me(request), reaching.to_write(request, pk)
    if request.method == "POST" and request.POST.get("act", "") == "remove":
        row = get_object_or_404(
            Touch.objects.select_related("initiative"), initiative=found, pk=reaching.number(request, "row")
        )
        return _remove(request, found, row)
    rows = list(found.touches.all())
    thing = TouchForm(
        bound(request, "touch"),
        by=user,
        policies=[row.policy_id for row in rows if row.policy_id],
        systems=[row.system_id for row in rows if row.system_id],
    )
    teams = TeamsForm(bound(request, "teams"), initial={"teams": list(found.teams.values_list("team", flat=True))})
    space = SpaceForm(bound(request, "space"), by=user, initial={"space": found.space_id})
    if (done := _touch(request, found, thing, teams, space)) is not None:
        return done
    sent = next((form for form in (thing, teams, space) if form.is_bound), thing)
    context = {
        "initiative": found,
        "form": sent,
        "thing": thing,
        "teams": teams,
        "space": space,
        "things": pages.things(found, user),
    }
    return page(request, "change/initiative_touches.html", context, status=status(sent))


def _touch(
    request: HttpRequest, found: Initiative, thing: TouchForm, teams: TeamsForm, space: SpaceForm
) -> HttpResponse | None:
    user = me(request)
    if thing.is_bound and thing.is_valid():
        act.touch(found, by=user, thing=thing.thing)
        messages.success(request, _("Saved. Its page says so too."))
    elif teams.is_bound and teams.is_valid():
        act.touch_teams(found, by=user, teams=list(teams.cleaned_data["teams"]))
        messages.success(request, _("Saved. Ask each of these teams before anything is decided."))
    elif space.is_bound and space.is_valid():
        act.give_space(found, by=user, space=space.cleaned_data["space"])
        messages.success(request, _("Saved."))
    else:
        return None
    return redirect("change:touches", found.pk)


def _remove(request: HttpRequest, found: Initiative, row: Alignment | Weighing | Touch) -> HttpResponse:
    """Take a link away; what delivery rests on stays."""
    user = me(request)
    name = {Alignment: "objectives", Weighing: "appraisals", Touch: "touches"}[type(row)]
    try:
        if isinstance(row, Alignment):
            act.unalign(row, by=user)
        elif isinstance(row, Weighing):
            act.unweigh(row, by=user)
        else:
            act.untouch(row, by=user)
    except IntegrityError:
        messages.warning(request, _("Delivery rests on it, so it stays."))
    else:
        messages.success(request, _("Taken away."))
    return redirect(f"change:{name}", found.pk)
