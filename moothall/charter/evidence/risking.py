"""Commitment 4: what could go wrong is answered in time, and what went well or badly is shared."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from moothall.charter.evidence.findings import Finding, Said, said
from moothall.charter.evidence.record import Record, Weighed

FAILED = frozenset({"failed", "partly"})
GIVEN_UP = "given_up"
TELL = _("Publish the lesson")
STALE = ngettext_lazy(
    "%(n)s risk was judged on something that has changed since",
    "%(n)s risks were judged on something that has changed since",
    "n",
)
ANSWERED = ngettext_lazy("%(n)s risk answered, none stale", "%(n)s risks answered, none stale", "n")
A_LESSON_PUBLISHED_ABOUT_MATTER = ngettext_lazy(
    "a lesson published about %(n)s matter", "lessons published about %(n)s matters", "n"
)
ITS_RISKS_ARE_WEIGHED_IN_NO = _("Its risks are weighed in no appraisal")
WEIGH_THEM = _("Weigh them")
IT_WAS_LOOKED_BACK_AT_AND = _("It was looked back at, and no lesson is published")
IS_NOT_DECIDED_YET = _("“%(title)s” is not decided yet")
SEE_IT = _("See it")
A_STEP_IS_OVERDUE_SINCE = _("A step is overdue since %(day)s: %(step)s")
JUDGE_AGAIN = _("Judge again")
SEE_THE_STEP = _("See the step")
IT_DID_NOT_BRING_WHAT_IT = _("It did not bring what it was for, and has no published lesson")
WAS_NOT_MET_AND_HAS_NO = _("“%(title)s” was not met and has no published lesson")
A_RISK_CAME_TRUE_AND_HAS = _("A risk came true and has no published lesson: %(name)s")


def risk(record: Record, today: date) -> Finding:
    """Answers done or in date, judgements fresh, and for every failure a published lesson: none stays hidden."""
    missing: list[Said] = []
    proofs: list[Said] = []
    late: list[Said] = []
    if not record.weighed:
        gap = said(ITS_RISKS_ARE_WEIGHED_IN_NO, record.key, WEIGH_THEM)
        (late if record.began_on and not record.before_hall else missing).append(gap)
    for each in record.weighed:
        key = f"appraisal:{each.appraisal}"
        if not each.decided:
            missing.append(said(IS_NOT_DECIDED_YET, key, SEE_IT, title=each.title))
            continue
        wrong = list(_wrong(each, key))
        late += wrong
        if not wrong:
            proofs.append(said(ANSWERED, key, n=each.faced))
    hidden = list(untold(record, today))
    late += hidden
    page = f"{record.key}/lessons"
    if record.lessons and not hidden:
        words = A_LESSON_PUBLISHED_ABOUT_MATTER
        proofs.append(said(words, page, n=len(record.lessons)))
    if record.reviewed and not record.lessons:
        late.append(said(IT_WAS_LOOKED_BACK_AT_AND, f"{record.key}/lesson", TELL))
    return Finding("risk", proofs, missing, late)


def _wrong(each: Weighed, key: str) -> Iterator[Said]:
    if each.stale:
        yield said(STALE, key, JUDGE_AGAIN, n=each.stale)
    for step in each.late:
        where = f"step:{step.pk}" if step.pk else key
        words = A_STEP_IS_OVERDUE_SINCE
        yield said(words, where, SEE_THE_STEP, day=step.due_on, step=step.words[:120])


def untold(record: Record, today: date) -> Iterator[Said]:
    """Failures of which no lesson is published: benefits not met, risks that came true, the initiative itself."""
    for each in record.benefits:
        over = bool(record.outcome) or (each.target_on is not None and each.target_on < today)
        unmet = (each.dropped and record.began_on is not None) or (over and not each.reached)
        if unmet and not each.disbenefit and f"benefit:{each.pk}" not in record.lessons:
            words = WAS_NOT_MET_AND_HAS_NO
            yield said(words, f"benefit:{each.pk}/lesson", TELL, title=each.title)
    for weighed in record.weighed:
        for pk, name in weighed.occurred:
            if f"risk:{pk}" not in record.lessons:
                words = A_RISK_CAME_TRUE_AND_HAS
                yield said(words, f"risk:{pk}/lesson", TELL, name=name)
    failed = record.outcome in FAILED or (record.outcome == GIVEN_UP and record.began_on is not None)
    if failed and record.key not in record.lessons:
        words = IT_DID_NOT_BRING_WHAT_IT
        yield said(words, f"{record.key}/lesson", TELL)
