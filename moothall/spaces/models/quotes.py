"""Which posts rely on which clauses."""

from django.db import models

from moothall.policies.models import Clause
from moothall.spaces.models.posts import Post


class ClauseQuote(models.Model):
    """That a post quotes a clause of an adopted version: the wording that held when it was written."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="clause_quotes")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "clause"], name="clause_quoted_once_in_post")]
        indexes = [models.Index(fields=["clause", "-post"], name="clause_quote_newest")]

    def __str__(self) -> str:
        return f"{self.clause_id} in {self.post_id}"
