"""What the database keeps of polls: one ballot a person, in time, of what was asked; and nothing of it taken away.

Whoever answers, closes or changes what is asked takes one lock, so that of two that race the second sees what the first
did. An end by date is measured twice: by the time that a row says, and by the database's own clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from moothall.kit import guards
from moothall.kit.guards import Event, Lock, Rule, Vendor, changed, columns, refuse_pushing_out
from moothall.records.held import Held
from moothall.spaces.models.polls import Ballot, Poll, PollChoice, Voter

POLLING = Lock("spaces.poll", exclusive=True)
WRITES = (Event.INSERT, Event.UPDATE)
ASKED = "somebody answered: what was asked stays"
STAYS = "what was answered goes only with its conversation"
OVER = "it is answered while it is open"
KEYS = "it keeps its poll"


def _now(vendor: Vendor) -> str:
    """SQL: the moment of the database, as it keeps moments."""
    return "strftime('%Y-%m-%d %H:%M:%f', 'now')" if vendor == "sqlite" else "clock_timestamp()"


def _answered(poll: str) -> str:
    """SQL: whether anybody answered a poll."""
    return f"EXISTS (SELECT 1 FROM spaces_voter AS v WHERE v.poll_id = {poll})"  # noqa: S608  our own names


def _talked(poll: str) -> str:
    """SQL: whether the conversation of a poll has posts; it has until it is disposed of."""
    return (
        "EXISTS (SELECT 1 FROM spaces_poll AS p JOIN spaces_post AS t ON t.conversation_id = p.conversation_id"  # noqa: S608
        f" WHERE p.id = {poll})"
    )


def _open(vendor: Vendor, also: str = "") -> str:
    """SQL: whether the poll of a new row can be answered now, and `also` is true of it."""
    return (
        "EXISTS (SELECT 1 FROM spaces_poll AS p WHERE p.id = NEW.poll_id AND p.closed_at IS NULL"  # noqa: S608
        f" AND p.removed_at IS NULL AND (p.closes_at IS NULL OR p.closes_at > {_now(vendor)}){also})"
    )


def _changed(model: type[Model], vendor: Vendor, *names: str) -> str:
    own = columns(model)
    return changed(vendor, (own[name] for name in names))


@dataclass(frozen=True)
class AskedOnce:
    """The guard of polls: what was asked stays once somebody answered, and a poll that is closed stays closed."""

    model: type[Model] = Poll

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to ask something else of those who answered, and to open again what is over."""
        yield Rule(Event.INSERT, "it is open when it is asked", when="NEW.closed_at IS NOT NULL")
        keys = _changed(Poll, vendor, "id", "conversation", "by", "asked_at")
        yield Rule(Event.UPDATE, "it keeps its conversation and who asked", when=keys)
        words = ("question", "several", "anonymous", "shows")
        yield Rule(Event.UPDATE, ASKED, given=_changed(Poll, vendor, *words), when=_answered("OLD.id"), lock=POLLING)
        end = _changed(Poll, vendor, "closed_at", "closed_by", "closes_at", *words)
        yield Rule(Event.UPDATE, "it is closed", when=f"OLD.closed_at IS NOT NULL AND ({end})")
        late = f"OLD.closes_at <= {_now(vendor)} AND ({_changed(Poll, vendor, 'closes_at', *words)})"
        yield Rule(Event.UPDATE, "its time is over", when=late)
        # For the lock: whoever answers at this moment is waited for.
        given = "OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL"
        yield Rule(
            Event.UPDATE, "it closes after it was asked", given=given, when="NEW.closed_at < OLD.asked_at", lock=POLLING
        )
        gone = _changed(Poll, vendor, "removed_at", "removed_by", "removed_reason")
        yield Rule(Event.UPDATE, "it was removed", when=f"OLD.removed_at IS NOT NULL AND ({gone})")
        talked = "EXISTS (SELECT 1 FROM spaces_post AS t WHERE t.conversation_id = OLD.conversation_id)"
        yield Rule(Event.DELETE, STAYS, when=f"{_answered('OLD.id')} AND {talked}", lock=POLLING)
        if vendor == "sqlite":
            yield from refuse_pushing_out(Poll, STAYS, kept=_answered("kept.id"), first="1")


