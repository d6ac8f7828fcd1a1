"""Commenting on a draft, answering comments, asking stakeholders, and their answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.policies import permissions
from moothall.policies.actions import agreement as act
from moothall.policies.forms.agreement import AnswerForm, AskForm, CommentForm, EndorseForm, WithoutForm
from moothall.policies.models import Answer, Ask, Clause, Comment, Language, Verdict, Version
from moothall.policies.queries import agreement as agreements
from moothall.policies.queries import readiness, reading
from moothall.policies.views import me, visible_draft


def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Say something about a clause of the draft, or about the whole."""
    user, found = me(request), visible_draft(request, slug)
    require(permissions.can_comment(user, found))
    form = CommentForm(request.POST or None, initial={"number": request.GET.get("number", "")[:12]})
    number = str(form["number"].value() or "")
    language = str(form["language"].value() or Language.ENGLISH)
    clause = Clause.objects.filter(text__version=found, text__language=language, number=number).first()
    if number and clause is None:
        raise Http404
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        given = form.cleaned_data
        said = act.comment(
            found.policy, by=user, body=given["body"], language=Language(language), number=number, token=given["token"]
        )
        messages.success(request, _("Your comment stands beside the draft. You are told when it is answered."))
        return redirect(f"{_draft(slug)}?in={language}#comment-{said.pk}")
    context = {"policy": found.policy, "version": found, "clause": clause, "form": form}
    return page(request, "policies/comment.html", context, status=422 if form.is_bound else 200)


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of a comment."""
    user = me(request)
    rows = Comment.objects.filter(version__in=Version.objects.visible_to(user).drafts())
    rows = rows.select_related("version__policy__owner", "author").annotate(title=agreements.title_of("version"))
    found = get_object_or_404(rows, pk=pk)
    agreements.named(found.version, found)
    require(permissions.can_answer(user, found))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.answer(found, by=user, answer=Answer(form.cleaned_data["answer"]), words=form.cleaned_data["words"])
        messages.success(request, _("Answered. Whoever wrote the comment is told."))
        return redirect(f"{_draft(found.version.policy.slug)}?in={found.language}#comment-{found.pk}")
    clause = Clause.objects.filter(
        text__version=found.version_id, text__language=found.language, number=found.number
    ).first()
    context = {
        "policy": found.version.policy,
        "version": found.version,
        "comment": found,
        "clause": clause,
        "form": form,
    }
    return page(request, "policies/answer.html", context, status=422 if form.is_bound else 200)


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask people and roles to comment on the draft and endorse it."""
    user, found = me(request), visible_draft(request, slug)
    require(permissions.can_change(user, found.policy))
    form = AskForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        act.ask(found.policy, by=user, holders=form.holders())
        messages.success(request, _("They are told, and it stands on their desk until they answer."))
        return redirect(f"{_draft(slug)}#stakeholders")
    context = {"policy": found.policy, "version": found, "form": form}
    return page(request, "policies/ask.html", context, status=422 if form.is_bound else 200)


def endorse(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand behind a draft, or say what would have to change."""
    user, found = me(request), _ask(request, pk)
    require(permissions.can_endorse(user, found))
    texts = list(found.version.texts.order_by("pk"))
    now = readiness.wording_of(texts)
    form = EndorseForm(request.POST or None, initial={"wording": now})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            act.endorse(
                found, by=user, verdict=Verdict(given["verdict"]), words=given["words"], wording=given["wording"]
            )
        except act.WordingChanged:
            form = _look_again(form, now)
        else:
            messages.success(request, _("Thank you. Your answer stands beside the draft, and you can change it."))
            return redirect(f"{_draft(found.version.policy.slug)}#stakeholders")
    context = {
        "policy": found.version.policy,
        "version": found.version,
        "words": reading.words(found.version, wanted=request.GET.get("in", "")),
        "form": form,
    }
    return page(request, "policies/endorse.html", context, status=422 if form.is_bound else 200)


def go_on_without(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without one who was asked, for a reason."""
    user, found = me(request), _ask(request, pk)
    require(permissions.can_adopt(user, found.version))
    form = WithoutForm(request.POST or None)
    stands = readiness.stands(found.version, list(found.version.texts.all()), seen_by=user)
    stand = next(each for each in stands if each.ask.pk == found.pk)
    if request.method == "POST" and form.is_valid():
        act.go_on_without(found, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Your reason stands beside the draft."))
        return redirect(f"{_draft(found.version.policy.slug)}#stakeholders")
    context = {"policy": found.version.policy, "version": found.version, "stand": stand, "form": form}
    return page(request, "policies/without.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, pk: int) -> Ask:
    rows = Ask.objects.filter(version__in=Version.objects.visible_to(me(request)).drafts())
    rows = rows.select_related("version__policy__owner").annotate(title=agreements.title_of("version"))
    found = get_object_or_404(rows, pk=pk)
    agreements.named(found.version, found)
    return found


def _look_again(form: EndorseForm, now: str) -> EndorseForm:
    """The same answer, to the words as they are now."""
    again = EndorseForm({**form.cleaned_data, "wording": now})
    again.full_clean()
    again.add_error("verdict", _("The draft was changed while you read it. Read it again, then answer"))
    return again


def _draft(slug: str) -> str:
    return reverse("policies:draft", args=[slug])
