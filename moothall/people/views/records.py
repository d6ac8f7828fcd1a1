"""What the hall holds about a person: a copy of it, and putting it right."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.kit.registries import personal_data
from moothall.kit.throttle import limited
from moothall.people import actions, export, permissions
from moothall.people.forms import AnswerForm, CorrectionForm, ReasonForm
from moothall.people.models import Correction, User

PAGE = 50


def mine(request: HttpRequest) -> HttpResponse:
    """What is held about me, a copy of it, and asking for it to be put right."""
    user = cast(User, request.user)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_correction(user, by=user, asked=form.cleaned_data["asked"])
        messages.success(request, _("The administrators see what you asked. The answer will stand here."))
        return redirect("people:data")
    corrections = Correction.objects.filter(user=user).order_by("-pk")[:20]
    context = {"form": form, "parts": list(personal_data), "corrections": corrections}
    return page(request, "people/data.html", context, status=422 if form.is_bound else 200)


@limited("export")
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def download_mine(request: HttpRequest) -> HttpResponseBase:
    """My own copy, as a zip of JSON files; asks again who I am."""
    user = cast(User, request.user)
    if request.method != "POST":
        return redirect("people:data")
    actions.export_data(user, by=user, reason="")
    return _zip(user, own=True)


@limited("export")
def export_of(request: HttpRequest, handle: str) -> HttpResponseBase:
    """A copy for someone else, with a reason that stands in the record; asks again who I am."""
    user = cast(User, request.user)
    person = get_object_or_404(User.objects.visible_to(user), handle=handle)
    require(user.pk != person.pk and permissions.can_export(user, person))
    answer: HttpResponseBase = _export_with_reason(request, person)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]
def _export_with_reason(request: HttpRequest, person: User) -> HttpResponseBase:
    user = cast(User, request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.export_data(person, by=user, reason=form.cleaned_data["reason"])
        return _zip(person, own=False)
    context = {"form": form, "person": person, "parts": export.parts(own=False)}
    return page(request, "people/export.html", context, status=422 if form.is_bound else 200)


def corrections(request: HttpRequest) -> HttpResponse:
    """What people asked to have put right, oldest first."""
    user = cast(User, request.user)
    require(permissions.can_answer_corrections(user))
    waiting = Correction.objects.filter(answered_at=None).select_related("user")
    rows = keyset(waiting, by=("pk",), after=request.GET.get("after"), size=PAGE)
    return page(request, "people/corrections.html", {"corrections": rows})


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was put right, or why not."""
    user = cast(User, request.user)
    require(permissions.can_answer_corrections(user))
    correction = get_object_or_404(Correction.objects.select_related("user"), pk=pk, answered_at=None)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_correction(correction, by=user, answer=form.cleaned_data["answer"])
        return redirect("people:corrections")
    context = {"form": form, "correction": correction, "person": correction.user}
    return page(request, "people/answer.html", context, status=422 if form.is_bound else 200)


def _zip(person: User, *, own: bool) -> FileResponse:
    name = f"moothall-{person.handle}-{clock.now():%Y-%m-%d}.zip"
    response = FileResponse(
        export.zipped(person, own=own), as_attachment=True, filename=name, content_type="application/zip"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
