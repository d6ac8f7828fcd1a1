"""What is kept of each act: an entry in the chain, and beside it the personal details that may have to be erased."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models

from moothall.kit import guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor, quote, refuse_replace

GENESIS = "0" * 64  # what the first entry gives as the hash before it


class Entry(models.Model):
    """One act: who did what to what, when, and the seal that ties it to the entry before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # Entries outlive accounts, and neither a cascade nor SET NULL may touch them: so no constraint, only the number.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    verb = models.CharField(max_length=100)
    object_type = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    private_digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=50)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["actor", "seq"], name="audit_entry_actor"),
            models.Index(fields=["verb", "seq"], name="audit_entry_verb"),
            models.Index(fields=["object_type", "object_id", "seq"], name="audit_entry_object"),
            models.Index(fields=["at", "seq"], name="audit_entry_at"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_entry_starts_at_one")]


class Private(models.Model):
    """The personal details of one entry: outside the chain, which holds only their salted digest."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True)
    salt = models.CharField(max_length=64, blank=True)
    content = models.JSONField(null=True)

    @property
    def erased(self) -> bool:
        """Whether the details are gone; without the salt nobody can guess them back from the digest."""
        return self.content is None and not self.salt


@dataclass(frozen=True)
class Chained:
    """Each entry takes the next number and names the hash before it: the database refuses a gap and a fork."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        entries = quote(self.model._meta.db_table)
        yield Rule(
            Event.INSERT,
            "entries follow one another without a gap or a fork",
            when=f"NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM {entries})"  # noqa: S608 - our own table's name
            f" OR NEW.previous_hash <> COALESCE((SELECT hash FROM {entries} WHERE seq = NEW.seq - 1), '{GENESIS}')",
        )


@dataclass(frozen=True)
class OnlyErased:
    """Personal details stay as they were written, or are erased whole; the row stays as the marker."""

    model: type[models.Model]
    why: str = "personal details are kept as written or erased whole"

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        erased = "NEW.entry_id = OLD.entry_id AND NEW.salt = '' AND NEW.content IS NULL"
        yield Rule(Event.UPDATE, self.why, when=f"NOT ({erased})")
        yield Rule(Event.DELETE, self.why)
        yield Rule(Event.TRUNCATE, self.why)
        if vendor == "sqlite":
            yield refuse_replace(self.model, self.why)


guards.declare(AppendOnly(Entry, why="the audit is only ever added to"), Chained(Entry), OnlyErased(Private))
