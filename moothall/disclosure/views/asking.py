"""Where anybody asks for information. No session is opened, and the log does not say who sent what."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from moothall.disclosure.actions import asking as act
from moothall.disclosure.actions.receipts import wanting, was_mailed
from moothall.disclosure.forms.asking import AskForm
from moothall.disclosure.models import Case, Channel
from moothall.disclosure.queries import deadlines, published
from moothall.kit import logs, throttle

SALT = "moothall.disclosure.asked"
ALL = frozenset({"GET", "HEAD", "POST"})


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is no authority that another site could borrow
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("public", methods=ALL)
@logs.unnamed
def make_request(request: HttpRequest) -> HttpResponse:
    """Ask for information; what is published already on the like of it is shown to whoever wants to look first."""
    looks = request.method == "POST" and "look" in request.POST
    form = AskForm(None if looks else request.POST or None, initial=_typed(request) if looks else {})
    if request.method == "POST" and not looks and form.is_valid() and not throttle.refused(request, form, "request"):
        try:
            case = act.ask(form.asked(), form.asker(), token=form.cleaned_data["token"])
        except act.FormFull:
            form.add_error(None, _("So many requests came by this form today that no more are taken. Write to us."))
        else:
            return redirect("disclosure:request_made", seal=Signer(salt=SALT).sign(str(case.pk)))
    words = request.POST.get("words", "")[:8000]
    context: dict[str, Any] = {
        "form": form,
        "looked": looks,
        "suggested": published.suggest(words) if words.strip() else [],
        "terms": deadlines.terms(),
    }
    return render(request, "disclosure/make_request.html", context, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@require_safe
@throttle.limited("public", methods=ALL)
@logs.unnamed
def request_made(request: HttpRequest, seal: str) -> HttpResponse:
    """That a request came, its reference and its day: no words and no name, for an address can be seen by others."""
    try:
        pk = int(Signer(salt=SALT).unsign(seal))
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    case = get_object_or_404(Case.objects.filter(channel=Channel.FORM).select_related("requester"), pk=pk)
    context = {
        "case": case,
        "mailed": was_mailed(case),
        "wanting": wanting(case),
        "terms": deadlines.terms(),
    }
    return render(request, "disclosure/request_made.html", context)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed so far, to go on with."""
    given = {name: request.POST.get(name, "")[:8000] for name in ("words", "name", "email", "postal", "started")}
    return {name: value for name, value in given.items() if value}
