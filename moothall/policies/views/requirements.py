"""Asking for acknowledgement, seeing who has, reminding those who have not, and the check."""

import csv
from collections.abc import Iterator
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moothall.kit import clock, sheets, throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import permissions
from moothall.policies.actions import checks as check_act
from moothall.policies.actions import requirements as act
from moothall.policies.forms.gates import QuestionForm, RequirementForm
from moothall.policies.models import Language, Policy, Question, Requirement
from moothall.policies.queries import acknowledged as queries
from moothall.policies.queries import checks, gates

SHOW = ("waiting", "have", "everyone")


def requirements(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked about a policy, and asking for more, after a look at whom it would stop."""
    user, policy = _me(request), _policy(request, slug)
    require(permissions.can_see_acknowledgements(user, policy))
    may = permissions.can_look_after(user, policy)
    form = RequirementForm(request.POST or None, places=queries.place_names(user)) if may else None
    if request.method == "POST":
        require(may)
    preview = None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            preview, answer = _asked(request, policy, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if answer is not None:
                return answer
    version = gates.in_force(policy)
    context = {
        "policy": policy,
        "version": version,
        "title": queries.title_of(version),
        "rows": queries.of_policy(policy, user),
        "form": form,
        "preview": preview,
        "questions": len(checks.questions(policy)),
        "may_gate": may,
    }
    bound = form is not None and form.is_bound and preview is None
    return page(request, "policies/requirements.html", context, status=422 if bound else 200)


def _asked(
    request: HttpRequest, policy: Policy, form: RequirementForm
) -> tuple[queries.Preview | None, HttpResponse | None]:
    """A look at whom it would stop; or, once that was seen and confirmed, asking."""
    given, user = form.cleaned_data, _me(request)
    act.check(given["capability"], given["audience"], given["place"])
    if "confirm" not in request.POST:
        planned = Requirement(policy=policy, created_at=clock.now(), **given)
        return queries.preview(planned, clock.now()), None
    made = act.ask(policy, by=user, **given)
    messages.success(request, _("It is asked from now on. Below you see who has acknowledged and who has not."))
    return None, redirect(made)


def requirement(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has and who has not, by team and by name."""
    user, found = _me(request), _requirement(request, pk)
    rule = gates.bounds_of(found)
    show = request.GET.get("show", "")
    show = show if show in SHOW else SHOW[0]
    context = {
        "requirement": found,
        "policy": found.policy,
        "row": queries.row_of(found, user),
        "rule": rule,
        "title": queries.title_of(rule.current if rule else None),
        "show": show,
        "may_gate": permissions.can_look_after(user, found.policy),
        "last_reminded": queries.last_reminded(found),
        "emergencies": queries.emergencies(found),
    }
    if rule is not None:
        context["tally"] = queries.tally(rule)
        context["teams"], context["next_teams"] = queries.by_team(rule, request.GET.get("teams"))
        context["people"], context["next_cursor"] = queries.people(rule, show=show, after=request.GET.get("after"))
    return page(request, "policies/requirement.html", context)


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not."""
    found = _requirement(request, pk)
    told = act.remind(found, by=_me(request))
    words = ngettext("{n} person is reminded.", "{n} people are reminded.", told).format(n=told)
    if not told:
        words = _("Nobody is reminded: everyone has acknowledged it, or was reminded within the last week.")
    messages.success(request, words)
    return redirect(found)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no longer, after a page that says what that means."""
    user, found = _me(request), _requirement(request, pk)
    require(permissions.can_look_after(user, found.policy) and not found.is_over)
    if request.method != "POST":
        title = queries.title_of(gates.in_force(found.policy))
        context = {"requirement": found, "policy": found.policy, "row": queries.row_of(found, user), "title": title}
        return page(request, "policies/end_requirement.html", context)
    act.end(found, by=user)
    messages.success(request, _("It is asked no longer. What was acknowledged stays on record."))
    return redirect("policies:requirements", found.policy.slug)


@throttle.limited("export", methods=frozenset({"POST"}))
@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same list as a table to take away."""
    found = act.take_away(_requirement(request, pk), by=_me(request))
    response = StreamingHttpResponse(_table(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="acknowledgements-{found.policy.slug}-{found.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """Gives each line back to whoever writes it."""

    def write(self, line: str) -> str:
        return line


def _table(found: Requirement) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([_("Name"), _("Team"), _("Acknowledged"), _("When"), _("Stopped now")])
    rule = gates.bounds_of(found)
    yes, no = _("yes"), _("no")
    for line in queries.everyone(rule) if rule is not None else ():
        team = line.person.team.name if line.person.team else ""
        at = timezone.localtime(line.at).isoformat(timespec="minutes") if line.at else ""
        cells = [line.person.name, team, yes if line.has else no, at, yes if line.stopped else no]
        yield writer.writerow([sheets.safe(cell) for cell in cells])


def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions of the check, and asking one more."""
    user, policy = _me(request), _policy(request, slug)
    require(permissions.can_look_after(user, policy))
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            check_act.add_question(
                policy,
                by=user,
                language=Language(given["language"]),
                words=given["words"],
                choices=form.choices,
                right=given["right"],
                explanation=given["explanation"],
            )
        except check_act.TooManyQuestions:
            form.add_error(None, _("Three questions in one language are enough. Take one out first"))
        else:
            messages.success(request, _("The question is asked from now on."))
            return redirect("policies:check", slug)
    title = queries.title_of(gates.in_force(policy))
    context = {"policy": policy, "title": title, "form": form, "questions": checks.questions(policy)}
    return page(request, "policies/check.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question no more."""
    visible = Policy.objects.visible_to(_me(request))
    question = get_object_or_404(Question.objects.select_related("policy").filter(policy__in=visible), pk=pk)
    check_act.remove_question(question, by=_me(request))
    messages.success(request, _("The question is gone."))
    return redirect("policies:check", question.policy.slug)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _policy(request: HttpRequest, slug: str) -> Policy:
    return get_object_or_404(Policy.objects.visible_to(_me(request)).select_related("owner"), slug=slug)


def _requirement(request: HttpRequest, pk: int) -> Requirement:
    visible = Policy.objects.visible_to(_me(request))
    rows = Requirement.objects.filter(policy__in=visible).select_related("policy__owner", "created_by")
    found = get_object_or_404(rows, pk=pk)
    require(permissions.can_see_acknowledgements(_me(request), found.policy))
    return found
