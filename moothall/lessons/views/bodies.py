"""Whom the council follows: adding a feed, how it goes, looking now, and following a body no longer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.lessons import permissions
from moothall.lessons.actions import exchange as act
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.forms.exchange import EndForm, FollowForm, NameForm
from moothall.lessons.models import Subscription
from moothall.lessons.queries import others
from moothall.lessons.views import finding
from moothall.lessons.views.others import on_staff, subscription


def every(request: HttpRequest) -> HttpResponse:
    """Whom the council follows and how that goes; administrators add a body here."""
    user = on_staff(request)
    may_follow = permissions.can_follow_bodies(user)
    if request.method == "POST":
        require(may_follow)
    form = FollowForm(_sent(request)) if may_follow else None
    if form is not None and request.method == "POST" and form.is_valid():
        made = None if throttle.refused(request, form, "post") else _follow(request, form)
        if made is not None:
            messages.success(request, _("You follow {body} now. The hall looks at once.").format(body=made.name))
            return redirect(made)
    context = {
        "bodies": others.bodies(user),
        "form": form,
        "may_follow": may_follow,
    }
    return page(request, "lessons/bodies.html", context, status=finding.status(form) if form is not None else 200)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One body that is followed: what came of looking there, and what to do about it."""
    user, found = finding.me(request), subscription(request, pk)
    may_follow = permissions.can_follow_bodies(user)
    form = NameForm(_sent(request), initial={"name": found.name}) if may_follow else None
    if request.method == "POST":
        require(may_follow)
    if form is not None and request.method == "POST" and form.is_valid():
        act.call(found, by=user, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect(found)
    counted = found.items.filter(gone_at=None).count()
    context = {
        "body": found,
        "form": form,
        "may_follow": may_follow,
        "counted": counted,
        "gone": found.items.count() - counted,
    }
    return page(request, "lessons/body.html", context, status=finding.status(form) if form is not None else 200)


@require_POST
def look_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker look as soon as it can."""
    user, found = finding.me(request), subscription(request, pk)
    act.look_now(found, by=user)
    messages.success(request, _("The hall looks now. In a moment this page says what came of it."))
    return redirect(found)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a body no longer."""
    user, found = finding.me(request), subscription(request, pk)
    require(permissions.can_follow_bodies(user) and found.is_live)
    form = EndForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        taken = act.end(found, by=user, keep=form.keeps)
        words = _("You no longer follow {body}.").format(body=found.name)
        if taken:
            words += " " + ngettext("{n} thing is taken away.", "{n} things are taken away.", taken).format(n=taken)
        messages.success(request, words)
        return redirect("lessons:bodies")
    context = {"body": found, "form": form, "counted": found.items.count()}
    return page(request, "lessons/end_body.html", context, status=finding.status(form))


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where that is nothing."""
    return request.POST if request.method == "POST" else None


def _follow(request: HttpRequest, form: FollowForm) -> Subscription | None:
    """Follow the body that the form names, or say in the form why not."""
    given = form.cleaned_data
    try:
        return act.subscribe(by=finding.me(request), address=given["address"], name=given["name"], token=given["token"])
    except act.FollowedAlready:
        form.add_error("address", _("You follow this address already"))
    except act.TooMany:
        form.add_error(None, _("You follow as many bodies as the hall looks at. End one that you no longer read"))
    except Faulty:
        form.add_error("address", Fault.ADDRESS.label)
    return None
