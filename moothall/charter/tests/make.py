"""Makers of the charter room, for tests and for the demo council; they call the real actions."""

from dataclasses import replace

from moothall.charter.actions import charters, invitations, journal, signatures
from moothall.charter.actions.charters import Draft
from moothall.charter.models import Charter, Entry, Invitation, Prompts, Signature
from moothall.charter.texts import Promise
from moothall.people.models import Team, User


def current() -> Charter:
    """The charter that can be signed."""
    found = Charter.objects.current()
    if found is None:
        raise LookupError("There is no charter.")
    return found


def words_of(draft: Charter) -> Draft:
    """A draft's words as they stand."""
    wording = draft.wording()
    return Draft(wording.title, wording.introduction, wording.source, draft.note, tuple(wording.promises))


def draft(*, by: User, note: str = "A commitment about learning was added.") -> Charter:
    """The next version with one commitment more, still a draft."""
    begun = charters.begin(by=by)
    words = words_of(begun)
    more = (*words.promises, Promise("Learning", "We look back, and say what we learnt."))
    return charters.write(begun, replace(words, note=note, promises=more), by=by)


def adopted(*, by: User) -> Charter:
    """The next version, adopted."""
    made = draft(by=by)
    return charters.adopt(made, by=by, digest=made.wording().digest)


def signature(
    *,
    by: User,
    charter: Charter | None = None,
    team: Team | None = None,
    organisation: bool = False,
    words: str = "",
    public: bool = False,
) -> Signature:
    """A signature of the current version."""
    return signatures.sign(
        charter or current(), by=by, team=team, organisation=organisation, words=words, public=public
    )


def invitation(*people: User, by: User, words: str = "I signed. Will you?") -> list[Invitation]:
    """An invitation to sign the current version."""
    return invitations.invite(current(), by=by, people=people, words=words)


def entry(body: str = "We asked nobody in the branches.", *, by: User, about: str = "") -> Entry:
    """An entry of somebody's journal."""
    return journal.write(by=by, body=body, prompts=Prompts.CHARTER, about=about)
