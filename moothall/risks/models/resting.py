"""What rests on a decision: the policies and the platforms that an option stands for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moothall.kit import clock
from moothall.policies.models import Policy
from moothall.records.models import InformationSystem
from moothall.risks.models.appraisals import Option


class Resting(models.Model):
    """That a policy or an information system rests on an option, and on the decision once that is chosen."""

    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="resting")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, related_name="+")
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(policy__isnull=False, system=None) | Q(policy=None, system__isnull=False),
                name="resting_is_one_thing",
            ),
            models.UniqueConstraint(fields=["option", "policy"], name="policy_rests_once"),
            models.UniqueConstraint(fields=["option", "system"], name="system_rests_once"),
        ]

    def __str__(self) -> str:
        return f"policy {self.policy_id}" if self.policy_id else f"system {self.system_id}"
