"""Open consultations on the public site. No session is opened, and no name of staff is told."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from moothall.change.actions import consultations as act
from moothall.change.forms.consultations import AnswerForm
from moothall.change.models import Consultation
from moothall.change.queries import consultations
from moothall.kit import logs, throttle

AGE = 300  # seconds that anyone may keep a page
READS = frozenset({"GET", "HEAD"})


@login_not_required
@require_safe
@throttle.limited("public", methods=READS)
def every(request: HttpRequest) -> HttpResponse:
    """The consultations that can be answered, those to come, and those that have closed."""
    part = consultations.over(request.GET.get("after"))
    context: dict[str, Any] = {
        "running": consultations.running(),
        "coming": consultations.coming(),
        "over": part.rows,
        "next_cursor": part.next_cursor,
    }
    response = render(request, "change/consult/public_list.html", context)
    patch_cache_control(response, public=True, max_age=AGE)
    return response


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is no authority that another site could borrow
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("public", methods=READS)
@logs.unnamed
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultation: what it is about, a form while it is open, what people say, and what came of it."""
    found = get_object_or_404(Consultation.objects.public().select_related("engagement"), pk=pk)
    form = AnswerForm(request.POST or None, questions=list(found.questions.all())) if found.is_open else None
    if request.method == "POST" and form and form.is_valid() and _taken(request, found, form):
        return redirect(f"{reverse('change:public_consultation', args=[found.pk])}?sent=1")
    part = consultations.shown(found, request.GET.get("after"))
    context: dict[str, Any] = {
        "consultation": found,
        "information": found.engagement.information,
        "form": form,
        "too_late": request.method == "POST" and form is None,
        "sent": "sent" in request.GET and request.method != "POST",
        "answers": part.rows,
        "next_cursor": part.next_cursor,
        "themes": consultations.themes(found) if found.answered_at else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "change/consult/public_consultation.html", context, status=status)


def _taken(request: HttpRequest, found: Consultation, form: AnswerForm) -> bool:
    """Whether the answer was taken; where not, the form says why, with all that was typed."""
    if throttle.refused(request, form, "public_comment"):
        return False
    given = form.cleaned_data
    try:
        act.answer(found, name=given["name"], parts=form.parts(), token=given["token"])
    except act.BoxFull:
        form.add_error(None, _("So many answers wait to be read that no more are taken today. Try again later."))
    except act.NotOpen:
        form.add_error(None, _("It has closed meanwhile, so no more answers are taken."))
    else:
        return True
    return False
