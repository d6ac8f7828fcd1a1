"""What is missing before an initiative may be delivered or closed, in words and with the way to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.change.models import Alignment, Consultation, Engagement, Initiative, Outcome, Plan, Side, Stage
from moothall.change.queries.courses import courses
from moothall.kit import clock
from moothall.kit.apps import is_on
from moothall.lessons.queries import things as lessons
from moothall.people.models import User
from moothall.people.queries import is_in_technology
from moothall.risks.models import Decision, IncidentKind, Occurrence, OptionKind, Risk


@dataclass(frozen=True)
class Missing:
    """One thing that must come first, with the page on which it is mended and what one does there."""

    words: str
    url: str
    act: str


def hall_since() -> date:
    """The day on which this hall was there: its first person came in."""
    first = User.objects.aggregate(first=Min("joined_at"))["first"]
    return timezone.localdate(first) if first else clock.today()


def stage(initiative: Initiative) -> Stage:
    """How far it has come, from its rows."""
    if hasattr(initiative, "closing"):
        return Stage.CLOSED
    if hasattr(initiative, "delivery"):
        return Stage.REVIEWED if initiative.reviews.exists() else Stage.DELIVERING
    if decisions(initiative).exists():
        return Stage.DECIDED
    return Stage.APPRAISED if initiative.weighings.exists() else Stage.IDEA


def decisions(initiative: Initiative) -> QuerySet[Decision]:
    """The decisions that its appraisals came to, to do something, newest first."""
    return (
        Decision.objects.filter(round__appraisal__initiatives__initiative=initiative)
        .exclude(option__kind=OptionKind.DO_NOTHING)
        .order_by("-at")
    )


def before_delivery(initiative: Initiative) -> list[Missing]:
    """Everything that must come before delivery begins."""
    decided = decisions(initiative).values_list("at", flat=True).first()
    return [
        *_owner(initiative),
        *_objective(initiative, decided),
        *_decision(initiative, decided),
        *_benefits(initiative),
        *_design(initiative, decided),
    ]


def _url(name: str, initiative: Initiative) -> str:
    return reverse(f"change:{name}", args=[initiative.pk])


def _owner(initiative: Initiative) -> Iterator[Missing]:
    url = _url("people", initiative)
    if initiative.owner is None:
        yield Missing(_("Nobody in the business owns it."), url, _("Name a business owner"))
    elif is_in_technology(initiative.owner):
        words = _("%(name)s is in technology by now: the business owns a change.")
        yield Missing(words % {"name": initiative.owner}, url, _("Name another business owner"))
    elif initiative.owner_accepted_at is None:
        words = _("%(name)s has not accepted to own it.") % {"name": initiative.owner}
        yield Missing(words, initiative.get_absolute_url(), _("See what is asked"))


def _objective(initiative: Initiative, decided: datetime | None) -> Iterator[Missing]:
    url = _url("objectives", initiative)
    in_force = [
        one for one in initiative.alignments.select_related("objective__plan__replaced_by") if was_in_force(one)
    ]
    if not in_force:
        yield Missing(_("It serves no objective of a plan in force."), url, _("Say which objective it serves"))
    elif decided is not None and not any(one.at < decided for one in in_force):
        words = _("That it serves an objective was said only after the decision.")
        yield Missing(words, _url("appraisals", initiative), _("Decide again, with the objective known"))


def was_in_force(alignment: Alignment) -> bool:
    """Whether the objective's plan was in force when it was said; in UTC days, as the database judges it."""
    plan, said = alignment.objective.plan, alignment.at.date()
    if plan.adopted_on > said or (plan.valid_to is not None and plan.valid_to < said):
        return False
    newer: Plan | None = getattr(plan, "replaced_by", None)
    return newer is None or newer.adopted_on > said


def _decision(initiative: Initiative, decided: datetime | None) -> Iterator[Missing]:
    if decided is not None:
        return
    url = _url("appraisals", initiative)
    if not initiative.weighings.exists():
        words = _("Its risks, of doing it and of not doing it, are weighed nowhere.")
        yield Missing(words, url, _("Weigh them in an appraisal"))
    else:  # its question may be closed to whoever reads this
        yield Missing(_("It is weighed, and no decision to do it is taken."), url, _("See where it is weighed"))


def _benefits(initiative: Initiative) -> Iterator[Missing]:
    live = list(initiative.benefits.filter(dropped_at=None).order_by("pk"))
    if not any(not one.disbenefit for one in live):
        url = _url("benefit_new", initiative)
        yield Missing(_("There is no plan for any benefit."), url, _("Write the first benefit"))
    for one in live:
        if not one.is_planned:
            words = _("“%(name)s” lacks its owner, its recipients, its measure or how it comes true.")
            yield Missing(words % {"name": one}, reverse("change:benefit_edit", args=[one.pk]), _("Complete it"))


