"""Publishing a lesson in the hall and on the public site, and withdrawing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.lessons import permissions
from moothall.lessons.actions import publishing as act
from moothall.lessons.forms.lessons import WithdrawForm
from moothall.lessons.queries import reading
from moothall.lessons.queries.drawn import origin
from moothall.lessons.queries.readiness import look, missing
from moothall.lessons.views import finding
from moothall.lessons.views.finding import me, status
from moothall.policies import gate
from moothall.policies.models import Capability


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as others would read it, what is missing, and the button."""
    user, found = me(request), finding.lesson(request, pk)
    require(permissions.can_write_draft(user, found))
    if request.method == "POST":
        try:
            act.publish(found, by=user)
        except act.NotReady:
            messages.warning(request, _("Something is missing still."))
            return redirect("lessons:publish", found.pk)
        messages.success(
            request, _("Published. All staff and councillors can read it, and it is offered where it applies.")
        )
        return redirect(found)
    context = {
        "lesson": found,
        "read": reading.read(found, user),
        "missing": missing(found),
        "findings": look(found),
    }
    return page(request, "lessons/publish.html", context)


def public_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a lesson on the public site, or take it off."""
    user, found = me(request), finding.lesson(request, pk)
    require(permissions.can_put_public(user, found))
    if request.method != "POST":
        if not found.is_public:
            gate.stop(user, Capability.PUBLISH)
        context = {"lesson": found, "findings": look(found), "drawn": origin(found)}
        return page(request, "lessons/public_site.html", context)
    if "take_off" in request.POST:
        act.withdraw_public(found, by=user)
        messages.success(request, _("It is no longer on the public site."))
        return redirect(found)
    act.publish_public(found, by=user)
    messages.success(request, _("Anyone can read it on the public site now."))
    return redirect(found)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand by a lesson no longer, for a reason."""
    user, found = me(request), finding.lesson(request, pk)
    require(permissions.can_withdraw(user, found))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.withdraw(found, by=user, **form.cleaned_data)
        messages.success(request, _("It is withdrawn, with your reason. It is offered to nobody any more."))
        return redirect(found)
    return page(request, "lessons/withdraw.html", {"lesson": found, "form": form}, status=status(form))
