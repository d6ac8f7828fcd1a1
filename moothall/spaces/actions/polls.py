"""Asking a poll, answering it, closing it, and taking it away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.checks import Finding
from moothall.search import outbox
from moothall.spaces import permissions, sealing, telling, writing
from moothall.spaces.actions import conversations
from moothall.spaces.models import (
    FEWEST_CHOICES,
    MOST_CHOICES,
    POLLING,
    Ballot,
    Poll,
    PollChoice,
    Shows,
    Space,
    Voter,
)
from moothall.spaces.models.polls import any_number, bits


class Answered(Exception):  # noqa: N818  says what is the matter
    """Somebody answered: what was asked stays as it is."""


class Over(Exception):  # noqa: N818  says what is the matter
    """The poll is closed, or its time is over."""


class Untied(Exception):  # noqa: N818  says what is the matter
    """An anonymous ballot that its writer does not find any more, as the hall's key was changed since."""


@dataclass(frozen=True)
class PollWords:
    """What is asked, and how. `closes_on` is the last day on which it can be answered, if there is one."""

    question: str
    choices: tuple[str, ...]
    several: bool = False
    anonymous: bool = False
    shows: Shows = Shows.ANSWERED
    closes_on: date | None = None

    @property
    def fields(self) -> dict[str, object]:
        """As the row holds them; the result of an anonymous poll waits until it has closed."""
        return {
            "question": self.question,
            "several": self.several,
            "anonymous": self.anonymous,
            "shows": Shows.CLOSED if self.anonymous else self.shows,
            "closes_at": end_of(self.closes_on) if self.closes_on else None,
        }


