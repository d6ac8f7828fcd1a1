"""Requests whose cost is added up with that of a case, what each costs, and which may be (Fees Regulations reg 5)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.disclosure.law import cost
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import AddedUp, Case, Estimate, TimeSpent
from moothall.disclosure.queries import deadlines, repeats
from moothall.people.models import User

NUMBER = re.compile(r"(\d{4})-(\d{1,6})\s*\Z", re.ASCII)


@dataclass(frozen=True)
class Others:
    """What is added up with a case, as one person sees it; some of it may be closed to them."""

    rows: Sequence[AddedUp]  # of the cases that they see
    hidden: int = 0

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return bool(self.rows or self.hidden)

    @property
    def named(self) -> str:
        """By their references, as the evidence names them."""
        names = [row.case.reference for row in self.rows]
        if self.hidden:
            names.append(ngettext("{n} more", "{n} more", self.hidden).format(n=self.hidden))
        return ", ".join(names)


def has_limit(case: Case) -> bool:
    """Whether the cost of a case has a limit in law, to which others may be added up."""
    return cost.applies(Regime(case.regime), Body(case.body))


def with_case(case: Case) -> QuerySet[AddedUp]:
    """The other requests that are added up with this one; none where its law knows no limit, or theirs does not."""
    if not has_limit(case):
        return AddedUp.objects.none()
    mine = AddedUp.objects.standing().filter(case=case).values("bundle")
    rows = AddedUp.objects.standing().filter(bundle__in=mine, case__regime=Regime.FOIA).exclude(case=case)
    return rows.select_related("case", "by").order_by("case__received_on", "case")


def others_of(case: Case, user: User) -> Others:
    """The same as this person sees them; asks at most two questions."""
    rows = list(with_case(case))
    seen = set(Case.objects.visible_to(user).filter(pk__in=[row.case_id for row in rows]).values_list("pk", flat=True))
    shown = [row for row in rows if row.case_id in seen]
    return Others(shown, len(rows) - len(shown))


def minutes_of(cases: Collection[int]) -> dict[int, int]:
    """What each of these requests costs by itself: as it was estimated last, or the time that was spent if more."""
    if not cases:
        return {}
    rows = TimeSpent.objects.filter(case__in=cases, activity__in=cost.CHARGEABLE).order_by()
    found = dict.fromkeys(cases, 0) | dict(rows.values_list("case").annotate(n=Sum("minutes")))
    estimated: dict[int, int] = {}
    for pk, likely, others in (
        Estimate.objects.filter(case__in=cases).order_by("pk").values_list("case", "likely", "others")
    ):
        estimated[pk] = likely - others
    return {pk: max(spent, estimated.get(pk, 0)) for pk, spent in found.items()}


def fault(cases: Sequence[Case]) -> str:
    """Why these requests cannot be added up, in words for the form; nothing where they can."""
    if not all(has_limit(one) for one in cases) or len({one.body for one in cases}) > 1:
        return _("Only requests under the Freedom of Information Act are added up: other laws know no limit.")
    if not within_window(cases):
        return _(
            "They did not all come within sixty consecutive working days, the first and the last included (Fees "
            "Regulations 2004 reg 5(2)(b))."
        )
    return ""


def within_window(cases: Sequence[Case]) -> bool:
    """Whether they all came within one window of sixty consecutive working days."""
    days = [one.received_on for one in cases]
    return max(days) <= cost.last_of_window(min(days), after=deadlines.calendars().uk.after)


def offered(case: Case, user: User) -> list[Case]:
    """The requests beside a case, alike or of the same sender, that may be added up with it and are not."""
    beside = repeats.beside(case, user)
    known = set(with_case(case).values_list("case", flat=True))
    rows = {one.case.pk: one.case for one in (*beside.alike, *beside.same_sender) if one.case.pk not in known}
    return [one for one in rows.values() if not fault([case, one])]


def by_number(typed: str, user: User) -> Case | None:
    """The case of which somebody writes the number, such as `FOI 2026-0147`, if they see it."""
    match = NUMBER.search(typed)
    if match is None:
        return None
    return Case.objects.visible_to(user).filter(year=int(match[1]), number=int(match[2])).first()


def told(others: Others, minutes: int) -> str:
    """In the words of the evidence: which requests are added up, and how much of the work is theirs."""
    return _(
        "Added up with it under regulation 5 of the Fees Regulations 2004 are {requests}, which came within sixty "
        "consecutive working days and ask for the same or similar information: {time} of the work is theirs."
    ).format(requests=others.named, time=cost.spoken(minutes))
