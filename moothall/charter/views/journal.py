"""One's journal and the look back on a week: pages for one person, which no browser or server between keeps."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from moothall import notices
from moothall.charter import prompts, telling
from moothall.charter.actions import journal as act
from moothall.charter.forms.journal import EntryForm, LessonForm
from moothall.charter.models import Entry, Prompts
from moothall.charter.queries import look_back as weeks
from moothall.charter.queries import naming
from moothall.charter.views import me, status
from moothall.kit import clock, throttle
from moothall.kit.apps import is_on
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.lessons.actions import drafts
from moothall.lessons.actions.drafts import LONGEST as LONGEST_LESSON
from moothall.lessons.actions.drafts import LessonWords
from moothall.lessons.matters import named as known
from moothall.lessons.models import Outcome
from moothall.lessons.permissions import can_write as can_write_lessons
from moothall.records.actions.holds import HeldError, refusals_recorded

PAGE = 20
EARLIEST = date(2000, 1, 1)


@never_cache
def every(request: HttpRequest) -> HttpResponse:
    """One's own entries, the latest first."""
    user = me(request)
    rows = keyset(Entry.objects.visible_to(user), by=("-pk",), after=request.GET.get("after"), size=PAGE)
    names = naming.many(user, [row.about for row in rows.rows if row.about])
    lines = [(row, names.get(row.about)) for row in rows.rows]
    return page(request, "charter/journal.html", {"lines": lines, "next_cursor": rows.next_cursor})


@never_cache
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry."""
    found = _entry(request, pk)
    context = {"entry": found, "about": naming.named(me(request), found.about)}
    return page(request, "charter/entry.html", context)


@never_cache
def write(request: HttpRequest) -> HttpResponse:
    """Write an entry, along questions if one likes."""
    user = me(request)
    start = {"about": request.GET.get("about", "")[:60], "prompts": _chosen(request)}
    form = EntryForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        given = form.cleaned_data
        words = {"body": given["body"], "prompts": given["prompts"], "about": given["about"]}
        made = act.write(by=user, token=given["token"], **words)
        messages.success(request, _("Kept, for you alone."))
        return redirect(made)
    return _form_page(request, form, None)


@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an entry another way."""
    user, found = me(request), _entry(request, pk)
    start = {"body": found.body, "prompts": found.prompts, "about": found.about}
    form = EntryForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with refusals_recorded(by=user, things=[user.holder]):
                act.edit(found, by=user, body=given["body"], prompts=given["prompts"], about=given["about"])
        except HeldError as held:
            form.add_error(None, str(held))
        else:
            messages.success(request, _("Kept, for you alone."))
            return redirect(found)
    return _form_page(request, form, found)


@never_cache
def tear_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an entry for good, after asking."""
    found = _entry(request, pk)
    if request.method == "POST":
        user = me(request)
        try:
            with refusals_recorded(by=user, things=[user.holder]):
                act.tear_out(found, by=user)
        except HeldError as held:
            messages.warning(request, str(held))
            return redirect(found)
        messages.success(request, _("Torn out."))
        return redirect("charter:journal")
    return page(request, "charter/tear_out.html", {"entry": found})


@never_cache
def look_back(request: HttpRequest) -> HttpResponse:
    """What one did and decided in a week, with questions to it."""
    user = me(request)
    week = weeks.week_of(user, _day(request.GET.get("week", "")))
    notices.read(user, telling.LOOK_BACK, [week.first.toordinal()])
    context = {
        "week": week,
        "is_now": week.first <= clock.today() <= week.last,
        "questions": prompts.QUESTIONS[Prompts.CHARTER],
    }
    return page(request, "charter/look_back.html", context)


@never_cache
def begin_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a lesson with chosen words of an entry: a draft that is its author's alone until they publish it."""
    user, found = me(request), _entry(request, pk)
    if not is_on("lessons"):
        raise Http404
    require(can_write_lessons(user))
    form = LessonForm(request.POST or None, initial={"happened": found.body[:LONGEST_LESSON]})
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        given = form.cleaned_data
        words = LessonWords(
            kind=Outcome(given["kind"]),
            title=given["title"],
            happened=given["happened"],
            about=tuple(known(user, [found.about])) if found.about else (),
        )
        made = drafts.draft(by=user, words=words, token=given["token"])
        messages.success(request, _("A draft is begun, which only you see. Your entry stays as it is."))
        return redirect("lessons:edit", made.pk)
    return page(request, "charter/begin_lesson.html", {"entry": found, "form": form}, status=status(form))


def _form_page(request: HttpRequest, form: EntryForm, found: Entry | None) -> HttpResponse:
    about = str(form["about"].value() or "")
    chosen = str(form["prompts"].value() or Prompts.OWN)
    sets = [(key, key.label, prompts.QUESTIONS[key]) for key in Prompts if prompts.QUESTIONS[key]]
    context = {
        "form": form,
        "entry": found,
        "about": naming.named(me(request), about) if about else None,
        "chosen": chosen,
        "sets": sets,
    }
    return page(request, "charter/write_entry.html", context, status=status(form))


def _chosen(request: HttpRequest) -> Prompts:
    asked = request.GET.get("prompts", "")
    return Prompts(asked) if asked in Prompts.values else Prompts.OWN


def _day(words: str) -> date:
    """The day that was asked for; today for none, for what is no day, and for one to come."""
    today = clock.today()
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return today
    return day if EARLIEST <= day <= today else today


def _entry(request: HttpRequest, pk: int) -> Entry:
    """An entry of one's own; another's is not there (404), whatever role asks."""
    return get_object_or_404(Entry.objects.visible_to(me(request)), pk=pk)
