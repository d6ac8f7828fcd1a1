"""What this room holds about one person, for the copy they may ask for."""

from collections.abc import Iterator

from moothall.kit.registries import Person
from moothall.policies.models import Comment, Endorsement, Policy

AT_ONCE = 500  # rows held in memory


def said(person: Person) -> Iterator[dict[str, object]]:
    """What they commented, and what was answered."""
    mine = Comment.objects.filter(author_id=person.pk).select_related("version__policy").order_by("pk")
    for comment in mine.iterator(chunk_size=AT_ONCE):
        yield {
            "policy": comment.version.policy.slug,
            "version": comment.version.number,
            "clause": comment.number,
            "comment": comment.body,
            "written_at": comment.created_at,
            "answer": comment.answer,
            "answered_at": comment.answered_at,
        }
    answered = Comment.objects.filter(answered_by_id=person.pk).select_related("version__policy").order_by("pk")
    for comment in answered.iterator(chunk_size=AT_ONCE):
        yield {
            "policy": comment.version.policy.slug,
            "version": comment.version.number,
            "answered_comment": comment.pk,
            "answer": comment.answer,
            "words": comment.answer_words,
            "answered_at": comment.answered_at,
        }


def stood(person: Person) -> Iterator[dict[str, object]]:
    """What they endorsed or declined, and what they own."""
    mine = Endorsement.objects.filter(by_id=person.pk).select_related("ask__version__policy").order_by("pk")
    for each in mine.iterator(chunk_size=AT_ONCE):
        yield {
            "policy": each.ask.version.policy.slug,
            "version": each.ask.version.number,
            "asked_as": each.ask.holder,
            "verdict": each.verdict,
            "words": each.words,
            "at": each.at,
        }
    for policy in Policy.objects.filter(owner_id=person.pk).order_by("pk"):
        yield {"owns": policy.slug, "review_on": policy.review_on}
