"""Commitments 2, 3 and 6: our own plans ask for it, every benefit is planned and read, every measure quotes a plan."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from moothall.charter.evidence.findings import Finding, Said, said
from moothall.charter.evidence.reading import overdue_since
from moothall.charter.evidence.record import ENABLER, OBJECTIVE, Aligned, Benefit, Record

MAKE_PLAN = _("Make a benefits plan")
COMPLETE, ENTER = _("Complete it"), _("Enter it")
BROKEN_SHOWN = 5
LINKED = ngettext_lazy(
    "Linked on %(day)s, %(n)s day before the decision", "Linked on %(day)s, %(n)s days before the decision", "n"
)
ON_THE_MAP_NOTHING_LEADS_FROM = _("On the map nothing leads from what is done, by way of “%(title)s”, to an objective")
IT_SERVES_NO_OBJECTIVE_OF_OUR = _("It serves no objective of our plans")
SAY_WHICH_IT_SERVES = _("Say which it serves")
TITLE_AND_WORDS = _("%(title)s: %(source)s")
SEE_THE_MAP = _("See the map")
AN_UNBROKEN_PATH_LEADS_FROM_WHAT = _("An unbroken path leads from what is done to what it is for")
NO_BENEFIT_IS_ON_THE_MAP = _("No benefit is on the map yet")
NOT_PROVED_WHAT_IT_SERVES_WAS = _("Not proved: what it serves was said after the work began")
NO_OBJECTIVE_IN_FORCE_WAS_LINKED = _("No objective in force was linked before the decision")
SEE_WHAT_IT_SERVES = _("See what it serves")
LINKED_ON_BEFORE_THE_DECISION_OF = _("Linked on %(day)s, before the decision of that day")
BENEFIT_IN_THE_PLAN = ngettext_lazy("%(n)s benefit in the plan", "%(n)s benefits in the plan", "n")
THERE_IS_NO_PLAN_FOR_ITS = _("There is no plan for its value")
HAS_NO_OWNER = _("“%(title)s” has no owner")
HAS_NO_MEASURE_AND_SO_NO = _("“%(title)s” has no measure, and so no baseline and no target")
DOES_NOT_SAY_FOR_WHOM_IT = _("“%(title)s” does not say for whom it is, and how it comes true")
WAS_PLANNED_AFTER_DELIVERY_BEGAN = _("“%(title)s” was planned after delivery began")
WAS_TO_BE_READ_BY = _("“%(title)s” was to be read by %(day)s")
FIRST_READING_OF_DUE = _("first reading of “%(title)s”, due %(day)s")
WAS_LAST_READ_WITHOUT_A_NUMBER = _("“%(title)s” was last read without a number")
HAS_NO_MEASURE_SO_IT_CANT = _("“%(title)s” has no measure, so it can’t be called value")
MEASURE_QUOTING_AN_OBJECTIVE = ngettext_lazy(
    "%(n)s measure, quoting an objective", "%(n)s measures, each quoting an objective", "n"
)
WHAT_IS_REALISED_IS_COMPUTED_FROM = ngettext_lazy(
    "What is realised is computed from %(n)s reading; nobody typed it",
    "What is realised is computed from %(n)s readings; nobody typed it",
    "n",
)
THE_PLAN_THAT_QUOTES_HAS_ENDED = _("The plan that “%(title)s” quotes has ended")
NOTHING_IS_MEASURED_YET = _("Nothing is measured yet")
GIVE_IT_ONE = _("Give it one")
QUOTES_A_PLAN_TO_COME = _("“%(title)s” quotes a plan to come")
SEE_THE_MEASURE = _("See the measure")


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
        gap = said(IT_SERVES_NO_OBJECTIVE_OF_OUR, page, SAY_WHICH_IT_SERVES)
        (late if decided and not record.before_hall else missing).append(gap)
    elif not good and record.before_hall:
        missing.append(said(NOT_PROVED_WHAT_IT_SERVES_WAS, page))
    elif not good:
        late.append(said(NO_OBJECTIVE_IN_FORCE_WAS_LINKED, page, SEE_WHAT_IT_SERVES))
    proofs = [
        said(TITLE_AND_WORDS, f"objective:{each.objective}", title=each.title, source=each.source) for each in good
    ]
    if decided is not None and good:
        proofs.append(_linked(good[0], decided.date()))
    broken = broken_paths(record)
    page = f"{record.key}/map"
    if record.gains and not broken:
        proofs.append(said(AN_UNBROKEN_PATH_LEADS_FROM_WHAT, page))
    words = ON_THE_MAP_NOTHING_LEADS_FROM
    missing += [said(words, page, SEE_THE_MAP, title=title) for title in broken[:BROKEN_SHOWN]]
    if not record.gains:
        missing.append(said(NO_BENEFIT_IS_ON_THE_MAP, page, SEE_THE_MAP))
    return Finding("purpose", proofs if good else [], missing, late)


def _linked(each: Aligned, decided: date) -> Said:
    key, day = f"objective:{each.objective}", each.at.date()
    if day == decided:
        return said(LINKED_ON_BEFORE_THE_DECISION_OF, key, day=day)
    return said(LINKED, key, day=day, n=(decided - day).days)


def broken_paths(record: Record) -> list[str]:
    """The benefits that no path joins to something done on the left and to an objective served on the right."""
    onward: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for source, target in record.edges:
        onward.setdefault(source, []).append(target)
        back.setdefault(target, []).append(source)
    served = {each.objective for each in record.aligned}
    starts = {pk for pk, (kind, _of) in record.nodes.items() if kind == ENABLER}
    ends = {pk for pk, (kind, of) in record.nodes.items() if kind == OBJECTIVE and of in served}
    whole = _reach(starts, onward) & _reach(ends, back)
    placed = {of: pk for pk, (kind, of) in record.nodes.items() if kind == "benefit"}
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
    page, gains = f"{record.key}/benefits", record.gains
    begun = record.began_on is not None and not record.before_hall
    if not gains:
        (late if begun else missing).append(said(THERE_IS_NO_PLAN_FOR_ITS, page, MAKE_PLAN))
    for each in record.live:
        (late if begun else missing).extend(_unplanned(record, each))
        if each.measure is not None and not each.retired:
            _read(each, today, missing, late)
    words = BENEFIT_IN_THE_PLAN
    proofs = [said(words, page, n=len(gains))] if gains else []
    return Finding("value", proofs, missing, late)


def _unplanned(record: Record, each: Benefit) -> Iterator[Said]:
    key = f"benefit:{each.pk}"
    if each.owner is None:
        yield said(HAS_NO_OWNER, key, COMPLETE, title=each.title)
    if each.measure is None:
        yield said(HAS_NO_MEASURE_AND_SO_NO, key, COMPLETE, title=each.title)
    if not each.described:
        yield said(DOES_NOT_SAY_FOR_WHOM_IT, key, COMPLETE, title=each.title)
    if record.began_on is not None and each.added_after(record.began_on):
        yield said(WAS_PLANNED_AFTER_DELIVERY_BEGAN, key, title=each.title)


def _read(each: Benefit, today: date, missing: list[Said], late: list[Said]) -> None:
    reads = f"measure:{each.measure}"
    due = overdue_since(each, today)
    if due is not None:
        late.append(said(WAS_TO_BE_READ_BY, reads, ENTER, title=each.title, day=due))
    elif each.readings and not each.last_has_value:
        late.append(said(WAS_LAST_READ_WITHOUT_A_NUMBER, reads, ENTER, title=each.title))
    elif not each.readings and each.first_due is not None:
        words = FIRST_READING_OF_DUE
        missing.append(said(words, reads, ENTER, title=each.title, day=each.first_due))


def measure(record: Record, today: date) -> Finding:
    """Every benefit is measured by something that one of our plans, in force, says."""
    missing: list[Said] = []
    late: list[Said] = []
    page, live = f"{record.key}/benefits", record.live
    quoted = [each for each in live if each.measure is not None]
    for each in live:
        if each.measure is None:
            words = HAS_NO_MEASURE_SO_IT_CANT
            missing.append(said(words, f"benefit:{each.pk}", GIVE_IT_ONE, title=each.title))
        elif each.plan_ended_on is not None and each.plan_ended_on <= today and not record.outcome:
            words = THE_PLAN_THAT_QUOTES_HAS_ENDED
            late.append(said(words, f"measure:{each.measure}", SEE_THE_MEASURE, title=each.measure_title))
        elif each.plan_adopted_on is not None and each.plan_adopted_on > today:
            words = QUOTES_A_PLAN_TO_COME
            missing.append(said(words, f"measure:{each.measure}", title=each.measure_title))
    if not live:
        missing.append(said(NOTHING_IS_MEASURED_YET, page, MAKE_PLAN))
    if not quoted:
        return Finding("measure", (), missing, late)
    count = len({each.measure for each in quoted})
    proofs = [
        said(
            MEASURE_QUOTING_AN_OBJECTIVE,
            page,
            n=count,
        ),
        said(
            WHAT_IS_REALISED_IS_COMPUTED_FROM,
            page,
            n=sum(each.readings for each in quoted),
        ),
    ]
    return Finding("measure", proofs, missing, late)
