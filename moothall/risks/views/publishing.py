"""Putting an appraisal on the public site, and taking it off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.policies import gate
from moothall.policies.models import Capability
from moothall.risks import permissions
from moothall.risks.actions import appraisals as act
from moothall.risks.views import finding


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What anybody would then read, and the button."""
    user, found = finding.me(request), finding.appraisal(request, pk)
    require(permissions.can_look_after(user, found))
    if request.method != "POST":
        if not found.is_public:
            gate.stop(user, Capability.PUBLISH)
        return page(request, "risks/publish.html", {"appraisal": found})
    if "unpublish" in request.POST:
        act.unpublish(found, by=user)
        messages.success(request, _("It is no longer on the public site."))
        return redirect(found)
    act.publish(found, by=user)
    messages.success(request, _("Anyone can read it on the public site now, and comment."))
    return redirect(found)
