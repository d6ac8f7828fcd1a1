"""Commitments 2, 3 and 6: our own plans ask for it, every benefit is planned and read, every measure quotes a plan."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.charter.evidence.findings import Finding, Said
from moothall.charter.evidence.reading import overdue_since
from moothall.charter.evidence.record import ENABLER, OBJECTIVE, Record


def purpose(record: Record, today: date) -> Finding:
    """Linked to an objective in force before the decision, and an unbroken path on the map to it."""
    decided = record.decided_at
    good = [
        each
        for each in record.aligned
        if each.in_force(decided.date() if decided else today) and (decided is None or each.at < decided)
    ]
    missing: list[Said] = []
    late: list[Said] = []
    page = f"{record.key}/plans"
    if not record.aligned:
        words = Said(_("It serves no objective of our plans"), page, _("Say which it serves"))
        (late if decided and not record.before_hall else missing).append(words)
    elif not good and record.before_hall:
        missing.append(Said(_("Not proved: what it serves was said after the work began"), page))
    elif not good:
        late.append(Said(_("No objective in force was linked before the decision"), page, _("See what it serves")))
    proofs = [Said(f"{each.title}: {each.source}", f"objective:{each.objective}") for each in good]
    if decided is not None:
        proofs += [_days_before(each.at.date(), decided.date(), each.objective) for each in good[:1]]
    broken = _broken(record, {each.objective for each in record.aligned})
    if record.gains and not broken:
        proofs.append(Said(_("An unbroken path leads from what is done to what it is for"), f"{record.key}/map"))
    for title in broken[:5]:
        words = _("On the map nothing leads from what is done by way of “{title}” to an objective").format(title=title)
        missing.append(Said(words, f"{record.key}/map", _("See the map")))
    if not record.gains:
        missing.append(Said(_("No benefit is on the map yet"), f"{record.key}/map", _("See the map")))
    return Finding("purpose", proofs if good else [], missing, late)


def _days_before(said: date, decided: date, objective: int) -> Said:
    days = (decided - said).days
    words = (
        ngettext("Linked on {day}, {n} day before the decision", "Linked on {day}, {n} days before the decision", days)
        if days
        else _("Linked on {day}, before the decision of that day")
    )
    return Said(words.format(day=date_format(said, "j F Y"), n=days), f"objective:{objective}")


def _broken(record: Record, served: set[int]) -> list[str]:
    """The benefits that no path joins to something done on the left and to an objective served on the right."""
    onward: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for source, target in record.edges:
        onward.setdefault(source, []).append(target)
        back.setdefault(target, []).append(source)
    starts = {pk for pk, (kind, _of) in record.nodes.items() if kind == ENABLER}
    ends = {pk for pk, (kind, of) in record.nodes.items() if kind == OBJECTIVE and of in served}
    from_left, to_right = _reach(starts, onward), _reach(ends, back)
    placed = {of: pk for pk, (kind, of) in record.nodes.items() if kind == "benefit" and of is not None}
    whole = from_left & to_right
    return [each.title for each in record.gains if placed.get(each.pk) not in whole]


def _reach(starts: set[int], along: dict[int, list[int]]) -> set[int]:
    seen, waiting = set(starts), list(starts)
    while waiting:
        for onward in along.get(waiting.pop(), ()):
            if onward not in seen:
                seen.add(onward)
                waiting.append(onward)
    return seen


def value(record: Record, today: date) -> Finding:
    """Every benefit with owner, measure, baseline, target and reading days, before delivery; and read when due."""
    missing: list[Said] = []
    late: list[Said] = []
    begun = record.began_on
    if not record.gains:
        words = Said(_("There is no plan for its value"), f"{record.key}/benefits", _("Make a benefits plan"))
        (late if begun and not record.before_hall else missing).append(words)
    for each in record.live:
        key = f"benefit:{each.pk}"
        wants = [word for word, there in _profile(each.owner, each.measure, each.described) if not there]
        if wants:
            words = _("“{title}” has no {wants}").format(title=each.title, wants=_(" and no ").join(wants))
            (late if begun and not record.before_hall else missing).append(Said(words, key, _("Complete it")))
        elif begun and each.added_on > begun:
            words = _("“{title}” was planned after delivery began").format(title=each.title)
            (missing if record.before_hall else late).append(Said(words, key))
        if each.measure is None:
            continue
        due = overdue_since(each, today)
        reads = f"measure:{each.measure}"
        if due is not None:
            words = _("“{title}” was to be read by {day}").format(title=each.title, day=date_format(due, "j F Y"))
            late.append(Said(words, reads, _("Enter it")))
        elif each.readings and not each.last_has_value:
            late.append(Said(_("“{title}” was last read without a number").format(title=each.title), reads))
        elif not each.readings and each.first_due is not None:
            words = _("first reading of “{title}”, due {day}")
            words = words.format(title=each.title, day=date_format(each.first_due, "j F Y"))
            missing.append(Said(words, reads, _("Enter it")))
    proofs = []
    if record.gains:
        words = ngettext("{n} benefit in the plan", "{n} benefits in the plan", len(record.gains))
        proofs.append(Said(words.format(n=len(record.gains)), f"{record.key}/benefits"))
    return Finding("value", proofs, missing, late)


def _profile(owner: object, measure: object, described: bool) -> list[tuple[str, bool]]:
    return [
        (_("owner"), owner is not None),
        (_("measure"), measure is not None),
        (_("plan for how it comes true, and for whom"), described),
    ]


def measure(record: Record, today: date) -> Finding:
    """Every benefit is measured by something that one of our plans, in force when it began, says."""
    missing: list[Said] = []
    late: list[Said] = []
    quoted = [each for each in record.live if each.measure is not None]
    for each in record.live:
        if each.measure is None:
            words = _("“{title}” has no measure, so it can’t be called value").format(title=each.title)
            missing.append(Said(words, f"benefit:{each.pk}", _("Give it one")))
            continue
        thing = f"measure:{each.measure}"
        if each.plan_ended_on is not None and each.plan_ended_on <= today and not record.outcome:
            words = _("The plan that “{title}” quotes has ended").format(title=each.measure_title)
            late.append(Said(words, thing, _("See the measure")))
        elif each.plan_adopted_on is not None and each.plan_adopted_on > today:
            missing.append(Said(_("“{title}” quotes a plan to come").format(title=each.measure_title), thing))
    if not record.live:
        missing.append(Said(_("Nothing is measured yet"), f"{record.key}/benefits", _("Make a benefits plan")))
    proofs = []
    if quoted:
        count = len({each.measure for each in quoted})
        words = ngettext("{n} measure, quoting an objective", "{n} measures, each quoting an objective", count)
        proofs.append(Said(words.format(n=count), f"{record.key}/benefits"))
        read = sum(each.readings for each in quoted)
        words = ngettext(
            "What is realised is computed from {n} reading; nobody typed it",
            "What is realised is computed from {n} readings; nobody typed it",
            read,
        )
        proofs.append(Said(words.format(n=read), f"{record.key}/benefits"))
    return Finding("measure", proofs, missing, late)
