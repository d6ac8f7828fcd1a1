"""Letters: written from the case, read against the law, approved by others, and sent."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.disclosure import blind, permissions
from moothall.disclosure.actions import letters as act
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.forms.letters import ApproveForm, ApproverForm, DraftForm, SendForm, WaiverForm, WriteForm
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.models import Approver, Case, How, Letter, Waiver
from moothall.disclosure.queries import deadlines, facts
from moothall.disclosure.queries import letters as queries
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which letter to write; the one that fits what was answered stands first."""
    found = case_of(request, pk)
    require(permissions.can_work_on(me(request), found))
    if kind := request.GET.get("kind"):
        return _draft(request, found, kind)
    kinds = facts.kinds_for(found) if found.is_open else ()
    gathered = facts.gather(found)
    fits = facts.suggested(gathered) if kinds else None
    context = {
        "case": found,
        "fits": fits,
        "kinds": [kind for kind in kinds if kind != fits],
        "lacks": list(queries.unanswered(gathered)),
    }
    return page(request, "disclosure/letters_choose.html", context)


def _draft(request: HttpRequest, found: Case, kind: str) -> HttpResponse:
    if not found.is_open or kind not in facts.kinds_for(found):
        raise Http404("There is no such letter in this case.")
    start = {"language": found.language, "decision_by": _later(found), "extended_to": _later(found)}
    form = DraftForm(request.POST or None, kind=kind, initial=start)
    if request.method == "POST" and form.is_valid():
        doing = partial(
            act.draft,
            found,
            by=me(request),
            kind=LetterKind(kind),
            details=form.details(),
            language=form.cleaned_data["language"],
        )
        if (made := done(form, doing)) is not None:
            tell(request, _("Written from the case. Read it through."))
            return redirect(made)
    context = {"form": form, "case": found, "kind": LetterKind(kind)}
    return page(request, "disclosure/letters_draft.html", context, status=status(form))


def _later(found: Case) -> object:
    """What the clock gives at most: forty working days in all by the Code of Practice and by reg 7."""
    return deadlines.longest(found)


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter as it would be read, with all that it lacks beside it."""
    user, found = me(request), _letter(request, pk)
    sheet = _sheet(request, found)
    works = permissions.can_work_on(user, found.case)
    said = any(one.by_id == user.pk for one in sheet.approvals)
    context = {
        "letter": found,
        "case": found.case,
        "sheet": sheet,
        "works": works,
        "may_write": works and found.under_way and found.case.is_open,
        "may_approve": found.under_way and not said and permissions.can_approve(user, found),
        "may_send": _may_send(user, found, sheet),
        "approvers": _still_asked(found, sheet),
        "waivers": facts.left_out(found),
    }
    return page(request, "disclosure/letters_letter.html", context)


def plain(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter alone, as it is printed."""
    user, found = me(request), _letter(request, pk)
    sheet = _sheet(request, found)
    if sheet.hides and _may_send(user, found, sheet):
        sheet = replace(sheet, hides=False)  # it is printed to be posted
    to = None if sheet.hides else found.case.requester
    context = {"letter": found, "sheet": sheet, "to": to, "today": clock.today()}
    return page(request, "disclosure/letters_print.html", context)


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Word a letter otherwise; whoever approved it does so again. Marks hide who asked from those who need not know."""
    user, found = me(request), _letter(request, pk)
    require(permissions.can_work_on(user, found.case))
    sheet = _sheet(request, found)
    last, who = sheet.wording, found.case.requester
    start = {"number": last.number, "subject": sheet.subject, "text": sheet.text, **last.said.written()}
    form = WriteForm(request.POST or None, kind=found.kind, stands=last.number, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(
            act.rewrite,
            found,
            by=user,
            subject=blind.shown(given["subject"], who) if sheet.hides else given["subject"],
            text=blind.shown(given["text"], who) if sheet.hides else given["text"],
            details=form.details(last.said),
        )
        if done(form, doing) is not None:
            tell(request, _("Kept. Whoever approved it before approves it again."))
            return redirect(found)
    context = {"form": form, "letter": found, "case": found.case, "sheet": sheet, "works": True}
    return page(request, "disclosure/letters_write.html", context, status=status(form))


@require_POST
def anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Write it as the case now stands."""
    return _did(request, pk, act.write_anew, _("Written anew from the case. Read it through."))


