"""The searches of a case, what they found, what could not be searched, and what others attest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor
from moothall.people.models import User
from moothall.records.held import HOLDS
from moothall.records.models import Hold


class StatutorySearch(models.Model):
    """A search of the whole hall for a live case: in which words, why, by whom, of which index, and what it found."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="searches")
    query = models.CharField(max_length=1000, blank=True)
    filters = models.JSONField(default=dict)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    generation = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    stamp = models.BigIntegerField()
    """Of the index's last commit: with the generation it says which state was searched."""
    cut = models.BooleanField(default=False)
    """Whether only the first of its words were looked for, as it had more than one search takes."""
    total = models.PositiveIntegerField()
    kinds = models.JSONField(default=dict)
    """How many of each kind: `{"mail": 73}`."""
    containers = models.JSONField(default=dict)
    """How many in each container: `{"mailbox:12": 73}`."""
    left_out = models.JSONField(default=list)
    """The containers that were not searched, as councillors hold them as their own."""
    unsearched = models.JSONField(null=True)
    """What the searches of the case could not look into as this one was made, as `queries.unsearched.Tally` says it.

    None of searches that were made before it was kept.
    """
    digest = models.CharField(max_length=64)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="statutory_search_has_reason")]
        indexes = [models.Index(fields=["case", "-id"], name="statutory_search_newest")]

    def __str__(self) -> str:
        return f"Search {self.pk} of case {self.case_id}"

    @property
    def name(self) -> str:
        """What a review set calls it."""
        return f"search {self.pk}"


class SearchHit(models.Model):
    """One thing that a search found, and where it lay."""

    search = models.ForeignKey(StatutorySearch, on_delete=models.CASCADE, related_name="hits", db_index=False)
    key = models.CharField(max_length=60)
    container = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "key"], name="search_hit_once")]

    def __str__(self) -> str:
        return self.key


class CapacityQuerySet(models.QuerySet["CapacityHeld"]):
    """Which places councillors hold as their own."""

    def standing(self) -> "CapacityQuerySet":
        """What was said last of each place, where that is that a councillor holds it."""
        later = CapacityHeld.objects.filter(container=OuterRef("container"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), held=True)


class CapacityHeld(models.Model):
    """That a mailbox or a space is a councillor's own (casework, party matters), and not the council's.

    Rows are only added: the newest of a place says how it stands. What is held so is in no search for a request; its
    holder searches it and attests.
    """

    container = models.CharField(max_length=40)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held = models.BooleanField(default=True)
    words = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[CapacityQuerySet] = CapacityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="capacity_says_why"),
            models.CheckConstraint(
                condition=Q(container__startswith="mailbox:") | Q(container__startswith="space:"),
                name="capacity_of_a_mailbox_or_space",
            ),
        ]
        indexes = [models.Index(fields=["container", "-id"], name="capacity_latest")]

    def __str__(self) -> str:
        return self.container


class AttestationKind(models.TextChoices):
    """What is attested."""

    PRIVATE = "private", _("A private channel, such as a telephone’s messages")
    OUTSIDE = "outside", _("A system outside this hall")
    OWN = "own", _("A councillor’s own mailbox or space")


class AttestationQuerySet(models.QuerySet["Attestation"]):
    """Which attestations a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "AttestationQuerySet":
        """Those of cases they work on, and those that they are asked for; never of a case that is about them."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        mine = Q(case__in=Case.objects.visible_to(user)) | Q(asked_of=user)
        return self.filter(mine).exclude(case__about=user)

    def awaited(self) -> "AttestationQuerySet":
        """Those that nobody answered, in open cases."""
        return self.filter(attested_at=None, case__closed_on=None)


class Attestation(models.Model):
    """That somebody is asked to search what this hall cannot, and what they say they did and found."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attestations")
    kind = models.CharField(max_length=7, choices=AttestationKind)
    of_what = models.CharField(max_length=300)
    container = models.CharField(max_length=40, blank=True)
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_name = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=2000)  # what they are asked to look for
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    attested_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[AttestationQuerySet] = AttestationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AttestationKind.values), name="attestation_kind_known"),
            models.CheckConstraint(condition=~Q(of_what="") & ~Q(words=""), name="attestation_says_of_what"),
            models.CheckConstraint(
                condition=Q(asked_of__isnull=False, asked_name="") | Q(asked_of__isnull=True) & ~Q(asked_name=""),
                name="attestation_asked_of_someone",
            ),
            models.CheckConstraint(
                condition=Q(answer="", attested_at__isnull=True, written_by__isnull=True)
                | ~Q(answer="") & Q(attested_at__isnull=False, written_by__isnull=False),
                name="attestation_answered_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.of_what

    def get_absolute_url(self) -> str:
        """Where it is answered."""
        return reverse("disclosure:attest", args=[self.pk])

    @property
    def with_whom(self) -> str:
        """The name of whoever is asked."""
        return self.asked_of.name if self.asked_of is not None else self.asked_name


class NotSearched(models.Model):
    """Something that was not searched for a case, and why, as somebody wrote it down."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="not_searched")
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what="") & ~Q(why=""), name="not_searched_says_why")]

    def __str__(self) -> str:
        return self.what


