"""The door before the administration of tables."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from moothall.kit.htmx import page
from moothall.people import tables
from moothall.people.forms import StaffSessionForm


@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def begin(request: HttpRequest) -> HttpResponse:
    """Give a reason, after saying again who one is; not there for anybody but administrators."""
    if not tables.may_begin(request):
        raise Http404
    form = StaffSessionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tables.begin(request, reason=form.cleaned_data["reason"])
        return cast(HttpResponse, redirect("admin:index"))
    context = {"form": form, "minutes": settings.MOOTHALL_STAFF_MINUTES}
    return page(request, "people/tables.html", context, status=422 if form.is_bound else 200)
