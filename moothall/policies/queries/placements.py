"""Where the clauses of a policy stand beside what people do."""

from dataclasses import dataclass

from moothall.policies.models import Clause, Placement, Policy, Version
from moothall.policies.queries import standing


@dataclass(frozen=True)
class Placed:
    """A placement, with its clause in the words that are to be chosen from; without one it shows nothing now."""

    placement: Placement
    clause: Clause | None


def clauses(policy: Policy) -> list[Clause]:
    """The clauses to choose from: those in force, or of the last wording there is, in the reader's language."""
    version = Version.objects.in_force().filter(policy=policy).first() or policy.versions.order_by("-number").first()
    text = standing.chosen(list(version.texts.all())) if version is not None else None
    return list(text.clauses.order_by("place")) if text is not None else []


def placed(policy: Policy, among: list[Clause]) -> list[Placed]:
    """The placements of a policy, act by act."""
    by_number = {clause.number: clause for clause in among}
    rows = policy.placements.select_related("added_by").order_by("act", "pk")
    return [Placed(row, by_number.get(row.number)) for row in rows]
