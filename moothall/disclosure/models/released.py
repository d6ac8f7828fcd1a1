"""Redacted copies that go with a letter: what the gate found in each, and the two who signed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.disclosure.models.letters import Approver, Letter
from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor
from moothall.people.models import User

SIGNATURES = 2  # people, each other than the other


class ReleasedFileQuerySet(models.QuerySet["ReleasedFile"]):
    """Which copies a person may look at, and which are still to go."""

    def visible_to(self, user: User | AnonymousUser) -> "ReleasedFileQuerySet":
        """Those of cases they work on, and of cases of which they are asked to approve a letter."""
        if not isinstance(user, User) or not user.is_active or user.is_guest:
            return self.none()
        asked = Approver.objects.filter(letter__case=OuterRef("case"), person=user)
        mine = Q(case__in=Case.objects.visible_to(user)) | Q(Exists(asked))
        return self.filter(mine).exclude(case__about=user)

    def waiting(self) -> "ReleasedFileQuerySet":
        """Those that neither went nor were taken back."""
        return self.filter(letter=None, taken_back_at=None)


class ReleasedFile(models.Model):
    """A redacted copy with the verdict of the gate on these bytes and these withheld strings."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="released")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="released")  # it went with
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    withheld = models.TextField(blank=True)  # strings that must not be in it, one a line
    passed = models.BooleanField()
    findings = models.JSONField(default=list)  # of `gate.verdict.Finding`
    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # in the address that the requester is given
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[ReleasedFileQuerySet] = ReleasedFileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="released_file_named"),
            models.CheckConstraint(condition=Q(letter=None) | Q(passed=True), name="released_file_passed_the_gate"),
            models.CheckConstraint(
                condition=Q(letter=None) | Q(taken_back_at=None), name="released_file_went_or_was_taken_back"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The copy as those who sign it see it."""
        return reverse("disclosure:released", args=[self.pk])

    @property
    def sought(self) -> int:
        """How many strings the gate looked for."""
        return len(self.withheld.splitlines())


class Signature(models.Model):
    """That somebody looked through a redacted copy and answers for it."""

    file = models.ForeignKey(ReleasedFile, on_delete=models.PROTECT, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "by"], name="signature_once_of_each")]

    def __str__(self) -> str:
        return f"file {self.file_id} signed by {self.by_id}"


@dataclass(frozen=True)
class OnlyWhatPassed:
    """The guard of signatures and of release: nothing that the gate kept back is signed, nothing goes unsigned."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse the signature, or the release."""
        files, signed = ReleasedFile._meta.db_table, Signature._meta.db_table
        if self.model is Signature:
            held = f'SELECT 1 FROM "{files}" f WHERE f.id = NEW.file_id AND (NOT f.passed OR f.letter_id IS NOT NULL)'  # noqa: S608
            yield Rule(Event.INSERT, "the gate kept this file back, or it went already", when=f"EXISTS ({held})")
            return
        yield Rule(Event.INSERT, "a copy is signed before it goes", when="NEW.letter_id IS NOT NULL")
        count = f'(SELECT COUNT(*) FROM "{signed}" s WHERE s.file_id = NEW.id)'  # noqa: S608  our own names
        yield Rule(
            Event.UPDATE,
            "a copy goes once, when two people signed it",
            when=f"OLD.letter_id IS NOT NULL OR (NEW.letter_id IS NOT NULL AND {count} < {SIGNATURES})",
        )


_OF_FILE = '(SELECT f.case_id FROM "disclosure_releasedfile" f WHERE f.id = OLD.file_id)'

guards.declare(
    AppendOnly(
        ReleasedFile, may_change=("letter", "taken_back_at"), allow_delete=True, why="what the gate found stays"
    ),
    OnlyWhatPassed(ReleasedFile),
    KeptWhileOpen(ReleasedFile),
    AppendOnly(Signature, allow_delete=True, why="who signed stays"),
    OnlyWhatPassed(Signature),
    KeptWhileOpen(Signature, case=_OF_FILE),
)
