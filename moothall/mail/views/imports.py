"""Bring mail in, watch it, and see what was held back."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from moothall.files import serve
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.mail import permissions, progress, queries, telling
from moothall.mail.actions import imports as actions
from moothall.mail.forms import BringInForm
from moothall.mail.models import HeldBack, ImportRun, Mailbox
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.gate import Capability, GateClosed

PAGE = 50


def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a mailbox file."""
    user = cast(User, request.user)
    box = get_object_or_404(Mailbox.objects.visible_to(user), pk=pk)
    require(permissions.can_bring_in(user, box))
    form = BringInForm(by=user)
    if request.method != "POST":
        gate.stop(user, Capability.IMPORT_MAIL, box.container)
    else:
        form = BringInForm(request.POST, request.FILES, by=user)
        if form.is_valid() and not throttle.refused(request, form, "upload"):
            try:
                return redirect(actions.upload(box, by=user, file=form.cleaned_data["file"]))
            except GateClosed as closed:
                form.add_error(None, gate.words(closed))
    context = {"box": box, "form": form, "holders": queries.holders(box)}
    return page(request, "mail/bring_in.html", context, status=422 if form.is_bound else 200)


def run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is; htmx asks for the panel alone."""
    user = cast(User, request.user)
    found = get_object_or_404(ImportRun.objects.visible_to(user).select_related("mailbox", "by"), pk=pk)
    telling.seen(found, person=user)
    context = {
        "view": progress.view_of(found),
        "box": found.mailbox,
        "holders": queries.holders(found.mailbox),
        "may_act": permissions.can_bring_in(user, found.mailbox),
        "held": found.held_back.order_by("pk")[:20],
    }
    return page(request, "mail/run.html", context, part="panel")


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop for now."""
    user = cast(User, request.user)
    return redirect(actions.pause(get_object_or_404(ImportRun.objects.visible_to(user), pk=pk), by=user))


@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on, or try again."""
    user = cast(User, request.user)
    return redirect(actions.go_on(get_object_or_404(ImportRun.objects.visible_to(user), pk=pk), by=user))


def held_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What could not be read as messages, and why."""
    user = cast(User, request.user)
    box = get_object_or_404(Mailbox.objects.visible_to(user), pk=pk)
    rows = keyset(box.held_back.select_related("run", "blob"), by=("-pk",), after=request.GET.get("after"), size=PAGE)
    context = {"box": box, "held": rows, "holders": queries.holders(box), "sums": queries.sums(box)}
    return page(request, "mail/held_back.html", context)


def held_back_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of something held back, to look at elsewhere."""
    user = cast(User, request.user)
    held = get_object_or_404(HeldBack.objects.visible_to(user).select_related("blob"), pk=pk)
    return serve.download(held.blob, name=f"held-back-{held.pk}.eml", content_type="application/octet-stream")
