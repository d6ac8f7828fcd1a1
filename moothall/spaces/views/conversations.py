"""A conversation, replying in it, starting one, and naming it better."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to, offers_on
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.gate import Capability, GateClosed
from moothall.spaces import permissions
from moothall.spaces.actions import conversations as act
from moothall.spaces.actions import posts, reading
from moothall.spaces.actions.drafts import Place
from moothall.spaces.forms import FilesForm, RenameForm, ReplyForm, StartForm, WriteForm
from moothall.spaces.models import Conversation, Draft, Space
from moothall.spaces.models.talk import page_of
from moothall.spaces.queries import own, spaces, talk
from moothall.spaces.queries import polls as poll_queries
from moothall.spaces.views import drafts, looks, me, polls, visible
from moothall.spaces.views.posts import warn


def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """The posts of a page, oldest first, and the place to reply; opening it moves the read mark on."""
    user = me(request)
    found = _found(user, pk)
    if request.method == "POST":
        return _reply(request, found)
    shown = talk.page(found, number=_page_number(request, found))
    if talk.moves_mark(found, shown, user=user):
        reading.reach(found, shown.posts, person=user)
    kept = own.kept_reply(found)
    form = ReplyForm(initial={"body": kept.body, "draft": kept.version}, by=user)
    context = _context(found, shown, user, form)
    context["gate"] = gate.way(request, user, Capability.POST, found.space.container, part="#reply")
    return page(request, "spaces/conversation.html", context)


def _found(user: User, pk: int) -> Conversation:
    found = talk.conversation(user, pk)
    if found is None:
        raise Http404
    return found


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a conversation in a space."""
    user, space = me(request), visible(request, slug)
    require(permissions.can_post(user, space))
    if request.method != "POST":
        gate.stop(user, Capability.POST, space.container)
    kept = own.kept_start(user, space)
    form = StartForm(request.POST or None, request.FILES or None, initial=_begun(kept), by=user)
    place = Place(space=space)
    answer, clash = drafts.pressed(request, place, form)
    if answer is None and clash is None and _is_ready(request, form):
        answer, clash = _start(request, space, form, place)
    if answer is not None:
        return answer
    if clash is not None:
        form = StartForm(initial=drafts.on_top_of(form, clash), by=user)
    context = {"form": form, "space": space, "sight": spaces.sight(space)}
    context["keeping"] = drafts.Keeping(f"space:{space.pk}", kept, clash)
    context["beside"] = spaces.beside(space)
    return page(request, "spaces/start.html", context, status=_status(form, clash))


