"""How likely and how bad a risk is once something is done about it: no row here without a treatment."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from moothall.kit import clock
from moothall.risks.choices import Comparison, Confidence, Unit
from moothall.risks.models.responses import Treatment
from moothall.risks.models.risks import Exposure
from moothall.risks.models.scales import LEVELS

ON_SCALE = Q(
    likelihood__gte=1,
    likelihood__lte=LEVELS,
    impact__gte=1,
    impact__lte=LEVELS,
    likelihood_without__gte=1,
    likelihood_without__lte=LEVELS,
    impact_without__gte=1,
    impact_without__lte=LEVELS,
)
RANGES = Q(rate_low=None, rate_high=None, loss_low=None, loss_high=None, unit="") | Q(
    rate_low__gt=0,
    rate_low__lte=F("rate_high"),
    loss_low__gt=0,
    loss_low__lte=F("loss_high"),
    unit__in=Unit.values,
)


class Classification(models.Model):
    """What somebody judged: levels 1 to 5 with what is done, and what they would be without, in one act.

    It has no exposure of its own: `basis`, a treatment, has it. `rests_on` names the risk's revision and each live
    treatment with its response's revision (`models.fresh`), so that a change of any makes it stale; `digest` is
    SHA-256 over their words. The newest of an exposure counts. Frequencies are times a year, losses in `unit` a time,
    both as 90 % intervals.
    """

    basis = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="classifications")
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    likelihood_without = models.PositiveSmallIntegerField()
    impact_without = models.PositiveSmallIntegerField()
    worse_because = models.CharField(max_length=400, blank=True)  # where what is done makes one of the two worse
    confidence = models.CharField(max_length=4, choices=Confidence)
    reasoning = models.TextField()
    rate_low = models.FloatField(null=True)
    rate_high = models.FloatField(null=True)
    loss_low = models.FloatField(null=True)
    loss_high = models.FloatField(null=True)
    unit = models.CharField(max_length=6, choices=Unit, blank=True)
    rests_on = models.CharField(max_length=4000)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ON_SCALE, name="classification_on_scale"),
            models.CheckConstraint(
                condition=Q(likelihood__lte=F("likelihood_without"), impact__lte=F("impact_without"))
                | ~Q(worse_because=""),
                name="classification_says_why_worse",
            ),
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="classification_confidence"),
            models.CheckConstraint(condition=~Q(reasoning=""), name="classification_has_reasoning"),
            models.CheckConstraint(condition=RANGES, name="classification_ranges_are_ranges"),
        ]
        indexes = [models.Index(fields=["basis", "-id"], name="classification_newest")]

    def __str__(self) -> str:
        return f"on treatment {self.basis_id}"

    @property
    def has_ranges(self) -> bool:
        """Whether it can be reckoned with: a frequency and a loss."""
        return self.rate_low is not None


class Mark(models.Model):
    """That a risk stands better, the same or worse under an option than where it is classified; the newest counts."""

    exposure = models.ForeignKey(Exposure, on_delete=models.PROTECT, related_name="marks")
    against = models.ForeignKey(Classification, on_delete=models.PROTECT, related_name="marks")
    verdict = models.CharField(max_length=6, choices=Comparison)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Comparison.values), name="mark_verdict_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="mark_has_reason"),
        ]
        indexes = [models.Index(fields=["exposure", "-id"], name="mark_newest")]

    def __str__(self) -> str:
        return f"{self.verdict} than {self.against_id}"
