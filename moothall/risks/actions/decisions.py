"""Proposing, challenging, deciding, and looking at a decision again."""

from datetime import date

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import documents, permissions, telling
from moothall.risks.actions.rounds import locked, open_round, undecided
from moothall.risks.models import Challenge, Decision, Option, Proposal, Review, Round, Verdict
from moothall.risks.queries.readiness import missing
from moothall.risks.queries.rounds import load
from moothall.risks.standing import verdicts


class NotReady(Exception):  # noqa: N818  says what is the matter
    """Something is missing before this can be decided; `reasons` says what, in words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@audit.act
def propose(round: Round, *, by: User, option: Option, balance: str) -> Proposal:
    """Propose an option, with the balance in words; a later proposal takes the place of an earlier one."""
    round = open_round(round.pk, by=by)
    if option.round_id != round.pk or not balance.strip():
        raise ValueError("A proposal names an option of this round, and says the balance in words.")
    proposal, _made = Proposal.objects.update_or_create(
        round=round,
        defaults={"option": option, "balance": balance.strip(), "proposed_by": by, "proposed_at": clock.now()},
    )
    documents.appraisal_changed(round.appraisal)
    audit.record("option.proposed", by=by, on=round.appraisal, option=option.pk)
    return proposal


@audit.act
def challenge(option: Option, *, by: User, question: str) -> Challenge:
    """Ask whoever would do nothing or prohibit. Raises ValueError for another sort of option, or no words.

    The same asked twice is asked once.
    """
    round = locked(option.round_id)
    require(permissions.can_challenge(by, round.appraisal))
    undecided(round)
    option = Option.objects.get(pk=option.pk)
    if not option.avoids or not question.strip():
        raise ValueError("A challenge asks something of doing nothing, or of prohibiting.")
    asked = Challenge.objects.filter(option=option, question=question.strip(), asked_by=by).first()
    if asked is not None:
        return asked
    made = Challenge.objects.create(option=option, question=question.strip(), asked_by=by)
    telling.challenged(made, by=by)
    audit.record("option.challenged", by=by, on=round.appraisal, option=option.pk, challenge=made.pk)
    return made


@audit.act
def answer_challenge(challenge: Challenge, *, by: User, answer: str) -> Challenge:
    """Answer a challenge, once; never one's own. Raises ValueError for no words."""
    round = locked(challenge.option.round_id)
    challenge = Challenge.objects.select_for_update().get(pk=challenge.pk)
    require(permissions.can_answer(by, challenge, round.appraisal))
    undecided(round)
    if not answer.strip():
        raise ValueError("Say why it is the careful choice.")
    challenge.answer, challenge.answered_by, challenge.answered_at = answer.strip(), by, clock.now()
    challenge.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("challenge.answered", by=by, on=round.appraisal, challenge=challenge.pk)
    return challenge


@audit.act
def decide(round: Round, *, by: User, option: Option, balance: str, review_on: date, dissent: str = "") -> Decision:
    """Choose an option, which freezes the round. Raises `NotReady` with what is missing, ValueError for bad words."""
    round = locked(round.pk)
    require(permissions.can_decide(by, round.appraisal))
    undecided(round)
    if option.round_id != round.pk or not balance.strip():
        raise ValueError("A decision chooses an option of this round, and says the balance in words.")
    if review_on <= clock.today():
        raise ValueError("A decision is looked at again on a day to come.")
    if option.pilot_ends_on is not None and review_on > option.pilot_ends_on > clock.today():
        raise ValueError("A pilot is looked at again by the day on which it ends.")
    wanting = missing(load(round), option, decider=by)
    if wanting:
        raise NotReady([each.words for each in wanting])
    made = Decision.objects.create(
        round=round, option=option, balance=balance.strip(), dissent=dissent.strip(), review_on=review_on, by=by
    )
    documents.appraisal_changed(round.appraisal)
    audit.record("appraisal.decided", by=by, on=round.appraisal, option=option.pk, round=round.number)
    return made


@audit.act
def review(decision: Decision, *, by: User, verdict: Verdict, words: str, next_on: date | None = None) -> Review:
    """Say what came of looking at a decision again; of a pilot that ended: adopt, change or stop.

    Raises ValueError without words, where what holds has no next day, for a verdict that is none of this option, and
    for a pilot that goes on beyond its end. The same said twice in a row is said once.
    """
    round = locked(decision.round_id)
    require(permissions.can_decide(by, round.appraisal))
    ends = decision.option.pilot_ends_on
    if verdict not in verdicts(decision.option):
        raise ValueError("A pilot that ended is adopted, changed or stopped; nothing else is adopted.")
    if verdict == Verdict.HOLDS and ends is not None and next_on is not None and next_on > ends:
        raise ValueError("A pilot is looked at again by the day on which it ends.")
    if not words.strip() or (verdict == Verdict.HOLDS and next_on is None):
        raise ValueError("Say what came of it, and when it is looked at again.")
    if next_on is not None and next_on <= clock.today():
        raise ValueError("It is looked at again on a day to come.")
    said = {"verdict": verdict, "words": words.strip(), "next_on": next_on, "by": by}
    last = Review.objects.filter(decision=decision).order_by("-pk").first()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    made = Review.objects.create(decision=decision, **said)
    audit.record("appraisal.reviewed", by=by, on=round.appraisal, verdict=verdict, round=round.number)
    return made
