"""Passing on what is a request, and the letters that made no case by themselves."""

from functools import partial
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.disclosure import permissions
from moothall.disclosure.actions import passing as pass_act
from moothall.disclosure.actions import received as act
from moothall.disclosure.forms.received import AddToForm, AsideForm, PassOnForm
from moothall.disclosure.intake.language import spoken
from moothall.disclosure.models import Case, Channel
from moothall.disclosure.models.received import Became, Received, Why
from moothall.disclosure.queries import passing, received
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.files import serve
from moothall.kit.htmx import page
from moothall.kit.permissions import require

SHOW = ("waiting", "all")


def pass_on(request: HttpRequest) -> HttpResponse:
    """“This is a request”: make a case of a mail, or of a post, that one reads."""
    user = me(request)
    require(permissions.can_open(user))
    token = request.GET.get("thing", "")
    choices = passing.choices(user, token)
    if choices:
        return page(request, "disclosure/pass_on_which.html", {"choices": choices})
    thing = passing.thing_of(user, token)
    if thing is None:
        raise Http404
    known = passing.case_made_of(thing)
    known = None if known and known.about_id == user.pk else known  # nobody learns of a case about themselves
    start = {"title": thing.title, "words": thing.words, "received_on": thing.on}
    start |= {"name": thing.name, "email": thing.email, "language": spoken(thing.words)}
    form = PassOnForm(request.POST or None, initial=start)
    if request.method == "POST" and known is None and form.is_valid():
        asked = form.asked(channel=Channel.FORWARDED, source=thing.token, original=thing.digest)
        made = pass_act.pass_on(thing, asked, form.asker(), by=user, token=form.cleaned_data["token"])
        tell(request, _("Thank you. {reference} is open.").format(reference=made.reference))
        visible = Case.objects.visible_to(user).filter(pk=made.pk).exists()
        return redirect(made if visible else thing.back)
    context = {"form": form, "thing": thing, "known": known}
    return page(request, "disclosure/pass_on.html", context, status=status(form))


def letters(request: HttpRequest) -> HttpResponse:
    """What came to the council's address and made no case."""
    user = me(request)
    require(permissions.is_officer(user))
    show = request.GET.get("show", "waiting")
    show = show if show in SHOW else "waiting"
    found = received.page_of(user, show, request.GET.get("after"))
    context = {"rows": found.rows, "next_cursor": found.next_cursor, "show": show, "waiting": received.waiting(user)}
    return page(request, "disclosure/letters.html", context)


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: make a case of it, add it to one, or put it aside."""
    user, row = me(request), _letter(request, pk)
    doing, read = request.POST.get("doing", ""), received.opened(row)
    start: dict[str, Any] = {"title": read.title, "words": read.asked if read.words else ""}
    start["language"] = read.language
    if row.why != Why.COLLEAGUE:  # then whoever asks stands in the letter, and not above it
        start |= {"name": read.name, "email": read.address}
    start["received_on"] = timezone.localtime(row.at).date()
    sent = {key: request.POST if doing == key else None for key in ("case", "add", "aside")}
    making = PassOnForm(sent["case"], initial=start, prefix="case")
    adding = AddToForm(sent["add"], by=user, prefix="add")
    aside = AsideForm(sent["aside"], prefix="aside")
    form: Form = {"add": adding, "aside": aside}.get(doing, making)
    if form.is_bound and form.is_valid():
        settle = {"case": _made, "add": _added, "aside": _put_aside}[doing]
        answer = settle(request, row, form)
        if answer is not None:
            return answer
    context = {"row": row, "read": read, "making": making, "adding": adding, "aside": aside, "form": form}
    context["settled"] = row.became == Became.ASIDE
    return page(request, "disclosure/letter.html", context, status=status(form))


def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A letter as it came, every byte; of one that is settled, for whoever may know who asked."""
    row = get_object_or_404(Received.objects.select_related("blob", "case"), pk=pk)
    if row.case is None:
        row = _letter(request, pk)
    else:
        require(permissions.can_know_requester(me(request), case_of(request, row.case.pk)))
    kind = "text/plain" if row.source.startswith(("post:", "form:")) else "message/rfc822"
    name = f"letter-{row.pk}.{'txt' if kind == 'text/plain' else 'eml'}"
    return serve.download(row.blob, name=name, content_type=kind)


def _made(request: HttpRequest, row: Received, form: Any) -> HttpResponse | None:
    channel = Channel.FORWARDED if row.why == Why.COLLEAGUE else Channel.EMAIL
    asked = form.asked(channel=channel, source="", original=row.blob.sha256)
    made = done(form, partial(act.make_case, row, asked, form.asker(), by=me(request)))
    if made is None:
        return None
    tell(request, _("{reference} is open.").format(reference=made.reference))
    return redirect(made)


def _added(request: HttpRequest, row: Received, form: Any) -> HttpResponse | None:
    case: Case = form.cleaned_data["reference"]
    if done(form, partial(act.add_to, row, case, by=me(request))) is None:
        return None
    tell(request, _("It is added to {reference}.").format(reference=case.reference))
    return redirect(case)


def _put_aside(request: HttpRequest, row: Received, form: Any) -> HttpResponse | None:
    if done(form, partial(act.put_aside, row, by=me(request), why=form.cleaned_data["why"])) is None:
        return None
    tell(request, _("It is put aside, and kept."))
    return redirect("disclosure:came")


def _letter(request: HttpRequest, pk: int) -> Received:
    """A letter without a case, for disclosure officers; one that belongs to a case is read there."""
    user = me(request)
    require(permissions.is_officer(user))
    rows = Received.objects.visible_to(user).without_case()
    return get_object_or_404(rows.select_related("blob", "settled_by"), pk=pk)
