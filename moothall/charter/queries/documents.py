"""The charter as a file that another body can take: Markdown, and JSON that says the same."""

from moothall.charter.borrowing import FORMAT
from moothall.charter.models import Charter
from moothall.charter.queries.reading import InPublic


def as_json(charter: Charter, stands: InPublic, *, council: str, address: str) -> dict[str, object]:
    """One version with its hash, and how many stand behind it; names of those alone who let them be shown."""
    words = charter.wording()
    return {
        "format": FORMAT,
        "council": council,
        "address": address,
        "number": words.number,
        "title": words.title,
        "introduction": words.introduction,
        "source": words.source,
        "adopted_on": charter.adopted_at.date().isoformat() if charter.adopted_at else None,
        "commitments": [
            {"number": number, "word": promise.short, "words": promise.words, "check": promise.check}
            for number, promise in enumerate(words.promises, start=1)
        ],
        "text_sha256": charter.digest,
        "signed": {
            "people": stands.people,
            "teams": stands.teams,
            "organisation": stands.organisation,
            "by_name": [{"who": row.whose, "words": row.words} for row in stands.named],
        },
    }
