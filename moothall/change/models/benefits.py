"""Benefits and disbenefits, and the map that leads to them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from moothall.change.choices import RANKS, BenefitCategory, NodeKind
from moothall.change.models.initiatives import Initiative
from moothall.change.models.measures import Measure
from moothall.change.models.plans import Objective
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User


class BenefitQuerySet(models.QuerySet["Benefit"]):
    """Which benefits a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "BenefitQuerySet":
        """Those of the initiatives that they may read."""
        return self.filter(initiative__in=grants.held(user, "initiative"))


class Benefit(models.Model):
    """A measurable improvement that somebody perceives as an advantage, or a disbenefit: the price somebody pays.

    Its baseline and target are its measure's; what is realised is computed from the readings.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="benefits")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    disbenefit = models.BooleanField(default=False)
    category = models.CharField(max_length=9, choices=BenefitCategory)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="benefits_owned"
    )
    recipients = models.CharField(max_length=400, blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, related_name="benefits")
    attribution = models.TextField(blank=True)  # how we know that it is this change and nothing else
    dependencies = models.TextField(blank=True)
    plan = models.TextField(blank=True)  # what is done, by whom, so that it comes true
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.CharField(max_length=400, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[BenefitQuerySet] = BenefitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="benefit_has_title"),
            models.CheckConstraint(condition=Q(category__in=BenefitCategory.values), name="benefit_category_known"),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_why="") | Q(dropped_at__isnull=False) & ~Q(dropped_why=""),
                name="benefit_dropped_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The benefit with its profile."""
        return reverse("change:benefit", args=[self.pk])

    @property
    def is_planned(self) -> bool:
        """Whether it says who owns it, who gets it, by what it is measured and how it comes true."""
        return bool(self.owner_id and self.measure_id and self.recipients and self.plan)


class BenefitReview(models.Model):
    """A look at a benefit: what its owner expects its measure to stand at by its target's day."""

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="reviews")
    low = models.DecimalField(max_digits=20, decimal_places=6)
    high = models.DecimalField(max_digits=20, decimal_places=6)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="benefit_review_is_a_range"),
            models.CheckConstraint(condition=~Q(words=""), name="benefit_review_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class Node(models.Model):
    """One thing on an initiative's benefits map, in one of its five columns."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="nodes")
    kind = models.CharField(max_length=9, choices=NodeKind)
    rank = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(max_length=160)
    benefit = models.OneToOneField(Benefit, on_delete=models.PROTECT, null=True, related_name="node")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="nodes")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(*[Q(kind=str(kind), rank=rank) for kind, rank in RANKS.items()], _connector=Q.OR),
                name="node_in_its_column",
            ),
            models.CheckConstraint(
                condition=(Q(benefit=None) | Q(kind="benefit")) & (Q(benefit__isnull=False) | ~Q(kind="benefit")),
                name="node_of_a_benefit",
            ),
            models.CheckConstraint(
                condition=(Q(objective=None) | Q(kind="objective"))
                & (Q(objective__isnull=False) | ~Q(kind="objective")),
                name="node_of_an_objective",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="node_has_title"),
            models.UniqueConstraint(fields=["initiative", "objective"], name="objective_on_the_map_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Edge(models.Model):
    """That one thing on the map leads to another further right, under an assumption; so no path comes back."""

    source = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="out_edges")
    target = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="in_edges")
    source_rank = models.PositiveSmallIntegerField(editable=False)
    target_rank = models.PositiveSmallIntegerField(editable=False)
    assumption = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="edge_once"),
            models.CheckConstraint(condition=Q(source_rank__lt=F("target_rank")), name="edge_leads_to_the_right"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} to {self.target_id}"
