"""Telling those who look after retention: a run waits for approval, a run is finished, things wait for a review."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall import notices
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.people import grants
from moothall.people.models import User
from moothall.records import keepers, retention
from moothall.records.models import Action, Application, Disposal

APPROVAL, FINISHED, REVIEW = "records.disposal_waits", "records.disposal_finished", "records.review_due"
HANDED, HANDED_RUN = "records.disposal_handed", "disposal handed over"
WAITING_RUN, FINISHED_RUN, DUE = "disposal waiting", "disposal finished", "review due"  # the things they are about


def keeps(person: Person) -> bool:
    """Who is ever told: who keeps the records."""
    return keepers.keeps(cast(User, person))


def waits(run: Disposal, *, by: User) -> None:
    """Tell those who may approve it that a run waits."""
    notices.tell(APPROVAL, people=_everyone(), subject=run.pk, place=grants.PUBLIC, by=by)


def decided(run: Disposal) -> None:
    """A run that was approved or turned down waits for nobody, nor for a receipt when it was called off."""
    notices.withdraw(WAITING_RUN, [run.pk])
    if run.declined_at:
        notices.withdraw(HANDED_RUN, [run.pk])


def handed(run: Disposal) -> None:
    """Tell those who look after records that bundles are there for the archive, and that its receipt is awaited."""
    notices.tell(HANDED, people=_everyone(), subject=run.pk, place=grants.PUBLIC, by=None)


def received(run: Disposal) -> None:
    """A run whose receipt was entered waits for none."""
    notices.withdraw(HANDED_RUN, [run.pk])


def finished(run: Disposal) -> None:
    """Tell whoever proposed and whoever approved a run that its certificate is there."""
    people = [pk for pk in (run.proposed_by_id, run.approved_by_id) if pk]
    notices.tell(FINISHED, people=people, subject=run.pk, place=grants.PUBLIC, by=None)


def review_due() -> int:
    """Tell of each rule under which things wait for a review, once until nothing waits; returns how many rules."""
    waiting = 0
    for application in Application.objects.live().filter(rule__action=Action.REVIEW).select_related("rule"):
        try:
            any_due = retention.to_review(application, today=clock.today()).exists()
        except retention.NoCustody:
            continue
        if any_due:
            waiting += 1
            notices.tell(REVIEW, people=_everyone(), subject=application.pk, place=grants.PUBLIC, by=None)
        else:
            notices.forget(DUE, [application.pk])
    return waiting


def load_waiting(user: User, runs: Sequence[int]) -> Mapping[int, Told]:
    """Runs that this person may approve or turn down now."""
    if not keepers.keeps(user):
        return {}
    rows = Disposal.objects.waiting().filter(pk__in=runs).exclude(proposed_by=user)
    return {
        run.pk: _told(run, _("A disposal waits for your approval"))
        for run in rows.select_related("application__rule", "proposed_by")
    }


def load_handed(user: User, runs: Sequence[int]) -> Mapping[int, Told]:
    """Runs whose bundles are there and whose receipt is not."""
    if not keeps(user):
        return {}
    rows = Disposal.objects.under_way().filter(pk__in=runs).select_related("application__rule")
    line = _("The bundles for the archive are written. Nothing goes before its receipt is entered")
    return {run.pk: _told(run, line) for run in rows if run.awaits_receipt}


def load_finished(user: User, runs: Sequence[int]) -> Mapping[int, Told]:
    """Certificates that were issued."""
    rows = Disposal.objects.visible_to(user).filter(pk__in=runs, finished_at__isnull=False)
    return {
        run.pk: _told(
            run,
            ngettext("{n} thing was disposed of", "{n} things were disposed of", run.counts.get("disposed", 0)).format(
                n=run.counts.get("disposed", 0)
            ),
        )
        for run in rows.select_related("application__rule")
    }


def load_review(user: User, applications: Sequence[int]) -> Mapping[int, Told]:
    """Rules under which things wait for this person to decide."""
    if not keepers.keeps(user):
        return {}
    rows = Application.objects.live().filter(pk__in=applications).select_related("rule")
    return {
        application.pk: Told(
            title=application.rule.title,
            url=application.get_absolute_url(),
            line=_("Things have reached the end of their time and wait for a review"),
            thread=f"application:{application.pk}",
            closed=True,
        )
        for application in rows
    }


def _everyone() -> list[int]:
    return [person.pk for person in keepers.everyone()]


def _told(run: Disposal, line: str) -> Told:
    return Told(
        title=run.application.rule.title,
        url=run.get_absolute_url(),
        line=line,
        thread=f"disposal:{run.pk}",
        closed=True,
    )
