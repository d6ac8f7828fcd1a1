"""What was decided about a policy, besides its words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.policies.models.policies import Policy


class What(models.TextChoices):
    """The steps of a policy's life."""

    CREATED = "created", _("Begun")
    DRAFTED = "drafted", _("New version begun")
    OWNER = "owner", _("Owner changed")
    REVIEW = "review", _("Review date set")
    AUDIENCE = "audience", _("Audience changed")
    BUILDS_ON = "builds_on", _("What it builds on changed")
    ADOPTED = "adopted", _("Adopted")
    PUBLISHED = "published", _("Published")
    UNPUBLISHED = "unpublished", _("Taken off the public site")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Event(models.Model):
    """A step of a policy's life, in words; rows are only ever added."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=12, choices=What)
    version = models.PositiveIntegerField(null=True)  # the number of the version it is about
    words = models.CharField(max_length=700, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["policy", "-at"], name="policy_event_newest")]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.what}"


guards.declare(AppendOnly(Event, why="the history of a policy is only ever added to"))
