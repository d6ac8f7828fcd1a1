"""Saying which policies and platforms rest on an option."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.risks import permissions
from moothall.risks.actions import resting as act
from moothall.risks.forms.resting import RestForm
from moothall.risks.models import Appraisal, Decision, Option, Resting
from moothall.risks.queries import resting
from moothall.risks.views.finding import me


def rests(request: HttpRequest, pk: int) -> HttpResponse:
    """What rests on an option, and one thing more."""
    user = me(request)
    mine = Appraisal.objects.visible_to(user)
    option = get_object_or_404(
        Option.objects.filter(round__appraisal__in=mine).select_related("round__appraisal__owner"), pk=pk
    )
    appraisal = option.round.appraisal
    require(permissions.can_write(user, appraisal))
    rows = Resting.objects.filter(option=option)
    form = RestForm(
        request.POST if request.method == "POST" else None,
        by=user,
        policies=[row.policy_id for row in rows if row.policy_id],
        systems=[row.system_id for row in rows if row.system_id],
    )
    if request.method == "POST" and form.is_valid():
        act.rest(option, by=user, on_it=form.thing)
        messages.success(request, _("It is said to rest on this option, and its page says so too."))
        return redirect("risks:rests", pk=option.pk)
    context = {
        "option": option,
        "appraisal": appraisal,
        "form": form,
        "things": resting.things_on(option, user=user, chosen=Decision.objects.filter(option=option).exists()),
    }
    return page(request, "risks/rests.html", context, status=422 if form.is_bound else 200)


@require_POST
def rests_no_longer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it no longer rests on its option."""
    user = me(request)
    mine = Appraisal.objects.visible_to(user)
    row = get_object_or_404(
        Resting.objects.filter(option__round__appraisal__in=mine).select_related("option__round__appraisal"), pk=pk
    )
    act.rest_no_longer(row, by=user)
    messages.success(request, _("It no longer rests on this option."))
    return redirect("risks:rests", pk=row.option_id)
