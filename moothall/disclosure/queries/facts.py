"""The facts of a case that a letter rests on, as the law of letters wants them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.conf import settings

from moothall.disclosure.law.exemptions import Claim
from moothall.disclosure.law.letters import (
    DECISIONS,
    Commissioner,
    LetterFacts,
    Requirement,
    Review,
    write,
)
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.law.letters import Outcome as LetterOutcome
from moothall.disclosure.law.letters import Part as LetterPart
from moothall.disclosure.law.letters import Waiver as LetterWaiver
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import Answer, Case, Details, Letter, Outcome, Terms, Waiver
from moothall.disclosure.queries import deadlines, reasons, sheet
from moothall.disclosure.queries.reasons import Claimed
from moothall.disclosure.queries.sheet import PartLine
from moothall.kit import clock

OF_LAW = {
    Regime.FOIA: (
        LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.FEES_NOTICE, LetterKind.EXTENSION,
        LetterKind.ANSWER, LetterKind.PART_REFUSAL, LetterKind.REFUSAL, LetterKind.COST, LetterKind.VEXATIOUS,
        LetterKind.NCND, LetterKind.NOT_HELD, LetterKind.TRANSFER,
    ),
    Regime.EIR: (
        LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.FEES_NOTICE, LetterKind.EIR_EXTENSION,
        LetterKind.ANSWER, LetterKind.EIR_REFUSAL, LetterKind.TRANSFER,
    ),
    Regime.SAR: (
        LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.SAR_ANSWER, LetterKind.SAR_REFUSAL,
    ),
    Regime.REUSE: (
        LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.EIR_EXTENSION, LetterKind.ANSWER,
        LetterKind.PART_REFUSAL, LetterKind.REFUSAL, LetterKind.NOT_HELD,
    ),
    Regime.COMPLAINT: (LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.COMPLAINT),
}  # fmt: skip
MOST_DAYS = 250
EXTENDS = (LetterKind.EXTENSION, LetterKind.EIR_EXTENSION)
OF_REVIEW = (LetterKind.ACKNOWLEDGEMENT, LetterKind.REVIEW_OUTCOME)


@dataclass(frozen=True)
class Gathered:
    """All that is known of a case for a letter, read once."""

    case: Case
    held: Terms
    lines: Sequence[PartLine]
    claimed: Sequence[Claimed]

    @property
    def law(self) -> Regime:
        """The law of its letters."""
        return reasons.law_of(self.case)

    @property
    def refused(self) -> bool:
        """Whether anything is refused."""
        outcomes = {line.answer.outcome for line in self.lines if line.answer is not None}
        return bool(self.claimed or outcomes & {Outcome.PARTLY, Outcome.WITHHELD, Outcome.NEITHER})


@dataclass(frozen=True)
class Composed:
    """A letter as it is first written."""

    subject: str
    text: str


def gather(case: Case, lines: Sequence[PartLine] | None = None) -> Gathered:
    """Read the case, but for its parts where they were read already; a fixed number of questions."""
    lines = sheet.parts_of(case) if lines is None else lines
    return Gathered(case, deadlines.terms(), lines, reasons.claimed(case))


def kinds_for(case: Case) -> Sequence[LetterKind]:
    """The letters that can be written in this case; none where the law of it is not supported."""
    return OF_REVIEW if case.of_id else OF_LAW.get(reasons.law_of(case), ())


def suggested(found: Gathered) -> LetterKind:
    """The kind of answer that fits what was answered and claimed."""
    if found.case.of_id:
        return LetterKind.REVIEW_OUTCOME
    if found.law == Regime.COMPLAINT:
        return LetterKind.COMPLAINT
    if found.law == Regime.SAR:
        return LetterKind.SAR_ANSWER
    if found.law == Regime.EIR:
        return LetterKind.EIR_REFUSAL if found.refused else LetterKind.ANSWER
    return _refusing(found) if found.refused else _answering(found)


def _answering(found: Gathered) -> LetterKind:
    return LetterKind.NOT_HELD if _outcomes(found) == {Outcome.NOT_HELD} else LetterKind.ANSWER


def _refusing(found: Gathered) -> LetterKind:
    outcomes = _outcomes(found)
    if outcomes == {Outcome.NEITHER}:
        return LetterKind.NCND
    if outcomes != {Outcome.WITHHELD}:
        return LetterKind.PART_REFUSAL
    heads = {one.reason.citation.split("(")[0] for one in found.claimed}
    if heads == {"12"}:
        return LetterKind.COST
    return LetterKind.VEXATIOUS if heads == {"14"} else LetterKind.REFUSAL


def _outcomes(found: Gathered) -> set[str]:
    return {line.answer.outcome if line.answer else "" for line in found.lines}


def facts_of(found: Gathered, kind: LetterKind, details: Details, *, letter: Letter | None = None) -> LetterFacts:
    """What this kind of letter rests on. `letter` is asked for what is left out of it."""
    case, held = found.case, found.held
    owner = case.owner
    return LetterFacts(
        council=settings.MOOTHALL_COUNCIL.name,
        requester=case.requester.name,
        reference=case.reference,
        regime=found.law,
        received=reasons.root_of(case).received_on,
        written=clock.today(),
        body=Body(case.body),
        language=letter.language if letter else case.language,
        parts=tuple(_parts(found, kind)) if kind in DECISIONS or kind == LetterKind.EXTENSION else (),
        review=Review(held.reply_to, held.review_days),
        regulator=Commissioner(held.regulator, held.regulator_address, held.regulator_site),
        waivers=tuple(_waivers(letter)) if letter else (),
        due=case.due_on,
        decision_by=details.decision_by,
        extended_to=details.extended_to,
        longest=deadlines.longest(case) if kind in EXTENDS else None,
        earlier_notice_on=details.earlier_notice_on,
        question=details.question,
        fee=_pounds(details.fee),
        pay_to=details.pay_to,
        reasons=details.reasons,
        transfer_to=details.transfer_to,
        processing=details.processing,
        reviewer=owner.name if owner and case.of_id else "",
        findings=details.findings,
        signed_by=owner.name if owner else "",
        office=owner.job if owner else "",
    )


def compose(found: Gathered, kind: LetterKind, details: Details, *, letter: Letter | None, language: str) -> Composed:
    """The letter as the law of letters writes it; raises UnsupportedError in words."""
    about = replace(facts_of(found, kind, details, letter=letter), language=language)
    made = write(kind, about)
    return Composed(made.subject[:200], "\n\n".join(one.text for one in made.paragraphs if one.text))


def _parts(found: Gathered, kind: LetterKind) -> list[LetterPart]:
    undecided = kind == LetterKind.EXTENSION
    made = []
    for line in found.lines:
        claims = tuple(
            one.claim for one in found.claimed if one.claim is not None and one.reason.part_id == line.part.pk
        )
        if line.answer is None and not (undecided and claims):
            continue
        if undecided and not claims:
            continue
        made.append(_part(line, claims, found.law))
    return made


def _part(line: PartLine, claims: tuple[Claim, ...], law: Regime) -> LetterPart:
    answer: Answer | None = line.answer
    outcome = LetterOutcome(answer.outcome) if answer else LetterOutcome.WITHHELD
    words = answer.words if answer else ""
    told = outcome in (LetterOutcome.GIVEN, LetterOutcome.PARTLY)
    why = outcome == LetterOutcome.NOT_HELD or (law == Regime.SAR and outcome != LetterOutcome.GIVEN)
    return LetterPart(
        number=line.part.position or 0,
        words=" ".join(line.part.words.split()),
        outcome=outcome,
        claims=claims,
        answer=words if told else "",
        enclosed=", ".join(answer.enclosed.splitlines()) if answer else "",
        reason=words if why else "",
    )


def left_out(letter: Letter) -> list[Waiver]:
    """What is left out of a letter, each in its last row; asks one question."""
    last = {(one.what, one.cited): one for one in letter.waivers.select_related("by").order_by("pk")}
    return [one for one in last.values() if not one.dropped]


def _waivers(letter: Letter) -> list[LetterWaiver]:
    return [LetterWaiver(Requirement(one.what), one.by.name, one.reason, one.cited) for one in left_out(letter)]


def _pounds(written: str) -> Decimal | None:
    try:
        found = Decimal(written.replace("£", "").replace(",", "").strip()) if written.strip() else None
    except InvalidOperation:
        return None
    return found if found is None or found.is_finite() else None


def working_days_to(case: Case, day: date) -> int:
    """How many working days an extension adds so that the answer is due on that day; at least one."""
    start = case.notice_due_on or case.due_on or clock.today()
    calendar = deadlines.calendars().uk
    number = 1
    while calendar.after(start, number) < day and number < MOST_DAYS:
        number += 1
    return number
