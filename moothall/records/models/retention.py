"""The retention schedule, to what it is applied, and what was decided of things whose time has come."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people.models import Role, User
from moothall.records.periods import Period

MOST_YEARS = 150
LOOKERS = (Role.RECORDS_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR)


class Trigger(models.TextChoices):
    """From what a period is counted; which of these a container knows, its custody says."""

    CREATED = "created", gettext_lazy("When it was written or sent")
    LAST_ACTIVITY = "last_activity", gettext_lazy("The last activity in it")
    BROUGHT_IN = "brought_in", gettext_lazy("When it was brought into the hall")
    REVIEW = "review", gettext_lazy("Its last review")
    CONTRACT_END = "contract_end", gettext_lazy("The end of the contract")
    DATE = "date", gettext_lazy("A day that is entered where the rule is applied")


class Action(models.TextChoices):
    """What happens when the time has come."""

    DESTROY = "destroy", gettext_lazy("Destroy")
    REVIEW = "review", gettext_lazy("Review, then keep or destroy")
    TRANSFER = "transfer", gettext_lazy("Transfer to an archive, then destroy here")


def looks_after_retention(user: User | AnonymousUser) -> bool:
    """Records managers, administrators and auditors see what is disposed of; everyone else sees the schedule."""
    return isinstance(user, User) and user.is_active and any(user.has_role(role) for role in LOOKERS)


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    """Questions about the schedule."""

    def visible_to(self, user: User | AnonymousUser) -> "RetentionRuleQuerySet":
        """The schedule is for everyone who can sign in: people may know how long what they write is kept."""
        return self.all() if isinstance(user, User) and user.is_active else self.none()

    def current(self) -> "RetentionRuleQuerySet":
        """The newest version of each line."""
        return self.filter(superseded_by=None)


class RetentionRule(models.Model):
    """One version of one line of the schedule; it is never changed, a change makes the next version."""

    reference = models.CharField(max_length=40)
    """Which line of the schedule it is, the same in every version."""
    class_path = models.CharField(max_length=300)
    """Function / activity / transaction."""
    title = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    trigger = models.CharField(max_length=20, choices=Trigger)
    years = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    action = models.CharField(max_length=10, choices=Action)
    authority = models.CharField(max_length=400)
    """The law, guidance or decision that the period rests on."""
    placeholder = models.BooleanField(default=False)
    """That no authority is cited yet, and perhaps no period: such a rule cannot be switched on."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[RetentionRuleQuerySet] = RetentionRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "version"], name="retention_rule_version_once"),
            models.CheckConstraint(
                condition=Q(placeholder=True) | Q(years__gt=0) | Q(months__gt=0) | Q(days__gt=0),
                name="retention_rule_lasts",
            ),
            models.CheckConstraint(condition=Q(years__lte=MOST_YEARS), name="retention_rule_within_the_calendar"),
            models.CheckConstraint(condition=Q(trigger__in=Trigger.values), name="retention_rule_trigger_known"),
            models.CheckConstraint(condition=Q(action__in=Action.values), name="retention_rule_action_known"),
            models.CheckConstraint(
                condition=~Q(authority="") & ~Q(class_path="") & ~Q(title="") & ~Q(reference=""),
                name="retention_rule_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes=None) | Q(version__gt=1, supersedes__isnull=False),
                name="retention_rule_versions_follow",
            ),
        ]
        indexes = [models.Index(fields=["class_path", "reference", "id"], name="retention_rule_in_order")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The rule's page."""
        return reverse("records:rule", args=[self.pk])

    @property
    def period(self) -> Period:
        """How long."""
        return Period(self.years, self.months, self.days)

    @property
    def then(self) -> str:
        """What happens at the end, as a sentence ends."""
        return {
            Action.DESTROY: _("then destroyed"),
            Action.REVIEW: _("then reviewed, and kept or destroyed"),
            Action.TRANSFER: _("then transferred to an archive and destroyed here"),
        }[Action(self.action)]


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Questions about where rules are applied."""

    def visible_to(self, user: User | AnonymousUser) -> "ApplicationQuerySet":
        """Those who look after retention, and auditors."""
        return self.all() if looks_after_retention(user) else self.none()

    def live(self) -> "ApplicationQuerySet":
        """Those that are switched on."""
        return self.filter(switched_on_at__isnull=False, switched_off_at=None)


class Application(models.Model):
    """That a rule holds for a container (`space:7`), for one thing in it, or for all containers of a kind (`space:*`).

    It has no effect until someone has seen its preview and switched it on.
    """

    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=20)
    ref = models.BigIntegerField(null=True)
    """None for all of the kind."""
    event_date = models.DateField(null=True)
    """The day from which a rule counts whose trigger is an entered day."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    preview = models.JSONField(null=True)
    """The figures that were seen when it was switched on."""
    preview_digest = models.CharField(max_length=64, blank=True)
    switched_on_at = models.DateTimeField(null=True)
    switched_on_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    switched_off_at = models.DateTimeField(null=True)
    switched_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(switched_on_at=None, switched_on_by=None, preview_digest="", switched_off_at=None)
                | Q(switched_on_at__isnull=False, switched_on_by__isnull=False) & ~Q(preview_digest=""),
                name="application_switched_on_after_a_preview",
            ),
            models.CheckConstraint(
                condition=Q(switched_off_at=None, switched_off_by=None)
                | Q(switched_off_at__isnull=False, switched_off_by__isnull=False),
                name="application_switched_off_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["kind", "ref"], name="application_of_container")]

    def __str__(self) -> str:
        return f"{self.rule_id} on {self.container}"

    def get_absolute_url(self) -> str:
        """The page with its preview and its runs."""
        return reverse("records:application", args=[self.pk])

    @property
    def container(self) -> str:
        """`space:7`, or `space:*` for all of them."""
        return f"{self.kind}:{'*' if self.ref is None else self.ref}"

    @property
    def is_live(self) -> bool:
        """Whether it is switched on."""
        return self.switched_on_at is not None and self.switched_off_at is None

    def cutoff(self, today: date) -> date:
        """The last trigger day of what is due today."""
        return self.rule.period.cutoff(today)


class Verdict(models.TextChoices):
    """What was decided in a review."""

    KEEP = "keep", gettext_lazy("Keep")
    DESTROY = "destroy", gettext_lazy("Destroy")


class ReviewDecision(models.Model):
    """What somebody decided of one thing whose time had come; the newest decision counts."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    unit = models.CharField(max_length=20)
    ref = models.BigIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    keep_until = models.DateField(null=True)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="keep", keep_until__isnull=False) | Q(verdict="destroy", keep_until=None),
                name="review_keeps_until_a_day",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="review_has_reason"),
        ]
        indexes = [models.Index(fields=["unit", "ref", "-id"], name="review_newest")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.unit}:{self.ref}"


class ScheduleImport(models.Model):
    """A schedule that was brought in from a table: what came of it, and the rows that were refused, word for word."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    name = models.CharField(max_length=150)
    added = models.PositiveIntegerField(default=0)
    amended = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    """For each refused row its number, the reason, and its cells by column."""

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="schedule_import_newest")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """What came of it."""
        return reverse("records:schedule_import", args=[self.pk])


@dataclass(frozen=True)
class FixedOnceOn:
    """An application's rule and container stay what they were once it was switched on, and it is switched on once."""

    model: type[models.Model] = Application

    def rules(self, vendor: guards.Vendor) -> "list[guards.Rule]":
        """What the database refuses."""
        why = "what a rule was switched on for stays as it was seen"
        frozen = [
            name
            for name in guards.columns(self.model).values()
            if name not in ("switched_off_at", "switched_off_by_id")
        ]
        refused = [
            guards.Rule(
                guards.Event.UPDATE,
                why,
                when=f'OLD."switched_on_at" IS NOT NULL AND ({guards.changed(vendor, frozen)})',
            ),
            guards.Rule(guards.Event.DELETE, why, when='OLD."switched_on_at" IS NOT NULL'),
            guards.Rule(guards.Event.TRUNCATE, why),
        ]
        return [*refused, guards.refuse_replace(self.model, why)] if vendor == "sqlite" else refused


guards.declare(
    AppendOnly(RetentionRule, why="a change of the schedule is a new version"),
    FixedOnceOn(),
    AppendOnly(ReviewDecision, why="what was decided in a review stays on record"),
    AppendOnly(ScheduleImport, why="what was refused of a schedule is not lost"),
)
