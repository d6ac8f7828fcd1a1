"""My mailboxes, one mailbox, and who answers for it."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.kit.registries import links_to
from moothall.mail import permissions, progress, queries
from moothall.mail.actions import mailboxes as actions
from moothall.mail.forms import CustodianForm, MailboxForm
from moothall.mail.models import Custodian, Mailbox
from moothall.people.models import User

PAGE = 25


def mailboxes(request: HttpRequest) -> HttpResponse:
    """The mailboxes I answer for."""
    user = cast(User, request.user)
    may_create = permissions.can_create_mailbox(user)
    context = {
        "mailboxes": queries.mailboxes(user),
        "others": queries.mailboxes_of_others(user) if may_create else (),
        "may_create": may_create,
    }
    return page(request, "mail/mailboxes.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Open a mailbox."""
    user = cast(User, request.user)
    require(permissions.can_create_mailbox(user))
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mailbox = actions.create_mailbox(by=user, **form.cleaned_data)
        messages.success(request, _("%(address)s is open. Its owner can now bring mail in.") % {"address": mailbox})
        return redirect("mail:mailboxes")
    return page(request, "mail/new.html", {"form": form}, status=422 if form.is_bound else 200)


def mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """The threads of a mailbox, newest first."""
    user = cast(User, request.user)
    box = get_object_or_404(Mailbox.objects.visible_to(user), pk=pk)
    shared = request.GET.get("show") == "shared"
    threads = keyset(
        queries.threads(box, shared=shared), by=("-last_at", "-pk"), after=request.GET.get("after"), size=PAGE
    )
    context = {
        "box": box,
        "shared": shared,
        "next_cursor": threads.next_cursor,
        "lines": queries.lines(threads.rows),
        "sums": queries.sums(box),
        "holders": queries.holders(box),
        "runs": [progress.view_of(run) for run in queries.open_runs(box)],
        "may_bring_in": permissions.can_bring_in(user, box),
        "links": links_to(user, box.container),
    }
    return page(request, "mail/mailbox.html", context)


def custodians(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds a mailbox and why; add one."""
    user = cast(User, request.user)
    boxes = Mailbox.objects.all() if permissions.can_create_mailbox(user) else Mailbox.objects.visible_to(user)
    box = get_object_or_404(boxes, pk=pk)
    may_manage = permissions.can_manage_custodians(user, box)
    form = CustodianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["user"]
        try:
            actions.add_custodian(box, by=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("user", error)
        else:
            messages.success(request, _("%(name)s can read this mailbox now.") % {"name": person.name})
            return redirect("mail:custodians", pk=box.pk)
    context = {
        "box": box,
        "holders": queries.holders(box),
        "form": form,
        "may_manage": may_manage,
        "may_read": permissions.can_read(user, box),
    }
    return page(request, "mail/custodians.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove_custodian(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a person from reading a mailbox."""
    user = cast(User, request.user)
    boxes = Mailbox.objects.all() if permissions.can_create_mailbox(user) else Mailbox.objects.visible_to(user)
    custodian = get_object_or_404(Custodian.objects.filter(mailbox__in=boxes), pk=pk)
    box, name = custodian.mailbox, custodian.user.name
    try:
        actions.remove_custodian(custodian, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s can no longer read %(box)s.") % {"name": name, "box": box})
    if boxes.filter(pk=box.pk).exists() and custodian.user_id != user.pk:
        return redirect("mail:custodians", pk=box.pk)
    return redirect("mail:mailboxes")
