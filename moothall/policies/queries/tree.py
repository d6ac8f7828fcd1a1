"""What builds on what: the tree of policies, with where a child narrows its parent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from moothall.people.models import User
from moothall.policies.models import Policy, Relation
from moothall.policies.queries import standing
from moothall.policies.queries.standing import State

DEEPEST = 8  # levels that are shown; further ones stand on the pages of the policies themselves


@dataclass(frozen=True)
class Node:
    """A policy in the tree, where it narrows the one it hangs from, and what hangs from it."""

    title: str
    url: str
    state: State
    narrows: str
    nodes: "list[Node]"

    @property
    def look(self) -> str:
        """The shape beside its state."""
        return standing.LOOKS[self.state]


@dataclass(frozen=True)
class Around:
    """What one policy builds on, and what builds on it."""

    above: list[Node]
    below: list[Node]


@dataclass(frozen=True)
class _Graph:
    policies: Mapping[int, Policy]
    up: Mapping[int, list[Relation]]
    down: Mapping[int, list[Relation]]


def around(user: User, policy: Policy) -> Around:
    """The tree above and below a policy: two queries, or one where it stands alone."""
    up, down = _relations()
    near = _reach(policy.pk, {child: [each.parent_id for each in several] for child, several in up.items()})
    near |= _reach(policy.pk, {parent: [each.policy_id for each in several] for parent, several in down.items()})
    if not near:
        return Around([], [])
    graph = _Graph(_policies(user, near), up, down)
    return Around(_above(policy.pk, graph, frozenset({policy.pk})), _below(policy.pk, graph, frozenset({policy.pk})))


def forest(user: User, *, start: int, size: int) -> tuple[list[Node], int | None]:
    """A page of the policies that build on nothing, each with what builds on it; and where the next page starts."""
    up, down = _relations()
    known = _policies(user, None)
    graph = _Graph(known, up, down)
    roots = [pk for pk in known if not any(each.parent_id in known for each in up.get(pk, []))]
    shown = roots[start : start + size]
    nodes = [_node(known[pk], "", _below(pk, graph, frozenset({pk}))) for pk in shown]
    return nodes, start + size if len(roots) > start + size else None


def _relations() -> tuple[dict[int, list[Relation]], dict[int, list[Relation]]]:
    up: dict[int, list[Relation]] = {}
    down: dict[int, list[Relation]] = {}
    for each in Relation.objects.order_by("pk"):
        up.setdefault(each.policy_id, []).append(each)
        down.setdefault(each.parent_id, []).append(each)
    return up, down


def _policies(user: User, only: Iterable[int] | None) -> dict[int, Policy]:
    """The policies that this person may read, by title; withdrawn ones only where they are asked for."""
    found = Policy.objects.visible_to(user)
    found = found.filter(withdrawn_at__isnull=True) if only is None else found.filter(pk__in=only)
    rows = sorted(
        standing.with_standing(found), key=lambda row: (cast(standing.Standing, row).title.casefold(), row.pk)
    )
    return {policy.pk: policy for policy in rows}


def _reach(start: int, edges: Mapping[int, Sequence[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        fresh = set(edges.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _above(pk: int, graph: _Graph, seen: frozenset[int]) -> list[Node]:
    """Parents, each with its own; `narrows` says where the child narrows it."""
    return [
        _node(graph.policies[each.parent_id], each.narrows, _above(each.parent_id, graph, seen | {each.parent_id}))
        for each in graph.up.get(pk, [])
        if each.parent_id in graph.policies and each.parent_id not in seen and len(seen) <= DEEPEST
    ]


def _below(pk: int, graph: _Graph, seen: frozenset[int]) -> list[Node]:
    """Children, each with its own; `narrows` says where it narrows what it hangs from."""
    return [
        _node(graph.policies[each.policy_id], each.narrows, _below(each.policy_id, graph, seen | {each.policy_id}))
        for each in graph.down.get(pk, [])
        if each.policy_id in graph.policies and each.policy_id not in seen and len(seen) <= DEEPEST
    ]


def _node(policy: Policy, narrows: str, nodes: list[Node]) -> Node:
    row = cast(standing.Standing, policy)
    state = standing.state_of_policy(policy)
    return Node(row.title, policy.get_absolute_url(), state, narrows, nodes)
