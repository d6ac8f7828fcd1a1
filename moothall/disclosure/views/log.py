"""Putting an answered request into the log, taking it out, and saying that an entry served for another."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.disclosure import permissions
from moothall.disclosure.actions import log as act
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.forms.log import PublishForm, WithdrawForm
from moothall.disclosure.models import Case, LogEntry
from moothall.disclosure.queries import log
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.policies import gate
from moothall.policies.models import Capability


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a case as anybody would read them, looked over before they are public."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_publish(user, found))
    gate.stop(user, Capability.PUBLISH)
    entry = LogEntry.objects.public().filter(case=found).first()
    form = PublishForm(request.POST or None, case=found, initial=_start(found, entry))
    if request.method == "POST" and form.is_valid() and not form.holds_back(by=user, also=form.also()):
        made = done(form, partial(act.publish, found, form.published(), by=user, files=form.released()))
        if made is not None:
            tell(request, _("Published: anybody can read it now, and it is offered to whoever asks the like."))
            return redirect(found)  # where this can be read: the public page has no messages, and no way back
    context = {
        "form": form,
        "case": found,
        "entry": entry,
        "closed": not log.beside(found, user).may_publish and entry is None,
    }
    return page(request, "disclosure/log_publish.html", context, status=status(form))


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an entry off the public site."""
    user = me(request)
    entry = get_object_or_404(LogEntry.objects.public().select_related("case"), key=key)
    require(permissions.can_withdraw(user, entry))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        doing = partial(act.withdraw, entry, by=user, because=form.cleaned_data["because"])
        if done(form, doing) is not None:
            tell(
                request,
                _("It is off the public site, with your reason. The feeds lose it at once."),
            )
            return redirect("disclosure:log")
    return page(request, "disclosure/log_withdraw.html", {"form": form, "entry": entry}, status=status(form))


@require_POST
def use(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say that what is published serves to answer this request."""
    user, found = me(request), case_of(request, pk)
    entry = get_object_or_404(LogEntry.objects.public(), key=key)
    try:
        act.use(entry, found, by=user)
    except Impossible as error:
        tell(request, str(error))
    else:
        tell(request, _("Written down. Answer with its link, and say that it is published (FOIA s.21)."))
    return redirect(found)


def every(request: HttpRequest) -> HttpResponse:
    """What is in the log, for officers: what was published, how often it served, and what could be."""
    user = me(request)
    require(permissions.can_keep_scheme(user))
    found = log.page_of(request.GET.get("after"))
    context = {
        "rows": log.served(found.rows),
        "next_cursor": found.next_cursor,
        "waiting": log.could_be_published(user),
    }
    return page(request, "disclosure/log_list.html", context)


def _start(case: Case, entry: LogEntry | None) -> dict[str, object]:
    if entry is not None:
        names = ("title", "asked", "answered", "outcome", "sections", "licence", "language")
        stand = case.released.filter(blob__in=entry.files.values("blob"))
        return {name: getattr(entry, name) for name in names} | {"documents": list(stand)}
    said = log.said_of(case)
    return {
        "title": case.title,
        "asked": case.words,
        "answered": said.answered,
        "outcome": said.outcome,
        "sections": said.sections,
        "licence": "OGL-UK-3.0",
        "language": case.language,
    }
