"""Near misses and incidents, the risks they realise, and the clock of a personal-data breach."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people.models import Role, User
from moothall.risks.models.risks import Risk

NOTIFY_WITHIN = timedelta(hours=72)  # after having become aware (UK GDPR art 33(1)); weekends count


class IncidentKind(models.TextChoices):
    """Whether it happened."""

    NEAR_MISS = "near_miss", _("It nearly happened")
    INCIDENT = "incident", _("It happened")


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Which reports a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "IncidentQuerySet":
        """Risk managers, and disclosure officers where personal data are touched, read all; others their own."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.has_role(Role.RISK_MANAGER):
            return self
        own = Q(reported_by=user)
        return self.filter(own | Q(personal_data=True)) if user.has_role(Role.DISCLOSURE_OFFICER) else self.filter(own)


class Incident(models.Model):
    """What somebody reported in a minute; without a name where that is allowed."""

    kind = models.CharField(max_length=9, choices=IncidentKind)
    what = models.TextField()
    happened_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    personal_data = models.BooleanField(default=False)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_words = models.TextField(blank=True)  # what came of it
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[IncidentQuerySet] = IncidentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=IncidentKind.values), name="incident_kind_known"),
            models.CheckConstraint(condition=~Q(what=""), name="incident_says_what"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_words="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_words=""),
                name="incident_closed_with_words",
            ),
        ]
        indexes = [models.Index(fields=["-reported_at", "-id"], name="incident_newest")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """The report, and what was done."""
        return reverse("risks:incident", args=[self.pk])


class Occurrence(models.Model):
    """That an incident is a risk come true, or nearly."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="occurrences")
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="occurrences")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "risk"], name="occurrence_once")]

    def __str__(self) -> str:
        return f"incident {self.incident_id} realises risk {self.risk_id}"


class Breach(models.Model):
    """A personal-data breach: aware since when, and whether the Commissioner is told (UK GDPR art 33).

    It is told without undue delay and, where feasible, within 72 hours, unless a risk to people is unlikely
    (art 33(1)); later than that with the reasons for the delay; the facts are written down either way (art 33(5)).
    """

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="breach")
    aware_at = models.DateTimeField()
    notify = models.BooleanField(null=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    late_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(notify=None, decided_by=None, decided_at=None, reasons="")
                | Q(notify__isnull=False, decided_by__isnull=False, decided_at__isnull=False) & ~Q(reasons=""),
                name="breach_decided_for_reasons",
            ),
            models.CheckConstraint(
                condition=Q(notified_at=None) | Q(notify=True), name="breach_notified_where_so_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"breach of incident {self.incident_id}"

    @property
    def due_at(self) -> datetime:
        """By when the Commissioner is told: 72 hours after becoming aware (UK GDPR art 33(1)), as they pass.

        In UTC, as adding to a local time would count its face and lose or gain an hour when the clocks change.
        """
        return self.aware_at.astimezone(UTC) + NOTIFY_WITHIN

    @property
    def is_running(self) -> bool:
        """Whether the clock still runs: nobody was told, and nobody decided that nobody need be."""
        return self.notified_at is None and self.notify is not False
