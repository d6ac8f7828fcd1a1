"""The directory and profiles."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.kit.text import plain
from moothall.people import actions, permissions, queries
from moothall.people.forms import ProfileForm
from moothall.people.models import User

PAGE = 50


def directory(request: HttpRequest) -> HttpResponse:
    """Everyone this person may see, by name; looking for someone is a search, and counted as one."""
    user = cast(User, request.user)
    text = plain(request.GET.get("q", ""))[:200]
    if text and (wait := throttle.take(request, "find")):
        return throttle.too_often(request, wait)
    people = keyset(queries.directory(user, text), by=("name", "pk"), after=request.GET.get("after"), size=PAGE)
    context = {"people": people, "text": text, "may_add": permissions.can_administer(user)}
    return page(request, "people/directory.html", context)


def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """What others see of a person."""
    user = cast(User, request.user)
    people = User.objects.visible_to(user).select_related("team")
    person = get_object_or_404(people, handle=handle)
    context = {
        "person": person,
        "mine": person.pk == user.pk,
        "may_edit": permissions.can_edit_profile(user, person),
        "may_look_after": permissions.can_look_after(user, person),
    }
    return page(request, "people/profile.html", context)


def me(request: HttpRequest) -> HttpResponse:
    """My own profile."""
    return redirect(cast(User, request.user))


def edit(request: HttpRequest, handle: str) -> HttpResponse:
    """Say what a person does and knows."""
    user = cast(User, request.user)
    person = get_object_or_404(User.objects.visible_to(user), handle=handle)
    require(permissions.can_edit_profile(user, person))
    form = ProfileForm(request.POST or None, initial={"job": person.job, "ask_about": person.ask_about})
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(person, by=user, **form.cleaned_data)
        return redirect(person)
    status = 422 if form.is_bound else 200
    return page(request, "people/edit.html", {"form": form, "person": person}, status=status)
