"""Measures, each quoting an objective, their planned trajectory and their readings."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from moothall.change.choices import Direction, Frequency
from moothall.change.models.plans import Objective
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.risks.models import Risk


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Which measures a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "MeasureQuerySet":
        """Those that quote a plan which they may read."""
        return self.filter(objective__plan__in=grants.held(user, "plan"))


class Measure(models.Model):
    """A number that says whether an objective comes nearer, from a baseline to a target.

    What it measures never changes once it is written, so that nobody moves a baseline after the fact: another
    definition is another measure. `metric` names what the hall itself counts, where it is fed live.
    """

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="measures")
    title = models.CharField(max_length=160)
    unit = models.CharField(max_length=60)
    direction = models.CharField(max_length=4, choices=Direction)
    baseline = models.DecimalField(max_digits=20, decimal_places=6)
    baseline_on = models.DateField()
    target = models.DecimalField(max_digits=20, decimal_places=6)
    target_on = models.DateField()
    method = models.TextField()
    frequency = models.CharField(max_length=11, choices=Frequency)
    first_due = models.DateField()  # the day by which it is first read
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="measures")
    metric = models.CharField(max_length=60, blank=True)
    watches = models.ForeignKey(Risk, on_delete=models.PROTECT, null=True, related_name="indicators")
    trigger = models.DecimalField(max_digits=20, decimal_places=6, null=True)  # from here on the risk is looked at
    retired_at = models.DateTimeField(null=True)
    retired_why = models.CharField(max_length=400, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[MeasureQuerySet] = MeasureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(unit="") & ~Q(method=""), name="measure_is_described"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="measure_frequency_known"),
            models.CheckConstraint(
                condition=Q(direction="up", target__gt=F("baseline")) | Q(direction="down", target__lt=F("baseline")),
                name="measure_target_is_better",
            ),
            models.CheckConstraint(condition=Q(target_on__gt=F("baseline_on")), name="measure_target_after_baseline"),
            models.CheckConstraint(
                condition=Q(first_due__gt=F("baseline_on"), first_due__lte=F("target_on")),
                name="measure_first_read_between",
            ),
            models.CheckConstraint(
                condition=Q(watches=None, trigger=None) | Q(watches__isnull=False, trigger__isnull=False),
                name="measure_watches_from_a_value",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_why="") | Q(retired_at__isnull=False) & ~Q(retired_why=""),
                name="measure_retired_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The measure with its trajectory and readings."""
        return reverse("change:measure", args=[self.pk])


class PlannedPoint(models.Model):
    """Where a measure is to stand by a day between baseline and target; written before it is first read."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="planned")
    due_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "due_on"], name="planned_once_a_day")]

    def __str__(self) -> str:
        return f"{self.value} by {self.due_on}"


class Reading(models.Model):
    """What a measure stood at on a day, or why nobody knows; append-only, and corrected by a further reading.

    `fed_for` is the day for which the hall read it off itself; nobody typed those.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    read_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    why_none = models.CharField(max_length=400, blank=True)
    comment = models.TextField(blank=True)
    evidence = models.CharField(max_length=500, blank=True)  # an address
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    fed_for = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, why_none="") | Q(value=None) & ~Q(why_none=""),
                name="reading_has_a_value_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(by=None, fed_for__isnull=False) | Q(by__isnull=False, fed_for=None),
                name="reading_by_somebody_or_fed",
            ),
            models.UniqueConstraint(fields=["measure", "fed_for"], name="reading_fed_once_a_day"),
        ]
        indexes = [models.Index(fields=["measure", "read_on"], name="reading_by_day")]

    def __str__(self) -> str:
        return f"{self.value} on {self.read_on}"
