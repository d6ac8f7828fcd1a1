"""Looking systems up and describing them."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to
from moothall.kit.strips import strips
from moothall.kit.text import plain
from moothall.people.models import User
from moothall.records import permissions
from moothall.records.actions import systems as act
from moothall.records.forms.systems import AccountForm, CloseForm, OwnersForm, SystemForm, UseForm
from moothall.records.models import InformationSystem, OfficialAccount, Status
from moothall.records.queries import systems as queries

MOST = 200


def every(request: HttpRequest) -> HttpResponse:
    """“May I use X for Y?”, and the register of all systems below it."""
    user = cast(User, request.user)
    require(permissions.can_report(user))
    words, purpose = (plain(request.GET.get(name, ""))[:MOST].strip() for name in ("q", "for"))
    status = request.GET.get("status", "")
    context = {
        "words": words,
        "purpose": purpose,
        "answers": queries.answers(user, words=words, purpose=purpose),
        "systems": queries.register(user, words=words, status=status, after=request.GET.get("after")),
        "statuses": Status.choices,
        "status": status,
        "waiting": queries.waiting_of(user),
        "may_keep": permissions.can_keep_records(user),
    }
    return page(request, "records/systems.html", context)


def system(request: HttpRequest, slug: str) -> HttpResponse:
    """One system: whether it may be used, for what, and how it is kept safe."""
    user = cast(User, request.user)
    found = _visible(user, slug)
    context = {
        "system": found,
        "uses": found.uses.select_related("answered_by").order_by("purpose")[:100],
        "accounts": queries.accounts(found)[:100],
        "blocks": found.reports.waiting().count(),
        "links": links_to(user, f"system:{found.pk}"),
        "threads": strips(request, user, f"system:{found.pk}"),
        "may_edit": permissions.can_edit_system(user, found),
    }
    return page(request, "records/system.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Put a system into the register."""
    user = cast(User, request.user)
    require(permissions.can_keep_records(user))
    form = SystemForm(request.POST or None, by=user, initial={"owner": user, "name": request.GET.get("name", "")[:120]})
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "heading": _("Put a system into the register"), "verb": _("Put it in")}
        return page(request, "records/system_form.html", context, status=422 if form.is_bound else 200)
    made = act.add_system(by=user, facts=form.facts)
    messages.success(request, _("It is in the register. Say next what people may use it for."))
    return redirect(made)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Describe a system anew."""
    user = cast(User, request.user)
    found = _visible(user, slug)
    require(permissions.can_edit_system(user, found))
    names = [name for name in SystemForm.base_fields if name != "owner"]
    initial = {name: getattr(found, name) for name in names} | {"owner": found.owner}
    may_hand_on = permissions.can_keep_records(user)
    form = SystemForm(request.POST or None, by=user, system=found, may_hand_on=may_hand_on, initial=initial)
    if request.method != "POST" or not form.is_valid():
        heading = _("Describe {name}").format(name=found.name)
        context = {"form": form, "system": found, "heading": heading, "verb": _("Keep this")}
        return page(request, "records/system_form.html", context, status=422 if form.is_bound else 200)
    act.edit_system(found, by=user, facts=form.facts)
    messages.success(request, _("That is what the register says now."))
    return redirect(found)


def use(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether a system may be used for something."""
    user = cast(User, request.user)
    found = _visible(user, slug)
    require(permissions.can_edit_system(user, found))
    form = UseForm(request.POST or None, initial={"purpose": request.GET.get("for", "")[:200]})
    if request.method != "POST" or not form.is_valid():
        heading = _("What may {name} be used for?").format(name=found.name)
        context = {"form": form, "system": found, "heading": heading, "verb": _("Give this answer")}
        return page(request, "records/system_form.html", context, status=422 if form.is_bound else 200)
    act.answer_use(found, by=user, **form.cleaned_data)
    messages.success(request, _("Whoever asks that now gets this answer."))
    return redirect(found)


def add_account(request: HttpRequest, slug: str) -> HttpResponse:
    """Note an account by which the council speaks."""
    user = cast(User, request.user)
    found = _visible(user, slug)
    require(permissions.can_edit_system(user, found))
    form = AccountForm(request.POST or None, by=user, system=found, initial={"first_owner": user})
    if request.method != "POST" or not form.is_valid():
        heading = _("Note an account on {name}").format(name=found.name)
        context = {"form": form, "system": found, "heading": heading, "verb": _("Note the account")}
        return page(request, "records/system_form.html", context, status=422 if form.is_bound else 200)
    facts = {name: form.cleaned_data[name] for name in ("name", "address", "purpose", "opened_on")}
    act.add_account(found, by=user, owners=form.owners, **facts)
    messages.success(request, _("The account is noted, with two people who answer for it."))
    return redirect(found)


def hand_on(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say who answers for an account from now on."""
    user = cast(User, request.user)
    found, account = _account(user, slug, pk)
    initial = {"first_owner": account.first_owner, "second_owner": account.second_owner}
    form = OwnersForm(request.POST or None, by=user, initial=initial)
    if request.method != "POST" or not form.is_valid():
        heading = _("Who answers for {name}?").format(name=account.name)
        context = {"form": form, "system": found, "heading": heading, "verb": _("These two")}
        return page(request, "records/system_form.html", context, status=422 if form.is_bound else 200)
    act.hand_account_on(account, by=user, owners=form.owners)
    messages.success(request, _("Those two answer for it now."))
    return redirect(found)


def close_account(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note that an account is closed."""
    user = cast(User, request.user)
    found, account = _account(user, slug, pk)
    form = CloseForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        heading = _("Close {name}").format(name=account.name)
        context = {"form": form, "system": found, "heading": heading, "verb": _("Note that it is closed")}
        return page(request, "records/system_form.html", context, status=422 if form.is_bound else 200)
    act.close_account(account, by=user, reason=form.cleaned_data["reason"])
    messages.success(request, _("The account is noted as closed."))
    return redirect(found)


def _visible(user: User, slug: str) -> InformationSystem:
    return get_object_or_404(
        InformationSystem.objects.visible_to(user).select_related("owner", "use_instead"), slug=slug
    )


def _account(user: User, slug: str, pk: int) -> tuple[InformationSystem, OfficialAccount]:
    found = _visible(user, slug)
    require(permissions.can_edit_system(user, found))
    rows = OfficialAccount.objects.filter(system=found, closed_at__isnull=True)
    return found, get_object_or_404(rows.select_related("first_owner", "second_owner"), pk=pk)
