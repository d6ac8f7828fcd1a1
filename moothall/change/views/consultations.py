"""Open consultations in the hall: writing one, publishing it, letting answers in, and saying what came of it."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.actions import consultations as act
from moothall.change.forms.consultations import (
    ConsultationForm,
    EndForm,
    ThemeForm,
    initial_of_consultation,
    initial_of_theme,
)
from moothall.change.models import Consultation, Engagement, Form, PublicAnswer, Theme
from moothall.change.queries import consultations, gunning
from moothall.change.views import found
from moothall.kit.htmx import page
from moothall.kit.moderation import ModerateForm, stands
from moothall.kit.permissions import require
from moothall.policies import gate
from moothall.policies.models import Capability


@found.leads_on
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what anybody is asked, for an engagement that is an open consultation."""
    row = found.engagement(request, pk)
    found.may_write(request, row.initiative)
    if row.form != Form.CONSULTATION:
        messages.warning(
            request, _("Only an open consultation is put on the public site. Change first how it is held.")
        )
        return redirect("change:engagement_edit", row.pk)
    kept: Consultation | None = getattr(row, "consultation", None)
    if kept is not None and kept.ended_at is not None and request.method != "POST":
        messages.warning(request, _("It was ended early, so it stays as it was asked."))
        return redirect(kept)
    answered = kept is not None and kept.answers.exists()
    form = ConsultationForm(request.POST or None, consultation=kept, answered=answered, initial=_initial(row, kept))
    if request.method == "POST" and form.is_valid():
        try:
            made = act.write(row, by=found.me(request), words=form.words())
        except ValueError as wrong:
            form.add_error(None, str(wrong))
        except act.Ended:
            form.add_error(None, _("It was ended meanwhile, so it stays as it was."))
        except (act.Asked, IntegrityError):
            form.add_error(
                None, _("Somebody answered meanwhile: only the last day can be changed now, to a later one.")
            )
        else:
            messages.success(request, _("Saved."))
            return redirect(made)
    context = {
        "initiative": row.initiative,
        "engagement": row,
        "form": form,
        "answered": answered,
        "consultation": kept,
    }
    return page(request, "change/consult/write.html", context, status=found.status(form))


def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultation as those in the hall see it: what is asked, how far it is, and what came of it."""
    row = found.consultation(request, pk)
    initiative, user = row.engagement.initiative, found.me(request)
    context: dict[str, Any] = {
        "initiative": initiative,
        "engagement": row.engagement,
        "consultation": row,
        "questions": row.questions.all(),
        "counts": consultations.counts(row),
        "themes": consultations.themes(row),
        "checks": gunning.checks(row.engagement),
        "may_write": found.writes(request, initiative),
        "may_publish": permissions.can_publish_consultation(user, initiative),
        "may_moderate": permissions.can_moderate(user, initiative),
    }
    return page(request, "change/consult/consultation.html", context)


@found.leads_on
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more answers before the last day that people were told of, for a reason that anybody may read."""
    row = found.consultation(request, pk)
    user, initiative = found.me(request), row.engagement.initiative
    require(permissions.can_publish_consultation(user, initiative))
    found.may_write(request, initiative)
    form = EndForm(request.POST or None)
    try:
        if not row.is_open:
            raise act.NotOpen
        if request.method == "POST" and form.is_valid():
            act.end(row, by=user, why=form.cleaned_data["why"])
            messages.success(request, _("It takes no more answers. Say now what people said, and what came of it."))
            return redirect(row)
    except act.NotOpen:
        messages.warning(request, _("It takes no answers today, so there is nothing to end."))
        return redirect(row)
    context = {"initiative": initiative, "engagement": row.engagement, "consultation": row, "form": form}
    return page(request, "change/consult/end.html", context, status=found.status(form))


@found.leads_on
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What anybody would then read, and the button; and the way to take it off while nobody answered."""
    row = found.consultation(request, pk)
    user, initiative = found.me(request), row.engagement.initiative
    require(permissions.can_publish_consultation(user, initiative))
    if request.method != "POST":
        if not row.is_public:
            gate.stop(user, Capability.PUBLISH)
        context = {
            "initiative": initiative,
            "engagement": row.engagement,
            "consultation": row,
            "answered": row.answers.exists(),
        }
        return page(request, "change/consult/publish.html", context)
    if "unpublish" in request.POST:
        try:
            act.unpublish(row, by=user)
        except act.Asked:
            messages.warning(request, _("Somebody answered, so it stays on the public site."))
        else:
            messages.success(request, _("It is no longer on the public site."))
        return redirect(row)
    act.publish(row, by=user)
    messages.success(request, _("Anyone can read it on the public site now."))
    return redirect(row)


def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the public answered: what waits to be let in, what is shown, and what was kept out."""
    row = found.consultation(request, pk)
    initiative = row.engagement.initiative
    require(permissions.can_moderate(found.me(request), initiative))
    show = request.GET.get("show", "waiting")
    show = show if show in consultations.SHOWS else "waiting"
    part = consultations.answers(row, show, request.GET.get("after"))
    context: dict[str, Any] = {
        "initiative": initiative,
        "engagement": row.engagement,
        "consultation": row,
        "show": show,
        "rows": part.rows,
        "next_cursor": part.next_cursor,
        "counts": consultations.counts(row),
    }
    return page(request, "change/consult/answers.html", context)


