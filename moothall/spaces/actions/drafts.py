"""Keeping words that are not said yet. Nobody else ever sees them, so they are no acts and are not recorded.

Under a hold a draft can be written on and posted, and not thrown away.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import holding
from moothall.records.actions.holds import HeldError, refusals_recorded
from moothall.spaces import permissions
from moothall.spaces.models import Conversation, Draft, Post, Space

FIRST_VERSION = 2**30
"""Below this a draft's versions begin anywhere, so that no tab takes a new draft for the one before it."""


class KeptElsewhere(Exception):  # noqa: N818  says what is the matter
    """Other words were kept meanwhile, in another tab or on another device; they are not replaced unasked."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"Draft {draft.pk} was kept elsewhere.")
        self.draft = draft


class SaidAlready(Exception):  # noqa: N818  says what is the matter
    """The form that asks has been posted: its words are no draft any more."""


@dataclass(frozen=True)
class Place:
    """What a draft is for: a reply, a conversation in a space, or one whose space is not chosen yet."""

    conversation: Conversation | None = None
    space: Space | None = None


@dataclass(frozen=True)
class Words:
    """What was typed into which form, on top of which version of the draft (0: of none)."""

    body: str
    title: str = ""
    seen: int = 0
    token: UUID | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.title.strip() or self.body.strip())


@transaction.atomic
def keep(place: Place, words: Words, *, person: User) -> Draft | None:
    """Keep words as this person's draft for a place, one for each; None when there are none and none were kept.

    Raises `KeptElsewhere` when the draft is newer than what the form began from and says something else, `SaidAlready`
    when the form was posted meanwhile, and `HeldError` when nothing would be left of what a hold covers. Takes the lock
    under which is posted there, so neither is missed.
    """
    _hold(place, person)
    if words.token and Post.objects.filter(token=words.token, author=person).exists():
        raise SaidAlready
    draft = _of(place, person).first()
    if draft is None:
        return None if words.empty else _begin(place, words, person)
    if (draft.title, draft.body) == (words.title, words.body):
        return draft
    if draft.version != words.seen:
        raise KeptElsewhere(draft)
    if words.empty and holding.held(_of(place, person)).exists():
        raise HeldError(holding.refusal())
    draft.title, draft.body, draft.token = words.title, words.body, words.token
    draft.version, draft.saved_at = draft.version + 1, clock.now()
    draft.save(update_fields=["title", "body", "token", "version", "saved_at"])
    return draft


def discard(draft: Draft, *, person: User) -> None:
    """Throw one's own draft away; raises `HeldError` for a held one."""
    require(draft.user_id == person.pk)
    with refusals_recorded(by=person, things=[f"draft:{draft.pk}"]):
        draft.delete()


def discard_seen(place: Place, words: Words, *, person: User) -> None:
    """Throw away the draft that a form shows, if there still is one.

    Raises `KeptElsewhere` for words that were kept meanwhile in another tab or on another device and never shown here,
    and `HeldError` for a held draft.
    """
    shown = _of(place, person).values_list("pk", flat=True).first()
    with refusals_recorded(by=person, things=[f"draft:{shown}"]):
        draft = _of(place, person).select_for_update().first()
        if draft is None:
            return
        if draft.version != words.seen and (words.token is None or draft.token != words.token):
            raise KeptElsewhere(draft)
        draft.delete()


def said(place: Place, words: Words, *, person: User) -> None:
    """Clear the draft of words that were just posted; one that was kept elsewhere and never shown here stays.

    It says what was posted before it goes: a held draft may go once a post says the same.
    """
    same = Q(version=words.seen) | Q(body=words.body)
    if words.token:
        same |= Q(token=words.token)
    mine = _of(place, person).filter(same)
    if mine.update(title=words.title, body=words.body):
        mine.delete()


def _of(place: Place, person: User) -> QuerySet[Draft]:
    return Draft.objects.filter(user=person, conversation=place.conversation, space=place.space)


def _begin(place: Place, words: Words, person: User) -> Draft:
    return Draft.objects.create(
        user=person,
        conversation=place.conversation,
        space=place.space,
        title=words.title,
        body=words.body,
        token=words.token,
        version=1 + secrets.randbelow(FIRST_VERSION),
    )


def _hold(place: Place, person: User) -> None:
    """Lock what posting there locks, and go on if this person may write there now."""
    space = place.space
    if place.conversation is not None:
        rows = Conversation.objects.select_for_update(of=("self",), no_key=True).select_related("space")
        space = rows.get(pk=place.conversation.pk).space
    elif space is not None:
        space = Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    else:
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(person.is_active if space is None else permissions.can_post(person, space))
