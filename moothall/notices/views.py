"""My notices, how I want them, the address that stops a mail, and mail on its way out."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.notices import actions, permissions, queries, settling
from moothall.notices.forms import PlaceForm, WishesForm
from moothall.notices.kinds import kinds
from moothall.notices.models import Letter, Notice
from moothall.notices.models.letters import State
from moothall.notices.showing import shown
from moothall.notices.stopping import ONE_CLICK, read_token
from moothall.people.models import User

MORNING = 8
LETTERS = 50


def notices(request: HttpRequest) -> HttpResponse:
    """What I was told; done, put off, all read."""
    user = cast(User, request.user)
    if request.method == "POST":
        _settle(user, request)
        return redirect("home:desk" if request.POST.get("back") == "desk" else "notices:list")
    everything = request.GET.get("show") == "all"
    listing = queries.listing(user, everything=everything, after=request.GET.get("after"))
    return page(request, "notices/list.html", {"listing": listing, "everything": everything})


def _settle(user: User, request: HttpRequest) -> None:
    """One of the three buttons: this is done, not before tomorrow, or all is read."""
    if "all" in request.POST:
        settling.all_read(user)
        return
    verb = "done" if "done" in request.POST else "snooze"
    try:
        pk = int(request.POST.get(verb, ""))
    except ValueError:
        raise BadRequest(_("That button belongs to no notice.")) from None
    if verb == "done":
        settling.mark_done(user, pk)
        return
    tomorrow = timezone.localtime(clock.now()) + timedelta(days=1)
    settling.put_off(user, pk, tomorrow.replace(hour=MORNING, minute=0, second=0, microsecond=0))
    messages.success(request, _("Put off. It comes back to your desk tomorrow at 8:00."))


@never_cache
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what a notice is about; with that it is read."""
    user = cast(User, request.user)
    notice = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
    found = shown(user, [notice])
    if not found:
        raise Http404
    settling.mark_read(user, pk)
    return redirect(found[0].told.url)


def wishes(request: HttpRequest) -> HttpResponse:
    """How soon for each kind, at which hours, and where something else was said."""
    user = cast(User, request.user)
    form = WishesForm(request.POST or None, wishes=queries.wishes(user), hours=queries.hours(user))
    if request.method == "POST" and form.is_valid():
        actions.choose_kinds(by=user, chosen=form.chosen)
        actions.set_hours(by=user, **form.rhythm)
        messages.success(request, _("Saved. Mail that is still to come follows it."))
        return redirect("notices:settings")
    known = queries.names(user)
    context = {
        "form": form,
        "places": sorted(known.items(), key=lambda place: place[1].lower()),
        "chosen": queries.places_chosen(user, known),
        "undelivered": queries.undelivered(user),
    }
    return page(request, "notices/settings.html", context, status=422 if form.is_bound else 200)


def place(request: HttpRequest) -> HttpResponse:
    """How soon for one place, and for each kind of thing that happens there."""
    user = cast(User, request.user)
    found = queries.place_chosen_for(user, request.GET.get("place", ""))
    if found is None:
        raise Http404
    form = PlaceForm(request.POST or None, asked=found.kinds, wishes=found.chosen)
    if request.method == "POST" and form.is_valid():
        actions.choose_place(found.place, by=user, chosen=form.chosen)
        messages.success(request, _("Saved for {name}.").format(name=found.name))
        return redirect("notices:settings")
    status = 422 if request.method == "POST" else 200
    return page(request, "notices/place.html", {"form": form, "name": found.name}, status=status)


@csrf_exempt  # a mail reader posts here without cookies; the signed address alone says what stops (RFC 8058)
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one sort of mail: a POST does, a GET only asks."""
    wanted = read_token(token)
    if wanted is None:
        raise Http404
    done = False
    if request.method == "POST":
        name, value = ONE_CLICK
        if request.POST.get(name) != value:
            raise BadRequest(_("That does not say to stop."))
        done = actions.stop_mail(wanted) is not None
    kind = kinds.get(wanted.kind)
    response = page(request, "notices/stop.html", {"done": done, "kind": kind, "digest": wanted.digest})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def outbox(request: HttpRequest) -> HttpResponse:
    """Mail on its way out, for administrators."""
    user = cast(User, request.user)
    require(permissions.can_look_after_mail(user))
    state = request.GET.get("state", "")
    letters = keyset(queries.letters(state), by=("-made_at", "-pk"), after=request.GET.get("after"), size=LETTERS)
    context = {"letters": letters, "state": state, "states": State.choices, "kept_here": queries.kept_here()}
    return page(request, "notices/outbox.html", context)


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: how it went, and its words where mail is kept here."""
    user = cast(User, request.user)
    require(permissions.can_look_after_mail(user))
    found = get_object_or_404(Letter.objects.select_related("person"), pk=pk)
    if request.method == "POST":
        actions.try_again(found, by=user)
        messages.success(request, _("It is tried again within a few seconds."))
        return redirect("notices:letter", pk)
    readable = permissions.can_read_letter(user, found)
    if readable:
        actions.open_letter(found, by=user)
    words = queries.words_of(found) if readable else ""
    context = {"letter": found, "readable": readable, "words": words, "may_try": permissions.can_try_again(user, found)}
    response = page(request, "notices/letter.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
