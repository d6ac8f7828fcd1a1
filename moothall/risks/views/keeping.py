"""Beginning an appraisal, putting its question another way, its people, giving it up and opening it again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.risks import permissions
from moothall.risks.actions import appraisals as act
from moothall.risks.forms.appraisals import BeginForm, CloseForm, EditForm, MemberForm, OpenAgainForm, OwnerForm
from moothall.risks.models import Appraisal, Decision, Member, Openness
from moothall.risks.queries.rounds import latest_round
from moothall.risks.views import finding
from moothall.risks.views.finding import leads_on, me, status


def new(request: HttpRequest) -> HttpResponse:
    """Ask a question to decide."""
    user = me(request)
    require(permissions.can_take_part(user))
    form = BeginForm(request.POST or None, by=user, initial={"owner": user, "openness": Openness.HALL})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        begun = act.begin(by=user, **{**given, "openness": Openness(given["openness"])})
        messages.success(request, _("It is begun. Doing nothing is its first option; write what else could be done."))
        return redirect("risks:options", begun.pk)
    return page(request, "risks/begin.html", {"form": form}, status=status(form))


@leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the question another way while it is open, and say who may read it and by when it is decided."""
    user, found = me(request), finding.appraisal(request, pk)
    require(permissions.can_look_after(user, found))
    decided = Decision.objects.filter(round=latest_round(found)).exists()
    initial = {name: getattr(found, name) for name in ("question", "problem", "decide_by", "openness")}
    form = EditForm(request.POST or None, initial=initial, decided=decided)
    if request.method == "POST" and form.is_valid():
        given = {"question": found.question, "problem": found.problem, **form.cleaned_data}
        act.edit(found, by=user, **{**given, "openness": Openness(given["openness"])})
        messages.success(request, _("Saved."))
        return redirect("risks:work", found.pk)
    context = {"appraisal": found, "form": form, "decided": decided}
    return page(request, "risks/edit.html", context, status=status(form))


def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answers for it, and who works on it."""
    user, found = me(request), finding.appraisal(request, pk)
    require(permissions.can_look_after(user, found))
    does = str(request.POST.get("act", ""))
    owner = OwnerForm(request.POST if does == "owner" else None, by=user, initial={"owner": found.owner})
    member = MemberForm(request.POST if does == "add" else None, by=user)
    if does == "owner" and owner.is_valid():
        act.name_owner(found, by=user, owner=owner.cleaned_data["owner"])
        messages.success(request, _("Saved. They answer for it now, and decide."))
        return redirect(_still(request, found))
    if does == "add" and member.is_valid():
        act.add_member(found, by=user, person=member.cleaned_data["person"])
        messages.success(request, _("Saved. They can work on it now."))
        return redirect("risks:people", found.pk)
    if does == "remove":
        row = get_object_or_404(Member.objects.select_related("appraisal"), appraisal=found, pk=_number(request))
        act.remove_member(row, by=user)
        messages.success(request, _("They no longer work on it. What they wrote stays."))
        return redirect(_still(request, found))
    bound = owner if owner.is_bound else member
    context = {
        "appraisal": found,
        "owner": owner,
        "member": member,
        "form": bound,
        "members": list(found.members.select_related("user").order_by("user__name", "pk")),
    }
    return page(request, "risks/people.html", context, status=status(bound))


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a question up, for a reason."""
    user, found = me(request), finding.appraisal(request, pk)
    require(permissions.can_look_after(user, found))
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.close(found, by=user, **form.cleaned_data)
        messages.success(request, _("It is given up. What was written stays where it is, with your reason."))
        return redirect(found)
    context: dict[str, Any] = {"appraisal": found, "form": form}
    return page(request, "risks/close.html", context, status=status(form))


def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question again that was decided, or go on with one that was given up."""
    user, found = me(request), finding.appraisal(request, pk)
    if found.closed_at is not None:
        return _take_up_again(request, found)
    require(permissions.can_write(user, found))
    if not Decision.objects.filter(round=latest_round(found)).exists():
        messages.warning(request, _("It is open still."))
        return redirect("risks:work", found.pk)
    form = OpenAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.open_again(found, by=user, **form.cleaned_data)
        words = _("It is open again, with its options, risks and steps. All is judged and signed for anew.")
        messages.success(request, words)
        return redirect("risks:work", found.pk)
    return page(request, "risks/open_again.html", {"appraisal": found, "form": form}, status=status(form))


def _take_up_again(request: HttpRequest, found: Appraisal) -> HttpResponse:
    user = me(request)
    require(permissions.can_look_after(user, found))
    if request.method == "POST":
        act.take_up_again(found, by=user)
        messages.success(request, _("It goes on where it was left."))
        return redirect("risks:work", found.pk)
    return page(request, "risks/take_up_again.html", {"appraisal": found})


def _still(request: HttpRequest, found: Appraisal) -> str:
    """Its people, as long as one may look after it; its page, as long as one may read it; else the list."""
    user = me(request)
    now = Appraisal.objects.visible_to(user).filter(pk=found.pk).first()
    if now is None:
        return reverse("risks:list")
    return reverse("risks:people", args=[now.pk]) if permissions.can_look_after(user, now) else now.get_absolute_url()


def _number(request: HttpRequest) -> int:
    words = str(request.POST.get("member", ""))
    if not (words.isascii() and words.isdigit() and len(words) < 19):
        raise Http404
    return int(words)
