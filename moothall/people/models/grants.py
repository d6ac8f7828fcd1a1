"""The one table of who holds what: the whole permission rule of the hall reads from here."""

from django.db import models


class Grant(models.Model):
    """That a holder (`user:5`, `team:3`, `kind:staff`, `role:auditor`) may see what lies in a container (`space:7`)."""

    kind = models.CharField(max_length=20)
    ref = models.BigIntegerField()
    holder = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref", "holder"], name="grant_once")]
        indexes = [models.Index(fields=["holder", "kind", "ref"], name="grant_by_holder")]

    def __str__(self) -> str:
        return f"{self.token} to {self.holder}"

    @property
    def token(self) -> str:
        """The container as one word, as things in it carry it."""
        return f"{self.kind}:{self.ref}"