def _design(initiative: Initiative, decided: datetime | None) -> Iterator[Missing]:
    design = Engagement.objects.filter(initiative=initiative, stage="design")
    if decided is not None:
        design = design.filter(opened_on__lte=decided.date())
    sides = set(design.values_list("stakeholders__side", flat=True))
    for side, words in (
        (Side.INTERNAL, _("Nobody inside the organisation was involved at design, before the decision.")),
        (Side.EXTERNAL, _("Nobody outside the organisation was involved at design, before the decision.")),
    ):
        if side not in sides:
            yield Missing(words, _url("engagement_new", initiative), _("Record whom you involved"))


def before_closing(initiative: Initiative, outcome: Outcome, reader: User | None = None) -> list[Missing]:
    """Everything that must come before it is closed so.

    What came of each public consultation, a look back, and a published lesson for every failure.
    """
    begun = hasattr(initiative, "delivery")
    found = unanswered(initiative)
    if outcome != Outcome.GIVEN_UP:
        url = initiative.get_absolute_url()
        if not begun:
            found.append(Missing(_("Delivery never began: it is given up."), url, _("See the initiative")))
        elif not initiative.reviews.exists():
            found.append(Missing(_("Nobody looked back at it yet."), _url("review", initiative), _("Look back")))
    failed = outcome in (Outcome.FAILED, Outcome.PARTLY) or (outcome == Outcome.GIVEN_UP and begun)
    if failed and not has_lesson(initiative.container):
        found.append(lesson_missing(initiative.container, _("What failed has no published lesson.")))
    return found + (untold(initiative, reader) if begun else [])


def unanswered(initiative: Initiative) -> list[Missing]:
    """Each of its consultations on the public site that is still open, or that nobody told the public the end of."""
    found: list[Missing] = []
    rows = Consultation.objects.public().filter(engagement__initiative=initiative, answered_at=None)
    for each in rows.order_by("closes_on", "pk"):
        name = {"name": each, "day": date_format(each.closes_on, "j F Y")}
        if each.is_over:
            words = _("“%(name)s” has closed, and the public was not told what came of it.")
            found.append(Missing(words % name, each.get_absolute_url(), _("Say what came of it")))
        elif each.is_open:
            url = reverse("change:consultation_end", args=[each.pk])
            words = _("The public can answer “%(name)s” until %(day)s.")
            found.append(Missing(words % name, url, _("Wait until then, or end it early")))
        else:
            url = reverse("change:consultation_publish", args=[each.pk])
            words = _("“%(name)s” is on the public site, and opens later.")
            found.append(Missing(words % name, url, _("Take it off")))
    return found


def untold(initiative: Initiative, reader: User | None = None) -> list[Missing]:
    """Every benefit that is not met, and every risk that came true, without a published lesson.

    A risk is named to a reader who may see it; to anybody else it is one that came true.
    """
    benefits = list(initiative.benefits.filter(disbenefit=False).order_by("pk"))
    standing = courses(one.measure_id for one in benefits if one.measure_id)
    unmet: list[tuple[str, str]] = []
    for one in benefits:
        course = standing[one.measure_id] if one.measure_id else None
        met = course is not None and course.latest is not None and course.reached(course.latest.value)
        if one.dropped_at is not None or not met:
            unmet.append((f"benefit:{one.pk}", _("“%(name)s” is not met") % {"name": one}))
    happened = [
        (f"risk:{pk}", _("“%(name)s” came true") % {"name": name} if name else _("A risk came true"))
        for pk, name in _occurred(initiative, reader)
    ]
    told = lessons.told([thing for thing, _words in (*unmet, *happened)])
    return [
        lesson_missing(thing, _("%(what)s, and has no published lesson.") % {"what": words})
        for thing, words in (*unmet, *happened)
        if thing not in told
    ]


def _occurred(initiative: Initiative, reader: User | None) -> list[tuple[int, str]]:
    """The risks of its appraisals that came true, named where the reader may see them."""
    rows = Occurrence.objects.filter(
        risk__round__appraisal__initiatives__initiative=initiative, incident__kind=IncidentKind.INCIDENT
    )
    found = list(rows.values_list("risk", "risk__name").distinct().order_by("risk"))
    if not found:
        return []
    seen = Risk.objects.visible_to(reader).filter(pk__in=[pk for pk, _name in found]) if reader else Risk.objects.none()
    named = set(seen.values_list("pk", flat=True))
    return [(pk, name if pk in named else "") for pk, name in found]


def has_lesson(thing: str) -> bool:
    """Whether a published lesson is about a thing."""
    return bool(lessons.told([thing]))


def lesson_missing(thing: str, words: str) -> Missing:
    """That a lesson is missing, with the way to write it."""
    url = f"{reverse('lessons:new')}?about={thing}" if is_on("lessons") else reverse("change:list")
    return Missing(words, url, _("Write the lesson"))