@require_POST
def put_by(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it by."""
    return _did(request, pk, act.put_by, _("Put by. It will not be sent."))


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a letter and approve it as it stands, or say what is to be otherwise."""
    user, found = me(request), _letter(request, pk)
    require(permissions.can_approve(user, found))
    sheet = queries.sheet_of(found)
    form = ApproveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if request.POST.get("digest") != sheet.wording.digest:
            form.add_error(None, _("The letter was written anew meanwhile. Read it again."))
        else:
            doing = partial(act.approve, sheet.wording, by=user, agrees=given["agrees"] == "yes", words=given["words"])
            if done(form, doing) is not None:
                tell(request, _("Written down."))
                return redirect(found)
    context = {"form": form, "letter": found, "case": found.case, "sheet": sheet}
    return page(request, "disclosure/letters_approve.html", context, status=status(form))


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody to approve it."""
    user, found = me(request), _letter(request, pk)
    require(permissions.can_work_on(user, found.case))
    form = ApproverForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        doing = partial(act.ask_to_approve, found, by=user, person=form.cleaned_data["person"])
        if done(form, doing) is not None:
            tell(request, _("Asked. They are told."))
            return redirect(found)
    context = {"form": form, "letter": found, "case": found.case}
    return page(request, "disclosure/letters_ask.html", context, status=status(form))


def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a part is left out, and why."""
    user, found = me(request), _letter(request, pk)
    require(permissions.can_work_on(user, found.case))
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(act.leave_out, found, by=user, what=given["what"], reason=given["reason"], cited=given["cited"])
        if done(form, doing) is not None:
            tell(request, _("Written down under your name."))
            return redirect(found)
    context = {"form": form, "letter": found, "case": found.case}
    return page(request, "disclosure/letters_leave_out.html", context, status=status(form))


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a part out no longer."""
    user = me(request)
    row = get_object_or_404(Waiver.objects.filter(letter__in=Letter.objects.visible_to(user)), pk=pk)
    again = partial(act.leave_out, what=row.what, cited=row.cited, reason=row.reason, dropped=True)
    return _did(request, row.letter_id, again, _("It is left out no longer."))


def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it; what it lacks is named where it is missing."""
    user, found = me(request), _letter(request, pk)
    require(permissions.can_work_on(user, found.case))
    sheet = queries.sheet_of(found)
    start = {"how": How.EMAIL if found.case.requester.email else How.POST}
    form = SendForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        doing = partial(act.send, found, by=user, how=How(form.cleaned_data["how"]))
        if sheet.lacks:
            form.add_error(None, _("It can’t go yet. What is missing is named below."))
        elif done(form, doing) is not None:
            tell(request, _("Sent, and written down in the case."))
            return redirect(found.case)
    context = {"form": form, "letter": found, "case": found.case, "sheet": sheet, "works": True}
    return page(request, "disclosure/letters_send.html", context, status=status(form))


def _sheet(request: HttpRequest, found: Letter) -> queries.LetterSheet:
    """The letter as this person may read it: without who asked, unless they need to know."""
    return queries.sheet_of(found, hides=not permissions.can_read_name(me(request), found))


def _may_send(user: User, found: Letter, sheet: queries.LetterSheet) -> bool:
    works = permissions.can_work_on(user, found.case)
    return works and found.under_way and found.case.is_open and not sheet.lacks


def _still_asked(found: Letter, sheet: queries.LetterSheet) -> list[Approver]:
    said = {one.by_id for one in sheet.approvals}
    return [one for one in found.approvers.select_related("person") if one.person_id not in said]


def _letter(request: HttpRequest, pk: int) -> Letter:
    rows = Letter.objects.visible_to(me(request)).select_related(
        "case__owner", "case__of", "case__requester", "drafted_by", "sent_by"
    )
    return get_object_or_404(rows, pk=pk)


def _did(request: HttpRequest, pk: int, doing: Callable[..., Any], words: str) -> HttpResponse:
    found = _letter(request, pk)
    try:
        doing(found, by=me(request))
    except Impossible as error:
        tell(request, str(error))
    else:
        tell(request, words)
    return redirect(found.case if doing is act.put_by else found)
