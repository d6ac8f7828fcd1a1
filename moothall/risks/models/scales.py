"""Scales with declared ranges, and the council's appetite."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor
from moothall.risks.choices import Axis, Category, Unit

LEVELS = 5  # on each axis
LETTERS = "LMHS"


class ScaleQuerySet(models.QuerySet["Scale"]):
    """Which scale new appraisals take."""

    def current(self) -> "Scale | None":
        """The newest one."""
        return self.order_by("-pk").first()


class Scale(models.Model):
    """Five levels of likelihood (times a year) by five of impact (in pounds a time), and the band of each pair.

    `matrix` holds a letter for each pair, likelihood 1 first and impact 1 first in it: `LLLMM` and so on. A scale that
    an appraisal uses stays as it is; a change is a new scale.
    """

    name = models.CharField(max_length=120, unique=True)
    matrix = models.CharField(max_length=LEVELS * LEVELS)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[ScaleQuerySet] = ScaleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="scale_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def letter(self, likelihood: int, impact: int) -> str:
        """The band of a pair of levels, as its letter."""
        return self.matrix[(likelihood - 1) * LEVELS + impact - 1]


class Level(models.Model):
    """One level of an axis, with the range that it means: from `low` up to `high`."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="levels")
    axis = models.CharField(max_length=10, choices=Axis)
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    low = models.DecimalField(max_digits=14, decimal_places=4)  # times a year, or pounds a time
    high = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scale", "axis", "number"], name="level_once_on_axis"),
            models.CheckConstraint(condition=Q(axis__in=Axis.values), name="level_axis_known"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=LEVELS), name="level_one_to_five"),
            models.CheckConstraint(condition=Q(low__gte=0, low__lt=F("high")), name="level_range_increases"),
            models.CheckConstraint(condition=~Q(label=""), name="level_has_label"),
        ]

    def __str__(self) -> str:
        return f"{self.axis} {self.number}: {self.label}"


class AppetiteQuerySet(models.QuerySet["Appetite"]):
    """What the council says it would bear."""

    def standing(self) -> "AppetiteQuerySet":
        """The newest of each category."""
        newer = Appetite.objects.filter(category=models.OuterRef("category"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(newer))


class Appetite(models.Model):
    """How much risk of one category the council would bear: a sentence, and two points of a line; the newest counts.

    A point says how probable (0 to 1) a loss of at least so much in a year may be.
    """

    category = models.CharField(max_length=12, choices=Category)
    sentence = models.CharField(max_length=400)
    unit = models.CharField(max_length=6, choices=Unit)
    often_probability = models.DecimalField(max_digits=5, decimal_places=4)
    often_loss = models.DecimalField(max_digits=14, decimal_places=2)
    rare_probability = models.DecimalField(max_digits=5, decimal_places=4)
    rare_loss = models.DecimalField(max_digits=14, decimal_places=2)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[AppetiteQuerySet] = AppetiteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(category__in=Category.values), name="appetite_category_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="appetite_unit_known"),
            models.CheckConstraint(condition=~Q(sentence=""), name="appetite_has_sentence"),
            models.CheckConstraint(
                condition=Q(
                    rare_probability__gt=0, rare_probability__lt=F("often_probability"), often_probability__lte=1
                ),
                name="appetite_rarer_is_less_probable",
            ),
            models.CheckConstraint(
                condition=Q(often_loss__gt=0, often_loss__lt=F("rare_loss")), name="appetite_rarer_loses_more"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.sentence}"


@dataclass(frozen=True)
class EveryPairHasABand:
    """The guard of a scale's matrix: a known letter for each pair of levels."""

    model: type[models.Model] = Scale

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a matrix with gaps."""
        other = "NEW.matrix"
        for letter in LETTERS:
            other = f"replace({other}, '{letter}', '')"
        bad = f"length(NEW.matrix) <> {LEVELS * LEVELS} OR {other} <> ''"
        yield Rule(Event.INSERT, "each pair of levels has a band", when=bad)


@dataclass(frozen=True)
class LevelsBeforeUse:
    """The guard of levels: a scale is whole before an appraisal takes it."""

    model: type[models.Model] = Level

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse levels of a scale in use."""
        used = "EXISTS (SELECT 1 FROM risks_appraisal AS a WHERE a.scale_id = NEW.scale_id)"
        yield Rule(Event.INSERT, "a scale in use stays as it is", when=used)


guards.declare(
    AppendOnly(Scale, why="a scale stays as it was adopted"),
    EveryPairHasABand(),
    AppendOnly(Level, why="a scale stays as it was adopted"),
    LevelsBeforeUse(),
    AppendOnly(Appetite, why="a change of appetite is a new line"),
)
