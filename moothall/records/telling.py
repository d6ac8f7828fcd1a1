"""What people may be told of reports and systems."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.notices.kinds import Told
from moothall.people.models import User
from moothall.records.models import InformationSystem, Report
from moothall.records.models.reports import ReportQuerySet


def waiting(user: User, reports: Sequence[int]) -> Mapping[int, Told]:
    """Reports that wait for an answer."""
    return {row.pk: _told(row, _("Waits for your answer")) for row in _reports(user, reports).waiting()}


def overdue(user: User, reports: Sequence[int]) -> Mapping[int, Told]:
    """Reports that were not answered in time."""
    return {row.pk: _told(row, _("Should have been answered by now")) for row in _reports(user, reports).waiting()}


def answered(user: User, reports: Sequence[int]) -> Mapping[int, Told]:
    """Answers to what this person asked."""
    rows = _reports(user, reports).filter(answered_at__isnull=False, asked_by=user)
    return {row.pk: _told(row, _("What you asked is answered"), row.answer) for row in rows}


def unowned(user: User, systems: Sequence[int]) -> Mapping[int, Told]:
    """Systems whose owner, or an account's owner, has left."""
    rows = InformationSystem.objects.visible_to(user).filter(pk__in=systems)
    line = _("Somebody who answers for it has left: say who does now")
    return {row.pk: Told(title=row.name, url=row.get_absolute_url(), line=line) for row in rows}


def review_due(user: User, systems: Sequence[int]) -> Mapping[int, Told]:
    """Systems to be looked at again."""
    rows = InformationSystem.objects.visible_to(user).filter(pk__in=systems, owner=user)
    line = _("It is time to look at this system again")
    return {row.pk: Told(title=row.name, url=row.get_absolute_url(), line=line) for row in rows}


def _reports(user: User, reports: Sequence[int]) -> ReportQuerySet:
    return Report.objects.visible_to(user).filter(pk__in=reports).select_related("system")


def _told(row: Report, line: str, text: str = "") -> Told:
    return Told(title=f"{row.about}: {row.purpose[:120]}", url=row.get_absolute_url(), line=line, text=text)
