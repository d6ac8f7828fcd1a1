"""Spaces and who belongs to them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.prepared import prepared
from moothall.people import grants
from moothall.people.models import User
from moothall.records import markings
from moothall.records.markings import Marked, Marking

CONTAINER = "space"


class Openness(models.TextChoices):
    """Who can read a space, and who knows that it is there."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    PRIVATE = "private", _("Private")


class SpaceQuerySet(models.QuerySet["Space"]):
    """Which spaces a person may read, and which they may know of."""

    def visible_to(self, user: User | AnonymousUser) -> "SpaceQuerySet":
        """Spaces whose talk this person may read."""
        return self.filter(pk__in=grants.held(user, CONTAINER))

    def listed_to(self, user: User | AnonymousUser) -> "SpaceQuerySet":
        """Spaces whose name, purpose and facilitators this person may know; a guest only those they are in."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        mine = Q(pk__in=grants.held(user, CONTAINER))
        if user.is_guest:
            return self.filter(mine)
        return self.filter(mine | Q(openness__in=[Openness.OPEN, Openness.CLOSED]))

    def joined_by(self, user: User) -> "SpaceQuerySet":
        """Spaces this person is a member of and may read."""
        return self.visible_to(user).filter(memberships__user=user)

    def unattended(self) -> "SpaceQuerySet":
        """Spaces in which nobody who may sign in is a facilitator any more: they are in the administrators' care."""
        looking_after = Membership.objects.facilitators().filter(space=OuterRef("pk"))
        return self.filter(~Exists(looking_after))


class Space(Marked):
    """A place to talk, for a purpose, in which people look after who comes in."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    purpose = models.CharField(_("purpose"), max_length=400)
    openness = models.CharField(_("openness"), max_length=8, choices=Openness)
    official = models.BooleanField(_("official"), default=False)
    guests_allowed = models.BooleanField(_("guests may be invited"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[SpaceQuerySet] = SpaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(openness__in=Openness.values), name="space_openness_known"),
            models.CheckConstraint(condition=~Q(name=""), name="space_has_name"),
            *markings.constraints("space"),
            models.CheckConstraint(
                condition=~Q(marking=Marking.SENSITIVE) | Q(guests_allowed=False),
                name="space_sensitive_takes_no_guests",
            ),
            models.CheckConstraint(
                condition=~Q(marking=Marking.SENSITIVE) | ~Q(openness=Openness.OPEN), name="space_sensitive_is_not_open"
            ),
        ]
        indexes = [models.Index(fields=["openness", "name"], name="space_by_openness")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The space's page."""
        return reverse("spaces:space", args=[self.slug])

    @property
    def people_url(self) -> str:
        """Where everyone who can see it stands, with the reason."""
        return reverse("spaces:people", args=[self.slug])

    @property
    def container(self) -> str:
        """The token that everything said here carries."""
        return f"{CONTAINER}:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether all staff and councillors may read and join."""
        return self.openness == Openness.OPEN

    @property
    def is_private(self) -> bool:
        """Whether only members know that it is there."""
        return self.openness == Openness.PRIVATE

    def membership_of(self, user: User) -> "Membership | None":
        """This person's membership, asked once for each object in memory."""
        known: dict[int, Membership | None] = self.__dict__.setdefault("_membership_of", {})
        if user.pk not in known:
            known[user.pk] = next(iter(_membership(self.pk, user.pk)), None)
        return known[user.pk]

    def remember_membership(self, user: User, membership: "Membership | None") -> None:
        """Spare `membership_of` its question, where the answer came with another one."""
        self.__dict__.setdefault("_membership_of", {})[user.pk] = membership


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about who is in a space."""

    def active(self) -> "MembershipQuerySet":
        """Members who may still sign in."""
        return self.filter(user__is_active=True)

    def guests(self) -> "MembershipQuerySet":
        """Members who belong to someone else than the council."""
        return self.active().filter(user__kind="guest")

    def facilitators(self) -> "MembershipQuerySet":
        """Members who look after the space and may still sign in."""
        return self.active().filter(facilitator=True)


class Membership(models.Model):
    """That a person belongs to a space."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    facilitator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Membership"]] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "user"], name="space_joined_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.space_id}"


@prepared
def _membership(space: int, user: int) -> models.QuerySet[Membership]:
    return Membership.objects.filter(space=space, user=user)
