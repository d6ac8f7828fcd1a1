"""The short understanding check of a policy: questions, choices, and why the right one is right."""

from django.db import models
from django.db.models import Q

from moothall.policies.models.policies import Language, Policy


class Question(models.Model):
    """One question, in one language, with the explanation that is shown after any answer."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="questions")
    language = models.CharField(max_length=2, choices=Language)
    words = models.CharField(max_length=300)
    explanation = models.CharField(max_length=600)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=Language.values), name="question_language_known"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(explanation=""), name="question_is_explained"),
        ]

    def __str__(self) -> str:
        return self.words


class Choice(models.Model):
    """One answer that can be chosen; what people chose is stored nowhere."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    words = models.CharField(max_length=300)
    right = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(right=True), name="choice_right_once"),
            models.CheckConstraint(condition=~Q(words=""), name="choice_has_words"),
        ]

    def __str__(self) -> str:
        return self.words
