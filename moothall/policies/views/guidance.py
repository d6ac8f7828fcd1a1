"""Having a policy's clauses stand beside what people do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.policies import permissions
from moothall.policies.actions import guidance as act
from moothall.policies.forms.guidance import PlaceForm
from moothall.policies.queries import placements
from moothall.policies.views import me, visible


def beside(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the clauses of a policy are shown, and showing one more."""
    user, found = me(request), visible(request, slug)
    require(permissions.can_change(user, found))
    choices = placements.clauses(found)
    form = PlaceForm(request.POST or None, clauses=choices)
    if request.method == "POST" and form.is_valid():
        placed = act.place(found, by=user, **form.cleaned_data)
        words = _("Clause {number} stands there, as long as it is in force.")
        messages.success(request, words.format(number=placed.number))
        return redirect("policies:beside", slug=slug)
    context = {"policy": found, "form": form, "placed": placements.placed(found, choices)}
    return page(request, "policies/beside_acts.html", context, status=422 if form.is_bound else 200)


@require_POST
def take_away(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a clause there no more."""
    user, found = me(request), visible(request, slug)
    require(permissions.can_change(user, found))
    act.take_away(get_object_or_404(found.placements, pk=pk), by=user)
    messages.success(request, _("It no longer stands there."))
    return redirect("policies:beside", slug=slug)
