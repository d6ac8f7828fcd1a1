"""Which clauses stand beside which acts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.policies.models.policies import Policy


class Act(models.TextChoices):
    """What people do here, where a clause can be shown to them while they do it."""

    POST = "post", _("Writing a post, in any space")
    POST_CLOSED = "post_closed", _("Writing a post in a closed or private space")
    POST_GUEST = "post_guest", _("Writing a post that guests can read")
    WARNED = "warned", _("Being warned that a post seems to hold numbers about people")
    IMPORT_MAIL = "import_mail", _("Bringing mail in")
    MARK_SENSITIVE = "mark_sensitive", _("Marking something OFFICIAL-SENSITIVE")
    PUBLISH = "publish", _("Publishing on the public site")


class Placement(models.Model):
    """That a clause of a policy is shown beside an act, in whichever version is in force and has that number."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="placements")
    number = models.CharField(max_length=12)
    act = models.CharField(max_length=16, choices=Act)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number", "act"], name="clause_beside_act_once"),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="placement_act_known"),
            models.CheckConstraint(condition=~Q(number=""), name="placement_has_clause"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.number} beside {self.act}"
