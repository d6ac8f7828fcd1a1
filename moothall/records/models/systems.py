"""Systems and platforms that the council uses or allows, its accounts there, and what people may use them for."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people.models import User


class Status(models.TextChoices):
    """Whether a system may be used for the council's work."""

    SUPPORTED = "supported", _("Supported")
    GUIDED = "guided", _("Allowed with guidance")
    NOT_ALLOWED = "not_allowed", _("Not allowed")


class SystemQuerySet(models.QuerySet["InformationSystem"]):
    """Which systems a person may look up."""

    def visible_to(self, user: User | AnonymousUser) -> "SystemQuerySet":
        """All of them, for staff and councillors; none for guests."""
        if not isinstance(user, User) or not user.is_active or user.is_guest:
            return self.none()
        return self

    def named(self, words: str) -> "SystemQuerySet":
        """Those whose name, other names or purpose have these words."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(name__icontains=word) | Q(also_called__icontains=word) | Q(what_for__icontains=word))
        return found


class InformationSystem(models.Model):
    """A system or platform, the council's own or somebody else's, with what is known of its safety."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    also_called = models.CharField(max_length=200, blank=True)
    outside = models.BooleanField(default=False)  # a public platform that belongs to somebody else
    status = models.CharField(max_length=12, choices=Status)
    what_for = models.CharField(max_length=400)
    why_not = models.CharField(max_length=400, blank=True)
    use_instead = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    use_instead_words = models.CharField(max_length=200, blank=True)
    guidance = models.CharField(max_length=300, blank=True)  # an address in the hall or on the web
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="systems_owned")
    supplier = models.CharField(max_length=200, blank=True)
    data_location = models.CharField(max_length=200, blank=True)
    sign_in = models.CharField(max_length=200, blank=True)
    export = models.CharField(max_length=200, blank=True)
    encryption = models.CharField(max_length=300, blank=True)
    backup = models.CharField(max_length=300, blank=True)
    restore_tested_on = models.DateField(null=True)
    access_control = models.CharField(max_length=300, blank=True)
    patching = models.CharField(max_length=300, blank=True)
    incident_contact = models.CharField(max_length=200, blank=True)
    assurance = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[SystemQuerySet] = SystemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="system_status_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.NOT_ALLOWED)
                | (~Q(why_not="") & (Q(use_instead__isnull=False) | ~Q(use_instead_words=""))),
                name="system_not_allowed_says_why_and_what_instead",
            ),
            models.CheckConstraint(condition=~Q(use_instead=F("id")), name="system_not_instead_of_itself"),
        ]
        indexes = [models.Index(fields=["review_on"], name="system_review")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The system's page."""
        return reverse("records:system", args=[self.slug])

    @property
    def measures(self) -> list[tuple[str, str]]:
        """What is known of how it is kept safe, name and words; what nobody wrote down is an empty string."""
        tested = self.restore_tested_on
        restored = _("restored for trial on {day}").format(day=tested.strftime("%-d %B %Y")) if tested else ""
        return [
            (str(_("Encryption")), self.encryption),
            (str(_("Backup")), ", ".join(part for part in (self.backup, restored) if part)),
            (str(_("Who gets in")), self.access_control),
            (str(_("Patching")), self.patching),
            (str(_("In an incident")), self.incident_contact),
        ]

    @property
    def unknown(self) -> list[str]:
        """Measures that nobody wrote down: what the council does not know of what it relies on."""
        names = [name for name, words in self.measures if not words]
        if not self.restore_tested_on and not self.outside:
            names.append(str(_("When a restore was last tried")))
        return names


class Use(models.Model):
    """An answer to “may I use it for that?”."""

    class Answer(models.TextChoices):
        """What the answer is."""

        YES = "yes", _("Yes")
        WITH_GUIDANCE = "guided", _("Yes, with guidance")
        NO = "no", _("No")

    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="uses")
    purpose = models.CharField(max_length=200)
    answer = models.CharField(max_length=8, choices=Answer)
    words = models.CharField(max_length=600)
    guidance = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["yes", "guided", "no"]), name="use_answer_known"),
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(words=""), name="use_is_said_in_words"),
            models.UniqueConstraint(fields=["system", "purpose"], name="use_answered_once"),
        ]

    def __str__(self) -> str:
        return self.purpose


class OfficialAccount(models.Model):
    """An account by which the council speaks on a platform; two people answer for it."""

    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="accounts")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=300)
    first_owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "name"], name="account_named_once"),
            models.CheckConstraint(condition=~Q(first_owner=F("second_owner")), name="account_has_two_owners"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owners(self) -> tuple[User, User]:
        """The two people who answer for it."""
        return self.first_owner, self.second_owner
