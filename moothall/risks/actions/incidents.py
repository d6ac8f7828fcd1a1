"""Reporting what happened or nearly did, linking it to the risk it realises, and a breach's seventy-two hours."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions, telling
from moothall.risks.models import Breach, Incident, IncidentKind, Occurrence, Risk

LONGEST = 4_000  # characters of a report


class ClockRuns(Exception):  # noqa: N818  says what is the matter
    """Nobody has decided yet about the breach, or the Commissioner is still to be told."""


@dataclass(frozen=True)
class Report:
    """What somebody says happened; `aware_at` is since when they know that people’s data are touched (or now)."""

    kind: IncidentKind
    what: str
    happened_on: date
    place: str = ""
    personal_data: bool = False
    aware_at: datetime | None = None


@audit.act
def report(words: Report, *, by: User, named: bool = True, token: UUID | None = None) -> Incident:
    """Report what happened; with `named` false nothing that is written down leads to who it was.

    Then the row, the record of acts and the notices have nobody in them. The same form sent twice reports it once.
    Raises ValueError for no words, or for a day or a moment that is still to come.
    """
    require(permissions.can_take_part(by))
    require(named or settings.MOOTHALL_ANONYMOUS_REPORTS)
    reporter = by if named else None
    known = Incident.objects.filter(token=token, reported_by=reporter).first() if token else None
    if known is not None:
        return known
    what = words.what.strip()
    if not what or len(what) > LONGEST or words.happened_on > clock.today():
        raise ValueError("A report says what happened, on a day that has come.")
    incident = Incident.objects.create(
        kind=words.kind,
        what=what,
        happened_on=words.happened_on,
        place=words.place.strip(),
        personal_data=words.personal_data,
        reported_by=reporter,
        token=token,
    )
    audit.record("incident.reported", by=reporter, on=incident, kind=words.kind, personal_data=words.personal_data)
    if words.personal_data:
        breach = Breach.objects.create(incident=incident, aware_at=_aware(words.aware_at))
        audit.record("breach.began", by=reporter, on=incident, aware_at=breach.aware_at.isoformat())
    telling.reported(incident, by=reporter)
    return incident


@audit.act
def touches_people(incident: Incident, *, by: User, aware_at: datetime | None = None) -> Breach:
    """Say that a report touches personal data after all: the clock runs from when that was known. Once only."""
    incident = _locked(incident)
    require(permissions.keeps_risks(by))
    known = Breach.objects.filter(incident=incident).first()
    if known is not None:
        return known
    if incident.closed_at is not None:
        raise ValueError("The report is closed.")
    breach = Breach.objects.create(incident=incident, aware_at=_aware(aware_at))
    incident.personal_data = True
    incident.save(update_fields=["personal_data"])
    audit.record("breach.began", by=by, on=incident, aware_at=breach.aware_at.isoformat())
    telling.reported(incident, by=by)
    return breach


@audit.act
def link(incident: Incident, *, by: User, risk: Risk) -> Occurrence:
    """Say that it is a risk come true, or nearly; said twice, said once. Raises ValueError for a risk unseen."""
    incident = _locked(incident)
    require(permissions.keeps_risks(by))
    if not Risk.objects.visible_to(by).filter(pk=risk.pk).exists():
        raise ValueError("There is no such risk.")
    made, new = Occurrence.objects.get_or_create(incident=incident, risk=risk, defaults={"linked_by": by})
    if new:
        telling.occurred(made, by=by)
        audit.record("incident.linked", by=by, on=incident, risk=risk.pk)
    return made


@audit.act
def unlink(occurrence: Occurrence, *, by: User) -> None:
    """Say that it is not that risk."""
    incident = _locked(occurrence.incident)
    require(permissions.keeps_risks(by))
    if Occurrence.objects.filter(pk=occurrence.pk).delete()[0]:
        telling.did_not_occur(occurrence.pk)
        audit.record("incident.unlinked", by=by, on=incident, risk=occurrence.risk_id)


@audit.act
def close(incident: Incident, *, by: User, words: str) -> Incident:
    """Close a report with what came of it. Raises `ClockRuns` while a breach is open, ValueError for no words."""
    incident = _locked(incident)
    require(permissions.keeps_risks(by))
    if incident.closed_at is not None or not words.strip():
        raise ValueError("Say what came of it, once.")
    breach = Breach.objects.filter(incident=incident).first()
    if breach is not None and breach.is_running:
        raise ClockRuns
    incident.closed_at, incident.closed_by, incident.closed_words = clock.now(), by, words.strip()
    incident.save(update_fields=["closed_at", "closed_by", "closed_words"])
    telling.closed(incident, by=by)
    audit.record("incident.closed", by=by, on=incident)
    return incident


@audit.act
def decide_breach(breach: Breach, *, by: User, notify: bool, reasons: str) -> Breach:
    """Decide whether the Commissioner is told, for reasons (UK GDPR art 33(1)), or decide again until that is done.

    Raises ValueError without reasons, or once the Commissioner was told.
    """
    incident = _locked(breach.incident)
    require(permissions.keeps_breaches(by))
    breach = Breach.objects.select_for_update().get(pk=breach.pk)
    if breach.notified_at is not None or not reasons.strip():
        raise ValueError("Give the reasons, before the Commissioner is told.")
    breach.notify, breach.reasons = notify, reasons.strip()
    breach.decided_by, breach.decided_at = by, clock.now()
    breach.save(update_fields=["notify", "reasons", "decided_by", "decided_at"])
    audit.record("breach.decided", by=by, on=incident, notify=notify)
    return breach


@audit.act
def notified(breach: Breach, *, by: User, at: datetime, reference: str = "", late_because: str = "") -> Breach:
    """Write down that the Commissioner was told, when, and under which reference.

    Later than 72 hours it comes with the reasons for the delay (UK GDPR art 33(1)). Raises ValueError without them,
    where it was not decided, for a moment before the council knew or still to come, or a second time.
    """
    incident = _locked(breach.incident)
    require(permissions.keeps_breaches(by))
    breach = Breach.objects.select_for_update().get(pk=breach.pk)
    if breach.notify is not True or breach.notified_at is not None:
        raise ValueError("Decide first that the Commissioner is told; then it is told once.")
    if not breach.aware_at <= at <= clock.now():
        raise ValueError("The Commissioner was told after the council knew, and not in the future.")
    if at > breach.due_at and not late_because.strip():
        raise ValueError("Later than 72 hours it comes with the reasons for the delay.")
    breach.notified_at, breach.reference = at, reference.strip()
    breach.late_because = late_because.strip() if at > breach.due_at else ""
    breach.save(update_fields=["notified_at", "reference", "late_because"])
    audit.record("breach.notified", by=by, on=incident, at=at.isoformat(), late=at > breach.due_at)
    return breach


def _locked(incident: Incident) -> Incident:
    return Incident.objects.select_for_update().get(pk=incident.pk)


def _aware(at: datetime | None) -> datetime:
    now = clock.now()
    if at is not None and at > now:
        raise ValueError("It cannot have been known later than now.")
    return at or now
