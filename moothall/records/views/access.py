"""Reviews of access, and what the administrator should look at."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall import notices
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.people.models import Role, User
from moothall.records import permissions
from moothall.records.access import split
from moothall.records.actions import access as act
from moothall.records.forms.access import DecideForm
from moothall.records.models import AccessReview
from moothall.records.queries import access as queries

PAGE = 50
SHOWN = 200


def every(request: HttpRequest) -> HttpResponse:
    """Reviews that wait for me; for who keeps the records, how many wait and since when."""
    user = cast(User, request.user)
    require(permissions.can_report(user))
    keeps = permissions.can_keep_records(user)
    everything = queries.all_waiting() if keeps else []
    context = {
        "mine": queries.waiting(user)[:SHOWN],
        "keeps": keeps,
        "all": len(everything),
        "overdue": sum(review.is_overdue for review, _place in everything),
        "may_see_security": permissions.can_see_security(user),
    }
    return page(request, "records/access_reviews.html", context)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has access to one place, and why: confirm each, or end it."""
    user = cast(User, request.user)
    found = get_object_or_404(AccessReview, pk=pk)
    of = split(found.container)
    if of is None or not of[0].may_review(user, of[1]):
        raise Http404
    reviewable, ref = of
    form = DecideForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        person = get_object_or_404(User, pk=form.cleaned_data["user"])
        facts = {name: form.cleaned_data[name] for name in ("outcome", "words")}
        try:
            act.decide(found, by=user, user=person, **facts)
        except ValueError as error:
            problem = str(error)
        else:
            return redirect(found)
    if request.method == "POST" and not problem:
        messages.error(request, _("Choose to keep or to remove."))
    notices.read(user, (act.DUE, act.OVERDUE), [found.pk])
    place = next(iter(reviewable.places([ref])))
    lines = queries.lines(found)
    decided = sum(line.decision is not None for line in lines)
    context = {
        "review": found, "place": place, "lines": lines, "decided": decided, "problem": problem, "form": form
    }  # fmt: skip
    return page(request, "records/access_review.html", context, status=422 if form.is_bound else 200)


def security(request: HttpRequest) -> HttpResponse:
    """Dormant accounts, guests nobody answers for, and days on which somebody opened unusually much."""
    user = cast(User, request.user)
    require(permissions.can_see_security(user))
    context = {
        "dormant": keyset(queries.dormant(), by=("seen", "pk"), after=request.GET.get("after"), size=PAGE),
        "unsponsored": queries.unsponsored()[:SHOWN],
        "unusual": queries.unusual()[:SHOWN],
        "may_administer": user.has_role(Role.ADMINISTRATOR),
    }
    return page(request, "records/security.html", context)
