"""Reporting what one can't get to, asking whether one may use something, and answering in time."""

from uuid import UUID

from django.conf import settings

from moothall import audit, notices
from moothall.kit import clock, workdays
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import User
from moothall.records import keepers, permissions
from moothall.records.models import InformationSystem, Matter, Report

WAITING, OVERDUE, ANSWERED = "records.report_waiting", "records.report_overdue", "records.report_answered"


@audit.act
def report(
    *,
    by: User,
    matter: Matter,
    purpose: str,
    system: InformationSystem | None = None,
    system_words: str = "",
    met: str = "",
    token: UUID | None = None,
) -> Report:
    """Ask its owner to open the way or to say whether it may be used; the same form sent twice asks once.

    The answer is due within `MOOTHALL_REPORT_DAYS` working days.
    """
    require(permissions.can_report(by))
    User.objects.select_for_update().get(pk=by.pk)
    made = Report.objects.filter(token=token, asked_by=by).first() if token else None
    if made is not None:
        return made
    asked = Report.objects.create(
        matter=matter,
        system=system,
        system_words="" if system else system_words,
        purpose=purpose,
        met=met,
        asked_by=by,
        due_on=workdays.after(clock.today(), settings.MOOTHALL_REPORT_DAYS),
        token=token,
    )
    notices.tell(WAITING, people=answerers(asked), subject=asked.pk, place=grants.PUBLIC, by=by)
    audit.record("report.made", by=by, on=asked, matter=matter, system=system.pk if system else None)
    return asked


@audit.act
def answer_report(asked: Report, *, by: User, answer: str, opened: bool) -> Report:
    """Say what was done about a block, or whether something may be used; answered once."""
    asked = Report.objects.select_for_update(of=("self",)).select_related("system").get(pk=asked.pk)
    require(permissions.can_answer_report(by, asked) and asked.answered_at is None)
    asked.answer, asked.opened, asked.answered_by, asked.answered_at = answer, opened, by, clock.now()
    asked.save(update_fields=["answer", "opened", "answered_by", "answered_at"])
    for thing in ("report_waiting", "report_overdue"):
        notices.withdraw(thing, [asked.pk])
    notices.tell(ANSWERED, people=[asked.asked_by_id], subject=asked.pk, place=grants.PUBLIC, by=by)
    audit.record("report.answered", by=by, on=asked, opened=opened)
    return asked


def remind() -> int:
    """Tell those who should have answered, once each report; returns how many were told."""
    told = 0
    for asked in Report.objects.overdue(clock.today()).select_related("system__owner")[:500]:
        told += notices.tell(OVERDUE, people=answerers(asked), subject=asked.pk, place=grants.PUBLIC, by=None)
    return told


def answerers(asked: Report) -> list[int]:
    """Whom a report waits for: the owner of the system; where there is none who may sign in, who keeps the records."""
    if asked.system is not None and User.objects.active().filter(pk=asked.system.owner_id).exists():
        return [asked.system.owner_id]
    return keepers.told()
