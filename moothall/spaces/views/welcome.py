"""A new starter's steps in this room: three spaces, and a first hello."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people import welcome as journey
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.gate import Capability, GateClosed
from moothall.spaces import permissions
from moothall.spaces.actions import conversations, drafts, members
from moothall.spaces.forms import HelloForm, JoinForm
from moothall.spaces.models import Conversation, Draft, Space
from moothall.spaces.queries import own, welcome
from moothall.spaces.views import me


def join(request: HttpRequest) -> HttpResponse:
    """Three open spaces are suggested; any can be left out."""
    user = me(request)
    require(welcome.joins(user))
    place = journey.place(user, "spaces")
    offered = list(welcome.suggested(user))
    form = JoinForm(request.POST or None, spaces=offered)
    if request.method == "POST" and form.is_valid():
        for space in Space.objects.visible_to(user).filter(pk__in=form.cleaned_data["spaces"]):
            if permissions.can_join(user, space):
                members.join(space, by=user)
        return redirect(place.next_url)
    context = {"form": form, "place": place, "offered": offered}
    return page(request, "spaces/welcome_spaces.html", context, status=422 if form.is_bound else 200)


def hello(request: HttpRequest) -> HttpResponse:
    """A first post, already begun, in a space of one's own choice."""
    user = me(request)
    require(welcome.may_say_hello(user))
    if request.method != "POST":
        gate.stop(user, Capability.POST)
    place = journey.place(user, "hello")
    mine = list(Space.objects.joined_by(user).order_by("-memberships__joined_at", "name").distinct()[:12])
    begun = own.begun_in(mine, user=user, title=_title(user))
    initial: dict[str, object] = {"body": _suggestion(user), "space": mine[0].pk if mine else None}
    if begun is not None:
        initial = {"body": begun.body, "space": begun.space_id}
    form = HelloForm(request.POST or None, spaces=mine, initial=initial)
    may_go = request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post")
    if may_go and not form.holds_back(by=user):
        space = next(space for space in mine if space.pk == int(form.cleaned_data["space"]))
        started = _said(form, space, user, begun)
        if started is not None:
            messages.success(request, _("You have said hello. You are all set."))
            last = place.next_url == reverse("home:desk")
            return redirect(started.get_absolute_url() if last else place.next_url)
    context = {"form": form, "place": place, "mine": mine}
    return page(request, "spaces/welcome_hello.html", context, status=422 if form.errors else 200)


def _said(form: HelloForm, space: Space, user: User, begun: Draft | None) -> Conversation | None:
    """Say hello; where the gate is closed the words are kept as a draft, and stand in the form again afterwards."""
    body, seen = form.cleaned_data["body"], begun.version if begun is not None and begun.space_id == space.pk else 0
    try:
        return conversations.start(space, by=user, title=_title(user), body=body, draft=seen, passed=form.passed)
    except GateClosed as closed:
        try:
            drafts.keep(drafts.Place(space=space), drafts.Words(body, title=_title(user), seen=seen), person=user)
        except drafts.KeptElsewhere:
            form.add_error(None, gate.words(closed))
            return None
        raise


def _title(user: User) -> str:
    return _("Hello from {name}").format(name=user.name)


def _suggestion(user: User) -> str:
    """Words to begin with, from what the person said of themselves."""
    words = [_("Hello, I am {name}.").format(name=user.name)]
    if user.job and user.team:
        words.append(_("I have just started as {job} in {team}.").format(job=user.job, team=user.team.name))
    elif user.job:
        words.append(_("I have just started as {job}.").format(job=user.job))
    else:
        words.append(_("I have just started."))
    if user.ask_about:
        words.append(_("You can ask me about {what}.").format(what=user.ask_about))
    return " ".join(words)
