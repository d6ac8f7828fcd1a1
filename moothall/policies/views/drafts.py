"""A draft: reading it with what is said about it, writing it, saying from when it holds, adopting it."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.policies import permissions
from moothall.policies.actions import adoption
from moothall.policies.actions import drafts as act
from moothall.policies.actions.agreement import WordingChanged
from moothall.policies.forms.agreement import CommentForm
from moothall.policies.forms.drafts import AdoptForm, PlanForm, WriteForm
from moothall.policies.models import Language, Text, Version
from moothall.policies.queries import agreement, readiness, reading
from moothall.policies.views import me, visible, visible_draft
from moothall.records import holding


def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft clause by clause with what is said about each, who was asked, and what is missing."""
    user, found = me(request), visible_draft(request, slug)
    policy = found.policy
    words = reading.words(found, wanted=request.GET.get("in", ""))
    if words is None:
        raise Http404
    waiting_only = request.GET.get("show") == "waiting"
    known = {(cell.language, row.number) for row in words.rows for cell in row.cells if cell.clause is not None}
    said = agreement.said(found, known, waiting_only=waiting_only)
    stands = readiness.stands(found, words.texts, seen_by=user)
    context = {
        "policy": policy,
        "version": found,
        "words": words,
        "said": said,
        "rows": agreement.discussed(words, said),
        "of_the_whole": agreement.of_the_whole(words, said),
        "stands": [(stand, permissions.can_endorse(user, stand.ask)) for stand in stands],
        "missing": readiness.missing(found, words.texts, stands),
        "previous": found.number - 1,
        "waiting_only": waiting_only,
        "form": CommentForm(),
        "may_keep": permissions.can_change(user, policy),
        "may_comment": permissions.can_comment(user, found),
    }
    return page(request, "policies/draft.html", context)


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a new version from the last adopted one."""
    user, policy = me(request), visible(request, slug)
    try:
        act.begin_version(policy, by=user)
    except act.DraftedAlready:
        messages.warning(request, _("A draft was begun already; here it is."))
    else:
        messages.success(request, _("The new version begins with the words of the last. Say from when it holds."))
    return redirect("policies:draft", slug=policy.slug)


def write(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Write the draft in one language; whoever was overtaken sees what is there now and keeps what they typed."""
    user, found = me(request), visible_draft(request, slug)
    if language not in Language.values:
        raise Http404
    require(permissions.can_change(user, found.policy))
    text = found.texts.filter(language=language).first()
    initial = {"title": text.title, "summary": text.summary, "body": text.body, "seen": text.digest} if text else {}
    template = found.policy.template and language == Language.ENGLISH
    form = WriteForm(request.POST or None, initial=initial, template=template)
    meanwhile: Text | None = None
    if request.method == "POST" and form.is_valid():
        try:
            act.write(found.policy, by=user, language=Language(language), **form.cleaned_data)
        except act.ChangedMeanwhile as overtaken:
            meanwhile = overtaken.text
            form = _try_again(form, meanwhile, template=template)
        else:
            messages.success(request, _("Saved. Everyone on the council can read the draft and comment on it."))
            return redirect("policies:draft", slug=slug)
    return page(
        request, "policies/write.html", _writing(found, language, form, meanwhile), status=_status(form, meanwhile)
    )


def _writing(found: Version, language: str, form: WriteForm, meanwhile: Text | None) -> dict[str, Any]:
    return {
        "policy": found.policy,
        "version": found,
        "language": Language(language),
        "form": form,
        "meanwhile": meanwhile,
        "beside": found.texts.filter(language=Language.ENGLISH).first() if language != Language.ENGLISH else None,
    }


def _status(form: WriteForm, meanwhile: Text | None) -> int:
    """409 where the text was changed meanwhile, 422 where the form has a problem."""
    if meanwhile is not None:
        return 409
    return 422 if form.is_bound else 200


def _try_again(form: WriteForm, now: Text | None, *, template: bool) -> WriteForm:
    """The same words, on top of what the text says now."""
    again = WriteForm({**form.cleaned_data, "seen": now.digest if now else ""}, template=template)
    again.full_clean()
    words = _("The text was changed meanwhile; it now says what stands above. Your words are kept: save to replace it")
    again.add_error("body", words)
    return again


@require_POST
def drop(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Take another language out of the draft."""
    user, found = me(request), visible_draft(request, slug)
    if language not in Language.values:
        raise Http404
    try:
        act.drop_text(found.policy, by=user, language=Language(language))
    except IntegrityError as error:
        if not holding.is_refusal(error):
            raise
        messages.error(request, holding.refusal())
    else:
        messages.success(request, _("The draft is no longer in that language."))
    return redirect("policies:draft", slug=slug)


def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Say from which day the draft holds, and what it changes."""
    user, found = me(request), visible_draft(request, slug)
    require(permissions.can_change(user, found.policy))
    form = PlanForm(request.POST or None, draft=found)
    if request.method == "POST" and form.is_valid():
        given = {"material": True, "change_note": "", **form.cleaned_data}
        act.plan(found.policy, by=user, **given)
        messages.success(request, _("Saved."))
        return redirect("policies:draft", slug=slug)
    context = {"policy": found.policy, "version": found, "form": form}
    return page(request, "policies/plan.html", context, status=422 if form.is_bound else 200)


def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """See what adopting means, and do it; refused with the list of what is missing."""
    user, found = me(request), visible_draft(request, slug)
    require(permissions.can_adopt(user, found))
    texts = list(found.texts.order_by("pk"))
    form = AdoptForm(request.POST or None, initial={"wording": readiness.wording_of(texts)})
    refused = False
    if request.method == "POST" and form.is_valid():
        try:
            adopted = adoption.adopt(found.policy, by=user, wording=form.cleaned_data["wording"])
        except (WordingChanged, adoption.NotReady):
            refused = True
            form = AdoptForm(initial={"wording": readiness.wording_of(texts)})
        else:
            messages.success(request, _("Adopted. From now on nobody can change it; a new version can follow it."))
            return redirect(adopted.policy)
    stands = readiness.stands(found, texts, seen_by=user)
    context = {
        "policy": found.policy,
        "version": found,
        "texts": texts,
        "form": form,
        "stands": stands,
        "audience": reading.audience(found.policy, user),
        "missing": readiness.missing(found, texts, stands),
        "refused": refused,
    }
    return page(request, "policies/adopt.html", context, status=409 if refused else 200)
