"""Beginning an appraisal from a starter register, and taking up more of its risks."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions, starters
from moothall.risks.actions import starters as act
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.forms.starters import BeginForm, TakeUpForm
from moothall.risks.models import Appraisal
from moothall.risks.queries.rounds import latest_round
from moothall.risks.starters import Starter


def choose(request: HttpRequest) -> HttpResponse:
    """The starter appraisals."""
    require(permissions.can_take_part(cast(User, request.user)))
    return page(request, "risks/starters.html", {"starters": starters.every()})


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the risks that matter first, and begin."""
    user = cast(User, request.user)
    require(permissions.can_take_part(user))
    starter = _named(slug)
    form = BeginForm(request.POST if request.method == "POST" else None, starter=starter)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        appraisal = act.begin_from_starter(
            starter,
            by=user,
            keys=said["risks"],
            question=said["question"],
            openness=said["openness"],
            token=said["token"],
        )
        words = _("It is begun. Nothing in it is judged: what is suggested is planned, and yours to change.")
        messages.success(request, words)
        return redirect(appraisal)
    context = {"form": form, "starter": starter}
    return page(request, "risks/starter.html", context, status=422 if form.is_bound else 200)


def at_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up more risks of the template from which an appraisal was begun."""
    user = cast(User, request.user)
    appraisal = get_object_or_404(Appraisal.objects.visible_to(user), pk=pk)
    starter = _named(appraisal.starter)
    require(permissions.can_write(user, appraisal))
    round = latest_round(appraisal)
    taken = set(round.risks.exclude(starter="").values_list("starter", flat=True))
    form = TakeUpForm(request.POST if request.method == "POST" else None, starter=starter, taken=taken)
    if request.method == "POST" and form.is_valid():
        try:
            made = act.take_up(starter, round, by=user, keys=form.cleaned_data["risks"])
        except RoundDecided:
            form.add_error(None, _("It is decided by now. Open the question again first"))
        except ValueError:
            form.add_error(None, _("There are too many risks to weigh in one appraisal"))
        else:
            words = ngettext(
                "{n} risk was taken up. It is not judged.", "{n} risks were taken up. None is judged.", len(made)
            )
            messages.success(request, words.format(n=len(made)))
            return redirect(appraisal)
    context = {"form": form, "starter": starter, "appraisal": appraisal}
    return page(request, "risks/at_hand.html", context, status=422 if form.is_bound else 200)


def _named(slug: str) -> Starter:
    starter = starters.named(slug)
    if starter is None:
        raise Http404
    return starter
