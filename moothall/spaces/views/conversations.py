"""A conversation, replying in it, starting one, and naming it better."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to
from moothall.people.models import User
from moothall.spaces import permissions
from moothall.spaces.actions import conversations as act
from moothall.spaces.actions import posts
from moothall.spaces.forms import FilesForm, RenameForm, ReplyForm, StartForm
from moothall.spaces.models import Conversation, ReadMark
from moothall.spaces.models.talk import page_of
from moothall.spaces.queries import spaces, talk
from moothall.spaces.views import looks, me, visible
from moothall.spaces.views.posts import warn


def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """The posts of a page, oldest first, and the place to reply; opening it moves the read mark on."""
    user = me(request)
    found = get_object_or_404(talk.conversations(user), pk=pk)
    if request.method == "POST":
        return _reply(request, found)
    shown = talk.page(found, number=_page_number(request, found))
    if shown.reaches_further:
        ReadMark.objects.reach(user=user, conversation=found, number=shown.last)
    return page(request, "spaces/conversation.html", _context(found, shown, user, ReplyForm()))


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a conversation in a space."""
    user, space = me(request), visible(request, slug)
    require(permissions.can_post(user, space))
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        started = act.start(space, by=user, **_written(form), title=form.cleaned_data["title"])
        warn(request, started.posts.select_related("conversation__space").get(number=1))
        return redirect(started)
    context = {"form": form, "space": space, "sight": spaces.sight(space)}
    return page(request, "spaces/start.html", context, status=422 if form.is_bound else 200)


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a conversation a title that says more."""
    user = me(request)
    found = get_object_or_404(talk.conversations(user), pk=pk)
    require(permissions.can_rename(user, found))
    form = RenameForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        return redirect(act.rename(found, by=user, title=form.cleaned_data["title"]))
    context = {"form": form, "conversation": found, "space": found.space, "sight": spaces.sight(found.space)}
    return page(request, "spaces/rename.html", context, status=422 if form.is_bound else 200)


def _reply(request: HttpRequest, found: Conversation) -> HttpResponse:
    user = me(request)
    require(permissions.can_post(user, found.space))
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid() or throttle.refused(request, form, "post"):
        shown = talk.page(found, number=_page_number(request, found))
        return page(request, "spaces/conversation.html", _context(found, shown, user, form), status=422)
    post = posts.reply(found, by=user, **_written(form))
    warn(request, post)
    return redirect(post.in_place)


def _written(form: FilesForm) -> dict[str, Any]:
    """What both verbs of writing take."""
    given = form.cleaned_data
    return {"body": given["body"], "files": given["attachments"], "token": given["token"]}


def _page_number(request: HttpRequest, found: Conversation) -> int:
    """The page that was asked for; otherwise the one on which this person stopped reading."""
    asked = request.GET.get("page", "")
    if asked.isascii() and asked.isdecimal():
        return int(asked[:9])
    read_to: int = getattr(found, "read_to", None) or 0
    return page_of(min(read_to + 1, found.last_number)) if read_to else 1


def _context(found: Conversation, shown: talk.Page, user: User, form: ReplyForm) -> dict[str, Any]:
    may_post = permissions.can_post(user, found.space)
    return {
        "conversation": found,
        "space": found.space,
        "sight": spaces.sight(found.space),
        "page": shown,
        "posts": looks.posts(shown, user, may_post=may_post),
        "form": form,
        "links": links_to(user, f"conversation:{found.pk}"),
        "may_post": may_post,
        "may_join": permissions.can_join(user, found.space),
        "may_facilitate": permissions.can_facilitate(user, found.space),
        "may_rename": permissions.can_rename(user, found),
    }
