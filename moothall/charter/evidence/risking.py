"""Commitment 4: what could go wrong is answered in time, and what went well or badly is shared."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.charter.evidence.findings import Finding, Said
from moothall.charter.evidence.record import Record

FAILED = frozenset({"failed", "partly"})
GIVEN_UP = "given_up"


def risk(record: Record, today: date) -> Finding:
    """Answers done or in date, judgements fresh, and for every failure a published lesson: none stays hidden."""
    missing: list[Said] = []
    late: list[Said] = []
    proofs: list[Said] = []
    if not record.weighed:
        words = Said(_("Its risks are weighed in no appraisal"), record.key, _("Weigh them"))
        (late if record.began_on and not record.before_hall else missing).append(words)
    for each in record.weighed:
        key = f"appraisal:{each.appraisal}"
        if each.decided_at is None:
            missing.append(Said(_("“{title}” is not decided yet").format(title=each.title), key, _("See it")))
            continue
        if each.stale:
            words = ngettext(
                "{n} risk was judged on something that has changed since",
                "{n} risks were judged on something that has changed since",
                each.stale,
            )
            late.append(Said(words.format(n=each.stale), key, _("Judge again")))
        for step in each.late:
            day = date_format(step.due_on, "j F Y")
            words = _("A step is overdue since {day}: {step}").format(day=day, step=step.words[:120])
            late.append(Said(words, f"step:{step.pk}" if step.pk else key, _("See the step")))
        if not each.stale and not each.late:
            words = ngettext("{n} risk answered, none stale", "{n} risks answered, none stale", each.faced)
            proofs.append(Said(words.format(n=each.faced), key))
    hidden = untold(record, today)
    late += hidden
    told = ngettext("{n} lesson published", "{n} lessons published", len(record.lessons))
    if record.lessons and not hidden:
        proofs.append(Said(told.format(n=len(record.lessons)), f"{record.key}/lessons"))
    if record.reviewed and not record.lessons:
        late.append(Said(_("It was looked back at, and no lesson is published"), f"{record.key}/lessons", _TELL()))
    return Finding("risk", proofs, missing, late)


def untold(record: Record, today: date) -> list[Said]:
    """Failures of which no lesson is published: benefits not met, risks that came true, the initiative itself."""
    hidden: list[Said] = []
    for each in record.benefits:
        over = bool(record.outcome) or (each.target_on is not None and each.target_on < today)
        unmet = (each.dropped and record.began_on is not None) or (over and not each.reached)
        if each.disbenefit or not unmet or f"benefit:{each.pk}" in record.lessons:
            continue
        words = _("“{title}” was not met and has no published lesson").format(title=each.title)
        hidden.append(Said(words, f"benefit:{each.pk}/lesson", _TELL()))
    for weighed in record.weighed:
        for pk, name in weighed.occurred:
            if f"risk:{pk}" not in record.lessons:
                words = _("A risk came true and has no published lesson: {name}").format(name=name)
                hidden.append(Said(words, f"risk:{pk}/lesson", _TELL()))
    failed = record.outcome in FAILED or (record.outcome == GIVEN_UP and record.began_on is not None)
    if failed and record.key not in record.lessons:
        hidden.append(Said(_("It did not bring what it was for, and has no published lesson"), f"{record.key}/lesson", _TELL()))
    return hidden


def _TELL() -> str:  # noqa: N802  a phrase, said in the language of whoever reads
    return _("Publish the lesson")
