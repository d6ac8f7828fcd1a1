"""What came of bringing a register in from a file, risk by risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people import grants
from moothall.people.models import User
from moothall.risks.models.appraisals import Round


@dataclass(frozen=True)
class Told:
    """What became of one risk of the file: named, or answered, and never classified."""

    rows: Sequence[int]
    risk: int
    ref: str
    name: str
    made: bool  # it stood there already where False
    steps: int  # that serve it since then
    answered: bool  # a toleration is an answer only once it is signed for
    score: str  # what the file said of likelihood and impact: a note now


class RegisterImportQuerySet(models.QuerySet["RegisterImport"]):
    """Whose imports a person may look at."""

    def visible_to(self, user: User | AnonymousUser) -> "RegisterImportQuerySet":
        """Those into appraisals that they may read."""
        return self.filter(round__appraisal__in=grants.held(user, "appraisal"))


class RegisterImport(models.Model):
    """One file that somebody brought in: what each risk in it became. The file itself is not kept."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    report = models.JSONField(default=list)

    objects: ClassVar[RegisterImportQuerySet] = RegisterImportQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.name} on {self.at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The report."""
        return reverse("risks:register_import", args=[self.pk])

    @property
    def told(self) -> list[Told]:
        """What became of each risk."""
        return [Told(**line) for line in self.report]

    @property
    def made(self) -> list[Told]:
        """The risks that are new."""
        return [one for one in self.told if one.made]

    @property
    def answered(self) -> list[Told]:
        """The new ones against which something is done."""
        return [one for one in self.made if one.answered]

    @property
    def named(self) -> list[Told]:
        """The new ones against which nothing is done yet."""
        return [one for one in self.made if not one.answered]

    @property
    def known(self) -> list[Told]:
        """Those that stood there already."""
        return [one for one in self.told if not one.made]

    @property
    def scored(self) -> list[Told]:
        """Those that came with a score, which is a note now."""
        return [one for one in self.told if one.score]


guards.declare(AppendOnly(RegisterImport, why="what came of a file stays as it was"))
