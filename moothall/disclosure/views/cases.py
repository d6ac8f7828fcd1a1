"""The board of requests, a case, and what happens to it."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.disclosure import permissions
from moothall.disclosure.actions import cases as act
from moothall.disclosure.actions import passing
from moothall.disclosure.actions.cases import Asker
from moothall.disclosure.forms.cases import AskerForm, HappenedForm, LanguageForm, NewForm, PeopleForm, StrikeForm
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Case, CaseEvent
from moothall.disclosure.queries import board, came, letters, log, repeats, review, searches, sheet
from moothall.disclosure.queries.workload import workload as workload_of
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for one, and the board for those who work on cases."""
    user = me(request)
    require(permissions.can_open(user))
    show = request.GET.get("show", board.OPEN)
    show = show if show in board.SHOWN else board.OPEN
    found = board.page_of(user, show, request.GET.get("after"))
    context = {
        "rows": found.rows,
        "next_cursor": found.next_cursor,
        "show": show,
        "choices": board.choices(),
        "tally": board.tally(user),
        "ages": board.ageing(user),
        "mine": board.waiting_for(user)[:20],
        "today": clock.today(),
        "is_officer": permissions.is_officer(user),
    }
    return page(request, "disclosure/desk.html", context)


def workload(request: HttpRequest) -> HttpResponse:
    """Who has how much, for those who work on cases."""
    user = me(request)
    require(permissions.is_officer(user))
    return page(request, "disclosure/workload.html", {"load": workload_of(user)})


def begin(request: HttpRequest) -> HttpResponse:
    """Type a request in that came by post, by telephone or by word of mouth."""
    user = me(request)
    require(permissions.can_open(user))
    start = {"received_on": clock.today(), "language": "en"}
    form = NewForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = passing.type_in(form.asked(), form.asker(), by=user, token=form.cleaned_data["token"])
        tell(request, _("{reference} is open.").format(reference=made.reference))
        visible = Case.objects.visible_to(user).filter(pk=made.pk).exists()
        return redirect(made if visible else "disclosure:desk")
    return page(request, "disclosure/new.html", {"form": form}, status=status(form))


def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case."""
    user, found = me(request), case_of(request, pk)
    shown = sheet.sheet_of(found, user)
    context = {
        "case": found,
        "sheet": shown,
        "regime": Regime(found.regime),
        "knows": permissions.can_know_requester(user, found),
        "gives": permissions.can_give(user, found),
        "today": clock.today(),
        "searches": searches.beside(found, user, searching=permissions.can_search(user, found)),
        "review": review.beside(found, user),
        "letters": letters.beside(found, user, shown.parts),
        "came": came.beside(found, user),
        "repeats": repeats.beside(found, user),
        "log": log.beside(found, user),
    }
    return page(request, "disclosure/case.html", context)


def happened(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what happened."""
    user, found = me(request), case_of(request, pk)
    form = HappenedForm(request.POST or None, initial={"on": clock.today(), "kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        to = Regime(given["to"]) if given["to"] else None
        doing = partial(
            act.record,
            found,
            form.happening(),
            by=user,
            on=given["on"],
            to=to,
            days=given["days"],
            words=given["words"],
        )
        if done(form, doing) is not None:
            tell(request, _("Written down. The dates are counted anew."))
            return redirect(found)
    return page(request, "disclosure/happened.html", {"form": form, "case": found}, status=status(form))


def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike an event out that was written down by mistake."""
    user = me(request)
    rows = CaseEvent.objects.filter(case__in=Case.objects.visible_to(user)).select_related("case")
    event = get_object_or_404(rows, pk=pk)
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        doing = partial(act.strike, event, by=user, words=form.cleaned_data["words"])
        if done(form, doing) is not None:
            tell(request, _("Struck out. The dates are counted anew."))
            return redirect(event.case)
    context = {"form": form, "case": event.case, "event": event}
    return page(request, "disclosure/strike.html", context, status=status(form))


def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who answers for a case, and whom it is closed to."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_give(user, found))
    start = {"owner": found.owner or user, "sensitive": found.sensitive, "about": found.about}
    form = PeopleForm(request.POST or None, initial=start, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        owner = given["owner"]
        if owner is not None and not permissions.is_officer(owner):
            form.add_error("owner", _("Name a disclosure officer"))
        elif owner is not None and owner == given["about"]:
            form.add_error("about", _("Nobody answers a request about themselves"))
        elif done(form, partial(_give, found, given, user)) is not None:
            tell(request, _("Saved."))
            visible = Case.objects.visible_to(user).filter(pk=found.pk).exists()
            return redirect(found if visible else "disclosure:desk")
    return page(request, "disclosure/people.html", {"form": form, "case": found}, status=status(form))


def _give(found: Case, given: dict[str, object], user: object) -> Case:
    return act.give(found, by=user, owner=given["owner"], sensitive=given["sensitive"], about=given["about"])  # type: ignore[arg-type]


def language(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in which language it is answered."""
    user, found = me(request), case_of(request, pk)
    form = LanguageForm(request.POST or None, initial={"language": found.language})
    if request.method == "POST" and form.is_valid():
        doing = partial(act.answer_in, found, by=user, language=form.cleaned_data["language"])
        if done(form, doing) is not None:
            tell(request, _("Saved."))
            return redirect(found)
    return page(request, "disclosure/language.html", {"form": form, "case": found}, status=status(form))


def requester(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asked: for whoever answers for the case."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_know_requester(user, found))
    context = {"case": found, "who": found.requester, "lacks": came.lacks_of(found)}
    return page(request, "disclosure/requester.html", context)


def say_who(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who asked, and where the answer goes, where that came later."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_know_requester(user, found))
    who = found.requester
    start = {"name": who.name, "email": who.email, "address": who.address}
    form = AskerForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        doing = partial(act.say_who, found, by=user, who=Asker(**form.cleaned_data))
        if done(form, doing) is not None:
            tell(request, _("Saved."))
            return redirect("disclosure:requester", found.pk)
    return page(request, "disclosure/requester_change.html", {"form": form, "case": found}, status=status(form))
