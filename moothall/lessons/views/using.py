"""Saying what is done with a lesson for a matter, from the page of the matter or on a page of its own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.lessons import permissions
from moothall.lessons.actions import uses as act
from moothall.lessons.forms.lessons import UseForm
from moothall.lessons.matters import named
from moothall.lessons.models import Verdict
from moothall.lessons.views import finding
from moothall.lessons.views.finding import me, status


def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt a lesson for the thing that the address or the form names (`appraisal:3`), or say why it doesn't apply."""
    user, found = me(request), finding.lesson(request, pk)
    thing = str(request.POST.get("for") or request.GET.get("for") or "")
    matter = named(user, [thing]).get(thing)
    if matter is None or found.is_draft:
        raise Http404
    require(permissions.can_use(user, thing))
    back = finding.back(request, matter.url)
    form = UseForm(request.POST or None, initial={"verdict": request.GET.get("verdict", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        verdict = Verdict(given["verdict"])
        try:
            act.record_use(found, by=user, thing=thing, verdict=verdict, reason=given["reason"])
        except act.NoLongerOffered:
            messages.warning(request, _("That lesson was withdrawn or replaced meanwhile."))
            return redirect(back)
        adopted = verdict == Verdict.ADOPTED
        messages.success(
            request,
            _("Adopted. It stands here, and its author is told.") if adopted else _("Set aside, with your reason."),
        )
        return redirect(back)
    context = {"lesson": found, "matter": matter, "form": form, "back": back}
    return page(request, "lessons/use.html", context, status=status(form))
