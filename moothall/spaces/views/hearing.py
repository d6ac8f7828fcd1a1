"""Follow and mute; read and unread."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit import clock
from moothall.spaces.actions import following, reading
from moothall.spaces.models import Conversation, Level
from moothall.spaces.views import me, visible


@require_POST
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a conversation, mute it, or neither."""
    user = me(request)
    found = get_object_or_404(Conversation.objects.visible_to(user).select_related("space"), pk=pk)
    level = _level(request)
    following.hear(found, person=user, level=level)
    words = {
        Level.FOLLOWED: _("You follow this conversation: you are told when someone writes in it."),
        Level.MUTED: _("This conversation is muted: it is off your desk, and you are told only if someone names you."),
    }
    messages.success(request, words[level] if level else _("You neither follow this conversation nor have it muted."))
    return redirect(found)


@require_POST
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a space, mute it, or neither."""
    found, level = visible(request, slug), _level(request)
    following.hear(found, person=me(request), level=level)
    words = {
        Level.FOLLOWED: _("You follow this space: you are told of every new conversation in it."),
        Level.MUTED: _("This space is muted: it is off your desk, and you are told only if someone names you."),
    }
    messages.success(request, words[level] if level else _("You neither follow this space nor have it muted."))
    return redirect(found)


@require_POST
def all_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark everything in a space as read that stood there when the page with the button was made."""
    found = visible(request, slug)
    reading.mark_all_read(found, person=me(request), until=_moment(request.POST.get("until", "")))
    messages.success(request, _("Everything that stood here is marked as read."))
    return redirect(found)


@require_POST
def unread_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a post and all after it as unread, and go to the space: opening the conversation would read it again."""
    user = me(request)
    found = get_object_or_404(Conversation.objects.visible_to(user).select_related("space"), pk=pk)
    number = request.POST.get("number", "")
    if not (number.isascii() and number.isdecimal()):
        raise Http404
    reading.mark_unread_from(get_object_or_404(found.posts, number=int(number[:9])), person=user)
    messages.success(request, _("Marked as unread from that post on. It stands here and on your desk as new."))
    return redirect(found.space)


def _level(request: HttpRequest) -> Level | None:
    asked = request.POST.get("level", "")
    return Level(asked) if asked in Level.values else None


def _moment(value: str) -> datetime:
    """The moment that a page says it was made; now, where it says nothing of use."""
    try:
        moment = parse_datetime(value)
        moment = moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):  # at the ends of the calendar there is no such moment here
        moment = None
    return min(moment, clock.now()) if moment is not None else clock.now()
