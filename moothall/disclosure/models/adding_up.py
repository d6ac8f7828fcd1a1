"""Requests whose cost is added up against the limit (Fees Regulations 2004 reg 5)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly


class AddedUpQuerySet(models.QuerySet["AddedUp"]):
    """What is added up now."""

    def standing(self) -> "AddedUpQuerySet":
        """The last word on each case, where that puts it into a bundle."""
        later = AddedUp.objects.filter(case=OuterRef("case"), turn__gt=OuterRef("turn"))
        return self.filter(~Exists(later), bundle__isnull=False)


class AddedUp(models.Model):
    """That the cost of a request is added up with that of the others of its `bundle`, and why.

    They ask for the same or similar information, come from one person or from people in concert or in a campaign, and
    came within sixty consecutive working days: that they do is for the officer to say (SI 2004/3244 reg 5). It is in
    one bundle at a time; a further row without a bundle takes it out, and says why.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="added_up")
    turn = models.PositiveSmallIntegerField(default=1)
    bundle = models.UUIDField(null=True)
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[AddedUpQuerySet] = AddedUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "turn"], name="case_added_up_in_turn"),
            models.CheckConstraint(condition=~Q(why=""), name="added_up_says_why"),
        ]
        indexes = [models.Index(fields=["bundle"], name="added_up_together")]

    def __str__(self) -> str:
        return f"case {self.case_id} in {self.bundle}"


guards.declare(
    AppendOnly(AddedUp, allow_delete=True, why="that requests were added up stays; take one out, and say why"),
    KeptWhileOpen(AddedUp),
)
