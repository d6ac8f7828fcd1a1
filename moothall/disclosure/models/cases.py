"""Requests for information, from whom, and what happened to each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.clocks import Happened, Happening
from moothall.disclosure.law.regimes import Body, Regime
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor
from moothall.people import grants
from moothall.people.models import User

CASE = "case"  # with its number the container of a sensitive case, held by whoever answers for it
SHARED = "cases:0"  # the container of all others, held by the disclosure officers
PREFIX = {Regime.FOIA: "FOI", Regime.FOISA: "FOI", Regime.EIR: "EIR", Regime.EISR: "EIR", Regime.SAR: "SAR"}
PREFIX |= {Regime.REUSE: "RPSI", Regime.REVIEW: "IR", Regime.RECONSIDERATION: "IR", Regime.COMPLAINT: "DPC"}
PREFIX[Regime.REUSE_REVIEW] = PREFIX[Regime.REVIEW]


LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]


class Channel(models.TextChoices):
    """How a request came."""

    FORM = "form", _("By our form")
    EMAIL = "email", _("By e-mail")
    FORWARDED = "forwarded", _("Passed on by a colleague")
    POST = "post", _("By post")
    PHONE = "phone", _("By telephone")
    IN_PERSON = "in_person", _("In person")

    @property
    def is_written(self) -> bool:
        """Whether what comes so is in writing."""
        return self not in (Channel.PHONE, Channel.IN_PERSON)


class CaseQuerySet(models.QuerySet["Case"]):
    """Which cases a person may work on, and which are open."""

    def visible_to(self, user: User | AnonymousUser) -> "CaseQuerySet":
        """The cases a person holds, but never one that is about them, whatever role they have.

        An officer who stands in for another holds what is for that one alone, for those days.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        theirs = Q(pk__in=grants.held(user, CASE))
        if grants.may_see(user, SHARED):
            covered = Cover.objects.on(clock.today()).opening().filter(stand_in=user).values("person")
            theirs |= Q(sensitive=False) | Q(owner=None) | Q(owner__in=covered)
        return self.filter(theirs).exclude(about=user)

    def open(self) -> "CaseQuerySet":
        """Those that are not answered, withdrawn or closed otherwise."""
        return self.filter(closed_on__isnull=True)


class Case(models.Model):
    """One request. What was asked for and when never changes; all that happens afterwards is a row of its history.

    `due_on`, `notice_due_on`, `waiting_since` and `closed_on` only repeat what the history says, so that many cases can
    be listed by their dates; whatever writes history, or the holidays, reckons them anew in the same act.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField()  # of the request, as it came
    first_regime = models.CharField(max_length=15, choices=Regime)
    regime = models.CharField(max_length=15, choices=Regime)  # as it is now
    body = models.CharField(max_length=8, choices=Body)
    received_on = models.DateField()
    channel = models.CharField(max_length=9, choices=Channel)
    source = models.CharField(max_length=40, blank=True)  # of a thing in the hall, such as `message:7`
    original = models.CharField(max_length=64, blank=True)  # the digest of the blob that it came as
    language = models.CharField(max_length=2, default="en", choices=LANGUAGES)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sensitive = models.BooleanField(default=False)
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reviews")
    hold = models.ForeignKey("records.Hold", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    notice_due_on = models.DateField(null=True)
    waiting_since = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="case_numbered_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="case_in_words"),
            models.CheckConstraint(condition=Q(regime__in=Regime.values), name="case_regime_known"),
            models.CheckConstraint(condition=Q(first_regime__in=Regime.values), name="case_first_regime_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="case_channel_known"),
            models.CheckConstraint(condition=Q(body__in=Body.values), name="case_body_known"),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(closed_on__isnull=True), name="case_open_by_due"),
            models.Index(fields=["-received_on", "-id"], name="case_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The case as those who work on it see it."""
        return reverse("disclosure:case", args=[self.pk])

    @property
    def container(self) -> str:
        """The token that those who work on it hold: one for all cases, but for those that are closed to the others."""
        return self.ref if self.sensitive and self.owner_id else SHARED

    @property
    def ref(self) -> str:
        """By which other rooms name it: `case:7`."""
        return f"{CASE}:{self.pk}"

    @property
    def reference(self) -> str:
        """As it is written in letters: `FOI 2026-0147`; the figures stay when the regime changes."""
        return f"{PREFIX[Regime(self.regime)]} {self.year}-{self.number:04d}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.closed_on is None

    def history(self) -> Sequence[Happened]:
        """What the clock takes note of, struck-out events left out; asks one question."""
        return [event.happened for event in self.events.standing() if event.kind in Happening.values]


