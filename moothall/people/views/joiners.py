"""Joiners, movers and leavers, for administrators; and a manager's part in it."""

from typing import Any, cast

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.people import actions, credentials, permissions, queries
from moothall.people.forms import AddPersonForm, CorrectPersonForm, FilterForm, MoveForm, RolesForm
from moothall.people.models import Kind, Role, User

PAGE = 50


def manage(request: HttpRequest) -> HttpResponse:
    """Everyone, with how they come in; filters by state, kind, role and team."""
    user = cast(User, request.user)
    require(permissions.can_administer(user))
    form = FilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    people = keyset(queries.register(**wanted), by=("name", "pk"), after=request.GET.get("after"), size=PAGE)
    waiting = queries.corrections_waiting()
    return page(request, "people/manage.html", {"people": people, "form": form, "waiting": waiting})


def add(request: HttpRequest) -> HttpResponse:
    """Let someone in: an invitation by e-mail, or a slip with a one-time code."""
    user = cast(User, request.user)
    require(permissions.can_administer(user))
    form = AddPersonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "people/add.html", {"form": form}, status=422 if form.is_bound else 200)
    words = dict(form.cleaned_data, kind=Kind(form.cleaned_data["kind"]))
    by_code = words.pop("how") == "code"
    person = actions.create_user(by=user, **words)
    if not permissions.can_sign_in_locally(person):
        messages.success(request, _("%(name)s comes in with their council account.") % {"name": person.name})
        return redirect("people:look_after", person.handle)
    if by_code:
        return _slip(request, person, user)
    actions.send_invitation(person, by=user)
    messages.success(request, _("The invitation goes to %(address)s now.") % {"address": person.email})
    return redirect("people:look_after", person.handle)


def look_after(request: HttpRequest, handle: str) -> HttpResponse:
    """One person: how they come in, and what can be done for them."""
    user, person = _pair(request, handle)
    require(permissions.can_look_after(user, person))
    context = {
        "person": person,
        "ways_in": queries.ways_in(person),
        "settled": credentials.has_any(person),
        "may_administer": permissions.can_administer(user),
        "by_provider": not permissions.can_sign_in_locally(person),
        "may_make_code": permissions.can_make_code(user, person),
        "may_invite": person.is_active and bool(person.email) and permissions.can_invite(user, person),
        "myself": user.pk == person.pk,
        "roles": [Role(role).label for role in sorted(person.roles)],
    }
    return page(request, "people/look_after.html", context)


@require_POST
def code(request: HttpRequest, handle: str) -> HttpResponse:
    """Make a one-time code and show its slip, once."""
    user, person = _pair(request, handle)
    require(permissions.can_make_code(user, person))
    return _slip(request, person, user)


@require_POST
def invite(request: HttpRequest, handle: str) -> HttpResponse:
    """Send an invitation, or send it again."""
    user, person = _pair(request, handle)
    require(permissions.can_invite(user, person))
    actions.send_invitation(person, by=user)
    words = _("A new invitation goes to %(address)s now. The one before opens nothing any more.")
    messages.success(request, words % {"address": person.email})
    return redirect("people:look_after", person.handle)


@require_POST
def withdraw(request: HttpRequest, handle: str) -> HttpResponse:
    """Take an invitation or a code back."""
    user, person = _pair(request, handle)
    actions.withdraw(person, by=user)
    messages.success(request, _("What was sent or printed opens nothing any more."))
    return redirect("people:look_after", person.handle)


def correct(request: HttpRequest, handle: str) -> HttpResponse:
    """Put right a name, an address, a staff number, an organisation or a manager."""
    user, person = _administered(request, handle)
    initial = {"name": person.name, "email": person.email, "staff_number": person.staff_number}
    initial |= {"organisation": person.organisation, "manager": person.manager.signs_in_with if person.manager else ""}
    form = CorrectPersonForm(request.POST or None, initial=initial, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.correct(person, by=user, **form.cleaned_data)
        except IntegrityError:
            form.add_error(None, _("Someone else was given this address or number just now. Check it."))
        else:
            return redirect("people:look_after", person.handle)
    return _form_page(request, form, person, _("Put something right"), _("Save"))


def move(request: HttpRequest, handle: str) -> HttpResponse:
    """Put a person into another team."""
    user, person = _administered(request, handle)
    form = MoveForm(request.POST or None, initial={"team": person.team})
    if request.method == "POST" and form.is_valid():
        actions.move(person, by=user, team=form.cleaned_data["team"])
        messages.success(request, _("From their next page on they see what the new team sees, and no longer the old."))
        return redirect("people:look_after", person.handle)
    return _form_page(request, form, person, _("Move to another team"), _("Move them"))


def roles(request: HttpRequest, handle: str) -> HttpResponse:
    """Say what a person does for the whole hall."""
    user, person = _administered(request, handle)
    form = RolesForm(request.POST or None, initial={"roles": sorted(person.roles)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_roles(person, by=user, roles=[Role(role) for role in form.cleaned_data["roles"]])
        except actions.LastAdministratorError:
            form.add_error("roles", _("The hall needs an administrator. Give the role to someone else first."))
        else:
            return redirect("people:look_after", person.handle)
    return _form_page(request, form, person, _("Change roles"), _("Save"))


def deactivate(request: HttpRequest, handle: str) -> HttpResponse:
    """Stop someone from coming in, after saying what that does."""
    user, person = _administered(request, handle)
    require(user.pk != person.pk)
    problem = ""
    if request.method == "POST":
        try:
            actions.deactivate(person, by=user)
        except actions.LastAdministratorError:
            problem = _("The hall needs an administrator. Give the role to someone else first.")
        else:
            messages.success(request, _("%(name)s can no longer come in.") % {"name": person.name})
            return redirect("people:look_after", person.handle)
    context = {"person": person, "problem": problem}
    return page(request, "people/deactivate.html", context, status=422 if problem else 200)


@require_POST
def reactivate(request: HttpRequest, handle: str) -> HttpResponse:
    """Let someone come back."""
    user, person = _administered(request, handle)
    actions.reactivate(person, by=user)
    words = _("%(name)s may come in again. Send an invitation or print a code: what they had before opens nothing.")
    messages.success(request, words % {"name": person.name})
    return redirect("people:look_after", person.handle)


def _pair(request: HttpRequest, handle: str) -> tuple[User, User]:
    user = cast(User, request.user)
    people = User.objects.visible_to(user).select_related("team", "manager")
    return user, get_object_or_404(people, handle=handle)


def _administered(request: HttpRequest, handle: str) -> tuple[User, User]:
    user, person = _pair(request, handle)
    require(permissions.can_administer(user))
    return user, person


def _form_page(request: HttpRequest, form: Any, person: User, heading: str, button: str) -> HttpResponse:
    context = {"form": form, "person": person, "heading": heading, "button": button}
    return page(request, "people/change.html", context, status=422 if form.is_bound else 200)


def _slip(request: HttpRequest, person: User, user: User) -> HttpResponse:
    """A page to print, which no browser or proxy keeps."""
    context = {"person": person, "code": actions.make_code(person, by=user), "way": queries.ways_in(person).first()}
    response = page(request, "people/slip.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