def end_of(day: date) -> datetime:
    """The moment at which a day of the organisation is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


@audit.act
def ask(
    space: Space,
    *,
    by: User,
    words: PollWords,
    body: str,
    token: UUID | None = None,
    passed: Sequence[Finding] = (),
) -> Poll:
    """Begin a conversation with a poll; the same form sent twice begins once.

    Raises ValueError for impossible words.
    """
    _sensible(words)
    talk = conversations.start(space, by=by, title=words.question, body=body, token=token, passed=passed)
    made = Poll.objects.filter(conversation=talk).first()
    if made is not None:
        return made
    poll = Poll.objects.create(conversation=talk, by=by, **words.fields)
    _choices(poll, words)
    audit.record("poll.asked", by=by, on=poll, conversation=talk.pk, anonymous=words.anonymous)
    return poll


@audit.act
def edit(poll: Poll, *, by: User, words: PollWords, passed: Sequence[Finding] = ()) -> Poll:
    """Ask it otherwise; once somebody answered, only its last day can be moved (`Answered`).

    Raises ValueError for impossible words, and IntegrityError where a hold keeps what was asked.
    """
    poll = _locked(poll)
    require(permissions.can_edit_poll(by, poll))
    gate.require(by, gate.Capability.POST, poll.conversation.space.container)
    _sensible(words)
    before = tuple(poll.choices.values_list("words", flat=True))
    changed = {name for name, value in words.fields.items() if getattr(poll, name) != value}
    asks_otherwise = bool(changed - {"closes_at"}) or before != words.choices
    if asks_otherwise and poll.voters.exists():
        raise Answered
    private = {"question": [poll.question, words.question], "choices": [list(before), list(words.choices)]}
    for name in changed:
        setattr(poll, name, words.fields[name])
    poll.save(update_fields=sorted(changed))
    if before != words.choices:
        poll.choices.all().delete()
        _choices(poll, words)
    audit.record("poll.edited", by=by, on=poll, changed=sorted(changed), private=private if asks_otherwise else None)
    writing.note_passed(poll.conversation, passed, by=by)
    _found_again(poll)
    return poll


@audit.act
def answer(poll: Poll, *, by: User, places: Collection[int]) -> Poll:
    """Choose, or choose otherwise while the poll is open; the record says that they answered, never what.

    Raises `Over`, `Untied`, and ValueError for no choice, one too many, or one that is not asked.
    """
    poll = _locked(poll)
    require(permissions.can_post(by, poll.conversation.space))
    gate.require(by, gate.Capability.POST, poll.conversation.space.container)
    if not poll.is_open:
        raise Over
    _one_of(poll, places)
    POLLING.take()  # before any row of it, in the order in which the guards take it
    chosen, voter = bits(places), Voter.objects.filter(poll=poll, person=by).first()
    if voter is None:
        voter = Voter.objects.create(poll=poll, person=by, at=clock.now())
        whose = {"link": sealing.link(poll=poll.pk, person=by.pk)} if poll.anonymous else {"voter_id": voter.pk}
        number = {"pk": any_number()} if poll.anonymous else {}
        Ballot.objects.create(poll=poll, chosen=chosen, **whose, **number)
    elif not _chosen_otherwise(poll, voter, chosen):
        return poll
    audit.record("poll.answered", by=by, on=poll)
    return poll


@audit.act
def close(poll: Poll, *, by: User | None) -> Poll:
    """End it now, for good; `by` is None where its own last day ended it. Raises `Over` where it is closed already."""
    poll = _locked(poll)
    if by is None:
        return _end_in_time(poll)
    if not poll.is_open:
        raise Over
    require(permissions.can_close_poll(by, poll))
    _end(poll, at=clock.now(), by=by)
    audit.record("poll.closed", by=by, on=poll, answered=poll.voters.count())
    telling.poll_closed(poll, by=by)
    return poll


def close_due() -> int:
    """Close the polls whose time is over, each in an act of its own; returns how many."""
    due = list(Poll.objects.due().order_by("closes_at", "pk"))
    for poll in due:
        close(poll, by=None)
    return len(due)


@audit.act
def remove(poll: Poll, *, by: User, reason: str) -> Poll:
    """Take a poll away, leaving a marker that says who and why; its words and ballots are kept where no page shows."""
    poll = _locked(poll)
    require(permissions.can_remove_poll(by, poll))
    if poll.closed_at is None:
        _end(poll, at=clock.now(), by=by)
    poll.removed_at, poll.removed_by, poll.removed_reason = clock.now(), by, reason
    poll.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    notices.withdraw(telling.POLL, [poll.pk])
    audit.record("poll.removed", by=by, on=poll, asked_by=poll.by_id, private={"reason": reason})
    _found_again(poll)
    return poll


def _end_in_time(poll: Poll) -> Poll:
    """Close a poll as its own last day says; another worker may have been first."""
    if poll.closed_at is None and poll.closes_at is not None and poll.closes_at <= clock.now():
        _end(poll, at=poll.closes_at, by=None)
        audit.record("poll.closed", by=None, on=poll, answered=poll.voters.count())
        telling.poll_closed(poll, by=None)
    return poll


def _end(poll: Poll, *, at: datetime, by: User | None) -> None:
    """Close it, and cut anonymous ballots loose from their writers.

    They are written anew one by one in the order of their keys, which is no order at all: so neither the place of a row
    on the disk nor the transaction that wrote it says whose it was.
    """
    poll.closed_at, poll.closed_by = at, by
    poll.save(update_fields=["closed_at", "closed_by"])
    for pk in list(poll.ballots.filter(link__isnull=False).order_by("pk").values_list("pk", flat=True)):
        Ballot.objects.filter(pk=pk).update(link=None)


def _chosen_otherwise(poll: Poll, voter: Voter, chosen: int) -> bool:
    """Whether a ballot that is there was changed, and not just sent again."""
    own = {"link": sealing.link(poll=poll.pk, person=voter.person_id)} if poll.anonymous else {"voter": voter}
    ballot = Ballot.objects.filter(poll=poll, **own).first()
    if ballot is None:
        raise Untied
    if ballot.chosen == chosen:
        return False
    voter.at, ballot.chosen = clock.now(), chosen
    voter.save(update_fields=["at"])
    ballot.save(update_fields=["chosen"])
    return True


def _one_of(poll: Poll, places: Collection[int]) -> None:
    known = set(poll.choices.values_list("place", flat=True))
    if not places or not set(places) <= known:
        raise ValueError(_("Choose from the answers that are offered."))
    if len(set(places)) > 1 and not poll.several:
        raise ValueError(_("Choose one answer."))


def _sensible(words: PollWords) -> None:
    if not words.question.strip() or not all(choice.strip() for choice in words.choices):
        raise ValueError(_("A poll needs a question and answers in words."))
    if not FEWEST_CHOICES <= len(words.choices) <= MOST_CHOICES:
        raise ValueError(_("A poll has from two to ten answers."))
    if len({choice.casefold() for choice in words.choices}) < len(words.choices):
        raise ValueError(_("Two answers are the same."))


def _choices(poll: Poll, words: PollWords) -> None:
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, place=place, words=choice) for place, choice in enumerate(words.choices)
    )


def _found_again(poll: Poll) -> None:
    """The question is found with the post that opens the conversation."""
    outbox.changed(writing.KIND, poll.conversation.posts.standing().filter(number=1).values_list("pk", flat=True))


def _locked(poll: Poll) -> Poll:
    """The poll as it is now, to ourselves; no key of it changes, so that new ballots can point at it meanwhile."""
    rows = Poll.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("conversation__space").get(pk=poll.pk)
