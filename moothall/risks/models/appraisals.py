"""Appraisals, their rounds and their options."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.risks.choices import OptionKind
from moothall.risks.models.scales import Scale

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Openness(models.TextChoices):
    """Who may read an appraisal."""

    HALL = "hall", _("All staff and councillors")
    CLOSED = "closed", _("Its owner, those who work on it, and risk managers")


class AppraisalQuerySet(models.QuerySet["Appraisal"]):
    """Which appraisals a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "AppraisalQuerySet":
        """Those whose container they hold."""
        return self.filter(pk__in=grants.held(user, "appraisal"))

    def public(self) -> "AppraisalQuerySet":
        """Those that anybody may read on the public site."""
        return self.filter(published_at__isnull=False)


class Appraisal(models.Model):
    """A question to decide, through all its rounds.

    Without an owner it is in the risk managers' care, and nothing is decided until it has one.
    """

    question = models.CharField(max_length=200)
    problem = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="appraisals_owned"
    )
    openness = models.CharField(max_length=6, choices=Openness)
    decide_by = models.DateField(null=True)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="appraisals")
    starter = models.CharField(max_length=40, blank=True)  # the key of the template it was begun from
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)  # given up, without a decision
    closed_reason = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[AppraisalQuerySet] = AppraisalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(question="") & ~Q(problem=""), name="appraisal_asks_something"),
            models.CheckConstraint(condition=Q(openness__in=Openness.values), name="appraisal_openness_known"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="appraisal_published_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_reason="") | Q(closed_at__isnull=False) & ~Q(closed_reason=""),
                name="appraisal_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """The appraisal, to be read in two minutes."""
        return reverse("risks:appraisal", args=[self.pk])

    @property
    def container(self) -> str:
        """What the grants name: `appraisal:7`."""
        return f"appraisal:{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it on the public site."""
        return self.published_at is not None


class Member(models.Model):
    """That somebody works on an appraisal beside its owner."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appraisals_worked_on")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "user"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} works on {self.appraisal_id}"


class Round(models.Model):
    """One way through an appraisal, from its options to its decision; with the decision it is frozen."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=400, blank=True)  # why the question was opened again
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "number"], name="round_numbered_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="round_opened_again_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.appraisal_id}"

    @property
    def opened_on(self) -> date:
        """The day it was opened."""
        return timezone.localdate(self.opened_at)


class Option(models.Model):
    """One answer to the question, at a cost in pounds a year; a pilot says when it ends and what is success."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="options")
    place = models.PositiveSmallIntegerField()  # 1 is option A
    kind = models.CharField(max_length=10, choices=OptionKind)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    cost_low = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cost_high = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    pilot_ends_on = models.DateField(null=True)
    pilot_success = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="option_placed_once"),
            models.UniqueConstraint(fields=["round"], condition=Q(kind="do_nothing"), name="option_does_nothing_once"),
            models.CheckConstraint(condition=Q(kind__in=OptionKind.values), name="option_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="option_has_name"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=len(LETTERS)), name="option_place_has_letter"),
            models.CheckConstraint(
                condition=Q(cost_low=None, cost_high=None) | Q(cost_low__gte=0, cost_low__lte=F("cost_high")),
                name="option_cost_is_a_range",
            ),
            models.CheckConstraint(
                condition=~Q(kind="pilot") | Q(pilot_ends_on__isnull=False) & ~Q(pilot_success=""),
                name="option_pilot_ends_and_has_a_test",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def letter(self) -> str:
        """How it is called in short: A, B, C."""
        return LETTERS[self.place - 1]

    @property
    def avoids(self) -> bool:
        """Whether choosing it is avoidance, which is challenged: doing nothing, or prohibiting."""
        return self.kind in (OptionKind.DO_NOTHING, OptionKind.PROHIBIT)

    @property
    def ended_on(self) -> date | None:
        """The day on which a pilot ended; None while it goes on, and for what is no pilot."""
        ends = self.pilot_ends_on
        return ends if ends is not None and ends <= clock.today() else None


class Proposal(models.Model):
    """Which option is proposed in a round and the balance in words, until the decision is taken."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="proposal")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    balance = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(balance=""), name="proposal_has_words")]

    def __str__(self) -> str:
        return self.balance
