"""What this room holds about one person of engagements, consultations and benefits, for the copy they may ask for.

The copy can be made by people who may not read a closed initiative, so it names one by no more than its number.
"""

from collections.abc import Iterator

from moothall.change.models import Benefit, BenefitReview, Consultation, Engagement, PublicAnswer, Stakeholder, Theme
from moothall.kit.registries import Person

AT_ONCE = 500  # rows held in memory


def said(person: Person) -> Iterator[dict[str, object]]:
    """What they wrote of how people were involved, and of benefits."""
    for row in Engagement.objects.filter(added_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        words = "\n".join(filter(None, [row.asked, row.said, row.changed, row.unchanged_why]))
        yield {"recorded_engagement": row.pk, "at": row.added_at, "words": words}
    for theme in Theme.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        words = "\n".join(filter(None, [theme.said, theme.did, theme.why_not]))
        yield {"wrote_theme_of_consultation": theme.consultation_id, "at": theme.at, "words": words}
    kept_out = PublicAnswer.objects.filter(moderated_by_id=person.pk).exclude(moderated_why="").order_by("pk")
    for answer in kept_out.iterator(chunk_size=AT_ONCE):
        yield {"kept_out_answer": answer.pk, "at": answer.moderated_at, "words": answer.moderated_why}
    for ended in Consultation.objects.filter(ended_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"ended_consultation": ended.pk, "at": ended.ended_at, "words": ended.ended_why}
    for benefit in Benefit.objects.filter(added_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        words = "\n".join(filter(None, [benefit.title, benefit.description, benefit.plan]))
        yield {"wrote_benefit": benefit.pk, "at": benefit.added_at, "words": words}
    for review in BenefitReview.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"expected_of_benefit": review.benefit_id, "at": review.at, "words": review.words}


def held(person: Person) -> Iterator[dict[str, object]]:
    """The benefits that they own, and the stakeholders for whom they speak, with what was noted of those."""
    for benefit in Benefit.objects.filter(owner_id=person.pk).order_by("pk").values("pk", "initiative"):
        yield {"owns_benefit": benefit["pk"], "of_initiative": benefit["initiative"]}
    for row in Stakeholder.objects.filter(person_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "speaks_for": row.name,
            "in_initiative": row.initiative_id,
            "power": row.power,
            "interest": row.interest,
            "stands": row.now,
            "wanted": row.wanted,
            "part": row.raci,
            "notes": row.notes,
        }
