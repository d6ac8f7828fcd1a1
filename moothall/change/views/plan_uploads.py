"""The documents of plans: fetching one, and taking out what was uploaded by mistake."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moothall.change import permissions
from moothall.change.actions import plan_uploads as act
from moothall.change.views import plan_finding as find
from moothall.files import serve
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.records import holding


@require_safe
def fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Fetch a document of a plan."""
    file = find.file(request, pk)
    return serve.download(file.blob, name=file.name, content_type=file.content_type)


def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out what was uploaded by mistake, unless a hold is in force on its plan."""
    user, file = find.me(request), find.file(request, pk)
    require(permissions.keeps_plans(user))
    refused = ""
    if request.method == "POST":
        try:
            act.take_out(file, by=user)
        except IntegrityError as error:
            if not holding.is_refusal(error):
                raise
            refused = holding.refusal()
        else:
            messages.success(request, _("Taken out."))
            return redirect(file.plan)
    context = {"file": file, "plan": file.plan, "refused": refused}
    return page(request, "change/plan_file_out.html", context, status=422 if refused else 200)
