"""The working board, and where one goes on from a thing that was done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moothall.kit.htmx import page
from moothall.risks import learned, permissions
from moothall.risks.queries import board as boards
from moothall.risks.queries.readiness import Stage, stage
from moothall.risks.queries.rounds import Sheet, load
from moothall.risks.standing import Line
from moothall.risks.views import finding
from moothall.risks.views.finding import me


def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Every risk under every option: what is done, what is missing, and what comes next."""
    user, sheet = me(request), finding.sheet(request, pk)
    writes = permissions.can_write(user, sheet.appraisal)
    decides = permissions.can_decide(user, sheet.appraisal)
    now = stage(sheet)
    is_open = sheet.decision is None and now is not Stage.CLOSED
    waiting = boards.waiting_for(sheet, user) if is_open else []
    following = boards.next_for(sheet, user) if is_open and writes else None
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "board": boards.board(sheet),
        "stage": now,
        "is_open": is_open,
        "waiting": waiting,
        "next": following,
        "may_write": writes and is_open,
        "may_open_again": writes and sheet.decision is not None,
        "may_decide": decides,
        "may_look_after": permissions.can_look_after(user, sheet.appraisal),
        "may_challenge": permissions.can_challenge(user, sheet.appraisal) and is_open,
        "offer": learned.offered(sheet, user, may_use=writes) if is_open else None,
        "avoiding": [option for option in sheet.options if option.avoids],
    }
    return page(request, "risks/work.html", context)


def onward(request: HttpRequest, before: Sheet, *, after: Line | None = None) -> HttpResponse:
    """To the next missing thing, or to the board where nothing is missing or somebody wants to go there."""
    board = redirect("risks:work", before.appraisal.pk)
    if request.POST.get("then") == "board":
        return board
    following = boards.next_for(load(before.round), me(request), after=after)
    return redirect(following.url) if following is not None else board
