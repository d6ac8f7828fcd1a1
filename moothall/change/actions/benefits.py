"""Writing benefits and their map: enablers, changes, outcomes, benefits and the objectives they serve."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from moothall import audit
from moothall.change import permissions, telling_value
from moothall.change.actions.initiatives import open_for
from moothall.change.models import (
    RANKS,
    Benefit,
    BenefitCategory,
    BenefitReview,
    Edge,
    Initiative,
    Measure,
    Node,
    NodeKind,
    Objective,
)
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User


@dataclass(frozen=True)
class BenefitWords:
    """The profile of a benefit, or of a disbenefit."""

    title: str
    category: BenefitCategory
    description: str = ""
    disbenefit: bool = False
    owner: User | None = None
    recipients: str = ""
    measure: Measure | None = None
    attribution: str = ""
    dependencies: str = ""
    plan: str = ""


@audit.act
def add_benefit(initiative: Initiative, *, by: User, words: BenefitWords, token: UUID | None = None) -> Benefit:
    """Write a benefit and put it on the map; the same form writes it once.

    Raises ValueError for an owner who is a guest or in technology.
    """
    initiative = open_for(initiative, by)
    made = Benefit.objects.filter(token=token, added_by=by).first() if token else None
    if made is not None:
        return made
    _owned(words)
    benefit = Benefit.objects.create(initiative=initiative, added_by=by, token=token, **vars(words))
    Node.objects.create(
        initiative=initiative,
        kind=NodeKind.BENEFIT,
        rank=RANKS[NodeKind.BENEFIT],
        title=benefit.title,
        benefit=benefit,
    )
    telling_value.owned(benefit, by=by)
    audit.record("benefit.added", by=by, on=benefit, initiative=initiative.pk, disbenefit=words.disbenefit)
    return benefit


@audit.act
def edit_benefit(benefit: Benefit, *, by: User, words: BenefitWords) -> Benefit:
    """Write its profile anew; its measure stays once delivery began (IntegrityError)."""
    initiative = open_for(benefit.initiative, by)
    _owned(words)
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
    for name, value in vars(words).items():
        setattr(benefit, name, value)
    benefit.save(update_fields=list(vars(words)))
    Node.objects.filter(benefit=benefit).update(title=benefit.title)
    telling_value.owned(benefit, by=by)
    audit.record("benefit.edited", by=by, on=benefit, initiative=initiative.pk, owner=benefit.owner_id)
    return benefit


def _owned(words: BenefitWords) -> None:
    if words.owner is not None and not permissions.can_own(words.owner):
        raise ValueError(_("A benefit is owned by the business: staff or councillors outside technology."))


@audit.act
def drop_benefit(benefit: Benefit, *, by: User, why: str) -> Benefit:
    """Give a benefit up, for a reason; it counts as not met, and stays on the map."""
    initiative = open_for(benefit.initiative, by)
    if not why.strip():
        raise ValueError(_("Say why it is given up."))
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
    if benefit.dropped_at is None:
        benefit.dropped_at, benefit.dropped_why = clock.now(), why.strip()
        benefit.save(update_fields=["dropped_at", "dropped_why"])
        audit.record("benefit.dropped", by=by, on=benefit, initiative=initiative.pk)
    return benefit


@audit.act
def review_benefit(benefit: Benefit, *, by: User, low: Decimal, high: Decimal, words: str) -> BenefitReview:
    """Say between what and what its measure will stand on its target's day. Raises ValueError without words."""
    benefit = Benefit.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=benefit.pk)
    require(permissions.can_review_benefit(by, benefit, benefit.initiative))
    if not words.strip():
        raise ValueError(_("Say what you base it on."))
    if low > high:
        raise ValueError(_("The lower value comes first."))
    review = BenefitReview.objects.create(benefit=benefit, low=low, high=high, words=words.strip(), by=by)
    audit.record("benefit.reviewed", by=by, on=benefit)
    return review


@audit.act
def add_node(
    initiative: Initiative, *, by: User, kind: NodeKind, title: str = "", objective: Objective | None = None
) -> Node:
    """Put an enabler, a change, an outcome or an objective on the map; a benefit comes with its profile.

    Raises ValueError where it is not complete.
    """
    initiative = open_for(initiative, by)
    if kind == NodeKind.BENEFIT:
        raise ValueError(_("Write the benefit: it is put on the map by itself."))
    if (kind == NodeKind.OBJECTIVE) != (objective is not None):
        raise ValueError(_("Choose the objective that the plans name."))
    title = objective.title if objective else title.strip()
    if not title:
        raise ValueError(_("Say what it is."))
    if objective and (there := Node.objects.filter(initiative=initiative, objective=objective).first()):
        return there
    node = Node.objects.create(initiative=initiative, kind=kind, rank=RANKS[kind], title=title, objective=objective)
    audit.record("map.added", by=by, on=initiative, node=node.pk, kind=kind)
    return node


@audit.act
def retitle_node(node: Node, *, by: User, title: str) -> Node:
    """Call a thing on the map something else; benefits and objectives are called what they are."""
    initiative = open_for(node.initiative, by)
    if node.benefit_id or node.objective_id or not title.strip():
        raise ValueError(_("Say what it is."))
    node.title = title.strip()
    node.save(update_fields=["title"])
    audit.record("map.edited", by=by, on=initiative, node=node.pk)
    return node


@audit.act
def remove_node(node: Node, *, by: User) -> None:
    """Take a thing off the map with its arrows; a benefit is given up instead (ValueError)."""
    initiative = open_for(node.initiative, by)
    if node.benefit_id:
        raise ValueError(_("A benefit is given up, with a reason."))
    pk = node.pk
    Edge.objects.filter(source=node).delete()
    Edge.objects.filter(target=node).delete()
    Node.objects.filter(pk=pk).delete()
    audit.record("map.removed", by=by, on=initiative, node=pk)


@audit.act
def join(source: Node, target: Node, *, by: User, assumption: str = "") -> Edge:
    """Say that one leads to the other, and under what assumption; said again, the assumption is put anew.

    Raises ValueError for two of different maps, or an arrow that would not lead to the right.
    """
    initiative = open_for(source.initiative, by)
    if source.initiative_id != target.initiative_id:
        raise ValueError(_("Both are on the map of this initiative."))
    if source.rank >= target.rank:
        raise ValueError(_("An arrow leads to the right: from what is done to what comes of it."))
    edge, made = Edge.objects.update_or_create(
        source=source,
        target=target,
        defaults={"assumption": assumption.strip()},
        create_defaults={
            "assumption": assumption.strip(),
            "source_rank": source.rank,
            "target_rank": target.rank,
        },
    )
    audit.record("map.joined", by=by, on=initiative, edge=edge.pk, made=made)
    return edge


@audit.act
def part(edge: Edge, *, by: User) -> None:
    """Take an arrow away."""
    initiative = open_for(edge.source.initiative, by)
    pk = edge.pk
    Edge.objects.filter(pk=pk).delete()
    audit.record("map.parted", by=by, on=initiative, edge=pk)
