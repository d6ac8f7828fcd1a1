"""Beginning delivery, work from before the hall, looking back, closing, confirming, and reviewing one's purpose."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.actions import delivery as act
from moothall.change.actions.delivery import NotReady
from moothall.change.actions.initiatives import InitiativeClosed
from moothall.change.forms.delivery import CloseForm, ConfirmForm, PastForm, PurposeForm, ReviewForm
from moothall.change.models import Initiative, Outcome, Part, Purpose
from moothall.change.queries import page as pages
from moothall.change.queries import readiness
from moothall.change.views import reaching
from moothall.change.views.reaching import leads_on, me, status
from moothall.kit.htmx import page
from moothall.kit.permissions import require


@leads_on
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin delivery; refused with the list of what is missing, each with the way to mend it."""
    user, found = me(request), _to_lead(request, pk)
    if hasattr(found, "delivery"):
        messages.info(request, _("It is under way already."))
        return redirect(found)
    refused = False
    if request.method == "POST":
        try:
            act.begin_delivery(found, by=user)
        except NotReady:
            refused = True
        else:
            messages.success(
                request, _("It is under way. Read its measures on their days, and ask people as you build.")
            )
            return redirect(found)
    missing = readiness.before_delivery(found)
    context = {"initiative": found, "missing": missing, "refused": refused}
    return page(request, "change/initiative_begin.html", context, status=422 if refused else 200)


@leads_on
def past(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter work that began before the hall, with its true dates; nothing is refused for its gaps."""
    user, found = me(request), reaching.to_write(request, pk)
    if hasattr(found, "delivery"):
        messages.info(request, _("It is under way already."))
        return redirect(found)
    form = PastForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.enter_past(found, by=user, **form.cleaned_data)
        except ValueError as error:
            form.add_error("began_on", str(error))
        else:
            messages.success(
                request, _("Entered with its true dates. What is not proved yet stands on its page, as the next steps.")
            )
            return redirect(found)
    context = {"initiative": found, "form": form, "since": readiness.hall_since()}
    return page(request, "change/initiative_past.html", context, status=status(form))


@leads_on
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look back at the whole of it."""
    user, found = me(request), _to_lead(request, pk)
    if not hasattr(found, "delivery"):
        messages.warning(request, _("There is nothing to look back at yet: delivery has not begun."))
        return redirect(found)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.review(found, by=user, **form.cleaned_data)
        messages.success(request, _("Saved. What was not met needs a lesson before this is closed."))
        return redirect(found)
    context = {"initiative": found, "form": form, "lines": pages.lines(found, user)}
    return page(request, "change/initiative_review.html", context, status=status(form))


@leads_on
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it and say what came of it; refused while a failure has no published lesson."""
    user, found = me(request), _to_lead(request, pk)
    form = CloseForm(request.POST or None)
    missing: list[readiness.Missing] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            act.close(found, by=user, outcome=Outcome(given["outcome"]), words=given["words"])
        except NotReady as not_ready:
            missing = not_ready.missing
        else:
            messages.success(request, _("It is closed, with what came of it. It can be read, and stays as it is."))
            return redirect(found)
    begun = hasattr(found, "delivery")
    context = {
        "initiative": found,
        "form": form,
        "missing": missing,
        "unanswered": [] if missing else readiness.unanswered(found),
        "untold": [] if missing or not begun else readiness.untold(found, user),
        "lines": pages.lines(found, user),
    }
    return page(request, "change/initiative_close.html", context, status=422 if missing else status(form))


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, as the owner, that one led and the guide helped."""
    user, found = me(request), reaching.initiative(request, pk)
    require(permissions.can_lead(user, found))
    if found.guide is None:
        messages.warning(request, _("Nobody guides this change."))
        return redirect(found)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act.confirm(found, by=user, words=form.cleaned_data["words"])
        messages.success(request, _("Said, beside their name."))
        return redirect(found)
    return page(request, "change/initiative_confirm.html", {"initiative": found, "form": form}, status=status(form))


@leads_on
def purpose(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Ask oneself what value one adds: go on, change, or hand over, which is a success."""
    user, found = me(request), reaching.initiative(request, pk)
    if part not in (Part.OWNER, Part.GUIDE):
        raise Http404
    own = Part(part)
    require(permissions.can_review_purpose(user, found, own))
    if hasattr(found, "closing"):
        raise InitiativeClosed
    form = PurposeForm(request.POST or None, by=user, initiative=found, part=own)
    if request.method == "POST" and form.is_valid() and (done := _decide(request, found, own, form)) is not None:
        return done
    earlier = found.purpose_reviews.filter(part=own).select_related("by", "handover__after").order_by("-pk")
    context: dict[str, Any] = {
        "initiative": found,
        "form": form,
        "part": own,
        "earlier": list(earlier[:10]),
        "lines": pages.lines(found, user),
        "people": pages.around(found),
    }
    return page(request, "change/initiative_purpose.html", context, status=status(form))


def _decide(request: HttpRequest, found: Initiative, part: Part, form: PurposeForm) -> HttpResponse | None:
    user, given = me(request), form.cleaned_data
    verdict = Purpose(given["verdict"])
    to = given["to"] if verdict is Purpose.HAND_OVER else None
    try:
        act.review_purpose(found, by=user, part=part, verdict=verdict, words=given["words"], to=to)
    except ValueError as error:
        form.add_error("to", str(error))
        return None
    messages.success(request, _done(verdict, to))
    still = Initiative.objects.visible_to(user).filter(pk=found.pk).exists()
    return redirect(found if still else "change:list")


def _done(verdict: Purpose, to: Any) -> str:
    if verdict is Purpose.HAND_OVER:
        return _("Handed over to %(name)s, with the whole trail. That it goes on without you is a success.") % {
            "name": to.name
        }
    if verdict is Purpose.CHANGE:
        return _("Saved. Say on its page what is to be otherwise from now on.")
    return _("Saved. You go on, and you said why.")


def _to_lead(request: HttpRequest, pk: int) -> Initiative:
    """The initiative, for the owner who accepted, while it is not closed."""
    found = reaching.initiative(request, pk)
    require(permissions.can_lead(me(request), found))
    if hasattr(found, "closing"):
        raise InitiativeClosed
    return found
