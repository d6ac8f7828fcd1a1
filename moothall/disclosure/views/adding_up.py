"""Which requests are added up against the cost limit."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.disclosure import permissions
from moothall.disclosure.actions import adding_up as act
from moothall.disclosure.forms.reasons import AddUpForm, TakeOutForm
from moothall.disclosure.models import AddedUp, Case
from moothall.disclosure.queries import adding_up as queries
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.kit.htmx import page
from moothall.kit.permissions import require


def add_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which requests are added up with a case, and see which are."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_work_on(user, found))
    find = partial(queries.by_number, user=user)
    form = AddUpForm(request.POST or None, offered=queries.offered(found, user), find=find)
    if request.method == "POST" and form.is_valid():
        doing = partial(act.add_up, found, by=user, others=form.others(), why=form.cleaned_data["why"])
        if done(form, doing) is not None:
            tell(request, _("Added up. Their time counts together."))
            return redirect(found)
    context = {
        "form": form,
        "case": found,
        "together": queries.others_of(found, user),
        "own": AddedUp.objects.standing().filter(case=found).select_related("by").first(),
        "has_limit": queries.has_limit(found),
    }
    return page(request, "disclosure/adding_up.html", context, status=status(form))


def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a request added up with others no longer."""
    user = me(request)
    rows = AddedUp.objects.standing().filter(case__in=Case.objects.visible_to(user)).select_related("case")
    row = get_object_or_404(rows, pk=pk)
    require(permissions.can_work_on(user, row.case))
    form = TakeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        doing = partial(act.take_out, row, by=user, why=form.cleaned_data["why"])
        if done(form, doing) is not None:
            tell(request, _("It is added up no longer."))
            return redirect("disclosure:add_up", row.case_id)
    context = {"form": form, "case": row.case, "row": row}
    return page(request, "disclosure/adding_up_take_out.html", context, status=status(form))
