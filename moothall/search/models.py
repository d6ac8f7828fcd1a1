from django.db import models
from django.db.models import F, Q

from moothall.kit import clock


class OutboxRow(models.Model):
    """Something changed and the index has not heard of it yet; written in the change's own transaction.

    Rows are not unique for a thing: each is deleted by whoever indexed the state it spoke of, and by no one else.
    """

    kind = models.CharField(max_length=32)
    ref = models.BigIntegerField()
    fresh = models.BooleanField(default=False, db_default=False)
    created = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The key of the changed thing in the index, such as `post:12`."""
        return f"{self.kind}:{self.ref}"


class SearchTally(models.Model):
    """How many searches there were on one day, and how many found nothing: no word of them, and nobody by name."""

    day = models.DateField(unique=True)
    searches = models.PositiveIntegerField(default=0)
    with_none = models.PositiveIntegerField(default=0)  # that found nothing this person may see

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(with_none__lte=F("searches")), name="search_tally_none_are_of_all")
        ]

    def __str__(self) -> str:
        return f"{self.searches} on {self.day}"