@dataclass(frozen=True)
class ChoicesStay:
    """The guard of choices: written and rewritten until somebody answers."""

    model: type[Model] = PollChoice

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to change what people chose from."""
        yield Rule(Event.INSERT, ASKED, when=_answered("NEW.poll_id"), lock=POLLING)
        yield Rule(Event.UPDATE, KEYS, when=_changed(PollChoice, vendor, "id", "poll"))
        yield Rule(Event.UPDATE, ASKED, when=_answered("OLD.poll_id"), lock=POLLING)
        gone = f"{_answered('OLD.poll_id')} AND {_talked('OLD.poll_id')}"
        yield Rule(Event.DELETE, ASKED, when=gone, lock=POLLING)
        if vendor == "sqlite":
            yield from refuse_pushing_out(PollChoice, ASKED, kept=_answered("kept.poll_id"), first="1")


@dataclass(frozen=True)
class OneOfThem:
    """The guard of voters: members of the space who may sign in, in time; once there, they stay."""

    model: type[Model] = Voter

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse who may not write in the space, and who comes too late."""
        in_time = " AND (p.closes_at IS NULL OR p.closes_at > NEW.at) AND p.asked_at <= NEW.at"
        member = (
            "EXISTS (SELECT 1 FROM spaces_poll AS q JOIN spaces_conversation AS c ON c.id = q.conversation_id"
            " JOIN spaces_membership AS m ON m.space_id = c.space_id AND m.user_id = NEW.person_id"
            " JOIN people_user AS u ON u.id = m.user_id WHERE q.id = NEW.poll_id AND u.is_active)"
        )
        yield Rule(
            Event.UPDATE, "it keeps its poll and who answered", when=_changed(Voter, vendor, "id", "poll", "person")
        )
        for event in WRITES:
            yield Rule(event, OVER, when=f"NOT {_open(vendor, in_time)}", lock=POLLING)
            yield Rule(event, "members of its space answer it", when=f"NOT {member}")
        yield Rule(Event.DELETE, STAYS, when=_talked("OLD.poll_id"))
        if vendor == "sqlite":
            yield from refuse_pushing_out(Voter, STAYS, kept="kept.rowid IS NOT NULL", first="1")


@dataclass(frozen=True)
class OneEach:
    """The guard of ballots: never more of them than voters, of what was asked, changed only while the poll is open."""

    model: type[Model] = Ballot

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a second ballot, one that is nobody's, one for what was not asked, and any that comes too late."""
        yield Rule(Event.UPDATE, KEYS, when=_changed(Ballot, vendor, "id", "poll", "voter"))
        chose = _changed(Ballot, vendor, "chosen")
        for event in WRITES:
            given = chose if event is Event.UPDATE else ""
            yield Rule(event, OVER, given=given, when=f"NOT {_open(vendor)}", lock=POLLING)
            yield Rule(event, "it chooses from what was asked", given=given, when=self._strange())
        yield Rule(Event.INSERT, "it has a voter, or is anonymous", when=f"NOT ({self._whose()})")
        count = "(SELECT COUNT(*) FROM {table} AS n WHERE n.poll_id = NEW.poll_id)"
        enough = f"{count.format(table='spaces_ballot')} >= {count.format(table='spaces_voter')}"
        yield Rule(Event.INSERT, "one ballot a person", when=enough, lock=POLLING)
        closed = "EXISTS (SELECT 1 FROM spaces_poll AS p WHERE p.id = NEW.poll_id AND p.closed_at IS NOT NULL)"
        yield Rule(
            Event.UPDATE,
            "what ties it to a person goes when the poll closes, and never comes back",
            given=_changed(Ballot, vendor, "link"),
            when=f"NEW.link IS NOT NULL OR NOT {closed}",
        )
        yield Rule(Event.DELETE, STAYS, when=_talked("OLD.poll_id"))
        if vendor == "sqlite":
            yield from refuse_pushing_out(Ballot, STAYS, kept="kept.rowid IS NOT NULL", first="1")

    def _strange(self) -> str:
        """SQL: that it chooses what is no choice, or several where one is asked for, or of a poll with no choice."""
        choices = "FROM spaces_pollchoice AS o WHERE o.poll_id = NEW.poll_id"
        mask = f"(SELECT COALESCE(SUM(1 << o.place), 0) {choices})"
        one = "EXISTS (SELECT 1 FROM spaces_poll AS p WHERE p.id = NEW.poll_id AND NOT p.several)"
        few = f"(SELECT COUNT(*) {choices}) < 2"
        return f"(NEW.chosen & ~{mask}) <> 0 OR {few} OR ((NEW.chosen & (NEW.chosen - 1)) <> 0 AND {one})"

    def _whose(self) -> str:
        """SQL: that a named ballot has a voter of its poll, and an anonymous one a link and no voter."""
        named = (
            "EXISTS (SELECT 1 FROM spaces_poll AS p JOIN spaces_voter AS v ON v.poll_id = p.id"
            " WHERE p.id = NEW.poll_id AND v.id = NEW.voter_id AND NOT p.anonymous AND NEW.link IS NULL)"
        )
        unnamed = (
            "EXISTS (SELECT 1 FROM spaces_poll AS p WHERE p.id = NEW.poll_id AND p.anonymous"
            " AND NEW.voter_id IS NULL AND NEW.link IS NOT NULL)"
        )
        return f"{named} OR {unnamed}"


def _in(path: str, *people: str) -> dict[str, tuple[str, ...]]:
    """What reaches a row over its poll's conversation, and over people."""
    return {"conversation": (path,), "space": (f"{path}__space",), "user": people}


guards.declare(
    AskedOnce(),
    ChoicesStay(),
    OneOfThem(),
    OneEach(),
    Held(
        Poll,
        scopes=_in("conversation", "by"),
        keeps=("conversation", "by", "asked_at", "question", "several", "anonymous", "shows"),
    ),
    Held(PollChoice, scopes=_in("poll__conversation", "poll__by"), keeps=("poll", "place", "words")),
    Held(Voter, scopes=_in("poll__conversation", "person"), keeps=("poll", "person")),
    # What is chosen can be changed under a hold too, while the poll is open: an answer is given when it closes.
    Held(Ballot, scopes=_in("poll__conversation", "voter__person"), keeps=("poll", "voter")),
)
