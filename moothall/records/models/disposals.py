"""Runs that dispose of what is due, the list of all they met, and the certificate that both make up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor, columns, quote
from moothall.people.models import User
from moothall.records.models.retention import Application, looks_after_retention


class Outcome(models.TextChoices):
    """What became of one thing that a run met."""

    DISPOSED = "disposed", gettext_lazy("Disposed of")
    HELD = "held", gettext_lazy("Held")
    KEPT = "kept", gettext_lazy("Kept, as something else rests on it")
    CHANGED = "changed", gettext_lazy("Changed since it was handed over, so it stays")


class DisposalQuerySet(models.QuerySet["Disposal"]):
    """Questions about runs."""

    def visible_to(self, user: User | AnonymousUser) -> "DisposalQuerySet":
        """Those who look after retention, and auditors."""
        return self.all() if looks_after_retention(user) else self.none()

    def open(self) -> "DisposalQuerySet":
        """Those that are neither finished nor turned down."""
        return self.filter(finished_at=None, declined_at=None)

    def waiting(self) -> "DisposalQuerySet":
        """Those that wait for a second person."""
        return self.open().filter(approved_at=None)

    def under_way(self) -> "DisposalQuerySet":
        """Those that were approved and are not finished."""
        return self.open().filter(approved_at__isnull=False)

    def at_work(self) -> "DisposalQuerySet":
        """Those under way that do not wait for the receipt of an archive."""
        return self.under_way().filter(Q(transfer=False) | Q(handed_at=None) | Q(receipt_entered_at__isnull=False))


class Disposal(models.Model):
    """One run: proposed by one person, approved by another, done in batches; `after` is the checkpoint.

    Once finished it is the certificate, and the database lets nobody change it.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="disposals")
    cutoff = models.DateField()
    """What is taken has its trigger on this day or before."""
    transfer = models.BooleanField(default=False)
    """Whether bundles of it are handed to an archive first, and nothing goes before its receipt is entered."""
    handed_after = models.BigIntegerField(default=0)
    """Everything up to this number is in a bundle; the next bundle begins behind it."""
    handed_at = models.DateTimeField(null=True)
    """When the last bundle was written and checked."""
    receipt = models.CharField(max_length=200, blank=True)
    """Under which reference an archive took it over."""
    received_by = models.CharField(max_length=200, blank=True)
    """Which archive that was."""
    received_on = models.DateField(null=True)
    receipt_entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    receipt_entered_at = models.DateTimeField(null=True)
    foreseen = models.JSONField(default=dict)
    """The figures of the preview with which it was proposed."""
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    declined_reason = models.CharField(max_length=400, blank=True)
    after = models.BigIntegerField(default=0)
    """Everything up to this number was met; the next batch begins behind it."""
    started_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    """When the last batch was done; what follows is emptying files and index of the bytes."""
    finished_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    """What kept it from going on, the last time it was tried."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the list."""
    counts = models.JSONField(default=dict)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    objects: ClassVar[DisposalQuerySet] = DisposalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("proposed_by")),
                name="disposal_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(declined_by=None, declined_at=None, declined_reason="")
                | Q(declined_by__isnull=False, declined_at__isnull=False)
                & (Q(approved_at=None) | Q(transfer=True, receipt_entered_at=None))
                & ~Q(declined_reason=""),
                name="disposal_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(approved_at__isnull=False), name="disposal_starts_when_approved"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(taken_at__isnull=False) & ~Q(digest=""),
                name="disposal_finished_with_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(transfer=False)
                | Q(after=0, taken_at=None)
                | Q(handed_at__isnull=False, receipt_entered_at__isnull=False),
                name="disposal_goes_after_its_receipt",
            ),
            models.CheckConstraint(
                condition=Q(receipt_entered_at=None, receipt_entered_by=None, received_on=None, received_by="")
                | Q(
                    transfer=True,
                    handed_at__isnull=False,
                    receipt_entered_at__isnull=False,
                    receipt_entered_by__isnull=False,
                    received_on__isnull=False,
                )
                & ~Q(received_by="")
                & ~Q(receipt=""),
                name="disposal_receipt_is_whole",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(finished_at=None, declined_at=None),
                name="disposal_one_open_for_an_application",
            ),
        ]
        indexes = [models.Index(fields=["-proposed_at", "-id"], name="disposal_newest")]

    def __str__(self) -> str:
        return f"Disposal {self.pk}"

    def get_absolute_url(self) -> str:
        """How far it is, and in the end the certificate."""
        return reverse("records:disposal", args=[self.pk])

    @property
    def state(self) -> str:
        """proposed, declined, approved, handing, handed, running, emptying or done."""
        if self.finished_at:
            return "done"
        if self.declined_at:
            return "declined"
        if self.taken_at:
            return "emptying"
        if self.started_at:
            return self._under_way
        return "approved" if self.approved_at else "proposed"

    @property
    def _under_way(self) -> str:
        if self.transfer and self.handed_at is None:
            return "handing"
        return "handed" if self.awaits_receipt else "running"

    @property
    def awaits_receipt(self) -> bool:
        """Whether its bundles are there and the archive has not said yet that it took them over."""
        open_ = self.transfer and self.declined_at is None
        return open_ and self.handed_at is not None and self.receipt_entered_at is None


