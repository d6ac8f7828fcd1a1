"""What this room holds about one person, for the copy they may ask for: their own words, and what is theirs.

The copy can be made by people who may not read a closed initiative, so it names one by no more than its number.
"""

from collections.abc import Iterator

from moothall.change.models import (
    Closing,
    Confirmation,
    Handover,
    Helper,
    Initiative,
    InitiativeReview,
    PurposeReview,
)
from moothall.kit.registries import Person

AT_ONCE = 500  # rows held in memory


def said(person: Person) -> Iterator[dict[str, object]]:
    """What they said of changes, in their own words."""
    for begun in Initiative.objects.filter(created_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"began_initiative": begun.pk, "at": begun.created_at, "words": f"{begun.title}\n{begun.problem}"}
    for passed in Handover.objects.filter(by_id=person.pk).exclude(words="").order_by("pk"):
        yield {"passed_on_part_of": passed.initiative_id, "at": passed.at, "words": passed.words}
    for look in InitiativeReview.objects.filter(by_id=person.pk).order_by("pk"):
        told = "\n".join(filter(None, [look.words, look.went_well, look.went_badly]))
        yield {"looked_back_at": look.initiative_id, "at": look.at, "words": told}
    for closing in Closing.objects.filter(by_id=person.pk).order_by("pk"):
        yield {"closed": closing.initiative_id, "at": closing.at, "words": closing.words}
    for led in Confirmation.objects.filter(by_id=person.pk).order_by("pk"):
        yield {"led": led.initiative_id, "at": led.at, "words": led.words}
    for asked in PurposeReview.objects.filter(by_id=person.pk).order_by("pk"):
        yield {
            "asked_own_purpose_in": asked.initiative_id,
            "at": asked.at,
            "verdict": asked.verdict,
            "words": asked.words,
        }


def parts(person: Person) -> Iterator[dict[str, object]]:
    """What they own, guide, champion and work on, and what was theirs before."""
    for part in ("owner", "guide", "sponsor"):
        rows = Initiative.objects.filter(**{f"{part}_id": person.pk}).order_by("pk")
        for pk in rows.values_list("pk", flat=True):
            yield {"part": part, "of_initiative": pk}
    for row in Helper.objects.filter(user_id=person.pk).order_by("pk").values("initiative", "at"):
        yield {"works_on_initiative": row["initiative"], "since": row["at"]}
    for row in Handover.objects.filter(after_id=person.pk).order_by("pk").values("initiative", "part", "at"):
        yield {"was_given_part": row["part"], "of_initiative": row["initiative"], "at": row["at"]}
    for row in Handover.objects.filter(before_id=person.pk).order_by("pk").values("initiative", "part", "at"):
        yield {"gave_up_part": row["part"], "of_initiative": row["initiative"], "at": row["at"]}
    for row in Confirmation.objects.filter(guide_id=person.pk).order_by("pk").values("initiative", "at"):
        yield {"helped_with_initiative": row["initiative"], "at": row["at"]}
