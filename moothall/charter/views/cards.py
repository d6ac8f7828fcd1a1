"""Evidence cards: of initiatives, of people as far as they show them, of teams; and one's own value."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from moothall.change.models import Initiative
from moothall.charter import permissions
from moothall.charter.actions import cards as act
from moothall.charter.evidence import together
from moothall.charter.evidence.addresses import address_of
from moothall.charter.forms.cards import ShowForm
from moothall.charter.models import Check
from moothall.charter.queries import cards, value
from moothall.charter.views import me, status
from moothall.kit.htmx import page
from moothall.kit.registries import threads_through
from moothall.people.models import Team, User


def every(request: HttpRequest) -> HttpResponse:
    """The cards of all initiatives that this person may read."""
    user = me(request)
    _insiders(user)
    found, rows = cards.every(user, request.GET.get("after"))
    promises = cards.promised()
    lines = [(record, cards.page_of(card, record.title, promises=promises)) for record, card in found]
    return page(request, "charter/cards.html", {"lines": lines, "next_cursor": rows.next_cursor})


def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of one initiative."""
    user = me(request)
    found = get_object_or_404(Initiative.objects.visible_to(user).select_related("owner", "guide", "sponsor"), pk=pk)
    record, card = cards.one(found, user)
    context = {
        "initiative": found,
        "initiative_url": address_of(record.key),
        "record": record,
        "card": cards.page_of(card, record.title),
        "parts": [(_("Owner"), found.owner), (_("Guide"), found.guide), (_("Champion"), found.sponsor)],
        "reach": cards.reach_of(record),
        "signed": cards.signed_among(record),
        "threads": threads_through(user, record.key),
        "here": record.key,
    }
    return page(request, "charter/card.html", context)


@never_cache
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Somebody's card across what they own and guide: whole for themselves, for others what they show."""
    user = me(request)
    found = get_object_or_404(User.objects.visible_to(user).select_related("team"), handle=handle)
    own = permissions.can_show_card(user, found)
    if not own:
        _insiders(user)
    shown = cards.shown_of(found)
    rows, whole = cards.of_person(found, user) if own or shown else ([], together([]))
    context = {
        "person": found,
        "own": own,
        "shown": shown,
        "shown_words": [str(Check(each).label) for each in Check.values if each in shown],
        "card": cards.page_of(whole, found.name, shown=None if own else shown),
        "records": [record for record, _card in rows] if own else [],
    }
    return page(request, "charter/person_card.html", context)


@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Say what others may see of one's own card."""
    user = me(request)
    form = ShowForm(request.POST or None, initial={"checks": sorted(cards.shown_of(user))})
    if request.method == "POST":
        form = ShowForm(request.POST)
        if form.is_valid():
            act.show(user, by=user, checks=form.cleaned_data["checks"])
            messages.success(request, _("Kept. You can change it at any time."))
            return redirect("charter:person_card", user.handle)
    return page(request, "charter/show_card.html", {"form": form}, status=status(form))


def team(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a team: what touches it, and what its people own and guide."""
    user = me(request)
    _insiders(user)
    found = get_object_or_404(Team, pk=pk)
    rows, whole = cards.of_team(found, user)
    context = {"team": found, "card": cards.page_of(whole, found.name), "records": [record for record, _card in rows]}
    return page(request, "charter/team_card.html", context)


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What value am I adding? For one's own eyes."""
    user = me(request)
    return page(request, "charter/value.html", {"value": value.value_of(user)})


def _insiders(user: User) -> None:
    """These pages are not there for guests."""
    if not permissions.can_see_cards(user):
        raise Http404
