"""Commitment 1: the people it touches were involved, inside and outside, at each stage."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.charter.evidence.findings import Finding, Said
from moothall.charter.evidence.record import (
    DESIGN,
    DEVELOPMENT,
    IMPLEMENTATION,
    INSIDE,
    OUTSIDE,
    SERVICE,
    Engagement,
    Record,
)


def people(record: Record) -> Finding:
    """Each stage with people inside and outside, at design before the decision, and with what changed."""
    missing: list[Said] = []
    late: list[Said] = []
    for stage in (DESIGN, DEVELOPMENT, IMPLEMENTATION):
        gaps = _gaps(record, stage)
        (late if gaps and _is_late(record, stage) else missing).extend(gaps)
    silent = [each for each in record.engagements if each.closed_on is not None and not each.answered]
    late += [_open(record, _("What came of “{asked}” is not said").format(asked=each.asked)) for each in silent]
    if record.engagements and not any(each.changed for each in record.engagements):
        missing.append(_open(record, _("Nothing has changed yet because of what people said")))
    unasked = _never_asked(record)
    (late if record.began_on and not record.before_hall else missing).extend(
        _open(record, _("{team} must change and was never asked").format(team=name)) for name in unasked
    )
    return Finding("people", _proofs(record), missing, late)


def in_time(record: Record, each: Engagement) -> bool:
    """Whether a talk at design came before the decision, and was written down by then."""
    decided = record.decided_at
    if each.stage != DESIGN or decided is None:
        return True
    day = decided.date()
    return each.opened_on <= day and (each.added_on <= day or record.before_hall)


def _gaps(record: Record, stage: str) -> list[Said]:
    here = [each for each in record.engagements if each.stage == stage and in_time(record, each)]
    there = {pk for each in here for pk in each.involved}
    sides = {who.side for who in record.stakeholders if who.pk in there and (who.side == OUTSIDE or _must_change(who))}
    gaps = []
    if INSIDE not in sides:
        gaps.append(_open(record, _NO_SERVICE[stage]()))
    if OUTSIDE not in sides:
        gaps.append(_open(record, _NOBODY_OUTSIDE[stage]()))
    return gaps


def _must_change(who: object) -> bool:
    """Inside means a service: communications and technology alone are not the organisation."""
    return getattr(who, "side", "") == INSIDE and getattr(who, "function", "") == SERVICE


def _is_late(record: Record, stage: str) -> bool:
    if record.before_hall:
        return False
    if stage == DESIGN:
        return record.decided_at is not None
    return record.closed_on is not None or record.reviewed


def _never_asked(record: Record) -> list[str]:
    asked = {pk for each in record.engagements for pk in each.involved}
    reached = {who.team for who in record.stakeholders if who.pk in asked and who.team is not None}
    return [name for pk, name in record.teams.items() if pk not in reached]


def _proofs(record: Record) -> list[Said]:
    if not record.engagements:
        return []
    count = {stage: sum(each.stage == stage for each in record.engagements) for stage in _NO_SERVICE}
    total = ngettext("{n} engagement", "{n} engagements", len(record.engagements)).format(n=len(record.engagements))
    words = _("{total}: {design} at design, {development} in development, {use} in use").format(
        total=total, design=count[DESIGN], development=count[DEVELOPMENT], use=count[IMPLEMENTATION]
    )
    proofs = [Said(words, f"{record.key}/people")]
    asked = {pk for each in record.engagements for pk in each.involved}
    outside = [who.name for who in record.stakeholders if who.side == OUTSIDE and who.pk in asked]
    if outside:
        proofs.append(Said(_("Outside: {names}").format(names=", ".join(outside[:5])), f"{record.key}/people"))
    changed = [each.changed for each in record.engagements if each.changed]
    if changed:
        words = ngettext(
            "{n} thing changed because of it: {first}", "{n} things changed because of it, the first: {first}", len(changed)
        )
        proofs.append(Said(words.format(n=len(changed), first=changed[0][:120]), f"{record.key}/people"))
    return proofs


def _open(record: Record, words: str) -> Said:
    return Said(words, f"{record.key}/people", _("See who is involved"))


_NO_SERVICE = {
    DESIGN: lambda: _("No service that must change was asked at design, before the decision"),
    DEVELOPMENT: lambda: _("No service that must change was involved in development"),
    IMPLEMENTATION: lambda: _("No service that must change was involved in bringing it in"),
}
_NOBODY_OUTSIDE = {
    DESIGN: lambda: _("Nobody outside was asked at design, before the decision"),
    DEVELOPMENT: lambda: _("Nobody outside was involved in development"),
    IMPLEMENTATION: lambda: _("Nobody outside was involved in bringing it in"),
}
