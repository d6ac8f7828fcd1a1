"""Who must acknowledge which policy before they do what, who has, and who went on in an emergency."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.people.models import Kind, User
from moothall.policies.models.policies import Language, Policy, Version

EVERYBODY = ""  # the audience of everyone who may sign in
DAYS_IN_YEAR, MONTHS_IN_YEAR = 365, 12


class Capability(models.TextChoices):
    """What can stand behind a gate; reading stands behind one only where coming in does."""

    COME_IN = "come_in", _("Come in: at the next sign-in, before anything else")
    POST = "post", _("Write in a space: start a conversation, reply, edit")
    IMPORT_MAIL = "import_mail", _("Bring mail in")
    SHARE_MAIL = "share_mail", _("Share mail with a space")
    PUBLISH = "publish", _("Publish on the public site")


CODES = {
    Capability.COME_IN: "c",
    Capability.POST: "p",
    Capability.IMPORT_MAIL: "i",
    Capability.SHARE_MAIL: "s",
    Capability.PUBLISH: "u",
}
PLACES = {
    Capability.POST: ("space",),
    Capability.IMPORT_MAIL: ("mailbox",),
    Capability.SHARE_MAIL: ("mailbox",),
}
"""The sorts of place to which a gate can be narrowed."""
GATES = "g."  # how the kinds of containers begin that stop their holders
PASSED = "acknowledged"  # the kind of container that a person holds for a requirement that does not stop them


def gate_kind(capability: str, place: str = "") -> str:
    """The kind of the containers that stop their holders: `g.p`, or `g.p.space.7` for a gate at one place."""
    code = f"{GATES}{CODES[Capability(capability)]}"
    return f"{code}.{place.replace(':', '.')}" if place else code


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Questions about what is asked."""

    def standing(self) -> "RequirementQuerySet":
        """Those that nobody has ended, of policies that were not withdrawn."""
        return self.filter(ended_at__isnull=True, policy__withdrawn_at__isnull=True)

    def at(self, capability: str, place: str = "") -> "RequirementQuerySet":
        """Those that concern a capability at a place, or everywhere."""
        return self.filter(capability=capability, place__in={"", place})


class Requirement(models.Model):
    """That an audience acknowledges a policy before it uses a capability, everywhere or at one place."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="requirements")
    capability = models.CharField(max_length=12, choices=Capability)
    place = models.CharField(max_length=40, blank=True)  # `space:7`, or empty for everywhere
    audience = models.CharField(max_length=40, blank=True)  # `kind:staff`, `team:3`, `role:moderator`; empty: everyone
    grace_days = models.PositiveSmallIntegerField(default=0)  # in which people are asked and not yet stopped
    renew_months = models.PositiveSmallIntegerField(null=True)  # after which they are asked again; None for never
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[RequirementQuerySet] = RequirementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capability__in=Capability.values), name="requirement_capability_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="requirement_ended_by_someone",
            ),
            models.CheckConstraint(condition=Q(grace_days__lte=90), name="requirement_grace_is_short"),
            models.CheckConstraint(
                condition=Q(renew_months__isnull=True) | Q(renew_months__gte=1, renew_months__lte=60),
                name="requirement_renewed_within_five_years",
            ),
            models.UniqueConstraint(
                fields=["policy", "capability", "place", "audience"],
                condition=Q(ended_at__isnull=True),
                name="requirement_asked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["capability", "place"], condition=Q(ended_at__isnull=True), name="requirement_at_gate")
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} before {self.capability}"

    def get_absolute_url(self) -> str:
        """Who has and who has not."""
        return reverse("policies:requirement", args=[self.pk])

    @property
    def holders(self) -> tuple[str, ...]:
        """The audience as holders of grants."""
        return (self.audience,) if self.audience else tuple(f"kind:{kind}" for kind in Kind.values)

    @property
    def gate(self) -> str:
        """The container whose holders are stopped."""
        return f"{gate_kind(self.capability, self.place)}:{self.pk}"

    @property
    def passed(self) -> str:
        """The container of those whom it does not stop."""
        return f"{PASSED}:{self.pk}"

    @property
    def grace(self) -> timedelta:
        """How long people are asked before they are stopped."""
        return timedelta(days=self.grace_days)

    @property
    def renewal(self) -> timedelta | None:
        """How long an acknowledgement is good; a month is the twelfth part of 365 days."""
        if self.renew_months is None:
            return None
        return timedelta(days=DAYS_IN_YEAR * self.renew_months // MONTHS_IN_YEAR)

    @property
    def is_over(self) -> bool:
        """Whether it was ended."""
        return self.ended_at is not None


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    """Questions about acknowledgements."""

    def visible_to(self, user: User | AnonymousUser) -> "AcknowledgementQuerySet":
        """One's own; who has and who has not is for the policy's owner, page by page."""
        return self.filter(user=user.pk) if isinstance(user, User) and user.is_active else self.none()


class Acknowledgement(models.Model):
    """The proof that a person read a text and will keep to it: which words, in which language, when, and where."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    language = models.CharField(max_length=2, choices=Language)
    digest = models.CharField(max_length=64)  # of the text as it stood: SHA-256 of title, summary and body
    capability = models.CharField(max_length=12, choices=Capability)  # at whose gate
    place = models.CharField(max_length=40, blank=True)
    answered = models.PositiveSmallIntegerField(default=0)  # questions of the understanding check, all rightly
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[AcknowledgementQuerySet] = AcknowledgementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=Language.values), name="acknowledged_in_known_language"),
            models.CheckConstraint(condition=Q(capability__in=Capability.values), name="acknowledged_at_known_gate"),
            models.CheckConstraint(condition=~Q(digest=""), name="acknowledged_words_have_a_digest"),
        ]
        indexes = [models.Index(fields=["user", "-at"], name="acknowledged_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} acknowledged {self.version_id}"


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    """Questions about emergencies."""

    def lasting(self, now: datetime) -> "EmergencyQuerySet":
        """Those that are not over."""
        return self.filter(at__lte=now, until__gt=now)


class Emergency(models.Model):
    """That a person went on without an acknowledgement, why, and until when that holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gate_emergencies")
    capability = models.CharField(max_length=12, choices=Capability)
    place = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Themselves, or None where it was said on the machine's command line."""
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    objects: ClassVar[EmergencyQuerySet] = EmergencyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capability__in=Capability.values), name="emergency_capability_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_reason"),
            models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="emergency_ends"),
        ]
        indexes = [models.Index(fields=["user", "capability", "until"], name="emergency_lasting")]

    def __str__(self) -> str:
        return f"{self.user_id} in an emergency: {self.capability}"


class Reminder(models.Model):
    """One time that people were reminded; without `by` it was the hall, when a time of grace began."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="reminders")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"reminder {self.pk} of {self.requirement_id}"


class Reminded(models.Model):
    """That one reminder went to one person."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="reminded")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reminder", "user"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.user_id} by {self.reminder_id}"


guards.declare(
    guards.AppendOnly(Acknowledgement, why="what was acknowledged stays as it was"),
    guards.AppendOnly(Emergency, why="what was done in an emergency stays on record"),
)
