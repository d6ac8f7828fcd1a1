"""Many initiatives at once, written as rows: for how pages grow, where nothing is asked of the actions."""

from datetime import timedelta
from decimal import Decimal

from moothall.change.models import (
    RANKS,
    Benefit,
    BenefitCategory,
    Direction,
    Edge,
    Frequency,
    Initiative,
    Measure,
    Node,
    NodeKind,
    Objective,
    Openness,
    Reading,
)
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User


def initiatives(
    count: int, *, benefits: int, by: User, owner: User, serves: Objective, readings: int = 0
) -> list[Initiative]:
    """Initiatives of the hall, each with so many benefits that flow to an objective, each read so often."""
    begun = Initiative.objects.bulk_create(
        Initiative(title=f"Change {n}", problem="It is so.", openness=Openness.HALL, created_by=by)
        for n in range(count)
    )
    for each in begun:
        for holder in ("kind:staff", "kind:councillor"):
            grants.give(each.container, holder)
    ends = Node.objects.bulk_create(_node(each, NodeKind.OBJECTIVE, serves.title, objective=serves) for each in begun)
    measures = Measure.objects.bulk_create(_measure(serves, by, n) for n in range(count * benefits))
    hoped = Benefit.objects.bulk_create(
        _benefit(begun[n // benefits], measure, by, owner) for n, measure in enumerate(measures)
    )
    nodes = Node.objects.bulk_create(
        _node(each.initiative, NodeKind.BENEFIT, each.title, benefit=each) for each in hoped
    )
    Edge.objects.bulk_create(
        Edge(
            source=node,
            target=ends[n // benefits],
            source_rank=RANKS[NodeKind.BENEFIT],
            target_rank=RANKS[NodeKind.OBJECTIVE],
        )
        for n, node in enumerate(nodes)
    )
    Reading.objects.bulk_create(
        (
            Reading(
                measure=measure,
                read_on=measure.baseline_on + timedelta(days=20 * number),
                value=Decimal(61 - (n * 7 + number * 3) % 25),
                by=by,
            )
            for n, measure in enumerate(measures)
            for number in range(1, readings + 1)
        ),
        batch_size=5000,
    )
    return begun


def _node(initiative: Initiative, kind: NodeKind, title: str, **of: object) -> Node:
    return Node(initiative=initiative, kind=kind, rank=RANKS[kind], title=title, **of)


def _measure(serves: Objective, by: User, number: int) -> Measure:
    begins = clock.today() - timedelta(days=300)
    return Measure(
        objective=serves,
        title=f"Measure {number}",
        unit="e-mails a week",
        direction=Direction.DOWN,
        baseline=Decimal(61),
        baseline_on=begins,
        target=Decimal(40),
        target_on=begins + timedelta(days=400),
        method="Counted.",
        frequency=Frequency.MONTHLY,
        first_due=begins + timedelta(days=30),
        added_by=by,
    )


def _benefit(initiative: Initiative, measure: Measure, by: User, owner: User) -> Benefit:
    return Benefit(
        initiative=initiative,
        title=f"Less of {measure.title}",
        category=BenefitCategory.COUNTED,
        owner=owner,
        recipients="Staff",
        measure=measure,
        plan="It is done.",
        added_by=by,
    )
