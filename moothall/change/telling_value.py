"""Whom benefits and consultations concern. What each of them may be told of it is in `told_value`."""

from datetime import timedelta

from django.db.models import Q

from moothall import notices
from moothall.change.models import Benefit, Consultation, Initiative, Measure, PublicAnswer
from moothall.change.queries.courses import courses
from moothall.change.queries.readiness import has_lesson
from moothall.change.standing import State
from moothall.kit import clock
from moothall.notices.stamps import stamped
from moothall.people.models import Role, User

OWNED, MISSED = "change.benefit_owned", "change.benefit_missed"
CLOSES, ANSWERED = "change.consultation_closes", "change.public_answer"
SOON = timedelta(days=3)  # before a consultation closes


def keepers(initiative: Initiative) -> set[int]:
    """Who looks after an initiative: its owner and guide, or whoever began it; without any, performance officers."""
    people = {pk for pk in (initiative.owner_id, initiative.guide_id) if pk} or {initiative.created_by_id}
    active = set(User.objects.active().filter(pk__in=people).values_list("pk", flat=True))
    if active:
        return active
    officers = User.objects.active().filter(role_holdings__role=Role.PERFORMANCE_OFFICER)
    return set(officers.values_list("pk", flat=True))


def owned(benefit: Benefit, *, by: User) -> None:
    """Tell somebody that a benefit is theirs from now on."""
    if benefit.owner_id and benefit.dropped_at is None:
        subject = stamped(benefit.pk, benefit.owner_id)
        notices.tell(OWNED, people=[benefit.owner_id], subject=subject, place=benefit.initiative.container, by=by)


def answered(consultation: Consultation) -> None:
    """Tell who looks after it that answers wait to be let in; once, until all were looked at."""
    initiative = consultation.engagement.initiative
    people, place = keepers(initiative), initiative.container
    is_first = PublicAnswer.objects.waiting().filter(consultation=consultation).count() == 1
    notices.tell(ANSWERED, people=people, subject=consultation.pk, place=place, by=None, anew=is_first)


def moderated(consultation: Consultation) -> None:
    """Nothing waits any more, where that is so."""
    if not PublicAnswer.objects.waiting().filter(consultation=consultation).exists():
        notices.withdraw("public answers", [consultation.pk])


def benefits_missed() -> int:
    """Tell owners of benefits whose target's day went by and that are not there; returns how many were told."""
    told = 0
    due = Measure.objects.filter(target_on__lte=clock.today(), benefits__dropped_at=None)
    standing = courses(due.filter(benefits__isnull=False).values_list("pk", flat=True).distinct())
    today = clock.today()
    missed = [pk for pk, course in standing.items() if course.state(today) is State.MISSED]
    rows = Benefit.objects.filter(measure__in=missed, dropped_at=None, disbenefit=False, initiative__closing=None)
    for benefit in rows.select_related("initiative").order_by("pk"):
        if has_lesson(f"benefit:{benefit.pk}"):
            continue
        people = {pk for pk in (benefit.owner_id, benefit.initiative.owner_id) if pk}
        place = benefit.initiative.container
        told += notices.tell(MISSED, people=people, subject=benefit.pk, place=place, by=None)
    return told


def consultations_closing() -> int:
    """Tell of consultations that close soon, or are over and not answered for; returns how many were told."""
    told, today = 0, clock.today()
    soon = Q(closes_on__lte=today + SOON) | Q(ended_at__isnull=False)
    rows = Consultation.objects.public().filter(soon, answered_at=None)
    for found in rows.select_related("engagement__initiative").order_by("pk"):
        initiative = found.engagement.initiative
        day = found.last_on + timedelta(days=1) if found.is_over else found.closes_on
        subject, place = stamped(found.pk, day), initiative.container
        told += notices.tell(CLOSES, people=keepers(initiative), subject=subject, place=place, by=None)
    return told
