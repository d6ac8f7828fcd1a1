"""A poll: asking it, answering it, its result, and its end."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.gate import Capability, GateClosed
from moothall.records.actions.holds import HeldError, refusals_recorded
from moothall.spaces import permissions
from moothall.spaces.actions import polls as act
from moothall.spaces.forms import AnswerForm, AskForm, PollForm, RemoveForm, initial_of_poll
from moothall.spaces.models import Poll
from moothall.spaces.models.polls import places_in
from moothall.spaces.queries import polls as queries
from moothall.spaces.queries import spaces
from moothall.spaces.queries.polls import Shown
from moothall.spaces.views import me, visible
from moothall.spaces.views.posts import warn


@dataclass(frozen=True)
class Asked:
    """The sheet of a poll, on its own page and in its conversation."""

    shown: Shown
    form: AnswerForm
    may_answer: bool
    may_edit: bool
    may_close: bool
    may_remove: bool


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a conversation in a space with a poll."""
    user, space = me(request), visible(request, slug)
    require(permissions.can_post(user, space))
    if request.method != "POST":
        gate.stop(user, Capability.POST, space.container)
    form = AskForm(request.POST or None)
    if request.method == "POST" and _may_go(request, form):
        given = form.cleaned_data
        try:
            made = act.ask(
                space, by=user, words=form.words(), body=given["body"], token=given["token"], passed=form.passed
            )
        except GateClosed as closed:
            form.add_error(None, gate.words(closed))
        else:
            warn(request, made.conversation.posts.select_related("conversation__space").get(number=1))
            return redirect(made.in_place)
    context = {"form": form, "space": space, "sight": spaces.sight(space), "beside": spaces.beside(space)}
    return page(request, "spaces/ask_poll.html", context, status=422 if form.errors else 200)


def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """A poll by itself; sent back to it, the answers that somebody chose."""
    user, found = me(request), _found(request, pk)
    shown = queries.shown(pk, user)
    form = AnswerForm(request.POST if request.method == "POST" else None, shown=shown)
    if request.method == "POST":
        require(permissions.can_post(user, found.conversation.space))
        if _answer(request, found, form):
            return redirect(found.in_place)
    context = {**_context(found, user), "asked": asked(shown, user, found, form)}
    return page(request, "spaces/poll.html", context, status=422 if form.errors else 200)


def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who chose what, where ballots are named and this person is shown the result."""
    user, found = me(request), _found(request, pk)
    shown = queries.shown(pk, user)
    if found.anonymous or not shown.is_shown:
        raise Http404
    words = {choice.place: choice.words for choice in shown.choices}
    part = queries.named(found, request.GET.get("after"))
    rows = [
        (ballot.voter.person, [words[place] for place in sorted(places_in(ballot.chosen))])
        for ballot in part.rows
        if ballot.voter is not None
    ]
    context = {**_context(found, user), "shown": shown, "rows": rows, "next_cursor": part.next_cursor}
    return page(request, "spaces/poll_answers.html", context)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it otherwise until somebody answered; after that move its last day."""
    user, found = me(request), _found(request, pk)
    require(permissions.can_edit_poll(user, found))
    answered = found.voters.exists()
    form = PollForm(request.POST or None, poll=found, answered=answered, initial=initial_of_poll(found))
    if request.method != "POST":
        gate.stop(user, Capability.POST, found.conversation.space.container)
    elif _may_go(request, form):
        try:
            with refusals_recorded(by=user, things=[f"conversation:{found.conversation_id}"]):
                return redirect(act.edit(found, by=user, words=form.words(), passed=form.passed).in_place)
        except act.Answered:
            form.add_error(None, _("Somebody answered meanwhile: what was asked stays as it is."))
        except HeldError as held:
            form.add_error(None, str(held))
        except GateClosed as closed:
            form.add_error(None, gate.words(closed))
    context = {"form": form, "answered": answered, **_context(found, user)}
    return page(request, "spaces/edit_poll.html", context, status=422 if form.errors else 200)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a poll for good."""
    user, found = me(request), _found(request, pk)
    if not found.is_open:
        return redirect(found.in_place)
    require(permissions.can_close_poll(user, found))
    if request.method == "POST":
        try:
            act.close(found, by=user)
        except act.Over:
            messages.info(request, _("It was closed already."))
        else:
            messages.success(request, _("Closed. Everyone who answered is told."))
        return redirect(found.in_place)
    return page(request, "spaces/close_poll.html", {**_context(found, user), "shown": queries.shown(pk, user)})


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a poll away, leaving a marker."""
    user, found = me(request), _found(request, pk)
    require(permissions.can_remove_poll(user, found))
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(act.remove(found, by=user, reason=form.cleaned_data["reason"]).in_place)
    context = {"form": form, **_context(found, user)}
    return page(request, "spaces/remove_poll.html", context, status=422 if form.is_bound else 200)


def asked(shown: Shown, user: User, found: Poll, form: AnswerForm | None = None) -> Asked:
    """What the sheet of a poll shows this person."""
    return Asked(
        shown=shown,
        form=form or AnswerForm(shown=shown),
        may_answer=permissions.can_answer(user, found),
        may_edit=permissions.can_edit_poll(user, found),
        may_close=permissions.can_close_poll(user, found),
        may_remove=permissions.can_remove_poll(user, found),
    )


def _found(request: HttpRequest, pk: int) -> Poll:
    found = queries.visible(me(request), pk)
    if found is None:
        raise Http404
    return found


def _may_go(request: HttpRequest, form: PollForm) -> bool:
    """Whether a form can be posted now: no problem, not too often, and nothing to look at first."""
    if not form.is_valid() or throttle.refused(request, form, "post"):
        return False
    return not form.holds_back(by=me(request))


def _answer(request: HttpRequest, found: Poll, form: AnswerForm) -> bool:
    """Whether an answer was taken; what is wrong stands at the form."""
    if not form.is_valid() or throttle.refused(request, form, "post"):
        return False
    try:
        act.answer(found, by=me(request), places=form.places())
    except act.Over:
        form.add_error("chosen", _("The poll has closed meanwhile"))
    except act.Untied:
        form.add_error("chosen", _("Your answer can’t be changed: the key of the hall was changed since you gave it"))
    except GateClosed as closed:
        form.add_error("chosen", gate.words(closed))
    else:
        messages.success(request, _("Your answer is in. You can change it while the poll is open."))
        return True
    return False


def _context(found: Poll, user: User) -> dict[str, Any]:
    talk = found.conversation
    return {"poll": found, "conversation": talk, "space": talk.space, "sight": spaces.sight(talk.space)}
