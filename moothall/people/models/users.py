"""Users: staff, councillors and guests."""

import re
import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people.models.teams import Team


class Kind(models.TextChoices):
    """How a person belongs to the council. Councillors are its members; guests belong to someone else."""

    STAFF = "staff", _("Staff")
    COUNCILLOR = "councillor", _("Councillor")
    GUEST = "guest", _("Guest")


class Role(models.TextChoices):
    """What a person does for the whole hall."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MODERATOR = "moderator", _("Moderator")
    AUDITOR = "auditor", _("Auditor")
    DISCLOSURE_OFFICER = "disclosure_officer", _("Disclosure officer")
    RISK_MANAGER = "risk_manager", _("Risk manager")
    RECORDS_MANAGER = "records_manager", _("Records manager")
    PERFORMANCE_OFFICER = "performance_officer", _("Performance officer")


def plain_number(typed: str) -> str:
    """A staff number as it is kept: `ab 12-345` is `AB12345`; empty for what holds anything but letters and digits."""
    joined = re.sub(r"[\s./-]", "", unicodedata.normalize("NFKC", typed)).upper()
    return joined if joined.isascii() and joined.isalnum() else ""


class UserQuerySet(models.QuerySet["User"]):
    """Questions about people."""

    def active(self) -> "UserQuerySet":
        """Those who may sign in."""
        return self.filter(is_active=True)

    def visible_to(self, user: Any) -> "UserQuerySet":
        """The directory: staff and councillors see all; a guest sees those they share a space with, and themselves."""
        from moothall.people import grants

        if not getattr(user, "is_active", False):
            return self.none()
        if user.kind != Kind.GUEST:
            return self
        return self.filter(pk__in=grants.people_beside(user))


class UserManager(BaseUserManager["User"]):
    """People, found; they are created through `people.actions`."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        """Those who may sign in."""
        return self.get_queryset().active()

    def visible_to(self, user: Any) -> UserQuerySet:
        """The directory, as this person may see it."""
        return self.get_queryset().visible_to(user)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(handle=username or "")


class User(AbstractBaseUser):
    """Someone who can come into the hall, by e-mail address or, where they have none, by staff number."""

    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    staff_number = models.CharField(_("staff number"), max_length=32, blank=True)
    name = models.CharField(_("name"), max_length=120)
    handle = models.SlugField(_("handle"), max_length=60, unique=True, allow_unicode=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.STAFF)
    job = models.CharField(_("job"), max_length=120, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    manager = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    ask_about = models.CharField(_("what people can ask me about"), max_length=400, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    way_in: Any = None  # the one-time code that was typed at the door, until it is used up

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "handle"  # the one name that everybody has; people type their address or staff number
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.UniqueConstraint(fields=["email"], condition=~models.Q(email=""), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(staff_number=Upper("staff_number")), name="user_staff_number_upper_case"
            ),
            models.UniqueConstraint(
                fields=["staff_number"], condition=~models.Q(staff_number=""), name="user_staff_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(email="") | ~models.Q(staff_number=""), name="user_can_be_named_at_the_door"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="user_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The profile page."""
        return reverse("people:profile", args=[self.handle])

    def get_full_name(self) -> str:
        """The name, as other libraries ask for it."""
        return self.name

    @property
    def first_name(self) -> str:
        """What one calls this person: `Priya`, or `Cllr Tregarthen`."""
        words = self.name.split() or [self.name]
        if self.kind == Kind.COUNCILLOR and len(words) > 1 and words[0].lower().startswith(("cllr", "councillor")):
            return f"{words[0]} {words[-1]}"
        return words[0]

    @property
    def signs_in_with(self) -> str:
        """What this person types at the door."""
        return self.email or self.staff_number

    @property
    def holder(self) -> str:
        """This person as the holder of a grant."""
        return f"user:{self.pk}"

    @property
    def is_guest(self) -> bool:
        """Whether this person belongs to someone else than the council."""
        return self.kind == Kind.GUEST

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles held now, asked once a request."""
        return frozenset(self.role_holdings.values_list("role", flat=True))

    def has_role(self, role: str) -> bool:
        """Whether this person holds the role and may sign in."""
        return self.is_active and role in self.roles

    def does(self) -> str:
        """What stands beside the name: job and team, or `Guest, Friends of Harrowby Library`."""
        if self.is_guest:
            return ", ".join(part for part in (str(_("Guest")), self.organisation) if part)
        return ", ".join(part for part in (self.job, self.team.name if self.team else "") if part)


class RoleHolding(models.Model):
    """That a person holds a role."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_holdings")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
