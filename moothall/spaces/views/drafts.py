"""Words kept while they are typed: by the script of the page, or by the button “Keep as a draft”."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.people.models import User
from moothall.policies.gate import GateClosed
from moothall.records.actions.holds import HeldError
from moothall.spaces.actions import drafts as act
from moothall.spaces.forms import DraftForm, FilesForm
from moothall.spaces.models import Conversation, Draft, Space
from moothall.spaces.queries import own
from moothall.spaces.views import me


@dataclass(frozen=True)
class Keeping:
    """What a form with a draft needs to know: its place as the script says it, and what is kept there."""

    place: str
    kept: own.Kept
    clash: Draft | None = None


def place_name(place: act.Place) -> str:
    """A place as it stands in a form: `conversation:7`, `space:3`, or `new` where no space is chosen yet."""
    if place.conversation is not None:
        return f"conversation:{place.conversation.pk}"
    return f"space:{place.space.pk}" if place.space is not None else "new"


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed, for the page's script; says in words what came of it."""
    form = DraftForm(request.POST)
    place = _place(request)
    if not form.is_valid():
        return JsonResponse({"state": "refused", "words": _("This can’t be kept: it is too long.")}, status=422)
    try:
        draft = act.keep(place, _typed(form), person=me(request))
    except act.SaidAlready:
        return JsonResponse({"state": "said"})
    except HeldError as held:
        return JsonResponse({"state": "refused", "words": str(held)}, status=409)
    except act.KeptElsewhere as elsewhere:
        other = elsewhere.draft
        told = {"state": "elsewhere", "version": other.version, "title": other.title, "body": other.body}
        return JsonResponse({**told, "words": _elsewhere(other)}, status=409)
    if draft is None:
        return JsonResponse({"state": "kept", "version": 0, "words": ""})
    words = _("Kept as a draft at {time}.").format(time=_time(draft))
    return JsonResponse({"state": "kept", "version": draft.version, "words": words})


def mine(request: HttpRequest) -> HttpResponse:
    """My drafts, to write on or to throw away."""
    rows = own.drafts(me(request), request.GET.get("after"))
    context = {"drafts": [(draft, own.name_of(draft)) for draft in rows.rows], "next_cursor": rows.next_cursor}
    return page(request, "spaces/drafts.html", context)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    user = me(request)
    try:
        act.discard(get_object_or_404(Draft.objects.visible_to(user), pk=pk), person=user)
    except HeldError as held:
        messages.error(request, str(held))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("spaces:drafts")


def pressed(request: HttpRequest, place: act.Place, form: FilesForm) -> tuple[HttpResponse | None, Draft | None]:
    """What “Keep as a draft” and “Discard the draft” do without a script: where to go, or the words kept elsewhere."""
    user, typed = me(request), DraftForm(request.POST)
    if not ({"keep", "discard"} & set(request.POST) and typed.is_valid()):
        return None, None
    try:
        if "discard" in request.POST:
            act.discard_seen(place, _typed(typed), person=user)
            messages.success(request, _("The draft is gone."))
            return redirect(request.get_full_path()), None
        act.keep(place, _typed(typed), person=user)
    except act.SaidAlready:
        return redirect("spaces:drafts"), None
    except HeldError as held:
        messages.error(request, str(held))
        return redirect(request.get_full_path()), None
    except act.KeptElsewhere as elsewhere:
        return None, elsewhere.draft
    messages.success(request, _("Kept as a draft. Only you can see it; it also stands on your desk."))
    return redirect(f"{request.get_full_path()}#reply"), None


def stopped(place: act.Place, form: FilesForm, closed: GateClosed, *, person: User) -> Draft:
    """Where the gate is closed: keep what was typed, and lead there; returns other words that were kept meanwhile.

    Raises the same `GateClosed` once nothing can be lost.
    """
    typed = DraftForm(form.data)
    try:
        if typed.is_valid():
            act.keep(place, _typed(typed), person=person)
    except act.SaidAlready:
        raise closed from None
    except act.KeptElsewhere as elsewhere:
        return elsewhere.draft
    raise closed


def on_top_of(form: DraftForm | FilesForm, clash: Draft) -> dict[str, object]:
    """What the form begins from when other words were kept: the typed words, on top of the newest version."""
    return {**{name: form.data.get(name, "") for name in ("title", "body", "token")}, "draft": clash.version}


def _typed(form: DraftForm) -> act.Words:
    given = form.cleaned_data
    return act.Words(given["body"], title=given["title"], seen=given["draft"], token=given["token"])


def _place(request: HttpRequest) -> act.Place:
    """The place that the form names, as far as this person may see it; otherwise it is not there (404)."""
    kind, _colon, ref = request.POST.get("place", "").partition(":")
    if kind == "new":
        return act.Place()
    if kind not in {"conversation", "space"} or not (ref.isascii() and ref.isdecimal()):
        raise Http404
    pk = int(ref[:18])
    if kind == "conversation":
        return act.Place(conversation=get_object_or_404(Conversation.objects.visible_to(me(request)), pk=pk))
    return act.Place(space=get_object_or_404(Space.objects.visible_to(me(request)), pk=pk))


def _time(draft: Draft) -> str:
    return date(timezone.localtime(draft.saved_at), "H:i")


def _elsewhere(draft: Draft) -> str:
    words = _("Other words were kept here at {time}, in another tab or on another device. Nothing is lost: choose.")
    return words.format(time=_time(draft))
