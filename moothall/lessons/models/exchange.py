"""What comes from other bodies: whose feeds are followed, what they publish, and which lessons were brought in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor, changed, columns
from moothall.lessons.choices import Licence
from moothall.lessons.exchange.faults import Fault
from moothall.lessons.models.lessons import Lesson
from moothall.people.models import User


class ItemKind(models.TextChoices):
    """What sort of thing another body publishes."""

    LESSON = "lesson", _("Lesson")
    POLICY = "policy", _("Policy")
    APPRAISAL = "appraisal", _("Appraisal")
    OTHER = "other", _("Something else")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Which subscriptions a person may see, and which are to be looked at."""

    def visible_to(self, user: User | AnonymousUser) -> "SubscriptionQuerySet":
        """Staff and councillors see whom the council follows."""
        return self if isinstance(user, User) and user.is_active and not user.is_guest else self.none()

    def live(self) -> "SubscriptionQuerySet":
        """Those that were not ended."""
        return self.filter(ended_at=None)

    def due(self, now: datetime) -> "SubscriptionQuerySet":
        """Those whose turn it is, and at which nobody is looking."""
        return self.live().filter(Q(looking_until=None) | Q(looking_until__lte=now), look_at__lte=now)


class Subscription(models.Model):
    """That the council follows what another body publishes at an address, and what came of looking there last."""

    name = models.CharField(max_length=160)  # of the body, as the council calls it
    address = models.CharField(max_length=1000)
    title = models.CharField(max_length=300, blank=True)  # what the feed calls itself
    home = models.CharField(max_length=1000, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(default=clock.now)  # when it is looked at next
    looking_until = models.DateTimeField(null=True)  # somebody looks, and is given up on then
    looked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)  # when it could be read last
    read_at = models.DateTimeField(null=True)  # when it was read from end to end last
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=200, blank=True)
    more = models.BooleanField(default=False)  # there was more than the hall takes
    fault = models.CharField(max_length=12, choices=Fault, blank=True)
    fault_detail = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[SubscriptionQuerySet] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=Q(ended_at=None), name="subscription_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(address=""), name="subscription_of_somebody_somewhere"),
            models.CheckConstraint(
                condition=Q(address__startswith="https://") | Q(address__startswith="http://"),
                name="subscription_on_the_web",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False), name="subscription_ended_once"
            ),
            models.CheckConstraint(condition=Q(fault="") | Q(fault__in=Fault.values), name="subscription_fault_known"),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None, fault="")
                | Q(failures__gte=1, failing_since__isnull=False) & ~Q(fault=""),
                name="subscription_fails_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["look_at"], condition=Q(ended_at=None), name="subscription_next")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The subscription, and what came of it."""
        return reverse("lessons:subscription", args=[self.pk])

    @property
    def is_live(self) -> bool:
        """Whether it is followed still."""
        return self.ended_at is None

    @property
    def is_failing(self) -> bool:
        """Whether it could not be read the last time."""
        return self.failing_since is not None

    @property
    def is_looking(self) -> bool:
        """Whether somebody is looking at this moment."""
        return self.looking_until is not None and self.looking_until > clock.now()


class ItemQuerySet(models.QuerySet["Item"]):
    """Which things of other bodies a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "ItemQuerySet":
        """Staff and councillors read all; guests are here for the council's own matters."""
        return self if isinstance(user, User) and user.is_active and not user.is_guest else self.none()


class Item(models.Model):
    """Something that another body publishes, as it said it last.

    It is theirs: the council keeps a copy, with its origin. Its name for good is that body's own: what another body
    publishes under the same name is another thing.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="items")
    guid = models.CharField(max_length=1000)
    key = models.CharField(max_length=64)  # SHA-256 of the whole guid
    kind = models.CharField(max_length=9, choices=ItemKind)
    title = models.CharField(max_length=300)
    summary = models.CharField(max_length=2000, blank=True)
    html = models.TextField(blank=True)  # sanitised
    cut = models.BooleanField(default=False)
    url = models.CharField(max_length=1000, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    licence_url = models.CharField(max_length=1000, blank=True)
    said_by = models.CharField(max_length=200, blank=True)  # as the feed says, which nobody checks
    language = models.CharField(max_length=20, blank=True)
    published_at = models.DateTimeField(null=True)  # as the feed says
    updated_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)  # the whole of it, where another hall publishes it
    digest = models.CharField(max_length=64)  # SHA-256 of all that it says
    first_seen = models.DateTimeField(default=clock.now, editable=False)
    last_seen = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    objects: ClassVar[ItemQuerySet] = ItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "key"], name="item_once_of_a_body"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="item_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="item_has_title"),
        ]
        indexes = [
            models.Index(fields=["-first_seen", "-id"], name="item_newest_first"),
            models.Index(fields=["kind", "-first_seen", "-id"], name="item_of_kind_newest_first"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The thing, with where it comes from."""
        return reverse("lessons:item", args=[self.pk])

    @property
    def said_at(self) -> datetime | None:
        """When that body published it, unless it claims a moment that had not come when it was seen."""
        claimed = self.published_at or self.updated_at
        return claimed if claimed is not None and claimed <= self.last_seen else None

    @property
    def licence_words(self) -> str:
        """Its licence in words, where we know it by its SPDX name."""
        return str(dict(Licence.choices).get(self.licence, self.licence))

    @property
    def is_gone(self) -> bool:
        """Whether that body publishes it no longer."""
        return self.gone_at is not None


class Brought(models.Model):
    """That a lesson of another body was brought in: these very words stand in the hall from then on."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="brought")
    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="brought")
    digest = models.CharField(max_length=64)  # of what the item said then
    origin = models.CharField(max_length=160)  # the body, as the council called it then
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "digest"], name="brought_once_as_it_was")]

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} from item {self.item_id}"


@dataclass(frozen=True)
class KeepsPlace:
    """The guard of what keeps what it is: the named fields never change, and where there are any, `once` only once."""

    model: type[models.Model]
    fields: tuple[str, ...]
    why: str
    once: str = ""

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to make one thing into another."""
        names = columns(self.model)
        yield Rule(Event.UPDATE, self.why, when=changed(vendor, (names[name] for name in self.fields)))
        if self.once:
            over = f"OLD.{names[self.once]} IS NOT NULL AND ({changed(vendor, [names[self.once]])})"
            yield Rule(Event.UPDATE, "what was ended stays ended", when=over)


guards.declare(
    KeepsPlace(
        Subscription,
        ("id", "address", "added_by", "added_at"),
        "a subscription keeps its address: end it, and subscribe to another",
        once="ended_at",
    ),
    KeepsPlace(Item, ("id", "subscription", "guid", "key", "first_seen"), "what a body publishes stays that body's"),
    AppendOnly(Brought, why="what was brought in was brought in"),
)
