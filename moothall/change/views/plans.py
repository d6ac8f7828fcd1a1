"""Plans and what they want: the list, a plan with its objectives as a tree, and entering them in their own words."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moothall.change import permissions
from moothall.change.actions import plans as act
from moothall.change.forms.plans import ObjectiveForm, PlanForm
from moothall.change.models import Plan
from moothall.change.queries import plans
from moothall.change.views import plan_finding as find
from moothall.files.refusals import Refused
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import threads_through


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The plans that this person may read, those in force first."""
    user = find.reader(request)
    show = request.GET.get("show", plans.FORCE)
    show = show if show in plans.SHOWN else plans.FORCE
    rows, next_cursor = plans.page_of(user, show, request.GET.get("after"))
    labels = {plans.FORCE: _("In force"), plans.COMING: _("Adopted later"), plans.PAST: _("No longer in force")}
    context = {
        "rows": rows,
        "next_cursor": next_cursor,
        "show": show,
        "choices": list(labels.items()),
        "keeps": permissions.keeps_plans(user),
    }
    return page(request, "change/plans.html", context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan, in its own words, with what serves each of its objectives."""
    user, plan = find.me(request), find.plan(request, pk)
    context = {"plan": plan, "sight": plans.sight(plan, user), "keeps": permissions.keeps_plans(user)}
    return page(request, "change/plan.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Enter an adopted plan."""
    return _enter(request, None)


def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the version that replaces a plan; its objectives are carried over."""
    return _enter(request, find.plan(request, pk))


def _enter(request: HttpRequest, before: Plan | None) -> HttpResponse:
    user = find.me(request)
    require(permissions.keeps_plans(user))
    start: dict[str, Any] = (
        {"kind": before.kind, "title": before.title, "adopted_by": before.adopted_by} if before else {}
    )
    form = PlanForm(*find.sent(request), by=user, replaces=before, initial=start)
    if request.method == "POST" and form.is_valid():
        token, words, file = form.cleaned_data["token"], form.words(), form.file()

        def enter() -> Plan:
            if before is None:
                return act.add_plan(by=user, words=words, file=file, token=token)
            return act.replace(before, by=user, words=words, file=file, token=token)

        try:
            made = find.once(enter, lambda: Plan.objects.filter(token=token, added_by=user).first())
        except ValueError:
            form.add_error(None, _("This plan was replaced already. Look at its newest version"))
        except Refused as refused:
            form.add_error("document", refused.words)
        else:
            words_of = (
                _("Entered, with its objectives carried over.") if before else _("Entered. Now quote what it wants.")
            )
            messages.success(request, words_of)
            return redirect(made)
    replaced = Plan.objects.visible_to(user).filter(replaces=before).first() if before else None
    context = {"form": form, "plan": before, "replaced": replaced}
    return page(request, "change/plan_new.html", context, status=find.status(form))


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is said of a plan."""
    user, plan = find.me(request), find.plan(request, pk)
    require(permissions.keeps_plans(user))
    quoted = plans.is_quoted(plan)
    form = PlanForm(*find.sent(request), by=user, plan=plan, quoted=quoted, replaces=plan.replaces)
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_plan(plan, by=user, words=form.words(), file=form.file())
        except Refused as refused:
            form.add_error("document", refused.words)
        except IntegrityError:
            form.add_error(None, _("It is quoted by now, so the day of its adoption stays. Open this page again"))
        except ValueError:
            form.add_error("adopted_on", _("Enter a day between those of the version before and the one after"))
        else:
            messages.success(request, _("Saved."))
            return redirect(plan)
    context = {"form": form, "plan": plan, "quoted": quoted, "files": plans.files_of(plan)}
    return page(request, "change/plan_edit.html", context, status=find.status(form))


@require_safe
def objective(request: HttpRequest, pk: int) -> HttpResponse:
    """An objective in its plan's own words, with the measures and initiatives that serve it."""
    user, found = find.me(request), find.objective(request, pk)
    context = {
        "objective": found,
        "plan": found.plan,
        "sight": plans.objective_sight(found, user),
        "threads": threads_through(user, f"objective:{found.pk}"),
        "here": f"objective:{found.pk}",
        "keeps": permissions.keeps_plans(user),
        "may_measure": permissions.can_write_measures(user),
    }
    return page(request, "change/objective.html", context)


def objective_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Quote an objective of a plan."""
    user, plan = find.me(request), find.plan(request, pk)
    require(permissions.keeps_plans(user))
    among = [one for one, _depth in plans.tree(plan.objectives.order_by("place", "pk"))]
    form = ObjectiveForm(request.POST or None, among=among, initial={"parent": request.GET.get("under", "")})
    if request.method == "POST" and form.is_valid():
        words = form.words()
        twin = plan.objectives.filter(title=words.title, quote=words.quote).first()
        if twin is not None:
            messages.success(request, _("It is quoted here."))
            return redirect(twin)
        try:
            made = act.add_objective(plan, by=user, words=words, parent=form.chosen_parent())
        except ValueError:
            form.add_error(
                None, _("A plan takes {n} objectives at most. Enter the rest as another plan").format(n=act.MOST)
            )
        else:
            messages.success(request, _("Quoted."))
            return redirect(made)
    context = {"form": form, "plan": plan}
    return page(request, "change/objective_new.html", context, status=find.status(form))


def objective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a quotation; once something quotes it, only its short title and its number."""
    user, found = find.me(request), find.objective(request, pk)
    require(permissions.keeps_plans(user))
    quoted = plans.objective_is_quoted(found)
    form = ObjectiveForm(request.POST or None, objective=found, quoted=quoted)
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_objective(found, by=user, words=form.words())
        except IntegrityError:
            form.add_error(None, _("It is quoted by now, so its words stay. Open this page again to mend its title"))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "objective": found, "plan": found.plan, "quoted": quoted}
    return page(request, "change/objective_edit.html", context, status=find.status(form))


def objective_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out what was entered by mistake, if nothing rests on it."""
    user, found = find.me(request), find.objective(request, pk)
    require(permissions.keeps_plans(user))
    sent = request.method == "POST"
    if sent:
        try:
            act.remove_objective(found, by=user)
        except (ProtectedError, IntegrityError):
            pass  # the page says what rests on it
        else:
            messages.success(request, _("Taken out."))
            return redirect(found.plan)
    context = {"objective": found, "plan": found.plan, "rests": plans.rests_on(found), "sent": sent}
    return page(request, "change/objective_remove.html", context, status=422 if sent else 200)
