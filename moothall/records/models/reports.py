"""“We can’t access the stuff”, and “may I use it?” where nobody has answered yet."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.people.models import Role, User
from moothall.records.held import Held
from moothall.records.models.systems import InformationSystem


class Matter(models.TextChoices):
    """What a report is about."""

    BLOCK = "block", _("I can’t get to it")
    QUESTION = "question", _("May I use it?")


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about reports."""

    def visible_to(self, user: User | AnonymousUser) -> "ReportQuerySet":
        """All, for staff and councillors: one person's answer serves the next; none for guests."""
        if not isinstance(user, User) or not user.is_active or user.is_guest:
            return self.none()
        return self

    def waiting(self) -> "ReportQuerySet":
        """Those nobody has answered."""
        return self.filter(answered_at__isnull=True)

    def answerable_by(self, user: User) -> "ReportQuerySet":
        """Those that this person is to answer: of their systems, and of no known one for who keeps the records."""
        mine = Q(system__owner=user)
        if user.has_role(Role.RECORDS_MANAGER) or user.has_role(Role.ADMINISTRATOR):
            mine |= Q(system__isnull=True)
        return self.filter(mine)

    def overdue(self, today: date) -> "ReportQuerySet":
        """Those that should have been answered before today."""
        return self.waiting().filter(due_on__lt=today)


class Report(models.Model):
    """A block that somebody met, or a question whether something may be used; its owner answers it in time."""

    matter = models.CharField(max_length=8, choices=Matter)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, null=True, related_name="reports")
    system_words = models.CharField(max_length=120, blank=True)  # where it is not in the register
    purpose = models.CharField(max_length=400)  # what they wanted to do
    met = models.CharField(max_length=400, blank=True)  # what happened: the words on the screen
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    due_on = models.DateField()  # fixed when it was asked: a promise does not move with a later setting
    answer = models.CharField(max_length=1000, blank=True)
    opened = models.BooleanField(null=True)  # whether the way is open now, or the use is allowed
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(matter__in=Matter.values), name="report_matter_known"),
            models.CheckConstraint(
                condition=Q(system__isnull=False) | ~Q(system_words=""), name="report_names_a_system"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, opened__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False, opened__isnull=False) & ~Q(answer="")),
                name="report_answered_in_words",
            ),
        ]
        indexes = [models.Index(fields=["answered_at", "due_on"], name="report_waiting")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("records:report", args=[self.pk])

    @property
    def about(self) -> str:
        """The name of what it is about."""
        return self.system.name if self.system else self.system_words

    @property
    def is_overdue(self) -> bool:
        """Whether the day on which it was to be answered has passed."""
        return self.answered_at is None and self.due_on < clock.today()


UNANSWERED = "{row}.answered_at IS NULL"
guards.declare(
    Held(
        Report,
        scopes={"report": ("pk",), "user": ("asked_by", "answered_by")},
        keeps=("matter", "system", "system_words", "purpose", "met", "asked_by", "asked_at", "due_on"),
        kept_elsewhere=dict.fromkeys(("answer", "opened", "answered_by", "answered_at"), UNANSWERED),
    )
)
