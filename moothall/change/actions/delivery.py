"""Beginning delivery, looking back, closing, and asking oneself what value one adds."""

from datetime import date

from django.utils.translation import gettext as _

from moothall import audit
from moothall.change import documents, permissions
from moothall.change import telling_initiatives as telling
from moothall.change.actions.initiatives import locked, pass_on, still_open
from moothall.change.models import (
    Closing,
    Confirmation,
    Delivery,
    Initiative,
    InitiativeReview,
    Outcome,
    Part,
    Purpose,
    PurposeReview,
)
from moothall.change.queries import readiness
from moothall.change.queries.readiness import Missing
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User


class NotReady(Exception):  # noqa: N818  says what is the matter
    """Something must come first; `missing` says what, each in words and with the way there."""

    def __init__(self, missing: list[Missing]) -> None:
        self.missing = missing
        super().__init__(" ".join(one.words for one in missing))


@audit.act
def begin_delivery(initiative: Initiative, *, by: User, began_on: date | None = None) -> Delivery:
    """Begin to deliver, once; raises `NotReady` with what is missing, and `ValueError` for a day to come."""
    initiative = locked(initiative)
    require(permissions.can_lead(by, initiative))
    still_open(initiative)
    if hasattr(initiative, "delivery"):
        return initiative.delivery
    if missing := readiness.before_delivery(initiative):
        raise NotReady(missing)
    delivery = Delivery.objects.create(initiative=initiative, began_on=_past(began_on or clock.today()), by=by)
    audit.record("initiative.delivering", by=by, on=initiative)
    telling.begun(initiative)
    return delivery


@audit.act
def enter_past(initiative: Initiative, *, by: User, began_on: date, finished_on: date | None = None) -> Delivery:
    """Enter work that began before this hall was there, with its true dates; nothing is refused for its gaps.

    Raises ValueError where it began later than that.
    """
    initiative = locked(initiative)
    require(permissions.can_write(by, initiative))
    still_open(initiative)
    if hasattr(initiative, "delivery"):
        raise ValueError(_("It is under way already."))
    if finished_on is not None and finished_on < began_on:
        raise ValueError(_("It ended on the day it began, or later."))
    if began_on >= readiness.hall_since():
        raise ValueError(_("Only what began before this hall was there is entered so: begin delivery instead."))
    delivery = Delivery.objects.create(
        initiative=initiative,
        began_on=began_on,
        before_hall=True,
        finished_on=None if finished_on is None else _past(finished_on),
        by=by,
    )
    audit.record("initiative.past_entered", by=by, on=initiative, began_on=began_on.isoformat())
    return delivery


@audit.act
def review(
    initiative: Initiative, *, by: User, words: str, went_well: str = "", went_badly: str = ""
) -> InitiativeReview:
    """Look back at the whole of it. Raises ValueError before delivery began, or without words."""
    initiative = locked(initiative)
    require(permissions.can_lead(by, initiative))
    still_open(initiative)
    if not hasattr(initiative, "delivery"):
        raise ValueError(_("There is nothing to look back at yet: delivery has not begun."))
    if not words.strip():
        raise ValueError(_("Say what you found."))
    last = initiative.reviews.order_by("-pk").first()
    if last is not None and (last.by_id, last.words) == (by.pk, words.strip()):
        return last  # sent twice
    found = InitiativeReview.objects.create(
        initiative=initiative,
        words=words.strip(),
        went_well=went_well.strip(),
        went_badly=went_badly.strip(),
        by=by,
    )
    audit.record("initiative.reviewed", by=by, on=initiative)
    documents.changed(initiative)
    return found


@audit.act
def close(initiative: Initiative, *, by: User, outcome: Outcome, words: str) -> Closing:
    """Close it and say what came of it; raises `NotReady` while a failure has no published lesson."""
    initiative = locked(initiative)
    require(permissions.can_lead(by, initiative))
    still_open(initiative)
    if not words.strip():
        raise ValueError(_("Say what came of it."))
    if missing := readiness.before_closing(initiative, outcome, reader=by):
        raise NotReady(missing)
    closing = Closing.objects.create(initiative=initiative, outcome=outcome, words=words.strip(), by=by)
    audit.record("initiative.closed", by=by, on=initiative, outcome=outcome)
    telling.closed(initiative, by=by)
    documents.changed(initiative)
    return closing


@audit.act
def confirm(initiative: Initiative, *, by: User, words: str = "") -> Confirmation:
    """Confirm, as the owner, that one led and the guide helped. Raises ValueError where nobody guides it."""
    initiative = locked(initiative)
    require(permissions.can_lead(by, initiative))
    if initiative.guide is None:
        raise ValueError(_("Nobody guides this change."))
    last = initiative.confirmations.order_by("-pk").first()
    if last is not None and (last.by_id, last.guide_id, last.words) == (by.pk, initiative.guide_id, words.strip()):
        return last  # sent twice
    confirmation = Confirmation.objects.create(
        initiative=initiative, guide=initiative.guide, words=words.strip(), by=by
    )
    audit.record("initiative.led", by=by, on=initiative, guide=initiative.guide_id)
    return confirmation


@audit.act
def review_purpose(
    initiative: Initiative, *, by: User, part: Part, verdict: Purpose, words: str, to: User | None = None
) -> PurposeReview:
    """Ask what value one adds here: go on, change, or hand one's part over with the whole trail.

    Raises ValueError without words, or for a successor who cannot take the part.
    """
    initiative = locked(initiative)
    require(permissions.can_review_purpose(by, initiative, part))
    still_open(initiative)
    if not words.strip():
        raise ValueError(_("Say what value you add, or no longer add."))
    last = initiative.purpose_reviews.filter(part=part).order_by("-pk").first()
    if last is not None and (last.by_id, last.verdict, last.words) == (by.pk, verdict, words.strip()):
        return last  # sent twice
    handover = None
    if verdict == Purpose.HAND_OVER:
        if to is None or to.pk == by.pk:
            raise ValueError(_("Say to whom you hand over."))
        handover = pass_on(initiative, by=by, part=part, person=to, words=words.strip())
    reviewed = PurposeReview.objects.create(
        initiative=initiative, part=part, verdict=verdict, words=words.strip(), handover=handover, by=by
    )
    audit.record("initiative.purpose_reviewed", by=by, on=initiative, part=part, verdict=verdict)
    return reviewed


def _past(day: date) -> date:
    if day > clock.today():
        raise ValueError(_("Enter a day that has come."))
    return day
