"""What is left of a case after its answer: what the regulator wrote, and the figures of a file that is gone."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models.cases import CaseEvent, KeptWhileOpen
from moothall.kit import guards
from moothall.kit.guards import AppendOnly


class Ruling(models.TextChoices):
    """What became of a complaint to the regulator."""

    NOT_UPHELD = "not_upheld", _("Not upheld: we were right")
    PARTLY = "partly", _("Upheld in part")
    UPHELD = "upheld", _("Upheld: we were wrong")
    SETTLED = "settled", _("Settled without a decision notice")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RegulatorLetter(models.Model):
    """What is known of a letter of the regulator besides its day and words: under which number, and what it wants."""

    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="regulator")
    reference = models.CharField(max_length=60, blank=True)
    reply_by = models.DateField(null=True)
    ruling = models.CharField(max_length=10, blank=True, choices=Ruling)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ruling__in=["", *Ruling.values]), name="regulator_ruling_known"),
            models.CheckConstraint(
                condition=Q(ruling="") | Q(reply_by=None), name="regulator_rules_or_asks_for_a_reply"
            ),
        ]

    def __str__(self) -> str:
        return f"regulator on event {self.event_id}"


class PastCase(models.Model):
    """A case whose file was disposed of, with no more than is counted, so that what was published stays true."""

    regime = models.CharField(max_length=15, choices=Regime)
    received_on = models.DateField(db_index=True)
    due_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    sections: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    happened: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    review: "models.JSONField[Any, Any]" = models.JSONField(default=list)  # whether it changed anything, and why
    ruling = models.CharField(max_length=10, blank=True, choices=Ruling)

    def __str__(self) -> str:
        return f"a {self.regime} case of {self.received_on}"


_OF_EVENT = '(SELECT e.case_id FROM "disclosure_caseevent" e WHERE e.id = OLD.event_id)'

guards.declare(
    AppendOnly(RegulatorLetter, allow_delete=True, why="what the regulator wrote stays"),
    KeptWhileOpen(RegulatorLetter, case=_OF_EVENT),
    AppendOnly(PastCase, why="what was counted stays"),
)
