"""What a claim of an exemption rests on: whom we asked, and what a timed sample says of the cost."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.disclosure.models.parts import Part
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly


class Consultation(models.Model):
    """That somebody outside was asked what they say to disclosing a part, when, and what they answered (s.45 Code)."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="consultations")
    whom = models.CharField(max_length=200)
    asked_on = models.DateField()
    asked = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    heard_on = models.DateField(null=True)
    heard = models.TextField(blank=True)
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(whom="") & ~Q(asked=""), name="consultation_in_words"),
            models.CheckConstraint(
                condition=Q(heard_on=None, heard="", heard_by=None)
                | Q(heard_on__gte=models.F("asked_on"), heard_by__isnull=False) & ~Q(heard=""),
                name="consultation_is_heard_after_asking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom} about part {self.part_id}"


class Estimate(models.Model):
    """A timed sample, and what it says of the whole; its words are the evidence (FOIA s.12, Fees Regulations 2004)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="estimates")
    what = models.TextField()  # what was timed, how it is kept, and how it was chosen
    sample = models.JSONField()  # minutes of each item, as they were written
    total = models.PositiveIntegerField()
    already = models.PositiveIntegerField(default=0)
    others = models.PositiveIntegerField(default=0)  # minutes of the requests that were added up with it
    fewest = models.PositiveIntegerField()
    likely = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    evidence = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(evidence=""), name="estimate_in_words"),
            models.CheckConstraint(
                condition=Q(fewest__lte=models.F("likely"), likely__lte=models.F("most")), name="estimate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.likely} minutes for case {self.case_id}"


_OF_PART = '(SELECT p.case_id FROM "disclosure_part" p WHERE p.id = OLD.part_id)'

guards.declare(
    AppendOnly(
        Consultation, may_change=("heard_on", "heard", "heard_by"), allow_delete=True, why="whom we asked stays"
    ),
    KeptWhileOpen(Consultation, case=_OF_PART),
    AppendOnly(Estimate, allow_delete=True, why="an estimate stays as it was made; make another"),
    KeptWhileOpen(Estimate),
)
