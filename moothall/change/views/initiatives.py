"""The front page of the room, beginning an initiative, its page, and saying it another way."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change import borders, permissions
from moothall.change.actions import initiatives as act
from moothall.change.forms.initiatives import BeginForm, EditForm, stamp
from moothall.change.models import Initiative, Openness, Part, Stage
from moothall.change.queries import initiatives, readiness
from moothall.change.queries import page as pages
from moothall.change.queries.readiness import Missing
from moothall.change.views import reaching
from moothall.change.views.reaching import leads_on, me, status
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to, threads_through
from moothall.lessons.queries.matching import Offer, matching, offer
from moothall.people.models import User

FEW = 5  # lessons shown to somebody who begins


def every(request: HttpRequest) -> HttpResponse:
    """The initiatives that one may read, narrowed by stage, by team, by objective, or to one's own."""
    user = me(request)
    asked = initiatives.wanted(request.GET.dict())
    found = initiatives.every(user, asked, request.GET.get("after"))
    context = {
        "rows": initiatives.rows(found.rows),
        "next_cursor": found.next_cursor,
        "choices": initiatives.choices(user, asked),
        "narrowing": initiatives.narrowing(user),
        "asked": asked,
        "may_begin": permissions.can_take_part(user) and not user.is_guest,
    }
    return page(request, "change/list.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """What value one adds: the page of a higher room where one is registered, else the list of one's own."""
    own = next(iter(borders.value_pages), None)
    if own is not None:
        return redirect(own.url_name)
    return redirect(reverse("change:list") + "?who=mine")


def new(request: HttpRequest) -> HttpResponse:
    """Enter an idea; lessons on like matters are shown before it is begun."""
    user = me(request)
    require(permissions.can_take_part(user))
    form = BeginForm(request.POST or None, by=user, initial={"openness": Openness.HALL})
    looks = request.method == "POST" and request.POST.get("act", "") == "look"
    if request.method == "POST" and form.is_valid() and not looks and not throttle.refused(request, form, "post"):
        try:
            begun = act.begin(
                by=user, words=form.words(), owner=form.cleaned_data["owner"], token=form.cleaned_data["token"]
            )
        except ValueError as error:
            reaching.refused(form, error)
        else:
            messages.success(request, _("It is entered, as an idea. What comes next stands on its page."))
            return redirect(begun)
    said = "\n".join(str(form[name].value() or "") for name in ("title", "problem", "outline"))
    lessons = matching(said, user, limit=FEW) if said.strip() and reaching.lessons_on() else []
    found = Offer("", lessons, [], may_use=False) if lessons else None
    context = {"form": form, "offer": found, "looked": looks}
    return page(request, "change/initiative_new.html", context, status=200 if looks else status(form))


def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative: what it is for, how far it came, what comes next and what came of it."""
    found = reaching.initiative(request, pk)
    return page(request, "change/initiative.html", whole(request, found))


def whole(request: HttpRequest, found: Initiative) -> dict[str, Any]:
    """Everything that the page of an initiative tells, for this person."""
    user = me(request)
    stage = readiness.stage(found)
    lines, people = pages.lines(found, user), pages.around(found)
    wanting = pages.missing(found, stage, user)
    may = _may(found, user, is_closed=stage is Stage.CLOSED)
    said = "\n".join([found.title, found.problem, found.outline])
    return {
        **may,
        "initiative": found,
        "here": found.container,
        "threads": threads_through(user, found.container),
        "stage": stage,
        "look": initiatives.LOOKS[stage],
        "missing": wanting,
        "before_hall": stage in (Stage.DELIVERING, Stage.REVIEWED) and found.delivery.before_hall,
        "lines": lines,
        "pictures": pages.drawn(lines, user),
        "served": pages.served(found, user),
        "weighed": pages.weighed(found, user),
        "things": pages.things(found, user),
        "space": reaching.space_of(found, user),
        "people": people,
        "involving": pages.involving(found),
        "coming": pages.coming(lines, found, people) if stage is not Stage.CLOSED else [],
        "reviews": list(found.reviews.select_related("by").order_by("-pk")),
        "parts": borders.shown(user, found, beside=False),
        "beside": borders.shown(user, found, beside=True),
        "offer": offer(user, found.container, text=said, may_use=may["may_write"]),
        "back": found.get_absolute_url(),
        "links": links_to(user, found.container),
        "act": _act(found, stage, wanting, user),
    }


def _may(found: Initiative, user: User, *, is_closed: bool) -> dict[str, Any]:
    """What this person may do; once it is closed no more than confirm who led and who helped."""
    asks = [part for part in (Part.OWNER, Part.GUIDE) if permissions.can_review_purpose(user, found, part)]
    leads = permissions.can_lead(user, found)
    return {
        "may_write": permissions.can_write(user, found) and not is_closed,
        "may_look_after": permissions.can_look_after(user, found) and not is_closed,
        "may_lead": leads and not is_closed,
        "may_accept": permissions.can_accept(user, found) and not is_closed,
        "may_confirm": leads and found.guide_id is not None,
        "reviews_purpose": [] if is_closed else asks,
    }


def _act(found: Initiative, stage: Stage, wanting: list[Missing], user: User) -> tuple[str, str] | None:
    """The one thing to do next, with its address."""
    if stage is Stage.CLOSED:
        return None
    if permissions.can_accept(user, found):
        return _to("accept", found), _("Say whether you own it")
    leads = permissions.can_lead(user, found)
    if stage in (Stage.DELIVERING, Stage.REVIEWED):
        back = ("close", _("Close it")) if stage is Stage.REVIEWED else ("review", _("Look back"))
        return (_to(back[0], found), back[1]) if leads else None
    if not wanting:
        return (_to("begin", found), _("Begin delivery")) if leads else None
    return (wanting[0].url, wanting[0].act) if permissions.can_write(user, found) else None


def _to(name: str, found: Initiative) -> str:
    return reverse(f"change:{name}", args=[found.pk])


@leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say it another way, or who may read it; what somebody else wrote meanwhile is not written over."""
    user, found = me(request), reaching.to_write(request, pk)
    initial = {name: getattr(found, name) for name in ("title", "problem", "outline", "openness")}
    form = EditForm(request.POST or None, initial=initial | {"seen": stamp(found)})
    overtaken = form.is_bound and form.data.get("seen", "") not in ("", stamp(found))
    if request.method == "POST" and form.is_valid() and not overtaken:
        act.edit(found, by=user, words=form.words())
        messages.success(request, _("Saved."))
        still = Initiative.objects.visible_to(user).filter(pk=found.pk).exists()
        return redirect(found if still else "change:list")
    if overtaken:
        form.data = {**request.POST.dict(), "seen": stamp(found)}
        form.add_error(None, _("Somebody wrote it another way meanwhile. Look at what it says now, then save yours"))
    context = {"initiative": found, "form": form, "overtaken": overtaken}
    return page(request, "change/initiative_edit.html", context, status=409 if overtaken else status(form))
