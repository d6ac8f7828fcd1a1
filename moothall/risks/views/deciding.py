"""Proposing an option, challenging avoidance, deciding, and looking at a decision again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.risks import permissions
from moothall.risks.actions import decisions as act
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.forms.decisions import ChallengeForm, DecideForm, ProposeForm, ReplyForm, ReviewForm
from moothall.risks.forms.judging import changed
from moothall.risks.models import Appraisal, Challenge, Proposal, Verdict
from moothall.risks.queries import board as boards
from moothall.risks.queries.readiness import missing, review_due
from moothall.risks.queries.rounds import Sheet
from moothall.risks.views import finding
from moothall.risks.views.board import onward
from moothall.risks.views.finding import FOUND, leads_on, may_write, me, status


@leads_on
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose an option, with the balance in words."""
    user, sheet = me(request), finding.sheet(request, pk)
    may_write(request, sheet)
    proposal = sheet.proposal
    initial = {"option": proposal.option_id, "balance": proposal.balance} if proposal else {}
    form = ProposeForm(request.POST or None, options=sheet.options, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each in sheet.options if each.pk == form.cleaned_data["option"])
        act.propose(sheet.round, by=user, option=chosen, balance=form.cleaned_data["balance"])
        messages.success(request, _("Option %(letter)s is proposed.") % {"letter": chosen.letter})
        return onward(request, sheet)
    context = {"appraisal": sheet.appraisal, "sheet": sheet, "board": boards.board(sheet), "form": form}
    return page(request, "risks/propose.html", context, status=status(form))


@leads_on
def challenges(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked of whoever would do nothing or prohibit, what was answered, and asking."""
    user, sheet = me(request), finding.sheet(request, pk)
    avoiding = [option for option in sheet.options if option.avoids]
    may_ask = permissions.can_challenge(user, sheet.appraisal) and sheet.decision is None
    leading = sheet.leading
    initial = {"option": leading.pk} if leading is not None and leading.avoids else {}
    form = ChallengeForm(request.POST or None, options=avoiding, initial=initial) if may_ask else None
    if request.method == "POST":
        require(permissions.can_challenge(user, sheet.appraisal))
        if sheet.decision is not None:
            raise RoundDecided
    if form is not None and form.is_bound and form.is_valid() and not throttle.refused(request, form, "post"):
        chosen = next(each for each in avoiding if each.pk == form.cleaned_data["option"])
        act.challenge(chosen, by=user, question=form.cleaned_data["question"])
        messages.success(request, _("Your question stands beside the option until somebody else answers it."))
        return redirect("risks:challenges", pk)
    writes = permissions.can_write(user, sheet.appraisal) and sheet.decision is None
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "form": form,
        "asked": [
            (option, [(each, writes and not each.is_answered and each.asked_by_id != user.pk) for each in own])
            for option in avoiding
            for own in [[each for each in sheet.challenges if each.option_id == option.pk]]
        ],
        "decides": sheet.appraisal.owner,
    }
    return page(request, "risks/challenges.html", context, status=status(form) if form is not None else 200)


@leads_on
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a challenge, once."""
    user = me(request)
    rows = Challenge.objects.filter(option__round__appraisal__in=Appraisal.objects.visible_to(user))
    rows = rows.select_related("option__round__appraisal__owner", "asked_by", "answered_by")
    found = get_object_or_404(rows, pk=pk)
    appraisal = found.option.round.appraisal
    setattr(request, FOUND, appraisal)
    if found.is_answered:
        messages.warning(request, _("It is answered already."))
        return redirect("risks:challenges", appraisal.pk)
    require(permissions.can_answer(user, found, appraisal))
    if hasattr(found.option.round, "decision"):
        raise RoundDecided
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.answer_challenge(found, by=user, answer=form.cleaned_data["answer"])
        messages.success(request, _("Your answer stands beside the challenge."))
        return redirect("risks:work", appraisal.pk)
    context = {"appraisal": appraisal, "challenge": found, "form": form}
    return page(request, "risks/challenge_answer.html", context, status=status(form))


@leads_on
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the option that is proposed; refused with the list of what is missing."""
    user, sheet = me(request), finding.sheet(request, pk)
    require(permissions.can_decide(user, sheet.appraisal))
    if sheet.decision is not None:
        raise RoundDecided
    proposal, chosen = sheet.proposal, sheet.leading
    stamp = _stamp(proposal)
    initial = {"balance": proposal.balance if proposal else "", "proposed": stamp}
    form = DecideForm(request.POST or None, initial=initial, option=chosen)
    overtaken = False
    if request.method == "POST" and form.is_valid() and chosen is not None:
        given = dict(form.cleaned_data)
        if given.pop("proposed") != stamp:
            overtaken = True
            form.data = changed(form.data, proposed=stamp)
            form.add_error(None, _("Something else was proposed meanwhile. Read it above, then decide"))
        else:
            try:
                act.decide(sheet.round, by=user, option=chosen, **given)
            except act.NotReady:
                overtaken = True
                sheet = finding.sheet(request, pk)
            else:
                messages.success(request, _("Decided. From now on this round stays as it is, with its reasons."))
                return redirect(sheet.appraisal)
    wanting = missing(sheet, sheet.leading, decider=user)
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "option": sheet.leading,
        "missing": wanting,
        "form": form,
        "differing": _differing(sheet),
        "challenges": [each for each in sheet.challenges if chosen is not None and each.option_id == chosen.pk],
    }
    return page(request, "risks/decide.html", context, status=409 if overtaken or wanting else status(form))


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of looking at a decision again; of a pilot: adopt, change or stop."""
    user, sheet = me(request), finding.sheet(request, pk)
    require(permissions.can_decide(user, sheet.appraisal))
    decision, chosen = sheet.decision, sheet.leading
    if decision is None or chosen is None:
        raise Http404
    form = ReviewForm(request.POST or None, option=chosen)
    if request.method == "POST" and form.is_valid():
        verdict = Verdict(form.cleaned_data["verdict"])
        act.review(decision, by=user, **{**form.cleaned_data, "verdict": verdict})
        if verdict in (Verdict.HOLDS, Verdict.ADOPT):
            messages.success(request, _("Saved. It stands beside the decision."))
            return redirect(sheet.appraisal)
        messages.success(request, _("Saved. To change what was decided, open the question again."))
        return redirect("risks:open_again", pk)
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "decision": decision,
        "option": chosen,
        "due": review_due(decision),
        "reviews": list(decision.reviews.select_related("by").order_by("pk")),
        "stale": [line for line in sheet.under(chosen) if line.state.value == "stale"],
        "overdue": _overdue(sheet),
        "form": form,
    }
    return page(request, "risks/review.html", context, status=status(form))


def _stamp(proposal: Proposal | None) -> str:
    """Which proposal somebody saw."""
    return f"{proposal.option_id} {proposal.proposed_at.isoformat()}" if proposal else ""


def _differing(sheet: Sheet) -> list[object]:
    """The views that differ, which are kept beside the decision."""
    rows = sheet.appraisal.comments.shown().filter(differs=True)
    return list(rows.select_related("author", "risk", "option").order_by("-pk")[:20])


def _overdue(sheet: Sheet) -> list[object]:
    """Steps of the chosen option whose day went by, each once."""
    found = {}
    for line in sheet.under(sheet.leading) if sheet.leading else ():
        for treatment in line.treatments:
            if treatment.dropped_at is None and treatment.response.is_overdue:
                found[treatment.response_id] = treatment.response
    return list(found.values())