class Requester(models.Model):
    """Who asked, kept apart from what they asked: the review is blind to applicant and motive (FOIA s.1(1))."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="requester")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.TextField(blank=True)
    key = models.CharField(max_length=254, blank=True)  # the address in plain form: who asked before
    postal_key = models.CharField(max_length=64, blank=True)  # the same of name and postal address, as a digest

    class Meta:
        indexes = [
            models.Index(fields=["key"], condition=~Q(key=""), name="requester_by_key"),
            models.Index(fields=["postal_key"], condition=~Q(postal_key=""), name="requester_by_postal_key"),
        ]

    def __str__(self) -> str:
        return f"requester of case {self.case_id}"

    @property
    def keys(self) -> frozenset[str]:
        """By which whoever asks again is recognised; none where nothing is known of them."""
        return frozenset({self.key, self.postal_key} - {""})


class Kind(models.TextChoices):
    """What can happen to a case besides what its clock takes note of."""

    NOTE = "note", _("Note")
    REFUSAL_NOTICE = "refusal_notice", _("Refusal notice given")
    TRANSFERRED = "transferred", _("Passed to another authority")
    REGULATOR_ASKS = "regulator_asks", _("The regulator took it up")
    REGULATOR_TOLD = "regulator_told", _("We answered the regulator")
    REGULATOR_DECIDES = "regulator_decides", _("The regulator decided")
    CLOSED = "closed", _("Closed")
    REDATED = "redated", _("Dates counted anew")


CLOSES = (Happening.ANSWERED.value, Happening.WITHDRAWN.value, Kind.CLOSED.value, Kind.TRANSFERRED.value)
KINDS = [*Happening.choices, *Kind.choices]


class EventQuerySet(models.QuerySet["CaseEvent"]):
    """Which events count."""

    def standing(self) -> "EventQuerySet":
        """Those that were not struck out as mistaken, in the order of their days."""
        return self.filter(struck_by__isnull=True).order_by("on", "pk")


class CaseEvent(models.Model):
    """Something that happened, with its day; never changed. A mistake is struck out by a further event."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=KINDS)
    on = models.DateField()
    to = models.CharField(max_length=15, blank=True, choices=Regime)
    days = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    strikes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="struck_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[*Happening.values, *Kind.values]), name="case_event_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=Happening.REGIME_CHANGED.value) & ~Q(to="")
                | ~Q(kind=Happening.REGIME_CHANGED.value) & Q(to=""),
                name="case_event_says_to_which_regime",
            ),
        ]
        indexes = [models.Index(fields=["case", "on", "id"], name="case_event_in_order")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def happened(self) -> Happened:
        """As the clock takes note of it."""
        return Happened(Happening(self.kind), self.on, Regime(self.to) if self.to else None, self.days)


class CoverQuerySet(models.QuerySet["Cover"]):
    """Who stands in when."""

    def on(self, day: date) -> "CoverQuerySet":
        """Those of a day."""
        return self.filter(first_on__lte=day, last_on__gte=day)

    def opening(self) -> "CoverQuerySet":
        """Those that open what is for one person alone: nobody lets themselves in by saying that they stand in."""
        return self.exclude(said_by=models.F("stand_in"))


class Cover(models.Model):
    """That somebody stands in for a colleague for some days, so that what they were asked does not lie."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[CoverQuerySet] = CoverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="cover_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=models.F("stand_in")), name="cover_by_another"),
        ]
        indexes = [models.Index(fields=["stand_in", "first_on", "last_on"], name="cover_by_stand_in")]

    def __str__(self) -> str:
        return f"{self.stand_in_id} for {self.person_id}"


def covered_by(person: User, day: date) -> list[int]:
    """The people for whom this person stands in on a day, themselves first."""
    rows = Cover.objects.on(day).filter(stand_in=person)
    return [person.pk, *rows.values_list("person", flat=True)]


NOT_OPEN = "an open case keeps all it has (FOIA s.77)"


@dataclass(frozen=True)
class KeptWhileOpen:
    """The guard of a case and of its rows: nothing of an open case is deleted, by whatever path (FOIA s.77).

    `case` is the SQL of the case's id in a row. Concealing or destroying what was asked for is an offence.
    """

    model: type[models.Model]
    case: str = "OLD.case_id"

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse deletion while the case has no closing day."""
        table = Case._meta.db_table
        still = f'SELECT 1 FROM "{table}" c WHERE c.id = {self.case} AND c.closed_on IS NULL'  # noqa: S608  our names
        own = "OLD.closed_on IS NULL" if self.model is Case else f"EXISTS ({still})"
        yield Rule(Event.DELETE, NOT_OPEN, when=own)
        yield Rule(Event.TRUNCATE, NOT_OPEN)


ENDED, BORN_OPEN = "a case is closed by what ended it, on that day", "a case is open when it comes"


@dataclass(frozen=True)
class ClosedByWhatEndedIt:
    """The guard of the closing day: beside it stands an event that ended the case, else nothing else would be kept."""

    model: type[models.Model] = Case

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a day on which nothing ended the case, or only what was struck out."""
        table, kinds = CaseEvent._meta.db_table, ", ".join(f"'{kind}'" for kind in CLOSES)
        ended = (
            f'SELECT 1 FROM "{table}" e WHERE e.case_id = NEW.id AND e."on" = NEW.closed_on AND e.kind IN ({kinds})'  # noqa: S608
            f' AND NOT EXISTS (SELECT 1 FROM "{table}" s WHERE s.strikes_id = e.id)'
        )
        yield Rule(Event.INSERT, BORN_OPEN, when="NEW.closed_on IS NOT NULL")
        yield Rule(Event.UPDATE, ENDED, when=f"NEW.closed_on IS NOT NULL AND NOT EXISTS ({ended})")


guards.declare(
    AppendOnly(
        Case,
        may_change=(
            "title",
            "language",
            "regime",
            "owner",
            "about",
            "sensitive",
            "hold",
            "due_on",
            "notice_due_on",
            "waiting_since",
            "closed_on",
        ),
        allow_delete=True,
        why="what was asked for, and when it came, stays as it was",
    ),
    KeptWhileOpen(Case),
    ClosedByWhatEndedIt(),
    AppendOnly(CaseEvent, allow_delete=True, why="what happened to a case stays; strike it out by a further event"),
    KeptWhileOpen(CaseEvent),
    KeptWhileOpen(Requester),
)
