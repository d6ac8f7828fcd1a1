"""For whom a policy is."""

from django.db import models
from django.db.models import Q

from moothall.policies.models.policies import Policy

EVERYONE = "everyone"
SORTS = ("kind", "team", "role", "space")


class Audience(models.Model):
    """That a policy is for a kind, team or role (`kind:staff`, `team:3`), the people of a space, or everyone."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="audience")
    holder = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "holder"], name="audience_once"),
            models.CheckConstraint(
                condition=Q(holder=EVERYONE)
                | Q(holder__startswith="kind:")
                | Q(holder__startswith="team:")
                | Q(holder__startswith="role:")
                | Q(holder__startswith="space:"),
                name="audience_of_a_known_sort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} for {self.holder}"
