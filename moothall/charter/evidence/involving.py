"""Commitment 1: the people it touches were involved, inside and outside, at each stage."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from moothall.charter.evidence.findings import Finding, Said, said
from moothall.charter.evidence.record import (
    DESIGN,
    DEVELOPMENT,
    IMPLEMENTATION,
    INSIDE,
    OUTSIDE,
    SERVICE,
    Engagement,
    Record,
    Stakeholder,
)

NO_SERVICE = {
    DESIGN: _("No service that must change was asked at design, before the decision"),
    DEVELOPMENT: _("No service that must change was involved in development"),
    IMPLEMENTATION: _("No service that must change was involved in bringing it in"),
}
NOBODY_OUTSIDE = {
    DESIGN: _("Nobody outside was asked at design, before the decision"),
    DEVELOPMENT: _("Nobody outside was involved in development"),
    IMPLEMENTATION: _("Nobody outside was involved in bringing it in"),
}
NO_TEAM = _("“%(name)s” is inside, but no team is named, so nothing shows that a service was asked")
SEE = _("See who is involved")
NAMED = 5  # of those outside who are named
WHAT_CAME_OF_IS_NOT_SAID = _("What came of “%(asked)s” is not said")
NOTHING_HAS_CHANGED_YET_BECAUSE_OF = _("Nothing has changed yet because of what people said")
MUST_CHANGE_AND_WAS_NEVER_ASKED = _("%(team)s must change and was never asked")
THING_CHANGED_BECAUSE_OF_IT = ngettext_lazy(
    "%(n)s thing changed because of it: %(first)s", "%(n)s things changed because of it, the first: %(first)s", "n"
)
ENGAGEMENT_AT_DESIGN_IN = ngettext_lazy(
    "%(n)s engagement: %(design)s at design, %(development)s in development, %(implementation)s in use",
    "%(n)s engagements: %(design)s at design, %(development)s in development, %(implementation)s in use",
    "n",
)
OUTSIDE_NAMES = _("Outside: %(names)s")


def people(record: Record) -> Finding:
    """Each stage with people inside and outside, at design before the decision, and with what changed."""
    missing: list[Said] = []
    late: list[Said] = []
    page = f"{record.key}/people"
    for stage in (DESIGN, DEVELOPMENT, IMPLEMENTATION):
        (late if _is_late(record, stage) else missing).extend(_gaps(record, stage, page))
    late += [
        said(WHAT_CAME_OF_IS_NOT_SAID, page, SEE, asked=each.asked)
        for each in record.engagements
        if each.closed_on is not None and not each.answered
    ]
    if record.engagements and not any(each.changed for each in record.engagements):
        missing.append(said(NOTHING_HAS_CHANGED_YET_BECAUSE_OF, page, SEE))
    (late if record.began_on and not record.before_hall else missing).extend(
        said(MUST_CHANGE_AND_WAS_NEVER_ASKED, page, SEE, team=name) for name in never_asked(record)
    )
    return Finding("people", _proofs(record, page), missing, late)


def in_time(record: Record, each: Engagement) -> bool:
    """Whether a talk at design came before the decision, and was written down by then."""
    decided = record.decided_at
    if each.stage != DESIGN or decided is None:
        return True
    day = decided.date()
    return each.opened_on <= day and (each.added_on <= day or record.before_hall)


def never_asked(record: Record) -> list[str]:
    """The teams that must change and whom nobody has asked anything."""
    if not record.teams:
        return []
    asked = {pk for each in record.engagements for pk in each.involved}
    reached = {who.team for who in record.stakeholders if who.pk in asked and who.team is not None}
    return [name for pk, name in record.teams.items() if pk not in reached]


def _gaps(record: Record, stage: str, page: str) -> list[Said]:
    here = [each for each in record.engagements if each.stage == stage and in_time(record, each)]
    there = {pk for each in here for pk in each.involved}
    involved = [who for who in record.stakeholders if who.pk in there]
    gaps = []
    if not any(_must_change(who) for who in involved):
        unnamed = [who.name for who in involved if who.side == INSIDE and not who.function]
        gap = said(NO_TEAM, page, SEE, name=unnamed[0]) if unnamed else said(NO_SERVICE[stage], page, SEE)
        gaps.append(gap)
    if not any(who.side == OUTSIDE for who in involved):
        gaps.append(said(NOBODY_OUTSIDE[stage], page, SEE))
    return gaps


def _must_change(who: Stakeholder) -> bool:
    """Inside means a service: communications and technology alone are not the organisation."""
    return who.side == INSIDE and who.function == SERVICE


def _is_late(record: Record, stage: str) -> bool:
    if record.before_hall:
        return False
    if stage == DESIGN:
        return record.decided_at is not None
    return record.closed_on is not None or record.reviewed


def _proofs(record: Record, page: str) -> list[Said]:
    if not record.engagements:
        return []
    counts = {stage: sum(each.stage == stage for each in record.engagements) for stage in NO_SERVICE}
    proofs = [
        said(
            ENGAGEMENT_AT_DESIGN_IN,
            page,
            n=len(record.engagements),
            design=counts[DESIGN],
            development=counts[DEVELOPMENT],
            implementation=counts[IMPLEMENTATION],
        )
    ]
    asked = {pk for each in record.engagements for pk in each.involved}
    outside = [who.name for who in record.stakeholders if who.side == OUTSIDE and who.pk in asked]
    if outside:
        proofs.append(said(OUTSIDE_NAMES, page, names=", ".join(outside[:NAMED])))
    changed = [each.changed for each in record.engagements if each.changed]
    if changed:
        words = THING_CHANGED_BECAUSE_OF_IT
        proofs.append(said(words, page, n=len(changed), first=changed[0][:120]))
    return proofs
