"""Who is asked to endorse a draft, and what they answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.policies.models.frozen import PartOfAdopted
from moothall.policies.models.policies import Version


class Verdict(models.TextChoices):
    """What a stakeholder answers."""

    ENDORSED = "endorsed", _("Endorsed")
    DECLINED = "declined", _("Declined")


class Ask(models.Model):
    """That a person (`user:5`) or whoever holds a role (`role:risk_manager`) is asked to endorse a draft.

    Where one does not answer or declines, the owner may go on without them, for a reason that stays beside it.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="asks")
    holder = models.CharField(max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    without_reason = models.CharField(max_length=600, blank=True)
    without_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    without_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "holder"], name="asked_once"),
            models.CheckConstraint(
                condition=Q(holder__startswith="user:") | Q(holder__startswith="role:"), name="asked_person_or_role"
            ),
            models.CheckConstraint(
                condition=Q(without_at__isnull=True, without_by__isnull=True, without_reason="")
                | Q(without_at__isnull=False, without_by__isnull=False) & ~Q(without_reason=""),
                name="gone_on_without_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} about {self.version_id}"


class Endorsement(models.Model):
    """One answer of a stakeholder, about the words as they stood; the last one counts, and only for those words."""

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=8, choices=Verdict)
    words = models.TextField(blank=True)
    wording = models.CharField(max_length=64)  # SHA-256 over the digests of all texts
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="endorsements")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[models.Manager["Endorsement"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="endorsement_verdict_known"),
            models.CheckConstraint(condition=Q(verdict=Verdict.ENDORSED) | ~Q(words=""), name="declined_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.verdict} {self.ask_id}"


_OF_ASK = f'(SELECT a.version_id FROM "{Ask._meta.db_table}" AS a WHERE a.id = {{row}}.ask_id)'  # noqa: S608 - our own names

guards.declare(
    PartOfAdopted(Ask, "{row}.version_id", ("id", "version", "holder")),
    PartOfAdopted(Endorsement, _OF_ASK, ("id", "ask")),
    AppendOnly(Endorsement, why="what a stakeholder answered stays"),
)
