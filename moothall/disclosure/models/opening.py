"""What the hall held, on the day a request came, that is closest to its words."""

from django.db import models

from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.disclosure.models.searches import OnlyWhileOpen
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly


class Opening(models.Model):
    """That the hall looked, as a case was opened, for what is closest to its words, and held it (FOIA s.1(4), s.77).

    Nobody reads what it found: it is kept from being deleted until an officer has searched. The state of the index
    says of when it is.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="opening")
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    generation = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    stamp = models.BigIntegerField()
    """Of the index's last commit: with the generation it says which state was looked through."""
    total = models.PositiveIntegerField()
    unheld = models.JSONField(default=dict)
    """How many of each kind no hold could cover: `{"risk": 2}`."""
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Opening of case {self.case_id}"

    @property
    def held(self) -> int:
        """How many of them the hold covers."""
        return self.total - sum(int(n) for n in self.unheld.values())


guards.declare(
    AppendOnly(Opening, allow_delete=True, why="what was there when a request came stays on record"),
    KeptWhileOpen(Opening),
    OnlyWhileOpen(Opening),
)
