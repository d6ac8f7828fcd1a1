"""The questions of a policy's understanding check."""

from dataclasses import dataclass

from moothall.policies.models import Choice, Policy, Question


@dataclass(frozen=True)
class Asked:
    """A question with its choices; `right` is the primary key of the right one."""

    question: Question
    choices: tuple[Choice, ...]
    right: int

    @property
    def pk(self) -> int:
        """The question's own."""
        return int(self.question.pk)


def questions(policy: Policy | int, language: str = "") -> list[Asked]:
    """The questions of a policy in one language, or in all; one without a right choice is not asked."""
    return by_policy([policy if isinstance(policy, int) else policy.pk], language).get(
        policy if isinstance(policy, int) else policy.pk, []
    )


def by_policy(policies: list[int], language: str = "") -> dict[int, list[Asked]]:
    """The questions of several policies."""
    rows = Question.objects.filter(policy__in=policies).order_by("language", "pk").prefetch_related("choices")
    found: dict[int, list[Asked]] = {}
    for question in rows.filter(language=language) if language else rows:
        choices = tuple(sorted(question.choices.all(), key=lambda choice: choice.pk))
        right = next((choice.pk for choice in choices if choice.right), None)
        if right is not None:
            found.setdefault(question.policy_id, []).append(Asked(question, choices, right))
    return found
