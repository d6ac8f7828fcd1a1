"""What this room holds about one person, for the copy that they may ask for."""

from collections.abc import Iterator

from moothall.charter.models import Entry, Invitation, Shown, Signature
from moothall.kit.registries import Person

AT_ONCE = 500  # rows held in memory


def signed(person: Person) -> Iterator[dict[str, object]]:
    """What they signed, for whom, in which words, and what they took back."""
    rows = Signature.objects.filter(by_id=person.pk).select_related("charter", "withdrawal").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        back = getattr(row, "withdrawal", None)
        yield {
            "version": row.charter.number,
            "signed_for": row.signatory,
            "signed_at": row.signed_at,
            "words": row.words,
            "shown_in_public": row.public,
            "text_sha256": row.digest,
            "taken_back_at": back.at if back else None,
        }
    for one in Invitation.objects.filter(inviter_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"invited": one.pk, "made_at": one.made_at, "words": one.words}
    for check in Shown.objects.filter(person_id=person.pk).order_by("pk").values_list("check_key", flat=True):
        yield {"shows_of_card": check}


def journal(person: Person) -> Iterator[dict[str, object]]:
    """Their journal: only in a copy that they make themselves."""
    for entry in Entry.objects.filter(writer_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "written_at": entry.written_at,
            "edited_at": entry.edited_at,
            "prompts": entry.prompts,
            "about": entry.about,
            "body": entry.body,
        }
