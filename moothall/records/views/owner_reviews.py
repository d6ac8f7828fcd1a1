"""What waits for whoever looks after a place: things there that have reached the end of their time."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall import notices
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import permissions, retention
from moothall.records.actions import owner_reviews as act
from moothall.records.actions.retention import Refused
from moothall.records.forms.retention import AnswerForm
from moothall.records.models import ReviewRequest, Verdict
from moothall.records.queries import owner_reviews as queries
from moothall.records.queries import retention as rules

PAGE = 50
TICKS = 25


def every(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    user = cast(User, request.user)
    require(permissions.can_look_into_records(user))
    rows = keyset(queries.mine(user), by=("asked_at", "pk"), after=request.GET.get("after"), size=PAGE)
    context = {"questions": queries.named(user, rows.rows), "next": rows.next_cursor}
    return page(request, "records/owner_reviews.html", context)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What in one place has reached the end of its time: keep it until a day, or agree that it is destroyed."""
    user = cast(User, request.user)
    found = get_object_or_404(ReviewRequest.objects.waiting().select_related("application__rule"), pk=pk)
    if not permissions.can_answer_review(user, found):
        raise Http404
    try:
        waiting = queries.things(found)
    except retention.NoCustody:
        raise Http404 from None
    notices.read(user, (act.ASKED, act.REMINDED), [found.pk])
    rows = keyset(waiting, by=("pk",), after=request.GET.get("after"), size=TICKS)
    form = AnswerForm(request.POST or None, refs=[row.pk for row in rows.rows], application=found.application)
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, found, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    [question] = queries.named(user, [found])
    context = {
        "question": question,
        "rule": found.application.rule,
        "sentence": rules.shown(user, [found.application])[0].sentence,
        "waiting": rules.review_list(user, found.application, rows.rows),
        "next": rows.next_cursor,
        "form": form,
        "ticked": set(request.POST.getlist("refs")),
        "may_keep": True,
    }
    return page(request, "records/owner_review.html", context, status=422 if form.is_bound else 200)


def _answered(request: HttpRequest, found: ReviewRequest, form: AnswerForm) -> HttpResponse:
    given, user = form.cleaned_data, cast(User, request.user)
    count = act.answer(
        found,
        by=user,
        refs=form.ticked,
        verdict=Verdict(given["verdict"]),
        reason=given["reason"],
        keep_until=given["keep_until"],
    )
    words = ngettext("Decided of {n} thing.", "Decided of {n} things.", count).format(n=count)
    if given["verdict"] == Verdict.DESTROY:
        words = f"{words} {_('Nothing goes before two records managers have proposed and approved it.')}"
    messages.success(request, words)
    left = ReviewRequest.objects.waiting().filter(pk=found.pk).exists()
    return redirect(found) if left else redirect("records:owner_reviews")
