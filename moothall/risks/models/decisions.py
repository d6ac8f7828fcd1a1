"""Challenges to avoidance, decisions, and what came of looking at them again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from moothall.kit import clock
from moothall.risks.choices import Verdict
from moothall.risks.models.appraisals import Option, Round


class Challenge(models.Model):
    """A question to whoever would do nothing or prohibit, and the answer: avoidance is a choice that is challenged."""

    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="challenges")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="challenge_asks_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answer="")
                & ~Q(answered_by=F("asked_by")),
                name="challenge_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered it."""
        return self.answered_at is not None


class Decision(models.Model):
    """One option chosen in a round, with the balance in words and the dissent beside it; it freezes the round."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="decision")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="decisions")
    balance = models.TextField()
    dissent = models.TextField(blank=True)
    review_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_taken")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(balance=""), name="decision_has_words")]

    def __str__(self) -> str:
        return self.balance


class Review(models.Model):
    """What came of looking at a decision again; of a pilot: adopt, change or stop. The newest says when again."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=6, choices=Verdict)
    words = models.TextField()
    next_on = models.DateField(null=True)  # None where it need not be looked at again
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="review_verdict_known"),
            models.CheckConstraint(condition=~Q(words=""), name="review_has_words"),
            models.CheckConstraint(
                condition=~Q(verdict="holds") | Q(next_on__isnull=False), name="review_of_what_holds_has_a_next_day"
            ),
        ]

    def __str__(self) -> str:
        return self.words
