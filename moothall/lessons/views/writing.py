"""Writing a lesson: a draft of one's own, and throwing it away."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.lessons import permissions
from moothall.lessons.actions import drafts as act
from moothall.lessons.forms.lessons import LessonForm, initial_of
from moothall.lessons.matters import Named, named
from moothall.lessons.models import Lesson, Outcome
from moothall.lessons.views import finding
from moothall.lessons.views.finding import me, status
from moothall.records.actions.holds import HeldError

MOST_ASKED = 12  # things that an address may name


def new(request: HttpRequest) -> HttpResponse:
    """Begin a lesson, about the things that the address names (`?about=appraisal:3`)."""
    user = me(request)
    require(permissions.can_write(user))
    things = _things(request)
    kind = request.GET.get("kind", "")
    initial = {"about": [each.thing for each in things], "kind": kind if kind in Outcome.values else None}
    form = LessonForm(request.POST or None, things=things, initial=initial)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        made = act.draft(by=user, words=form.words(), token=form.cleaned_data["token"])
        return onward(request, made)
    context = {"form": form, "back": finding.back(request, reverse("lessons:list"))}
    return page(request, "lessons/write.html", context, status=status(form))


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a lesson that replaces a published one, beginning with its words."""
    user, before = me(request), finding.lesson(request, pk)
    require(permissions.can_correct(user, before))
    known = list(before.abouts.values_list("thing", flat=True))
    things = _things(request, known)
    form = LessonForm(request.POST or None, things=things, initial=initial_of(before) | {"seen": ""})
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        made = act.draft(by=user, words=form.words(), replaces=before, token=form.cleaned_data["token"])
        return onward(request, made)
    context = {"form": form, "before": before, "back": before.get_absolute_url()}
    return page(request, "lessons/write.html", context, status=status(form))


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write on a draft of one's own."""
    user, found = me(request), finding.lesson(request, pk)
    require(permissions.can_write_draft(user, found))
    known = list(found.abouts.order_by("pk").values_list("thing", flat=True))
    things = _things(request, known)
    unseen = [thing for thing in known if thing not in {each.thing for each in things}]
    form = LessonForm(request.POST or None, things=things, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_draft(found, by=user, words=form.words(keeps=unseen), seen=form.was_seen())
        except act.ChangedMeanwhile:
            form = _look_again(request, found, things)
        except HeldError as held:
            form.add_error(None, str(held))
        else:
            return onward(request, found)
    context = {"form": form, "lesson": found, "before": found.replaces, "back": found.get_absolute_url()}
    return page(request, "lessons/write.html", context, status=status(form))


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, once that was meant."""
    user, found = me(request), finding.lesson(request, pk)
    require(permissions.can_write_draft(user, found))
    if request.method == "POST":
        try:
            act.discard_draft(found, by=user)
        except HeldError as held:
            messages.error(request, str(held))
            return redirect(found)
        messages.success(request, _("Thrown away. Nothing of it is kept."))
        return redirect("lessons:list")
    return page(request, "lessons/discard.html", {"lesson": found})


def onward(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """To the page on which it is looked over and published, or to what one writes where it is put by."""
    if request.POST.get("then") == "later":
        messages.success(request, _("Saved. Nobody else sees it until you publish it."))
        return redirect(lesson)
    return redirect("lessons:publish", lesson.pk)


def _look_again(request: HttpRequest, lesson: Lesson, things: list[Named]) -> LessonForm:
    """The form with what was typed, which now knows of the other window."""
    lesson.refresh_from_db()
    data = request.POST.copy()
    data["seen"] = lesson.edited_at.isoformat()
    form = LessonForm(data, things=things)
    form.add_error(None, _("You saved it in another window meanwhile. Send this again to keep what stands here"))
    return form


def _things(request: HttpRequest, known: Iterable[str] = ()) -> list[Named]:
    """What the address, the form and the draft name, as far as this person may see it."""
    asked = [*request.GET.getlist("about")[:MOST_ASKED], *request.POST.getlist("about")[:MOST_ASKED], *known]
    return list(named(me(request), asked).values())
