"""What is done about risks, entered once and listed wherever it serves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from moothall.kit import clock
from moothall.risks.choices import ActsOn, Control, ResponseKind
from moothall.risks.models.appraisals import Round
from moothall.risks.models.risks import Exposure


class Response(models.Model):
    """One step, or one toleration that somebody signs for.

    `revision` grows whenever what it says or does changes: what was classified with it before is then stale. Who does
    it, by when, at what cost and that it is in place change nothing of that. A dropped one stays dropped.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=8, choices=ResponseKind)
    step = models.CharField(max_length=400)
    acts_on = models.CharField(max_length=10, choices=ActsOn, blank=True)
    control = models.CharField(max_length=10, choices=Control, blank=True)
    actionee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="steps")
    due_on = models.DateField(null=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # pounds a year
    in_place_on = models.DateField(null=True)
    rationale = models.TextField(blank=True)  # of a toleration: why; of an opportunity: what is gained
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="tolerations_asked"
    )
    review_on = models.DateField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ResponseKind.values), name="response_kind_known"),
            models.CheckConstraint(condition=Q(acts_on__in=["", *ActsOn.values]), name="response_acts_on_known"),
            models.CheckConstraint(condition=Q(control__in=["", *Control.values]), name="response_control_known"),
            models.CheckConstraint(condition=~Q(step=""), name="response_says_what"),
            models.CheckConstraint(
                condition=~Q(kind="treat") | ~Q(acts_on="") & ~Q(control=""), name="response_treats_something"
            ),
            models.CheckConstraint(condition=~Q(kind="transfer") | ~Q(acts_on=""), name="response_transfers_something"),
            models.CheckConstraint(condition=~Q(kind="take") | ~Q(rationale=""), name="response_gains_something"),
            models.CheckConstraint(
                condition=~Q(kind="tolerate") | ~Q(rationale="") & Q(approver__isnull=False, review_on__isnull=False),
                name="response_tolerates_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(approver=None)
                | ~Q(approver=F("created_by")) & (Q(actionee=None) | ~Q(approver=F("actionee"))),
                name="response_signed_for_by_another",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(kind="tolerate", signed_at__isnull=False, signed_by=F("approver")),
                name="response_signed_by_its_approver",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None, dropped_why="")
                | Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(dropped_why=""),
                name="response_dropped_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="response_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return self.step

    def get_absolute_url(self) -> str:
        """The step, with every exposure it serves."""
        return reverse("risks:response", args=[self.pk])

    @property
    def is_toleration(self) -> bool:
        """Whether the risk is borne as it is, and somebody signs for that."""
        return self.kind == ResponseKind.TOLERATE

    @property
    def is_live(self) -> bool:
        """Whether it counts as an answer: not dropped, and signed for where it tolerates."""
        return self.dropped_at is None and (not self.is_toleration or self.signed_at is not None)

    @property
    def is_overdue(self) -> bool:
        """Whether its day went by before it was in place."""
        return (
            self.dropped_at is None
            and self.in_place_on is None
            and self.due_on is not None
            and self.due_on < clock.today()
        )

    @property
    def review_is_due(self) -> bool:
        """Whether the day has come on which a toleration is looked at again."""
        return self.dropped_at is None and self.review_on is not None and self.review_on <= clock.today()


class Treatment(models.Model):
    """That a response serves an exposure: what a classification hangs on."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="treatments")
    exposure = models.ForeignKey(Exposure, on_delete=models.PROTECT, related_name="treatments")
    dropped_at = models.DateTimeField(null=True)  # it serves others still, and no longer this one

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "exposure"], name="treatment_once")]

    def __str__(self) -> str:
        return f"response {self.response_id} to exposure {self.exposure_id}"
