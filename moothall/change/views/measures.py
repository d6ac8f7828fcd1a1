"""Measures: the list, one with its trajectory and readings, and writing, planning, retiring and taking them out."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moothall.change import amounts, permissions
from moothall.change.actions import measures as act
from moothall.change.forms.measures import CourseForm, MeasureForm, RetireForm, RewordForm, WatchForm, points_written
from moothall.change.models import Measure
from moothall.change.queries import measures
from moothall.change.views import plan_finding as find
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import Measured, Metric, metrics, threads_through

DAY, MONTH = timedelta(days=1), timedelta(days=30)


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The measures that this person may read, and how they stand."""
    user = find.reader(request)
    show = request.GET.get("show", measures.LIVE)
    show = show if show in measures.SHOWN else measures.LIVE
    found = measures.page_of(user, show, request.GET.get("after"))
    labels = {
        measures.LIVE: _("All that are read"),
        measures.MINE: _("Mine"),
        measures.LATE: _("Overdue"),
        measures.FED: _("Counted by the hall"),
        measures.UNOWNED: _("Without an owner"),
        measures.RETIRED: _("Read no longer"),
    }
    context = {
        "rows": measures.stands(found.rows),
        "next_cursor": found.next_cursor,
        "show": show,
        "choices": list(labels.items()),
    }
    return page(request, "change/measures.html", context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A measure with its trajectory, its readings and what was computed from them."""
    user, measure = find.me(request), find.measure(request, pk)
    sight = measures.sight(measure, user, request.GET.get("page"))
    context = {
        "measure": measure,
        "objective": measure.objective,
        "plan": measure.objective.plan,
        "sight": sight,
        "stands": sight.stands,
        "trajectory": sight.picture,
        "threads": threads_through(user, f"measure:{pk}"),
        "here": f"measure:{pk}",
        "keeps": permissions.can_keep_measure(user, measure),
        "reads": permissions.can_read_off(user, measure) and measure.retired_at is None,
    }
    return page(request, "change/measure.html", context)


def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Measure an objective, by readings or by what the hall counts itself."""
    user, objective = find.me(request), find.objective(request, pk)
    require(permissions.can_write_measures(user))
    metric = metrics.get(request.POST.get("metric", "") or request.GET.get("metric", ""))
    found = _read_now(metric, request)
    start: dict[str, Any] = {"owner": user, "baseline_on": clock.today(), "first_due": clock.today() + MONTH}
    if found is not None and found.value is not None:
        start |= {"baseline": found.value, "baseline_on": clock.today() - DAY}
    form = MeasureForm(request.POST or None, by=user, metric=metric, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        token, words, planned = given["token"], form.words(), given["planned"]

        def write() -> Measure:
            return act.add(objective, by=user, words=words, owner=given["owner"], planned=planned, token=token)

        made = find.once(write, lambda: Measure.objects.filter(token=token, added_by=user).first())
        messages.success(request, _("Written. What is realised is computed from its readings."))
        return redirect(made)
    context = {
        "form": form,
        "objective": objective,
        "plan": objective.plan,
        "metric": metric,
        "metrics": list(metrics),
        "read_now": _told_now(found),
    }
    return page(request, "change/measure_new.html", context, status=find.status(form))


def _read_now(metric: Metric | None, request: HttpRequest) -> Measured | None:
    """What the hall would read today, over the last thirty days that are over."""
    if metric is None or request.method == "POST":
        return None
    return metric.read(clock.today() - MONTH, clock.today() - DAY)


def _told_now(found: Measured | None) -> str:
    if found is None:
        return ""
    if found.value is None:
        return _("It reads nothing of the last thirty days: {why}").format(why=found.why_none)
    return _("Of the last thirty days it reads {n}.").format(n=amounts.exact(found.value))


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it something else, tell better how it is measured, or name who answers for it."""
    user, measure = find.me(request), find.measure(request, pk)
    require(permissions.can_keep_measure(user, measure))
    start = {"title": measure.title, "method": measure.method, "owner": measure.owner}
    form = RewordForm(request.POST or None, by=user, initial=start)
    if request.method == "POST" and form.is_valid():
        act.reword(measure, by=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(measure)
    return _act_page(request, measure, form, "change/measure_edit.html")


def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan its course anew, while it was not read yet."""
    user, measure = find.me(request), find.measure(request, pk)
    require(permissions.can_keep_measure(user, measure))
    planned = measure.planned.order_by("due_on").values_list("due_on", "value")
    form = CourseForm(request.POST or None, measure=measure, initial={"planned": points_written(list(planned))})
    was_read = measure.readings.exists()
    if request.method == "POST" and form.is_valid():
        try:
            act.plan(measure, by=user, points=form.cleaned_data["planned"])
        except IntegrityError:
            form.add_error(None, _("It was read already. A plan is made before, so this one stays as it is"))
        else:
            messages.success(request, _("Planned."))
            return redirect(measure)
    return _act_page(request, measure, form, "change/measure_plan.html", was_read=was_read)


def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it watch a risk that one may read."""
    user, measure = find.me(request), find.measure(request, pk)
    require(permissions.can_keep_measure(user, measure))
    words = request.GET.get("find", "")[:200]
    risks = measures.risks_to_watch(user, words, also=[measure.watches_id, request.POST.get("risk")])
    start = {"risk": str(measure.watches_id or ""), "trigger": measure.trigger}
    form = WatchForm(request.POST or None, measure=measure, risks=risks, initial=start)
    if request.method == "POST" and form.is_valid():
        risk, trigger = form.chosen()
        act.watch(measure, by=user, risk=risk, trigger=trigger)
        messages.success(request, _("It watches the risk.") if risk else _("It watches no risk."))
        return redirect(measure)
    return _act_page(request, measure, form, "change/measure_watch.html", find=words, found=len(risks))


def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it no longer, for a reason."""
    user, measure = find.me(request), find.measure(request, pk)
    require(permissions.can_keep_measure(user, measure))
    if measure.retired_at is not None:
        messages.warning(request, _("It is read no longer."))
        return redirect(measure)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.retire(measure, by=user, why=form.cleaned_data["why"])
        messages.success(request, _("It is read no longer. What was read stays."))
        return redirect(measure)
    return _act_page(request, measure, form, "change/measure_retire.html")


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out what was written by mistake, if it was not read and no benefit rests on it."""
    user, measure = find.me(request), find.measure(request, pk)
    require(permissions.can_keep_measure(user, measure))
    sent = request.method == "POST"
    if sent:
        objective = measure.objective
        try:
            act.remove(measure, by=user)
        except (ProtectedError, IntegrityError):
            measure = find.measure(request, pk)
        else:
            messages.success(request, _("Taken out."))
            return redirect(objective)
    context = {
        "measure": measure,
        "objective": measure.objective,
        "plan": measure.objective.plan,
        "was_read": measure.readings.exists(),
        "benefits": measure.benefits.count(),
        "sent": sent,
    }
    return page(request, "change/measure_remove.html", context, status=422 if sent else 200)


def _act_page(request: HttpRequest, measure: Measure, form: Any, template: str, **more: object) -> HttpResponse:
    context = {"form": form, "measure": measure, "objective": measure.objective, "plan": measure.objective.plan, **more}
    return page(request, template, context, status=find.status(form))