CLOSED = "only a live case is searched for"
OWN = "a councillor holds it as their own"
ABOUT = "nobody searches for a case that is about them"


@dataclass(frozen=True)
class OnlyWhileOpen:
    """The guard of what is done for a live case: no row of it is added once the case is closed, by whatever path.

    `case` is the SQL of the case's id in a new row; `by` the column of whoever adds it, who is not whom it is about,
    `but` for rows that only repeat what was said before.
    """

    model: type[models.Model]
    case: str = "NEW.case_id"
    by: str = ""
    but: str = "1 = 0"

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse rows of closed cases, and of those that are about whoever adds them."""
        of = f'SELECT 1 FROM "{Case._meta.db_table}" c WHERE c.id = {self.case}'  # noqa: S608  our names
        yield Rule(Event.INSERT, CLOSED, when=f"EXISTS ({of} AND c.closed_on IS NOT NULL)")
        if self.by:
            yield Rule(Event.INSERT, ABOUT, when=f"NOT ({self.but}) AND EXISTS ({of} AND c.about_id = NEW.{self.by})")


@dataclass(frozen=True)
class NothingOfTheirOwn:
    """The guard of hits: nothing that lies where a councillor holds it as their own is ever found."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a hit in such a place."""
        table = CapacityHeld._meta.db_table
        own = (
            f'SELECT 1 FROM "{table}" h WHERE h.container = NEW.container AND h.held AND NOT EXISTS'  # noqa: S608
            f' (SELECT 1 FROM "{table}" l WHERE l.container = h.container AND l.id > h.id)'
        )
        yield Rule(Event.INSERT, OWN, when=f"EXISTS ({own})")


@dataclass(frozen=True)
class AttestedOnce:
    """What somebody attested stays as they said it."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse another answer."""
        yield Rule(Event.UPDATE, "what was attested stays", when="OLD.attested_at IS NOT NULL")


@dataclass(frozen=True)
class HeldWhileOpen:
    """The guard of a case's hold: it is not released while the case is open (FOIA s.77)."""

    model: type[models.Model] = Hold

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse its release."""
        case = f'SELECT 1 FROM "{Case._meta.db_table}" c WHERE c.hold_id = OLD.id AND c.closed_on IS NULL'  # noqa: S608
        when = f"OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND EXISTS ({case})"
        yield Rule(Event.UPDATE, "the request that it is for is still open", when=when)


@dataclass(frozen=True)
class KeepsItsHold:
    """The other side of it: a case does not let go of a hold that is in force."""

    model: type[models.Model] = Case

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse another hold, or none, in its place."""
        stands = f'SELECT 1 FROM "{HOLDS}" h WHERE h.id = OLD.hold_id AND h.released_at IS NULL'  # noqa: S608
        other = "OLD.hold_id IS NOT NULL AND (NEW.hold_id IS NULL OR NEW.hold_id <> OLD.hold_id)"
        yield Rule(Event.UPDATE, "its hold is in force", when=f"({other}) AND EXISTS ({stands})")


_HIT_NEW = '(SELECT s.case_id FROM "disclosure_statutorysearch" s WHERE s.id = NEW.search_id)'
_HIT_OLD = '(SELECT s.case_id FROM "disclosure_statutorysearch" s WHERE s.id = OLD.search_id)'

guards.declare(
    AppendOnly(StatutorySearch, allow_delete=True, why="a search stays on record as it was made"),
    KeptWhileOpen(StatutorySearch),
    OnlyWhileOpen(StatutorySearch, by="by_id"),
    AppendOnly(SearchHit, allow_delete=True, why="what a search found stays on record"),
    KeptWhileOpen(SearchHit, case=_HIT_OLD),
    OnlyWhileOpen(SearchHit, case=_HIT_NEW),
    NothingOfTheirOwn(SearchHit),
    AppendOnly(CapacityHeld, why="what was said of a place stays; say it anew"),
    AppendOnly(
        Attestation,
        may_change=("answer", "attested_at", "written_by"),
        allow_delete=True,
        why="what somebody was asked stays",
    ),
    AttestedOnce(Attestation),
    KeptWhileOpen(Attestation),
    AppendOnly(NotSearched, allow_delete=True, why="what was not searched stays on record"),
    KeptWhileOpen(NotSearched),
    HeldWhileOpen(),
    KeepsItsHold(),
)