def write(request: HttpRequest) -> HttpResponse:
    """Choose a space, and start a conversation in it at once."""
    user = me(request)
    if request.method != "POST":
        gate.stop(user, Capability.POST)
    kept = own.kept_start(user, None)
    form = WriteForm(request.POST or None, request.FILES or None, initial=_begun(kept), by=user)
    answer, clash = drafts.pressed(request, Place(), form)
    if answer is None and clash is None and _is_ready(request, form):
        answer, clash = _start(request, form.cleaned_data["space"], form, Place())
    if answer is not None:
        return answer
    if clash is not None:
        initial = drafts.on_top_of(form, clash) | {"space": request.POST.get("space")}
        form = WriteForm(initial=initial, by=user)
    context = {"form": form, "keeping": drafts.Keeping("new", kept, clash), "beside": spaces.beside(None)}
    context["nowhere"] = not Space.objects.joined_by(user).exists()
    return page(request, "spaces/write.html", context, status=_status(form, clash))


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a conversation a title that says more."""
    user = me(request)
    found = _found(user, pk)
    require(permissions.can_rename(user, found))
    form = RenameForm(request.POST or None, initial={"title": found.title})
    if request.method != "POST":
        gate.stop(user, Capability.POST, found.space.container)
    elif form.is_valid() and not form.holds_back(by=user):
        try:
            return redirect(act.rename(found, by=user, title=form.cleaned_data["title"], passed=form.passed))
        except GateClosed as closed:
            form.add_error(None, gate.words(closed))
    context = {"form": form, "conversation": found, "space": found.space, "sight": spaces.sight(found.space)}
    return page(request, "spaces/rename.html", context, status=422 if form.errors else 200)


def _reply(request: HttpRequest, found: Conversation) -> HttpResponse:
    user = me(request)
    require(permissions.can_post(user, found.space))
    form = ReplyForm(request.POST, request.FILES, by=user)
    answer, clash = drafts.pressed(request, Place(found), form)
    if answer is None and clash is None and _is_ready(request, form):
        try:
            post = posts.reply(found, by=user, **_written(form))
        except GateClosed as closed:
            clash = drafts.stopped(Place(found), form, closed, person=user)
        else:
            warn(request, post)
            answer = redirect(post.in_place)
    if answer is not None:
        return answer
    if clash is not None:
        form = ReplyForm(initial=drafts.on_top_of(form, clash), by=user)
    shown = talk.page(found, number=_page_number(request, found))
    context = _context(found, shown, user, form, clash)
    return page(request, "spaces/conversation.html", context, status=_status(form, clash))


def _is_ready(request: HttpRequest, form: FilesForm) -> bool:
    """Whether a form was sent and can be posted now: no problem, not too often, and nothing to look at first."""
    if request.method != "POST" or not form.is_valid() or throttle.refused(request, form, "post"):
        return False
    return not form.holds_back(by=me(request))


def _start(
    request: HttpRequest, space: Space, form: StartForm, place: Place
) -> tuple[HttpResponse | None, Draft | None]:
    """Where to go once it is started, or the other words that were kept where the gate is closed."""
    user, title = me(request), form.cleaned_data["title"]
    try:
        started = act.start(space, by=user, **_written(form), title=title, draft_for=place)
    except GateClosed as closed:
        return None, drafts.stopped(place, form, closed, person=user)
    return _started(request, started), None


def _started(request: HttpRequest, started: Conversation) -> HttpResponse:
    warn(request, started.posts.select_related("conversation__space").get(number=1))
    return redirect(started)


def _begun(kept: own.Kept) -> dict[str, object]:
    return {"title": kept.title, "body": kept.body, "draft": kept.version}


def _status(form: FilesForm, clash: Draft | None) -> int:
    """409 where other words were kept meanwhile, 422 where the form has a problem; a caution is none."""
    if clash is not None:
        return 409
    return 422 if form.errors else 200


def _written(form: FilesForm) -> dict[str, Any]:
    """What both verbs of writing take."""
    given = form.cleaned_data
    return {
        "body": given["body"],
        "files": given["attachments"],
        "token": given["token"],
        "draft": given["draft"],
        "passed": form.passed,
    }


def _page_number(request: HttpRequest, found: Conversation) -> int:
    """The page that was asked for; otherwise the one on which this person stopped reading."""
    asked = request.GET.get("page", "")
    if asked.isascii() and asked.isdecimal():
        return int(asked[:9])
    read_to: int = getattr(found, "read_to", None) or 0
    return page_of(min(read_to + 1, found.last_number)) if read_to else 1


def _asked(found: Conversation, user: User) -> polls.Asked | None:
    """The poll that the conversation opened with."""
    pk = getattr(found, "poll_key", None)
    if pk is None:
        return None
    shown = poll_queries.shown(pk, user)
    shown.poll.conversation = found
    return polls.asked(shown, user, shown.poll)


def _context(
    found: Conversation, shown: talk.Page, user: User, form: ReplyForm, clash: Draft | None = None
) -> dict[str, Any]:
    may_post = permissions.can_post(user, found.space)
    return {
        "conversation": found,
        "space": found.space,
        "sight": spaces.sight(found.space),
        "page": shown,
        "posts": looks.posts(shown, user, may_post=may_post),
        "form": form,
        "keeping": drafts.Keeping(f"conversation:{found.pk}", own.kept_reply(found), clash),
        "hearing": own.hearing(found),
        "beside": spaces.beside(found.space) if may_post else [],
        "links": links_to(user, f"conversation:{found.pk}"),
        "offers": offers_on(user, f"conversation:{found.pk}"),
        "asked": _asked(found, user),
        "may_post": may_post,
        "may_join": permissions.can_join(user, found.space),
        "may_facilitate": permissions.can_facilitate(user, found.space),
        "may_rename": permissions.can_rename(user, found),
    }
