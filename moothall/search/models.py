from django.db import models

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
