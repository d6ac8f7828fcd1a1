"""Writing another version of the charter, and adopting it."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall import audit
from moothall.charter import documents, permissions
from moothall.charter.models import Charter, Check, Commitment
from moothall.charter.texts import Promise, Wording, one_line
from moothall.kit import clock
from moothall.kit.guards import Lock
from moothall.kit.permissions import require
from moothall.people.models import User

DRAFTING = Lock("charter.draft", exclusive=True)
MOST = 20  # commitments; more is no charter


class DraftExists(Exception):  # noqa: N818  says what is the matter
    """Somebody is writing the next version already."""


class Adopted(Exception):  # noqa: N818  says what is the matter
    """It was adopted meanwhile: begin another version."""


class WordingChanged(Exception):  # noqa: N818  says what is the matter
    """It reads otherwise than what this person saw."""


@dataclass(frozen=True)
class Draft:
    """All the words of a draft."""

    title: str
    introduction: str
    source: str
    note: str
    promises: Sequence[Promise]


@audit.act
def begin(*, by: User, template: Wording | None = None) -> Charter:
    """Begin the next version as a copy of the latest, or of another body's. Raises `DraftExists`."""
    require(permissions.can_keep(by))
    DRAFTING.take()
    if Charter.objects.drafts().exists():
        raise DraftExists
    last = Charter.objects.order_by("-number").first()
    words = template or (last.wording() if last else Wording(0, "", "", "", ()))
    made = Charter.objects.create(
        number=last.number + 1 if last else 1,
        title=words.title,
        introduction=words.introduction,
        source=words.source,
        begun_by=by,
    )
    for number, each in enumerate(words.promises, start=1):
        Commitment.objects.create(charter=made, number=number, short=each.short, words=each.words, check_key=each.check)
    audit.record("charter.begun", by=by, on=made, number=made.number)
    return made


@audit.act
def write(draft: Charter, words: Draft, *, by: User) -> Charter:
    """Write a draft another way. Raises `Adopted`, and ValueError where something is said in no words."""
    require(permissions.can_keep(by))
    draft = _draft(draft)
    said = [Promise(one_line(each.short), one_line(each.words), each.check) for each in words.promises]
    if not (words.title.strip() and words.introduction.strip()) or not 1 <= len(said) <= MOST:
        raise ValueError("A charter has a title, an introduction, and from one to twenty commitments.")
    if any(not (each.short and each.words) or each.check not in {"", *Check.values} for each in said):
        raise ValueError("A commitment has a short word and its words, and a check that the hall knows, if any.")
    draft.title, draft.introduction = one_line(words.title), words.introduction.strip()
    draft.source, draft.note = one_line(words.source), words.note.strip()
    draft.save(update_fields=["title", "introduction", "source", "note"])
    draft.commitments.all().delete()
    for number, each in enumerate(said, start=1):
        Commitment.objects.create(
            charter=draft, number=number, short=each.short, words=each.words, check_key=each.check
        )
    audit.record("charter.written", by=by, on=draft, number=draft.number)
    return draft


@audit.act
def drop(draft: Charter, *, by: User) -> None:
    """Give the draft up. Raises `Adopted`."""
    require(permissions.can_keep(by))
    draft = _draft(draft)
    audit.record("charter.dropped", by=by, on=draft, number=draft.number)
    draft.delete()


@audit.act
def adopt(draft: Charter, *, by: User, digest: str) -> Charter:
    """Adopt the draft as it reads: it can be signed, and never be changed again.

    `digest` is of what this person saw. Raises `WordingChanged`, `Adopted`, and ValueError where nothing says what
    changed.
    """
    require(permissions.can_keep(by))
    draft = _draft(draft)
    reads = draft.wording().digest
    if reads != digest:
        raise WordingChanged
    if draft.number > 1 and not draft.note:
        raise ValueError("Say what changed since the version before.")
    draft.adopted_by, draft.adopted_at, draft.digest = by, clock.now(), reads
    draft.save(update_fields=["adopted_by", "adopted_at", "digest"])
    audit.record("charter.adopted", by=by, on=draft, number=draft.number, digest=reads)
    documents.changed([draft.pk])
    return draft


def _draft(draft: Charter) -> Charter:
    found = Charter.objects.select_for_update().get(pk=draft.pk)
    if not found.is_draft:
        raise Adopted
    return found