def moderate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an answer in, or keep it out with a reason."""
    said = found.answer(request, pk)
    row, user = said.consultation, found.me(request)
    initiative = row.engagement.initiative
    require(permissions.can_moderate(user, initiative))
    form = ModerateForm(request.POST or None, initial=stands(said.let_in, said.moderated_why))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            act.moderate(said, by=user, let_in=given["let_in"] == "yes", seen=form.was_seen(), why=given["why"])
        except act.ModeratedMeanwhile:
            said.refresh_from_db()
            form = _look_again(request, said)
        else:
            messages.success(request, _("It is shown.") if given["let_in"] == "yes" else _("It is kept out."))
            return redirect("change:answers", row.pk)
    context = {
        "initiative": initiative,
        "engagement": row.engagement,
        "consultation": row,
        "answer": said,
        "parts": consultations.parts(said),
        "form": form,
    }
    return page(request, "change/consult/moderate.html", context, status=found.status(form))


@found.leads_on
def theme_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what several people said, and what was done or why nothing was."""
    row = found.consultation(request, pk)
    found.may_write(request, row.engagement.initiative)
    if row.answered_at is not None:
        messages.warning(request, _("It is published: correct one of its themes."))
        return redirect(row)
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.add_theme(row, by=found.me(request), words=form.words(), token=form.cleaned_data["token"])
        except ValueError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Written down."))
            return redirect(f"{row.get_absolute_url()}#themes")
    return _theme_page(request, row, form, None)


@found.leads_on
def theme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a theme another way; once it is published the correction stands beside it."""
    theme = found.theme(request, pk)
    row, user = theme.consultation, found.me(request)
    found.may_write(request, row.engagement.initiative)
    published = row.answered_at is not None
    if published and consultations.is_corrected(theme):
        messages.warning(request, _("It was corrected already: correct the correction."))
        return redirect(row)
    form = ThemeForm(request.POST or None, answers=published, initial=initial_of_theme(theme))
    if request.method == "POST" and form.is_valid():
        try:
            if published:
                act.add_theme(row, by=user, words=form.words(), corrects=theme, token=form.cleaned_data["token"])
            else:
                act.edit_theme(theme, by=user, words=form.words())
        except ValueError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Corrected, beside what was said before.") if published else _("Saved."))
            return redirect(f"{row.get_absolute_url()}#themes")
    return _theme_page(request, row, form, theme)


@found.leads_on
def theme_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a theme out that was not published."""
    theme = found.theme(request, pk)
    row = theme.consultation
    found.may_write(request, row.engagement.initiative)
    if request.method != "POST":
        return redirect("change:theme_edit", theme.pk)
    try:
        act.remove_theme(theme, by=found.me(request))
    except ValueError as wrong:
        messages.warning(request, str(wrong))
    else:
        messages.success(request, _("Taken out."))
    return redirect(f"{row.get_absolute_url()}#themes")


@found.leads_on
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what people said and what was done with it."""
    row = found.consultation(request, pk)
    user, initiative = found.me(request), row.engagement.initiative
    require(permissions.can_publish_consultation(user, initiative))
    themes = consultations.themes(row)
    if request.method == "POST":
        try:
            act.tell_what_came_of_it(row, by=user)
        except ValueError as wrong:
            messages.warning(request, str(wrong))
        else:
            messages.success(request, _("Published. It stands on the public site, and stays."))
        return redirect(f"{row.get_absolute_url()}#themes")
    if row.answered_at is not None:
        return redirect(f"{row.get_absolute_url()}#themes")
    gate.stop(user, Capability.PUBLISH)
    context: dict[str, Any] = {
        "initiative": initiative,
        "engagement": row.engagement,
        "consultation": row,
        "themes": themes,
        "is_ready": row.is_public and row.is_over and bool(themes) and not consultations.unanswered(row),
        "unanswered": consultations.unanswered(row),
        "counts": consultations.counts(row),
    }
    return page(request, "change/consult/tell.html", context)


def _theme_page(request: HttpRequest, row: Consultation, form: ThemeForm, theme: Theme | None) -> HttpResponse:
    context = {
        "initiative": row.engagement.initiative,
        "engagement": row.engagement,
        "consultation": row,
        "form": form,
        "theme": theme,
        "published": row.answered_at is not None,
        "counts": consultations.counts(row),
        "answers_url": reverse("change:answers", args=[row.pk]),
    }
    return page(request, "change/consult/theme.html", context, status=found.status(form))


def _initial(row: Engagement, kept: Consultation | None) -> dict[str, Any]:
    if kept is not None:
        return initial_of_consultation(kept)
    return {"title": row.asked[:160], "opens_on": row.opened_on, "closes_on": row.closed_on}


def _look_again(request: HttpRequest, said: PublicAnswer) -> ModerateForm:
    """The form with what was typed, which now knows how the answer stands."""
    data = request.POST.copy()
    data["seen"] = stands(said.let_in, "")["seen"]
    form = ModerateForm(data)
    name = said.moderated_by.name if said.moderated_by else ""
    words = _("{name} let it in meanwhile.") if said.let_in else _("{name} kept it out meanwhile.")
    form.add_error(None, words.format(name=name) + " " + _("Send this again if you would have it otherwise."))
    return form
