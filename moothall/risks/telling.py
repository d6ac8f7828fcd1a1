"""Whom something in this room concerns. What each of them may be told of it is in `told`.

A subject that comes round again (a step with another day, a toleration with other words) has another number, made of
its key and of what changed, so that people are told once of each and never nagged.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from moothall import notices
from moothall.kit import clock
from moothall.notices.stamps import stamped
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.risks.models import (
    Appraisal,
    Breach,
    Challenge,
    Comment,
    Decision,
    Exposure,
    Incident,
    Occurrence,
    Response,
    Risk,
    Treatment,
)
from moothall.risks.queries import living
from moothall.risks.standing import rests_on

SIGN, CHALLENGED, COMMENTED = "risks.sign", "risks.challenged", "risks.commented"
STEP_DUE, STEP_LATE, REVIEW, BORNE = "risks.step_due", "risks.step_late", "risks.review", "risks.borne"
STALE, OCCURRED, OWNED = "risks.stale", "risks.occurred", "risks.owned"
REPORTED, CLOCK, CLOSED = "risks.reported", "risks.clock", "risks.report_closed"
HALL = grants.PUBLIC  # reports lie in no container: who may be told is asked of the rows
LAST_DAY = timedelta(hours=24)  # before the end of a breach's clock


def managers() -> list[int]:
    """Risk managers who may come in."""
    return _holding(Role.RISK_MANAGER)


def keepers(appraisal: Appraisal) -> list[int]:
    """Who looks after an appraisal: its owner; without one the risk managers."""
    return [appraisal.owner_id] if appraisal.owner_id else managers()


def to_sign(response: Response, *, by: User) -> None:
    """Tell whoever is asked to sign for a toleration, as it reads now."""
    if response.is_toleration and response.signed_at is None and response.approver_id:
        subject = stamped(response.pk, response.revision)
        notices.tell(SIGN, people=[response.approver_id], subject=subject, place=_place(response), by=by)


def signed(response: Response) -> None:
    """It is signed for: nobody is asked any more."""
    notices.withdraw("toleration", [stamped(response.pk, response.revision)])


def challenged(challenge: Challenge, *, by: User) -> None:
    """Tell those who write the appraisal that somebody asks them something."""
    appraisal = challenge.option.round.appraisal
    people = {*keepers(appraisal), *appraisal.members.values_list("user", flat=True)}
    notices.tell(CHALLENGED, people=people, subject=challenge.pk, place=appraisal.container, by=by)


def commented(comment: Comment, *, by: User | None) -> None:
    """Tell who looks after the appraisal; of what the public says, that it waits to be let in."""
    appraisal = comment.appraisal
    notices.tell(COMMENTED, people=keepers(appraisal), subject=comment.pk, place=appraisal.container, by=by)


def moderated(comment: Comment) -> None:
    """It was let in or kept out: nobody is asked any more."""
    notices.withdraw("appraisal comment", [comment.pk])


def gone_stale(exposures: Iterable[int], *, by: User) -> None:
    """Tell who answers for the appraisal and who owns the risk of each judgement that no longer rests on what is."""
    rows = Exposure.objects.filter(pk__in=list(exposures), applies=True)
    for line in living.lines(list(living.whole(rows))):
        judged = line.classification
        if judged is None or judged.rests_on == rests_on(line.risk, line.treatments):
            continue
        appraisal = line.risk.round.appraisal
        people = {*keepers(appraisal), *([line.risk.owner_id] if line.risk.owner_id else [])}
        notices.tell(STALE, people=people, subject=judged.pk, place=appraisal.container, by=by)


def changed(response: Response, *, by: User) -> None:
    """A response was written, changed or dropped: tell of what it makes stale."""
    gone_stale(Treatment.objects.filter(response=response).values_list("exposure", flat=True), by=by)


def reworded(risk: Risk, *, by: User) -> None:
    """The sentence of a risk was changed: tell of what that makes stale."""
    gone_stale(risk.exposures.values_list("pk", flat=True), by=by)


def occurred(occurrence: Occurrence, *, by: User) -> None:
    """Tell who owns the risk and who answers for its appraisal that it came true, or nearly."""
    appraisal = occurrence.risk.round.appraisal
    people = {*keepers(appraisal), *([occurrence.risk.owner_id] if occurrence.risk.owner_id else [])}
    notices.tell(OCCURRED, people=people, subject=occurrence.pk, place=appraisal.container, by=by)


def did_not_occur(pk: int) -> None:
    """The link was taken away."""
    notices.withdraw("occurrence", [pk])


def owned(appraisal: Appraisal, *, by: User | None) -> None:
    """Tell who answers for an appraisal from now on; without an owner, the risk managers that it needs one."""
    stamp = appraisal.owner_id or 0
    subject = stamped(appraisal.pk, stamp)
    notices.tell(OWNED, people=keepers(appraisal), subject=subject, place=appraisal.container, by=by)


def reported(incident: Incident, *, by: User | None) -> None:
    """Tell the risk managers of a report, and disclosure officers where personal data are touched.

    A report without a name has no `by`, so that a manager who made it is told like the others and does not stand out.
    """
    people = set(managers())
    if incident.personal_data:
        people.update(_holding(Role.DISCLOSURE_OFFICER))
    notices.tell(REPORTED, people=people, subject=incident.pk, place=HALL, by=by)


def closed(incident: Incident, *, by: User) -> None:
    """Tell whoever reported it by name what came of it."""
    notices.withdraw("incident", [incident.pk])
    if incident.reported_by_id:
        notices.tell(CLOSED, people=[incident.reported_by_id], subject=incident.pk, place=HALL, by=by)


def steps_due() -> int:
    """Tell people of steps of theirs whose day comes within a week or went by; returns how many were told."""
    told, today = 0, clock.today()
    rows = living.planned(living.steps()).filter(actionee__isnull=False, due_on__lte=today + living.SOON)
    for row in rows.select_related("round__appraisal").order_by("pk").iterator():
        if row.due_on is None or row.actionee_id is None:
            continue
        kind = STEP_LATE if row.due_on < today else STEP_DUE
        subject = stamped(row.pk, row.due_on)
        told += notices.tell(kind, people=[row.actionee_id], subject=subject, place=_place(row), by=None)
    return told


def reviews_due() -> int:
    """Tell of decisions and of tolerations whose day to be looked at again has come; returns how many were told."""
    told, today = 0, clock.today()
    decided = living.with_review_day(living.in_force()).filter(Q(again_on__lte=today), round__appraisal__closed_at=None)
    for decision in decided.select_related("round__appraisal").order_by("pk").iterator():
        people = {*keepers(decision.round.appraisal), decision.by_id}
        told += _review(decision, people)
    borne = living.borne_too_long(living.steps())
    for row in borne.select_related("round__appraisal").order_by("pk").iterator():
        if row.review_on is not None and row.approver_id is not None:
            people = {*keepers(row.round.appraisal), row.approver_id}
            subject = stamped(row.pk, row.review_on)
            told += notices.tell(BORNE, people=people, subject=subject, place=_place(row), by=None)
    return told


def clocks_running() -> int:
    """Tell who decides about breaches of those whose last day has begun; returns how many were told."""
    told, people = 0, set(managers()) | set(_holding(Role.DISCLOSURE_OFFICER))
    rows = Breach.objects.filter(Q(notify=None) | Q(notify=True), notified_at=None)
    for breach in rows.order_by("pk"):
        if breach.due_at - LAST_DAY <= clock.now():
            told += notices.tell(CLOCK, people=people, subject=breach.pk, place=HALL, by=None)
    return told


def _review(decision: Decision, people: Iterable[int]) -> int:
    day: date = getattr(decision, "again_on", decision.review_on)
    place = decision.round.appraisal.container
    return notices.tell(REVIEW, people=people, subject=stamped(decision.pk, day), place=place, by=None)


def _place(response: Response) -> str:
    return response.round.appraisal.container


def _holding(role: Role) -> list[int]:
    return list(User.objects.active().filter(role_holdings__role=role).values_list("pk", flat=True))
