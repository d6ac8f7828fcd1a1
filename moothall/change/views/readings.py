"""Reading a measure off, and correcting a reading by another beside it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.change import amounts, permissions
from moothall.change.actions import measures as act
from moothall.change.forms.measures import ReadingForm
from moothall.change.models import Measure, Reading
from moothall.change.queries.measures import stands
from moothall.change.views import plan_finding as find
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import metrics
from moothall.people.models import User


def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what was read, or why nothing was."""
    user, measure = find.me(request), find.measure(request, pk)
    require(permissions.can_read_off(user, measure))
    if measure.retired_at is not None:
        messages.warning(request, _("It is read no longer."))
        return redirect(measure)
    if metrics.get(measure.metric) is not None:
        messages.warning(request, _("The hall reads it off itself. You can correct a reading, and say why."))
        return redirect(measure)
    form = ReadingForm(request.POST or None, measure=measure, initial={"read_on": clock.today()})
    if request.method == "POST" and form.is_valid() and _enter(form, measure, user, None):
        messages.success(request, _("Entered. What is realised was computed again."))
        return redirect(measure)
    return _page(request, form, measure, None)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a reading: it stays, struck out, with the right one beside it."""
    user, wrong = find.me(request), find.reading(request, pk)
    measure = wrong.measure
    require(permissions.can_read_off(user, measure))
    made = Reading.objects.filter(corrects=wrong).first()
    if made is not None:
        if str(made.token) != request.POST.get("token"):
            messages.warning(request, _("That reading was corrected already. Correct the newer one."))
        return redirect(measure)
    if measure.retired_at is not None:
        messages.warning(request, _("It is read no longer."))
        return redirect(measure)
    start = {"read_on": wrong.read_on, "value": wrong.value, "why_none": wrong.why_none, "evidence": wrong.evidence}
    form = ReadingForm(request.POST or None, measure=measure, corrects=wrong, initial=start)
    if request.method == "POST" and form.is_valid() and _enter(form, measure, user, wrong):
        messages.success(request, _("Corrected. The reading before stays, struck out."))
        return redirect(measure)
    return _page(request, form, measure, wrong)


def _enter(form: ReadingForm, measure: Measure, user: User, corrects: Reading | None) -> bool:
    """Enter it; False with an error in the form where somebody was quicker."""
    token, words = form.cleaned_data["token"], form.words()

    def enter() -> Reading:
        return act.read(measure, by=user, words=words, corrects=corrects, token=token)

    try:
        find.once(enter, lambda: Reading.objects.filter(token=token, by=user).first() if token else None)
    except ValueError:
        form.add_error(None, find.changed_meanwhile())
        return False
    return True


def _page(request: HttpRequest, form: ReadingForm, measure: Measure, wrong: Reading | None) -> HttpResponse:
    (standing,) = stands([measure])
    told = amounts.told(wrong.value, measure.unit) if wrong is not None and wrong.value is not None else ""
    context = {
        "form": form,
        "measure": measure,
        "objective": measure.objective,
        "plan": measure.objective.plan,
        "stands": standing,
        "wrong": wrong,
        "told": told,
    }
    return page(request, "change/reading.html", context, status=find.status(form))
