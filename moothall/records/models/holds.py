"""Holds: what must not be lost for now, why, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor, changed, columns, quote
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.records.held import ADDRESS, HOLDS, PLACING, SCOPES, Held

CONTAINER = "hold"  # its owner holds it; roles see every hold
SEES_ALL = (Role.RECORDS_MANAGER, Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICER, Role.AUDITOR)
REASON = 2000  # characters
NEUTRAL = "Something that must be kept for now."
WORDS = ("reason", "case")  # what a hold says it is for


class HoldQuerySet(models.QuerySet["Hold"]):
    """Which holds a person may know of, and which are in force."""

    def visible_to(self, user: User | AnonymousUser) -> "HoldQuerySet":
        """All of them for those who look after records, disclose or audit; for others the holds that they own."""
        if isinstance(user, User) and any(user.has_role(role) for role in SEES_ALL):
            return self
        return self.filter(pk__in=grants.held(user, CONTAINER))

    def in_force(self) -> "HoldQuerySet":
        """Holds that were not released."""
        return self.filter(released_at__isnull=True)


class Hold(models.Model):
    """That some things must not be lost, until it is released. It is never deleted, so that it can be told later."""

    reason = models.TextField()
    case = models.CharField(max_length=120, blank=True)  # a reference as people write it: `FOI 2026/114`
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Who says when it can be released; None when they left, and the records managers do."""
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Whoever placed it; None when the hall did, as for a request that came."""
    placed_at = models.DateTimeField(default=clock.now, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    release_reason = models.TextField(blank=True)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[HoldQuerySet] = HoldQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = HOLDS
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True, release_reason="")
                | Q(released_at__isnull=False, released_by__isnull=False) & ~Q(release_reason=""),
                name="hold_stands_or_was_released_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(released_at__isnull=True), name="hold_in_force")]

    def __str__(self) -> str:
        return _("Hold {number}").format(number=self.pk)

    def get_absolute_url(self) -> str:
        """The hold's page."""
        return reverse("records:hold", args=[self.pk])

    @property
    def container(self) -> str:
        """The token that its owner holds."""
        return f"{CONTAINER}:{self.pk}"

    @property
    def in_force(self) -> bool:
        """Whether it was not released."""
        return self.released_at is None


class HoldSearch(models.Model):
    """A search whose finds are held. The index cannot be asked at a deletion, so they are written down as scopes."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="searches")
    query = models.CharField(max_length=1000)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    run_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(query=""), name="hold_search_has_words")]

    def __str__(self) -> str:
        return self.query


class HoldScope(models.Model):
    """One token that a hold covers: `space:7`, `user:5`, or an e-mail address as `address:`."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="scopes")
    kind = models.CharField(max_length=20)
    ref = models.BigIntegerField(default=0)
    address = models.CharField(max_length=254, blank=True)
    search = models.ForeignKey(HoldSearch, on_delete=models.PROTECT, null=True, related_name="finds")
    """The search that found it; None for what was named, and for what followed from that."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        db_table = SCOPES
        constraints = [
            # In this order, as the database asks by kind and number at every deletion.
            models.UniqueConstraint(fields=["kind", "ref", "address", "hold"], name="hold_covers_once"),
            models.CheckConstraint(
                condition=Q(kind=ADDRESS, ref=0) & ~Q(address="") | ~Q(kind=ADDRESS) & Q(address="", ref__gt=0),
                name="hold_scope_is_a_number_or_an_address",
            ),
        ]
        indexes = [models.Index(fields=["hold", "search", "id"], name="hold_scope_in_order")]

    def __str__(self) -> str:
        return self.token_text

    @property
    def token_text(self) -> str:
        """`space:7`, or `address:sales@halden.example`."""
        return f"{self.kind}:{self.address or self.ref}"


class HoldReview(models.Model):
    """That a hold is to be looked at again on a day: whether it is still needed."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hold"], condition=Q(reviewed_at__isnull=True), name="hold_has_one_review_to_come"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="hold_reviewed_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(reviewed_at__isnull=True), name="hold_review_to_come"),
        ]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.due_on:%Y-%m-%d}"


@dataclass(frozen=True)
class ReleasedForGood:
    """A hold that was released stays so; whoever wants it back places another, which is told."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        other = changed(vendor, (column for name, column in columns(self.model).items() if name not in WORDS))
        yield Rule(Event.UPDATE, "it was released, and that stands", when=f"OLD.released_at IS NOT NULL AND ({other})")


@dataclass(frozen=True)
class MadeNeutral:
    """What a hold says it is for changes in one way alone: to words that tell nothing, released or not."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        names = columns(self.model)
        other = changed(vendor, (names[name] for name in WORDS))
        neutral = f"NEW.{quote(names['reason'])} = '{NEUTRAL}' AND NEW.{quote(names['case'])} = ''"
        yield Rule(
            Event.UPDATE, "a hold stays as it was placed until it is released", when=f"({other}) AND NOT ({neutral})"
        )


@dataclass(frozen=True)
class PlacedInTurn:
    """Who adds to a hold waits for the deletions under way, and those that come later see what was added."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        released = f'SELECT 1 FROM "{HOLDS}" WHERE id = NEW.hold_id AND released_at IS NOT NULL'  # noqa: S608  our names
        yield Rule(Event.INSERT, "the hold was released", when=f"EXISTS ({released})", lock=PLACING)


guards.declare(
    AppendOnly(
        Hold,
        may_change=("owner", "released_at", "released_by", "release_reason", *WORDS),
        why="a hold stays as it was placed until it is released",
    ),
    ReleasedForGood(Hold),
    MadeNeutral(Hold),
    AppendOnly(HoldScope, why="what a hold covers is only ever added to"),
    PlacedInTurn(HoldScope),
    AppendOnly(HoldSearch, may_change=("run_at",), why="what a hold covers is only ever added to"),
    Held(User, scopes={"user": ("pk",)}),
)
