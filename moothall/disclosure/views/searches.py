"""Searching the whole hall for a case, what it holds, what was not searched, and attestations."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.disclosure import permissions
from moothall.disclosure.actions import attestations, holding
from moothall.disclosure.actions import searches as act
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.forms.searches import (
    AskToAttestForm,
    AttestForm,
    CapacityForm,
    LetGoForm,
    NotSearchedForm,
    SearchForm,
)
from moothall.disclosure.models import Attestation, AttestationKind, StatutorySearch
from moothall.disclosure.queries import capacity, unheld, unsearched
from moothall.disclosure.queries import searches as queries
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import Kind, Role
from moothall.search.catching import Late
from moothall.search.index import IndexUnusable


def searches(request: HttpRequest, pk: int) -> HttpResponse:
    """The searches of a case, and the form for another."""
    user, found = me(request), case_of(request, pk)
    may = permissions.can_search(user, found)
    form = SearchForm(request.POST or None)
    if request.method == "POST":
        require(may)
        made = _search(request, form, pk) if form.is_valid() else None
        if made is not None:
            tell(request, _found(made))
            return redirect("disclosure:searches", pk)
    entries, cursor = queries.log(found, request.GET.get("after"))
    context = {
        "case": found,
        "form": form if may and found.is_open else None,
        "entries": entries,
        "next_cursor": cursor,
        "held": queries.held(found),
        "unheld": unheld.counts(found),
        "unsearched": unsearched.unsearched(found),
        "may": may,
    }
    return page(request, "disclosure/searches.html", context, status=status(form))


def _found(made: StatutorySearch) -> str:
    """What a search found, how much of that is held, and how much is not."""
    free = sum(unheld.how_many(made.kinds).values())
    held = made.total - free
    words = [ngettext("It found {n} thing.", "It found {n} things.", made.total).format(n=made.total)]
    if made.cut:
        words.append(_("Only its first words were looked for: search for the others by themselves."))
    if held and not free:
        words.append(_("They are held, and nobody can delete them."))
    if held and free:
        said = ngettext("{n} is held, and nobody can delete it.", "{n} are held, and nobody can delete them.", held)
        words.append(said.format(n=held))
    if free:
        said = ngettext("{n} is under no hold: see which, and why.", "{n} are under no hold: see which, and why.", free)
        words.append(said.format(n=free))
    return " ".join(words)


def _search(request: HttpRequest, form: SearchForm, pk: int) -> StatutorySearch | None:
    doing = partial(
        act.search, case_of(request, pk), by=me(request), wanted=form.wanted(), reason=form.cleaned_data["reason"]
    )
    try:
        return done(form, doing)
    except Late:
        form.add_error(None, _("The index is catching up with what was said before. Try again in a minute."))
    except IndexUnusable:
        form.add_error(None, _("The index can’t be asked now. Tell an administrator, and try again later."))
    return None


def not_searched(request: HttpRequest, pk: int) -> HttpResponse:
    """What was not searched, in lists; and the form for what somebody knows of."""
    user, found = me(request), case_of(request, pk)
    form = NotSearchedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(act.say_not_searched, found, by=user, what=given["what"], why=given["why"])
        if done(form, doing) is not None:
            tell(request, _("Written down."))
            return redirect("disclosure:not_searched", pk)
    context = {"case": found, "form": form, "unsearched": unsearched.unsearched(found)}
    return page(request, "disclosure/searches_not.html", context, status=status(form))


def not_searched_list(request: HttpRequest, pk: int, show: str) -> HttpResponse:
    """One of these lists, thing by thing."""
    user, found, after = me(request), case_of(request, pk), request.GET.get("after")
    context = {"case": found, "show": show}
    if show == unsearched.MAIL:
        context["files"], context["next_cursor"] = unsearched.unread_mail(found, after)
    elif show == unsearched.POSTS:
        context["files"], context["next_cursor"] = unsearched.unread_posts(found, after)
    elif show == unsearched.BACK:
        back = unsearched.back_page(found, after)
        context["back"], context["next_cursor"] = back.rows, back.next_cursor
    elif show == unsearched.ASSETS:
        context["assets"], context["next_cursor"] = unsearched.assets_page(user, found, after)
    else:
        raise Http404
    return page(request, "disclosure/searches_list.html", context)


def not_held(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found and is under no hold, thing by thing, and why."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_search(user, found))
    things, cursor = unheld.listed(found, user, request.GET.get("after"))
    context = {"case": found, "things": things, "next_cursor": cursor}
    return page(request, "disclosure/searches_not_held.html", context)


def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold what was found, while the case is open; release it, once it is closed."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_search(user, found))
    form = LetGoForm(request.POST or None)
    if request.method == "POST" and found.is_open:
        _keep(request, pk)
        return redirect(found)
    if request.method == "POST" and form.is_valid():
        doing = partial(holding.let_go, found, by=user, reason=form.cleaned_data["words"])
        if done(form, doing) is not None:
            tell(request, _("Released. What was held is back on its normal schedule."))
            return redirect(found)
    context = {"case": found, "form": form, "held": queries.held(found)}
    return page(request, "disclosure/searches_hold.html", context, status=200 if found.is_open else status(form))


def _keep(request: HttpRequest, pk: int) -> None:
    try:
        placed = holding.keep(case_of(request, pk), by=me(request))
    except Impossible as error:
        tell(request, str(error))
        return
    tell(request, _("What was found is held.") if placed else _("Nothing was found that can be held."))


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody to search what the hall cannot, and to attest."""
    user, found = me(request), case_of(request, pk)
    about = unsearched.about(user, place=request.GET.get("place", ""), asset=request.GET.get("asset", ""))
    start = {"on": clock.today(), "kind": about.kind, "of_what": about.of_what, "person": about.person}
    form = AskToAttestForm(request.POST or None, initial=start, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(
            attestations.ask_to_attest,
            found,
            by=user,
            kind=AttestationKind(given["kind"]),
            of_what=given["of_what"],
            words=given["words"],
            person=given["person"],
            name=given["name"],
            container=about.container if given["kind"] == about.kind else "",
            on=given["on"],
        )
        if done(form, doing) is not None:
            tell(request, _("Asked."))
            return redirect("disclosure:searches", pk)
    return page(request, "disclosure/searches_ask.html", {"case": found, "form": form}, status=status(form))


def attest(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one searched and found. Whoever is asked sees what to look for, and not the request."""
    user = me(request)
    rows = Attestation.objects.visible_to(user).select_related("case", "asked_of", "asked_by", "written_by")
    asked = get_object_or_404(rows, pk=pk)
    form = AttestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        doing = partial(attestations.attest, asked, by=user, answer=form.cleaned_data["answer"])
        if done(form, doing) is not None:
            tell(request, _("Thank you. It stands as you said it."))
            return redirect(asked)
    works = permissions.can_work_on(user, asked.case)
    may = asked.attested_at is None and asked.case.is_open
    context = {
        "asked": asked,
        "case": asked.case,
        "works": works,
        "form": form if may else None,
        "asset": unsearched.asset_of(asked, user),
    }
    return page(request, "disclosure/searches_attest.html", context, status=status(form))


def own(request: HttpRequest) -> HttpResponse:
    """What councillors hold as their own: for themselves, records managers, and disclosure officers."""
    user = me(request)
    says = user.kind == Kind.COUNCILLOR or user.has_role(Role.RECORDS_MANAGER)
    require(user.is_active and (says or permissions.is_officer(user)))
    start = {"holder": user if user.kind == Kind.COUNCILLOR else None, "held": "own"}
    form = CapacityForm(request.POST or None, initial=start, by=user)
    if request.method == "POST":
        require(says)
        if form.is_valid() and _say_own(request, form):
            tell(request, _("Written down."))
            return redirect("disclosure:own")
    rows = list(capacity.standing())
    if not (permissions.is_officer(user) or user.has_role(Role.RECORDS_MANAGER)):
        rows = [row for row in rows if row.holder_id == user.pk]
    names = capacity.names(row.container for row in rows)
    context = {
        "rows": [(row, names.get(row.container, row.container)) for row in rows],
        "form": form if says else None,
    }
    return page(request, "disclosure/searches_own.html", context, status=status(form))


def _say_own(request: HttpRequest, form: CapacityForm) -> bool:
    given, user = form.cleaned_data, me(request)
    place, held = capacity.place(given["place"]), given["held"] == "own"
    stands = capacity.standing().filter(container=place).first() if place else None
    holder = given["holder"] if held else (stands.holder if stands else user)
    if not place or not permissions.can_say_capacity(user, place, holder, held=held):
        form.add_error(
            "place",
            _("Enter a mailbox or a space that this councillor sees. If others see it too, ask a records manager"),
        )
        return False
    doing = partial(attestations.say_capacity, place, by=user, holder=holder, held=held, words=given["words"])
    return done(form, doing) is not None


def told(request: HttpRequest) -> HttpResponse:
    """How often the hall is searched for information requests: numbers, for everybody on the staff."""
    user = me(request)
    require(permissions.can_open(user))
    return page(request, "disclosure/searches_told.html", {"months": queries.told(user)})
