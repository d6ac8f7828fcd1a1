"""How people were involved: recording it, reading it, and saying what came of it."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.actions import stakeholders as act
from moothall.change.forms.people import EngagementForm, initial_of_engagement
from moothall.change.models import Engagement, EngagementStage, Form
from moothall.change.queries import gunning, involving
from moothall.change.views import found
from moothall.kit import throttle
from moothall.kit.htmx import page


@found.leads_on
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that people are or were involved; with nobody named yet, the way to name them."""
    initiative = found.initiative(request, pk)
    found.may_write(request, initiative)
    user = found.me(request)
    stakeholders = list(initiative.stakeholders.order_by("name"))
    if not stakeholders:
        messages.info(request, _("Name first whom the change touches. Then say how they were involved."))
        return redirect("change:stakeholder_new", initiative.pk)
    talks = list(involving.talks(initiative, user))
    stage = request.GET.get("stage", "")
    initial = {"stage": stage if stage in EngagementStage.values else None}
    form = EngagementForm(request.POST or None, by=user, stakeholders=stakeholders, talks=talks, initial=initial)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        try:
            made = act.engage(
                initiative, by=user, words=form.words(), stakeholders=form.involved(), token=form.cleaned_data["token"]
            )
        except ValueError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Recorded."))
            return redirect("change:engagement", made.pk)
    context = {"initiative": initiative, "form": form, "asking": involving.asking_space(initiative, user)}
    return page(request, "change/people/engagement_form.html", context, status=found.status(form))


def engagement(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked of whom, what they said, and what changed because of it."""
    row = found.engagement(request, pk)
    initiative, user = row.initiative, found.me(request)
    consultation, talk = getattr(row, "consultation", None), involving.talk(row.thing, user)
    is_public = row.form == Form.CONSULTATION
    context: dict[str, Any] = {
        "initiative": initiative,
        "engagement": row,
        "stakeholders": row.stakeholders.order_by("name"),
        "talk": talk,
        "poll": involving.poll(talk, user),
        "checks": gunning.checks(row) if is_public else [],
        "is_public": is_public,
        "consultation": consultation,
        "may_write": found.writes(request, initiative),
        "may_publish": permissions.can_publish_consultation(user, initiative),
    }
    return page(request, "change/people/engagement.html", context)


@found.leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what people said and what changed; stage and first day stay once delivery rests on them."""
    row = found.engagement(request, pk)
    initiative, user = row.initiative, found.me(request)
    found.may_write(request, initiative)
    talks = list(involving.talks(initiative, user))
    form = EngagementForm(
        request.POST or None,
        by=user,
        stakeholders=initiative.stakeholders.order_by("name"),
        talks=talks,
        engagement=row,
        locked=_locked(row),
        initial=initial_of_engagement(row, talks, user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_engagement(row, by=user, words=form.words(), stakeholders=form.involved())
        except ValueError as wrong:
            form.add_error(None, str(wrong))
        except IntegrityError:
            form.add_error(None, _("Delivery began meanwhile: the stage and the first day stay as they are."))
        else:
            messages.success(request, _("Saved."))
            return redirect("change:engagement", row.pk)
    context = {"initiative": initiative, "form": form, "engagement": row, "locked": _locked(row)}
    return page(request, "change/people/engagement_form.html", context, status=found.status(form))


def _locked(row: Engagement) -> tuple[str, ...]:
    """What may no longer be changed here: what delivery rests on, and the days of an open consultation."""
    locked: list[str] = []
    if hasattr(row.initiative, "delivery"):
        locked += ["stage", "opened_on"]
    if hasattr(row, "consultation"):
        locked += [name for name in ("form", "opened_on", "closed_on") if name not in locked]
    return tuple(locked)
