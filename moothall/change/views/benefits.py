"""The benefits of an initiative: the list, a profile, and writing, giving up and reviewing one."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.actions import benefits as act
from moothall.change.forms.benefits import BenefitForm, DropForm, ReviewForm, initial_of_benefit
from moothall.change.models import Benefit, Initiative, Measure
from moothall.change.queries import benefits
from moothall.change.views import found
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to, threads_through
from moothall.people.models import User


def every(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is for: plan, reading, state and forecast of each benefit."""
    initiative = found.initiative(request, pk)
    rows, next_cursor = benefits.page_of(initiative, request.GET.get("after"))
    context: dict[str, Any] = {
        "initiative": initiative,
        "rows": rows,
        "next_cursor": next_cursor,
        "wanting": [row for row in rows if row.wants_lesson],
        "may_write": found.writes(request, initiative),
    }
    return page(request, "change/value/benefits.html", context)


@found.leads_on
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a benefit, or a disbenefit."""
    initiative = found.initiative(request, pk)
    found.may_write(request, initiative)
    user = found.me(request)
    measures = list(benefits.measures(initiative, user))
    initial = {"disbenefit": "yes" if "disbenefit" in request.GET else ""}
    form = BenefitForm(request.POST or None, by=user, measures=measures, initial=initial)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        try:
            made = act.add_benefit(initiative, by=user, words=form.words(), token=form.cleaned_data["token"])
        except ValueError as wrong:
            form.add_error("owner", str(wrong))
        else:
            messages.success(
                request, _("Written, and put on the map. Join it to what leads to it, and to its objective.")
            )
            return redirect(made)
    context = _form_page(initiative, user, form, measures)
    return page(request, "change/value/benefit_form.html", context, status=found.status(form))


def benefit(request: HttpRequest, pk: int) -> HttpResponse:
    """One benefit with its profile, its picture and what its owner expects."""
    row = found.benefit(request, pk)
    user, thing = found.me(request), f"benefit:{row.pk}"
    is_open = not hasattr(row.initiative, "closing")
    live = is_open and row.dropped_at is None
    context: dict[str, Any] = {
        "initiative": row.initiative,
        "benefit": row,
        "thing": thing,
        "profile": benefits.profile(row),
        "links": links_to(user, thing),
        "threads": threads_through(user, thing),
        "may_write": live and permissions.can_write(user, row.initiative),
        "may_review": live and row.measure is not None and permissions.can_review_benefit(user, row, row.initiative),
        "may_read_off": live and row.measure is not None and permissions.can_read_off(user, row.measure),
    }
    return page(request, "change/value/benefit.html", context)


@found.leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write its profile anew; its measure, and whether it is a price, stay once delivery began."""
    row = found.benefit(request, pk)
    initiative, user = row.initiative, found.me(request)
    found.may_write(request, initiative)
    measures = list(benefits.measures(initiative, user))
    form = BenefitForm(
        request.POST or None,
        by=user,
        measures=measures,
        benefit=row,
        locked=_locked(row),
        initial=initial_of_benefit(row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_benefit(row, by=user, words=form.words())
        except ValueError as wrong:
            form.add_error("owner", str(wrong))
        except IntegrityError:
            form.add_error(None, _("Delivery began meanwhile: its measure stays as it is."))
        else:
            messages.success(request, _("Saved."))
            return redirect(row)
    context = {**_form_page(initiative, user, form, measures), "benefit": row, "locked": _locked(row)}
    return page(request, "change/value/benefit_form.html", context, status=found.status(form))


@found.leads_on
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a benefit up, for a reason."""
    row = found.benefit(request, pk)
    found.may_write(request, row.initiative)
    if row.dropped_at is not None:
        return redirect(row)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.drop_benefit(row, by=found.me(request), why=form.cleaned_data["why"])
        messages.success(request, _("Given up. It counts as not met: write what you learned from it."))
        return redirect(row)
    context = {"initiative": row.initiative, "benefit": row, "form": form}
    return page(request, "change/value/drop.html", context, status=found.status(form))


@found.leads_on
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say between what and what its measure will stand on the day of its target."""
    row = found.benefit(request, pk)
    user = found.me(request)
    require(permissions.can_review_benefit(user, row, row.initiative))
    if row.measure is None or row.dropped_at is not None or hasattr(row.initiative, "closing"):
        messages.warning(request, _("There is nothing to expect of it: it has no measure, or it is over."))
        return redirect(row)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        given = form.cleaned_data
        act.review_benefit(row, by=user, low=given["low"], high=given["high"], words=given["words"])
        messages.success(request, _("Said. It stands beside the plan."))
        return redirect(row)
    context = {"initiative": row.initiative, "benefit": row, "form": form, "profile": benefits.profile(row)}
    return page(request, "change/value/review.html", context, status=found.status(form))


def _form_page(initiative: Initiative, user: User, form: BenefitForm, measures: list[Measure]) -> dict[str, Any]:
    return {
        "initiative": initiative,
        "form": form,
        "measures": measures,
        "served": benefits.served(initiative, user),
    }


def _locked(row: Benefit) -> tuple[str, ...]:
    """What stays once delivery began: whether it is a price, and the measure that it has."""
    if not hasattr(row.initiative, "delivery"):
        return ()
    return ("disbenefit", "measure") if row.measure_id else ("disbenefit",)
