"""Writing in one's journal. The record says that somebody wrote, and neither what nor about what."""

import re
from uuid import UUID

from moothall import audit
from moothall.charter import permissions
from moothall.charter.models import Entry, Prompts
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User

LONGEST = 20_000  # characters of one entry
THING = re.compile(r"[a-z_]{1,30}:[0-9]{1,18}", re.ASCII)


@audit.act
def write(*, by: User, body: str, prompts: Prompts = Prompts.OWN, about: str = "", token: UUID | None = None) -> Entry:
    """Write an entry. Sent twice with one token it is written once; raises ValueError for no words."""
    require(permissions.can_keep_journal(by))
    if token is not None:
        User.objects.select_for_update().get(pk=by.pk)  # one at a time, so that the second finds the first
        found = Entry.objects.filter(token=token).first()
        if found is not None:
            require(permissions.can_write(by, found))
            return found
    made = Entry.objects.create(writer=by, body=_words(body), prompts=prompts, about=_thing(about), token=token)
    audit.record("journal.written", by=by)
    return made


@audit.act
def edit(entry: Entry, *, by: User, body: str, prompts: Prompts, about: str) -> Entry:
    """Write an entry another way; what it said before is gone. Raises ValueError for no words.

    The database refuses while a hold is in force on the writer.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    require(permissions.can_write(by, entry))
    entry.body, entry.prompts, entry.about = _words(body), prompts, _thing(about)
    entry.edited_at = clock.now()
    entry.save(update_fields=["body", "prompts", "about", "edited_at"])
    audit.record("journal.edited", by=by)
    return entry


@audit.act
def tear_out(entry: Entry, *, by: User) -> None:
    """Delete an entry for good, unless a hold is in force on its writer; backups may have it for a while."""
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    require(permissions.can_write(by, entry))
    entry.delete()
    audit.record("journal.torn_out", by=by)


def _words(body: str) -> str:
    words = body.strip()[:LONGEST]
    if not words:
        raise ValueError("An entry says something.")
    return words


def _thing(about: str) -> str:
    if about and not THING.fullmatch(about):
        raise ValueError("An entry is about a thing of the hall, such as initiative:7.")
    return about
