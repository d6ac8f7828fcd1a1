"""Writing down what was decided in a review, by whoever may: a records manager, or who looks after the place."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.people.models import User
from moothall.records import retention
from moothall.records.models import Application, ReviewDecision, Verdict


class Refused(Exception):  # noqa: N818  says what is the matter
    """A rule cannot be applied, or switched on, or off; in words for whoever asked."""


def locked(application: Application) -> Application:
    """The application as it is now, to ourselves; a run and a review decide under the same lock."""
    return Application.objects.select_for_update(of=("self",)).select_related("rule").get(pk=application.pk)


def write_down(
    application: Application,
    *,
    by: User,
    refs: Sequence[int],
    verdict: Verdict,
    reason: str,
    keep_until: date | None,
    within: int | None = None,
) -> list[ReviewDecision]:
    """Inside an act, under the lock of the application: what was decided of things that wait, or `within` one place.

    Raises Refused.
    """
    today = clock.today()
    if not application.is_live:
        raise Refused(_("The rule was switched off meanwhile."))
    if verdict == Verdict.KEEP and (keep_until is None or keep_until <= today):
        raise Refused(_("Say until which day it is kept, later than today."))
    custody = retention.reach(application).custody
    waiting = retention.to_review(application, today=today).filter(pk__in=refs)
    if within is not None:
        waiting = waiting.filter(container_id=within)
    return ReviewDecision.objects.bulk_create(
        ReviewDecision(
            application=application, unit=custody.unit, ref=pk, verdict=verdict, reason=reason, by=by,
            keep_until=keep_until if verdict == Verdict.KEEP else None, at=clock.now(),
        )
        for pk in sorted(waiting.values_list("pk", flat=True))
    )  # fmt: skip
