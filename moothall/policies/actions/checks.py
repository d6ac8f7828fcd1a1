"""Writing a policy's understanding check. It is no part of the policy's words, so it can be made better at any time."""

from collections.abc import Sequence

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gating, permissions
from moothall.policies.models import Choice, Language, Policy, Question

MOST_QUESTIONS = 3  # in one language: a check, not an examination


class TooManyQuestions(Exception):  # noqa: N818  says what is the matter
    """A check is short."""


@audit.act
def add_question(
    policy: Policy, *, by: User, language: Language, words: str, choices: Sequence[str], right: int, explanation: str
) -> Question:
    """Ask one thing more; `right` is the place of the right choice, from 0. Raises `TooManyQuestions`."""
    policy = gating.hold(policy)
    require(permissions.can_look_after(by, policy))
    if not (len(choices) >= 2 and 0 <= right < len(choices)):
        raise ValueError("A question has two choices at least, and one of them is right.")
    if policy.questions.filter(language=language).count() >= MOST_QUESTIONS:
        raise TooManyQuestions
    question = Question.objects.create(policy=policy, language=language, words=words, explanation=explanation)
    Choice.objects.bulk_create(
        [Choice(question=question, words=words, right=place == right) for place, words in enumerate(choices)]
    )
    audit.record("policy.question_added", by=by, on=policy, question=question.pk, language=language.value)
    return question


@audit.act
def remove_question(question: Question, *, by: User) -> None:
    """Ask it no more."""
    policy = gating.hold(question.policy_id)
    require(permissions.can_look_after(by, policy))
    found = Question.objects.select_for_update().filter(pk=question.pk, policy=policy).first()
    if found is None:
        return
    audit.record("policy.question_removed", by=by, on=policy, question=found.pk, language=found.language)
    found.delete()
