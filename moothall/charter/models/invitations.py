"""Who asked whom to sign."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from moothall.charter.models.charters import Charter
from moothall.kit import clock


class Invitation(models.Model):
    """That a person asked a colleague to read the charter and to sign it if they wish; never sent twice."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="invitations")
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="charter_invited")
    invited = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="charter_invitations")
    words = models.CharField(max_length=600, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charter", "inviter", "invited"], name="invited_once_by_each"),
            models.CheckConstraint(condition=~Q(inviter=F("invited")), name="invites_not_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.inviter_id} invited {self.invited_id}"
