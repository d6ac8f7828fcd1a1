"""Adopted plans, and the outcomes and objectives that they name."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from moothall.change.choices import ObjectiveKind, PlanKind
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User


class PlanQuerySet(models.QuerySet["Plan"]):
    """Which plans a person may read, and which are in force."""

    def visible_to(self, user: User | AnonymousUser) -> "PlanQuerySet":
        """Those whose container they hold."""
        return self.filter(pk__in=grants.held(user, "plan"))

    def in_force(self, on: date) -> "PlanQuerySet":
        """Adopted by that day, still valid, and not replaced by a version adopted by then."""
        replaced = Plan.objects.filter(replaces=models.OuterRef("pk"), adopted_on__lte=on)
        valid = Q(valid_to=None) | Q(valid_to__gte=on)
        return self.filter(valid, adopted_on__lte=on).exclude(models.Exists(replaced))


class Plan(models.Model):
    """A strategy or an operating plan that the organisation adopted; a new version replaces the one before."""

    kind = models.CharField(max_length=9, choices=PlanKind)
    title = models.CharField(max_length=200)
    adopted_on = models.DateField()
    valid_to = models.DateField(null=True)  # the last day; None where it says no end
    adopted_by = models.CharField(max_length=120, blank=True)  # the body: full council, cabinet
    document_url = models.URLField(max_length=500, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[PlanQuerySet] = PlanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_title"),
            models.CheckConstraint(condition=Q(kind__in=PlanKind.values), name="plan_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("adopted_on")), name="plan_valid_after_adoption"
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="plan_replaces_another"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The plan with its objectives."""
        return reverse("change:plan", args=[self.pk])

    @property
    def container(self) -> str:
        """What the grants name: `plan:7`."""
        return f"plan:{self.pk}"


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    """Which objectives a person may read, and which are in force."""

    def visible_to(self, user: User | AnonymousUser) -> "ObjectiveQuerySet":
        """Those of the plans that they may read."""
        return self.filter(plan__in=grants.held(user, "plan"))

    def in_force(self, on: date) -> "ObjectiveQuerySet":
        """Those of the plans in force that day."""
        return self.filter(plan__in=Plan.objects.in_force(on))


class Objective(models.Model):
    """An outcome or objective in the plan's own words, with the page or section where it says so."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    kind = models.CharField(max_length=9, choices=ObjectiveKind)
    reference = models.CharField(max_length=20, blank=True)  # its number in the plan
    title = models.CharField(max_length=160)
    quote = models.TextField()  # the plan's own words
    source = models.CharField(max_length=120)  # the page or section
    place = models.PositiveSmallIntegerField(default=1)
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="continued_by")

    objects: ClassVar[ObjectiveQuerySet] = ObjectiveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(quote="") & ~Q(source=""), name="objective_quotes_its_plan"
            ),
            models.CheckConstraint(condition=Q(kind__in=ObjectiveKind.values), name="objective_kind_known"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="objective_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(continues=F("id")), name="objective_continues_another"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The objective, with what serves it."""
        return reverse("change:objective", args=[self.pk])
