"""After the answer: a review, the regulator, and a lesson to share."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.disclosure import permissions
from moothall.disclosure.actions import reviews as act
from moothall.disclosure.forms.letters import RegulatorForm, ReviewForm
from moothall.disclosure.models import Case, Kind
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a review as a case of its own, which somebody else decides."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_work_on(user, found))
    form = ReviewForm(request.POST or None, initial={"received_on": clock.today()}, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(
            act.open_review,
            found,
            by=user,
            words=given["words"],
            owner=given["owner"],
            received_on=given["received_on"],
        )
        if (made := done(form, doing)) is not None:
            tell(request, _("{reference} is open.").format(reference=made.reference))
            visible = Case.objects.visible_to(user).filter(pk=made.pk).exists()
            return redirect(made if visible else found)
    return page(request, "disclosure/reviews_review.html", {"form": form, "case": found}, status=status(form))


def regulator(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the regulator asks, or decided."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_work_on(user, found))
    form = RegulatorForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {name: given[name] for name in ("on", "words", "reference", "reply_by", "ruling")}
        doing = partial(act.regulator, found, Kind(given["kind"]), by=user, **said)
        if done(form, doing) is not None:
            tell(request, _("Written down."))
            return redirect(found)
    events = found.events.standing().filter(kind__in=act.OF_REGULATOR).select_related("regulator")
    context = {"form": form, "case": found, "events": events}
    return page(request, "disclosure/reviews_regulator.html", context, status=status(form))
