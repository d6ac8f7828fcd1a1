"""What comes after an answer: a review by somebody else, and the regulator."""

from datetime import date

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions import cases, parts, receipts
from moothall.disclosure.actions.cases import Asked, Asker, Impossible, locked
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Case, Channel, Kind, RegulatorLetter
from moothall.disclosure.queries import reasons
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User

REVIEWED_AS = {
    Regime.FOIA: Regime.REVIEW,
    Regime.EIR: Regime.RECONSIDERATION,
    Regime.SAR: Regime.COMPLAINT,
    Regime.REUSE: Regime.REUSE_REVIEW,
}
OF_REGULATOR = (Kind.REGULATOR_ASKS, Kind.REGULATOR_TOLD, Kind.REGULATOR_DECIDES)


@audit.act
def open_review(
    case: Case, *, by: User, words: str, owner: User | None = None, received_on: date | None = None
) -> Case:
    """Open a review of an answer as a case of its own: a fresh decision of the same questions, by somebody else.

    Whoever asked is told by e-mail, where they have one, with the day by which they should hear (s.45 Code part 5).
    Raises `Impossible` for a review of a review, and for an owner who had a part in the first decision.
    """
    cases.NUMBERING.take()  # before the case, as a letter that comes takes them
    case = locked(case)
    require(permissions.can_work_on(by, case))
    regime = REVIEWED_AS.get(reasons.law_of(case))
    if case.of_id is not None or regime is None:
        raise Impossible(_("There is one review, of a first answer, under a law whose review we know."))
    if not words.strip():
        raise Impossible(_("Write down what they say."))
    if owner is not None and (not permissions.can_own(owner, case) or owner.pk in permissions.took_part(case)):
        raise Impossible(_("Somebody else decides a review: nobody who had a part in the first decision."))
    if owner is None and case.sensitive:
        raise Impossible(_("Say first who decides it: nobody else would see it."))
    day = received_on or clock.today()
    if not case.received_on <= day <= clock.today():
        raise Impossible(_("It came after the request, and not in the future."))
    who = case.requester
    asked = Asked(case.title, words, regime, Channel.EMAIL, day, language=case.language, of=case)
    made = cases.open_case(
        asked,
        Asker(who.name, who.email, who.address),
        by=by,
        sensitive=case.sensitive,
        about=case.about,
        owner=owner,
    )
    questions = [part.words for part in case.parts.filter(dropped_at=None)]
    if questions and permissions.can_work_on(by, made):
        parts.split(made, by=by, questions=questions, sure=True)  # they were looked at when they were split
    receipts.acknowledge(made, by=None)
    audit.record("case.reviewed", by=by, on=case, review=made.pk)
    return made


@audit.act
def regulator(
    case: Case,
    kind: Kind,
    *,
    by: User,
    on: date,
    words: str,
    reference: str = "",
    reply_by: date | None = None,
    ruling: str = "",
) -> RegulatorLetter:
    """Write down what the regulator wrote, or that we answered: its number, the reply it wants, what it decided."""
    if kind not in OF_REGULATOR or (ruling and kind != Kind.REGULATOR_DECIDES) or (reply_by and reply_by < on):
        raise Impossible(_("Say what the regulator did, and by when it wants a reply."))
    event = cases.record(case, kind, by=by, on=on, words=words)
    return RegulatorLetter.objects.create(event=event, reference=reference.strip(), reply_by=reply_by, ruling=ruling)
