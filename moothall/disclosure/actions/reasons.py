"""What a claim of an exemption rests on: asking third parties, and estimating the cost. Claims are in `parts`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.law import cost
from moothall.disclosure.law.regimes import Body
from moothall.disclosure.models import Case, Consultation, Estimate, Part
from moothall.disclosure.queries import adding_up, sheet
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User

MOST_ITEMS = 2_000


@audit.act
def consult(part: Part, *, by: User, whom: str, asked: str, asked_on: date) -> Consultation:
    """Write down that somebody outside was asked what they say to disclosing it. Raises `Impossible`."""
    case = locked(part.case)
    require(permissions.can_work_on(by, case))
    if not whom.strip() or not asked.strip() or not case.received_on <= asked_on <= clock.today():
        raise Impossible(_("Say who was asked, what, and on which day since the request came."))
    if not case.is_open:
        raise Impossible(_("The case is closed."))
    made = Consultation.objects.create(part=part, whom=whom.strip(), asked=asked.strip(), asked_on=asked_on, by=by)
    audit.record("consultation.asked", by=by, on=case, part=part.number, day=asked_on.isoformat())
    return made


@audit.act
def hear(row: Consultation, *, by: User, heard: str, heard_on: date) -> Consultation:
    """Write down what they said, once. Raises `Impossible`."""
    case = locked(row.part.case)
    row = Consultation.objects.select_for_update(of=("self",)).select_related("part").get(pk=row.pk)
    require(permissions.can_work_on(by, case))
    if row.heard_on is not None or not heard.strip() or not row.asked_on <= heard_on <= clock.today():
        raise Impossible(_("Say once what they answered, on a day after they were asked."))
    row.heard, row.heard_on, row.heard_by = heard.strip(), heard_on, by
    row.save(update_fields=["heard", "heard_on", "heard_by"])
    audit.record("consultation.heard", by=by, on=case, part=row.part.number, day=heard_on.isoformat())
    return row


@audit.act
def estimate(case: Case, *, by: User, what: str, sample: Sequence[str], total: int, spent: bool = True) -> Estimate:
    """Extrapolate from timed items to all of them, and keep the evidence. Raises `Impossible`, in words for the form.

    `spent` adds the time already written down that counts towards the limit. What is added up with the case is always
    added, and named in the evidence (reg 5).
    """
    case = locked(case)
    require(permissions.can_work_on(by, case))
    if not what.strip() or len(sample) > MOST_ITEMS or not case.is_open:
        raise Impossible(_("Say what was timed, of an open case, and at most two thousand items."))
    already = sheet.meter_of(case).own if spent else 0
    others = sum(adding_up.minutes_of(adding_up.with_case(case).values_list("case", flat=True)).values())
    try:
        times = [Decimal(one.replace(",", ".")) for one in sample]
        found = cost.estimate(times, total=total, body=Body(case.body), already=already + others)
    except InvalidOperation as error:
        raise Impossible(_("Write the minutes of each item as a number.")) from error
    except (ValueError, LookupError) as error:
        raise Impossible(str(error)) from error
    made = Estimate.objects.create(
        case=case,
        what=what.strip(),
        sample=list(sample),
        total=total,
        already=already,
        others=others,
        fewest=found.fewest,
        likely=found.likely,
        most=found.most,
        evidence=_evidence(case, by, what, found, others),
        by=by,
    )
    audit.record("case.estimated", by=by, on=case, items=len(sample), total=total, minutes=found.likely)
    return made


def _evidence(case: Case, by: User, what: str, found: cost.Estimate, others: int) -> str:
    """What was timed and what it says, the limit only where there is one, and which requests are added up with it."""
    words = [f"{what.strip().rstrip('.')}.", found.words if adding_up.has_limit(case) else found.timed]
    together = adding_up.others_of(case, by)
    return " ".join([*words, adding_up.told(together, others)] if together.any else words)