class DisposalItem(models.Model):
    """What became of one thing in a run; written in the transaction that took the thing away."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="items")
    unit = models.CharField(max_length=20)
    ref = models.BigIntegerField()
    container = models.CharField(max_length=40)
    day = models.DateField()
    """The day from which the rule counted."""
    outcome = models.CharField(max_length=8, choices=Outcome)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disposal", "unit", "ref"], name="disposal_item_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="disposal_outcome_known"),
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        """The item as a line of the list, without its end."""
        return list_line(self.unit, self.ref, self.container, self.day, self.outcome)


def list_line(unit: str, ref: int, container: str, day: date, outcome: str) -> str:
    """One line of a certificate's list: what, where, from which day, what became of it."""
    return f"{unit}:{ref}\t{container}\t{day.isoformat()}\t{outcome}"


_ENTERED = ("receipt_entered_by", "receipt_entered_at")


@dataclass(frozen=True)
class Certified:
    """A run stays as it was proposed and approved, moves on only until it is finished, and is never deleted."""

    model: type[models.Model] = Disposal
    why: str = "a certificate stays as it was issued"

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """What the database refuses."""
        every = columns(self.model)
        first = [
            every[name] for name in ("application", "cutoff", "transfer", "foreseen", "proposed_by", "proposed_at")
        ]
        second = [every[name] for name in ("approved_by", "approved_at")]
        third = [every[name] for name in ("declined_by", "declined_at")]
        fourth = [every[name] for name in ("receipt", "received_by", "received_on", *_ENTERED)]
        yield Rule(Event.UPDATE, self.why, when='OLD."finished_at" IS NOT NULL')
        yield Rule(Event.UPDATE, "what was proposed stays as it was proposed", when=guards.changed(vendor, first))
        yield Rule(
            Event.UPDATE,
            "what was decided stays decided",
            when='(OLD."approved_at" IS NOT NULL OR OLD."declined_at" IS NOT NULL) AND '
            f"({guards.changed(vendor, second)})",
        )
        yield Rule(
            Event.UPDATE,
            "what was decided stays decided",
            when='(OLD."declined_at" IS NOT NULL OR OLD."approved_at" IS NOT NULL AND '
            f'(NOT OLD."transfer" OR OLD."receipt_entered_at" IS NOT NULL)) AND ({guards.changed(vendor, third)})',
        )
        yield Rule(
            Event.UPDATE,
            "a receipt stays as it was entered",
            when=f'(OLD."receipt" <> \'\' OR OLD."declined_at" IS NOT NULL) AND ({guards.changed(vendor, fourth)})',
        )
        yield Rule(Event.DELETE, self.why)
        yield Rule(Event.TRUNCATE, self.why)
        if vendor == "sqlite":
            table = quote(self.model._meta.db_table)
            open_ = "kept.application_id = NEW.application_id AND kept.finished_at IS NULL AND kept.declined_at IS NULL"
            taken = f"EXISTS (SELECT 1 FROM {table} AS kept WHERE kept.rowid = NEW.rowid OR {open_})"  # noqa: S608
            yield Rule(Event.INSERT, f"{self.why}, and this would replace one", when=taken)


@dataclass(frozen=True)
class OnlyWhileOpen:
    """Nothing is added to the list of a run that is finished."""

    model: type[models.Model] = DisposalItem

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """What the database refuses."""
        table = quote(Disposal._meta.db_table)
        finished = f'SELECT 1 FROM {table} WHERE "id" = NEW."disposal_id" AND "finished_at" IS NOT NULL'  # noqa: S608
        yield Rule(Event.INSERT, "the certificate was issued", when=f"EXISTS ({finished})")


guards.declare(
    Certified(), AppendOnly(DisposalItem, why="the list of a disposal is only ever added to"), OnlyWhileOpen()
)
