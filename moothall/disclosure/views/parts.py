"""A part of a request: split, asked for, chased, answered, read; and time."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.disclosure import permissions
from moothall.disclosure.actions import parts as act
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.forms.parts import AnswerForm, AskForm, CheckForm, SplitForm, SureForm, TimeForm
from moothall.disclosure.models import Activity, Allocation, Answer, Case, Outcome, Part
from moothall.disclosure.views.finding import case_of, done, me, part_of, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require

T = TypeVar("T")


def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Split a request into its questions."""
    user, found = me(request), case_of(request, pk)
    now = [" ".join(part.words.split()) for part in found.parts.filter(dropped_at=None)]
    form = SplitForm(request.POST or None, initial={"questions": "\n".join(now)})
    if request.method == "POST" and form.is_valid():
        doing = partial(act.split, found, by=user, questions=form.lines(), sure=form.is_sure)
        if _told(form, doing) is not None:
            tell(request, _("Split. Now ask for each part."))
            return redirect(found)
    return page(request, "disclosure/split.html", {"form": form, "case": found}, status=status(form))


def _told(form: SureForm, doing: Callable[[], T]) -> T | None:
    """Do it; where the words may tell who asked, whoever wrote them can say that they do not."""

    def tried() -> T:
        try:
            return doing()
        except act.SaysWhoAsked:
            form.ask_whether_sure()
            raise

    return done(form, tried)


def part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part: what is asked, who is asked, and its answer. Nothing here says who asked."""
    user, found = me(request), part_of(request, pk)
    asked = found.allocations.standing().select_related("person", "team", "by").first()
    answers = list(found.answers.select_related("by").prefetch_related("checks__by").order_by("-pk"))
    may = permissions.can_answer(user, found, asked) and found.case.is_open and found.dropped_at is None
    start = {"words": answers[0].words, "outcome": answers[0].outcome} if answers else {}
    form = AnswerForm(request.POST or None, initial=start)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            given = form.cleaned_data
            doing = partial(
                act.answer,
                found,
                by=user,
                outcome=Outcome(given["outcome"]),
                words=given["words"],
                enclosed=given["enclosed"].splitlines(),
            )
            if done(form, doing) is not None:
                tell(request, _("Answered. A second person reads it before it goes."))
                works = permissions.can_work_on(user, found.case)
                return redirect(found.case if works else found)
    last = answers[0] if answers else None
    context = {
        "part": found,
        "case": found.case,
        "asked": asked,
        "answers": answers,
        "form": form if may else None,
        "works": permissions.can_work_on(user, found.case),
        "may_check": last is not None and not last.checks.all() and permissions.can_check(user, last),
        "last": last,
    }
    return page(request, "disclosure/part.html", context, status=status(form))


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a colleague or a team for a part."""
    user, found = me(request), part_of(request, pk)
    require(permissions.can_work_on(user, found.case))
    start = {"due_on": act.inside_date(found.case), "asset": found.asset_id}
    form = AskForm(request.POST or None, initial=start, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(
            act.ask,
            found,
            by=user,
            person=given["person"],
            team=given["team"],
            due_on=given["due_on"],
            words=given["words"],
            asset=given["asset"],
            sure=form.is_sure,
        )
        if _told(form, doing) is not None:
            tell(request, _("Asked. They are told."))
            return redirect(found.case)
    context = {"form": form, "part": found, "case": found.case}
    return page(request, "disclosure/ask.html", context, status=status(form))


@require_POST
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind whoever is asked for a part."""
    user, found = me(request), part_of(request, pk)
    require(permissions.can_work_on(user, found.case))
    asked = get_object_or_404(Allocation.objects.standing(), part=found)
    try:
        act.chase(asked, by=user)
    except Impossible as error:
        tell(request, str(error))
    else:
        tell(request, _("Reminded."))
    return redirect(found.case)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Read an answer as the second person."""
    user = me(request)
    rows = Answer.objects.filter(part__case__in=Case.objects.visible_to(user)).select_related("part__case", "by")
    found = get_object_or_404(rows, pk=pk)
    require(permissions.can_check(user, found))
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(act.check, found, by=user, agrees=given["agrees"] == "yes", words=given["words"])
        if done(form, doing) is not None:
            tell(request, _("Written down."))
            return redirect(found.part.case)
    context = {"form": form, "answer": found, "part": found.part, "case": found.part.case}
    return page(request, "disclosure/check.html", context, status=status(form))


def spend(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down one's time on a case."""
    user = me(request)
    mine = Part.objects.visible_to(user).values("case")
    found = get_object_or_404(Case.objects.filter(pk__in=mine), pk=pk)
    form = TimeForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(
            act.spend,
            found,
            by=user,
            activity=Activity(given["activity"]),
            minutes=given["minutes"],
            on=given["on"],
            words=given["words"],
        )
        if done(form, doing) is not None:
            tell(request, _("Written down."))
            works = permissions.can_work_on(user, found)
            return redirect(found if works else "disclosure:desk")
    works = permissions.can_work_on(user, found)
    return page(request, "disclosure/time.html", {"form": form, "case": found, "works": works}, status=status(form))
