"""Redacted copies: brought in, looked through, signed by two, fetched by whoever asked."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moothall.disclosure import looking, permissions, sending
from moothall.disclosure.actions import released as act
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.forms.letters import ReleaseForm
from moothall.disclosure.models import Case, How, ReleasedFile
from moothall.disclosure.queries import letters as queries
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.files import receiving, serve
from moothall.files.models import Upload
from moothall.kit import clock, throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User

READS = frozenset({"GET", "HEAD"})
TYPES = {"pdf": "application/pdf", "csv": "text/csv", "txt": "text/plain"}


def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a redacted copy in; the gate looks through it at once."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_work_on(user, found))
    form = ReleaseForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "upload"):
        upload = form.cleaned_data["file"]
        if (made := done(form, partial(_bring, found, user, upload, form.lines()))) is not None:
            receiving.abandon(upload)
            tell(request, _("Looked through.") if made.passed else _("Looked through, and kept back."))
            return redirect(made)
    return page(request, "disclosure/released_bring.html", {"form": form, "case": found}, status=status(form))


def _bring(case: Case, user: User, upload: Upload, withheld: Sequence[str]) -> ReleasedFile:
    try:
        looked = looking.look_through(upload, withheld)
    except ValueError as error:
        raise Impossible(_("Each line has a letter or a digit, and there are at most 5,000.")) from error
    return act.keep(case, by=user, upload=upload, looked=looked)


def released(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy, what the gate found in it, and who signed it."""
    user, found = me(request), _file(request, pk)
    signatures = list(found.signatures.select_related("by").order_by("pk"))
    free = found.letter_id is None and found.taken_back_at is None
    signed = any(one.by_id == user.pk for one in signatures)
    context = {
        "file": found,
        "case": found.case,
        "findings": queries.findings_of(found),
        "signatures": signatures,
        "works": permissions.can_work_on(user, found.case),
        "free": free,
        "may_sign": free and found.passed and not signed and permissions.can_sign(user, found),
    }
    return page(request, "disclosure/released_file.html", context)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for it."""
    return _did(request, pk, act.sign, _("Signed."))


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it not go."""
    return _did(request, pk, act.take_back, _("Taken back. It does not go with the letter."))


@require_safe
def look(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The copy itself, for those who sign it."""
    return _served(_file(request, pk))


@login_not_required
@require_safe
@throttle.limited("public", methods=READS)
def copy(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A copy that went with a letter by e-mail, for whoever has its address, for a time."""
    rows = ReleasedFile.objects.filter(letter__sent_how=How.EMAIL, passed=True).select_related("blob", "letter")
    found = get_object_or_404(rows, key=key)
    sent = found.letter.sent_at if found.letter else None
    if sent is None or sent + sending.OPEN_FOR < clock.now():
        raise Http404("Its time is up.")
    response = _served(found)
    response["X-Robots-Tag"] = "noindex"
    return response


def _served(found: ReleasedFile) -> HttpResponseBase:
    kind = TYPES.get(found.name.rpartition(".")[2].lower(), "")
    return serve.download(found.blob, name=found.name, content_type=kind)


def _file(request: HttpRequest, pk: int) -> ReleasedFile:
    rows = ReleasedFile.objects.visible_to(me(request)).select_related("case__owner", "blob", "by", "letter")
    return get_object_or_404(rows, pk=pk)


def _did(request: HttpRequest, pk: int, doing: Callable[..., Any], words: str) -> HttpResponse:
    found = _file(request, pk)
    require(permissions.can_sign(me(request), found))
    try:
        doing(found, by=me(request))
    except Impossible as error:
        tell(request, str(error))
    else:
        tell(request, words)
    return redirect(found)
