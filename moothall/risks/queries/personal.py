"""What this room holds about one person, for the copy they may ask for: their own words, and what is theirs by number.

The copy can be made by people who may not read a closed appraisal, so it says of an appraisal no more than its number.
A report without a name is nobody's and is in no copy.
"""

from collections.abc import Iterator

from moothall.kit.registries import Person
from moothall.risks.models import (
    Appraisal,
    Breach,
    Challenge,
    Classification,
    Comment,
    Decision,
    Incident,
    Mark,
    Member,
    Response,
    Review,
    Risk,
)

AT_ONCE = 500  # rows held in memory


def said(person: Person) -> Iterator[dict[str, object]]:
    """What they said, asked, answered, judged and decided, in their own words."""
    for comment in Comment.objects.filter(author_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "appraisal": comment.appraisal_id,
            "said_at": comment.said_at,
            "differs": comment.differs,
            "words": comment.body,
        }
    for challenge in Challenge.objects.filter(asked_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"challenged_option": challenge.option_id, "at": challenge.asked_at, "words": challenge.question}
    for challenge in Challenge.objects.filter(answered_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"answered_challenge": challenge.pk, "at": challenge.answered_at, "words": challenge.answer}
    for judged in Classification.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"classified": judged.basis_id, "at": judged.at, "words": judged.reasoning}
    for mark in Mark.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"compared": mark.exposure_id, "at": mark.at, "words": mark.reason}
    for decision in Decision.objects.filter(by_id=person.pk).order_by("pk"):
        yield {"decided_round": decision.round_id, "at": decision.at, "words": decision.balance}
    for review in Review.objects.filter(by_id=person.pk).order_by("pk"):
        yield {"reviewed_decision": review.decision_id, "at": review.at, "words": review.words}


def holds(person: Person) -> Iterator[dict[str, object]]:
    """What they answer for, do and signed, by number."""
    for pk in Appraisal.objects.filter(owner_id=person.pk).order_by("pk").values_list("pk", flat=True):
        yield {"owns_appraisal": pk}
    for row in Member.objects.filter(user_id=person.pk).order_by("pk").values("appraisal", "added_at"):
        yield {"works_on_appraisal": row["appraisal"], "since": row["added_at"]}
    for pk in Risk.objects.filter(owner_id=person.pk).order_by("pk").values_list("pk", flat=True):
        yield {"owns_risk": pk}
    for step in Response.objects.filter(actionee_id=person.pk).order_by("pk").values("pk", "due_on", "in_place_on"):
        yield {"takes_step": step["pk"], "due_on": step["due_on"], "in_place_on": step["in_place_on"]}
    for borne in Response.objects.filter(approver_id=person.pk).order_by("pk").values("pk", "signed_at", "review_on"):
        yield {"signs_for": borne["pk"], "signed_at": borne["signed_at"], "review_on": borne["review_on"]}


def reported(person: Person) -> Iterator[dict[str, object]]:
    """What they reported by name, and what they closed and decided of breaches."""
    for incident in Incident.objects.filter(reported_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "report": incident.pk,
            "kind": incident.kind,
            "happened_on": incident.happened_on,
            "place": incident.place,
            "words": incident.what,
            "reported_at": incident.reported_at,
        }
    for incident in Incident.objects.filter(closed_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"closed_report": incident.pk, "at": incident.closed_at, "words": incident.closed_words}
    for breach in Breach.objects.filter(decided_by_id=person.pk).order_by("pk"):
        yield {"decided_breach_of_report": breach.incident_id, "at": breach.decided_at, "words": breach.reasons}
