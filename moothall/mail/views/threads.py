"""Threads and messages, their files, and sharing."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from moothall.files import blobs, serve
from moothall.files.uploads import clean_name
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.registries import links_to, offers_on
from moothall.mail import queries, reading
from moothall.mail.actions import shares
from moothall.mail.forms import ShareForm
from moothall.mail.models import Message, Thread
from moothall.mail.parsing import read_attachment
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.gate import Capability, GateClosed

PAGE = 20
HTML_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
HTML_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="referrer" content="no-referrer"></head><body>{body}</body></html>'
)


def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """A thread, oldest first, as posts."""
    user = cast(User, request.user)
    found = get_object_or_404(Thread.objects.visible_to(user).select_related("mailbox"), pk=pk)
    rows = keyset(found.messages.select_related("blob"), by=("at", "pk"), after=request.GET.get("after"), size=PAGE)
    context = {
        "thread": found,
        "box": found.mailbox,
        "title": queries.title_of(found),
        "letters": reading.letters(rows.rows),
        "next_cursor": rows.next_cursor,
        "holders": queries.holders(found.mailbox),
        "shares": queries.shares(user, found),
        "links": links_to(user, f"thread:{found.pk}"),
    }
    return page(request, "mail/thread.html", context)


def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a thread to a space I am in."""
    user = cast(User, request.user)
    found = get_object_or_404(Thread.objects.visible_to(user).select_related("mailbox"), pk=pk)
    form = ShareForm(request.POST or None, user=user, mailbox=found.mailbox)
    if request.method != "POST":
        gate.stop(user, Capability.SHARE_MAIL, found.mailbox.container)
        gate.stop(user, Capability.POST)
    elif form.is_valid() and not form.holds_back(by=user, also=[shares.words_of(found)]):
        given = form.cleaned_data
        try:
            conversation = shares.share_thread(found, given["space"], by=user, note=given["note"], passed=form.passed)
        except GateClosed as closed:
            form.add_error(None, gate.words(closed))
        except shares.LessCareful:
            words = _("This mailbox is marked OFFICIAL-SENSITIVE. Choose a space that is marked too")
            form.add_error("space", words)
        else:
            messages.success(request, _("The thread is in this space now. What its members say here stays here."))
            return redirect(conversation)
    context = {
        "thread": found,
        "box": found.mailbox,
        "title": queries.title_of(found),
        "form": form,
        "spaces": form.fields["space"].queryset.exists(),  # type: ignore[attr-defined]  # a ModelChoiceField
    }
    return page(request, "mail/share.html", context, status=422 if form.errors else 200)


def _message(request: HttpRequest, pk: int) -> Message:
    user = cast(User, request.user)
    return get_object_or_404(Message.objects.visible_to(user).select_related("blob", "mailbox", "thread"), pk=pk)


def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its headers, its words, its files."""
    found = _message(request, pk)
    context = {
        "message": found,
        "box": found.mailbox,
        "letter": reading.letters([found])[0],
        "holders": queries.holders(found.mailbox),
        "html": found.has_html and request.GET.get("as") == "html",
        "offers": offers_on(cast(User, request.user), f"message:{found.pk}"),
    }
    return page(request, "mail/message.html", context)


@xframe_options_sameorigin
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a message, made safe, for a frame that may do nothing."""
    safe = reading.safe_html(_message(request, pk))
    note = _("Pictures from elsewhere were not fetched: their sender would learn that you read this.")
    body = f"<p><small>{note}</small></p>{safe.html}" if safe.blocked else safe.html
    response = HttpResponse(HTML_PAGE.format(title=_("Message"), body=body))
    response["Content-Security-Policy"] = HTML_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def raw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The message as it came, every byte."""
    found = _message(request, pk)
    return serve.download(found.blob, name=f"{found.title[:80]}.eml", content_type="message/rfc822")


def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One attachment, always as a download."""
    part = read_attachment(blobs.read(_message(request, pk).blob), number)
    if part is None:
        raise Http404
    response = HttpResponse(part.content, content_type=serve.safe_type(part.content_type))
    response["Content-Disposition"] = content_disposition_header(True, clean_name(part.name)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
