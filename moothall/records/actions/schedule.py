"""Writing the retention schedule: a line, its next version, a whole table of lines."""

from dataclasses import asdict
from hashlib import sha256

from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import permissions, schedule
from moothall.records.models import RetentionRule, ScheduleImport
from moothall.records.schedule import Line, Read


class Taken(Exception):  # noqa: N818  says what is the matter
    """The reference belongs to another line, or the line has a newer version already."""


@audit.act
def add_rule(line: Line, *, by: User) -> RetentionRule:
    """Write a new line of the schedule; without an authority it is a placeholder. Raises Taken."""
    require(permissions.can_keep_records(by))
    if RetentionRule.objects.filter(reference=line.reference).exists():
        raise Taken(_("The reference {ref} is taken: change that rule instead.").format(ref=line.reference))
    rule = _write(line, by=by)
    audit.record("rule.written", by=by, on=rule, reference=rule.reference, version=rule.version)
    return rule


@audit.act
def amend_rule(rule: RetentionRule, *, by: User, line: Line) -> RetentionRule:
    """Write the next version of a line; what the former one is applied to goes on by the former one. Raises Taken."""
    rule = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    require(permissions.can_keep_records(by))
    if RetentionRule.objects.filter(supersedes=rule).exists():
        raise Taken(_("Somebody changed this rule meanwhile. Look at the newest version first."))
    if line.same_as(rule):
        return rule
    made = _write(line, by=by, former=rule)
    audit.record("rule.amended", by=by, on=made, reference=made.reference, version=made.version)
    return made


@audit.act
def bring_in_schedule(read: Read, *, by: User, name: str) -> ScheduleImport:
    """Write every line of a table that is new or says something else, and keep what was refused; one entry for all."""
    require(permissions.can_keep_records(by))
    current = {rule.reference: rule for rule in RetentionRule.objects.current().select_for_update(of=("self",))}
    counts = {"added": 0, "amended": 0, "unchanged": 0}
    for line in read.lines:
        former = current.get(line.reference)
        if former is not None and line.same_as(former):
            counts["unchanged"] += 1
            continue
        _write(line, by=by, former=former)
        counts["amended" if former else "added"] += 1
    refused = [asdict(row) for row in read.refused]
    made = ScheduleImport.objects.create(by=by, name=name[:150], refused=refused, **counts)
    digest = sha256("\n".join(repr(line) for line in read.lines).encode()).hexdigest()
    audit.record("schedule.brought_in", by=by, on=made, refused=len(refused), digest=digest, counts=counts)
    return made


def _write(line: Line, *, by: User, former: RetentionRule | None = None) -> RetentionRule:
    return RetentionRule.objects.create(
        reference=former.reference if former else line.reference,
        class_path=line.class_path,
        title=line.title,
        version=former.version + 1 if former else 1,
        supersedes=former,
        trigger=line.trigger,
        years=line.period.years,
        months=line.period.months,
        days=line.period.days,
        action=line.action,
        authority=line.authority or str(schedule.PLACEHOLDER),
        placeholder=line.placeholder,
        created_by=by,
    )
