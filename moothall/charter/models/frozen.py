"""What the database keeps of the charter: what was adopted, signed or taken back stays as it is, whoever asks.

Only an adopted version can be signed, so what somebody signed can never be changed under their name. While a hold is
in force on a person, nothing of their journal is torn out or rewritten; whoever placed the hold reads none of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from moothall.charter.models.charters import Charter, Commitment
from moothall.charter.models.invitations import Invitation
from moothall.charter.models.journal import Entry
from moothall.charter.models.signatures import ORGANISATION, Signature, Withdrawal
from moothall.kit import guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor, changed, columns, refuse_pushing_out, refuse_replace
from moothall.records.held import Held

WHY = "an adopted charter stays as it was adopted"
PLACE = "it keeps its place"


@dataclass(frozen=True)
class Adopted:
    """The guard of versions: each begins as a draft, one at a time, is adopted with its words, and then stays."""

    model: type[Model] = Charter

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a version that begins adopted, one without commitments, and any change afterwards."""
        drafts = "SELECT 1 FROM charter_charter AS d WHERE d.adopted_at IS NULL"
        within = "SELECT 1 FROM charter_commitment AS c WHERE c.charter_id = OLD.id"
        adopting = "OLD.adopted_at IS NULL AND NEW.adopted_at IS NOT NULL"
        yield Rule(Event.INSERT, "a version begins as a draft", when="NEW.adopted_at IS NOT NULL")
        yield Rule(Event.INSERT, "the charter has one draft at a time", when=f"EXISTS ({drafts})")
        yield Rule(Event.UPDATE, WHY, when="OLD.adopted_at IS NOT NULL")
        yield Rule(Event.UPDATE, PLACE, when=changed(vendor, ("id", "number")))
        yield Rule(Event.UPDATE, "a charter promises something", when=f"{adopting} AND NOT EXISTS ({within})")
        yield Rule(Event.DELETE, WHY, when="OLD.adopted_at IS NOT NULL")
        yield Rule(Event.TRUNCATE, WHY)
        if vendor == "sqlite":
            yield refuse_replace(self.model, WHY)


@dataclass(frozen=True)
class PartOfAdopted:
    """The guard of commitments: free in a draft. On PostgreSQL an adoption under way is waited for."""

    model: type[Model] = Commitment

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse whatever would change an adopted version by way of its commitments."""
        locked = " FOR SHARE" if vendor == "postgresql" else ""
        adopted = "(SELECT v.adopted_at FROM charter_charter AS v WHERE v.id = {row}.charter_id{locked}) IS NOT NULL"
        old, new = (adopted.format(row=row, locked=locked) for row in ("OLD", "NEW"))
        yield Rule(Event.INSERT, WHY, when=new)
        yield Rule(Event.UPDATE, WHY, when=old)
        yield Rule(Event.UPDATE, PLACE, when=changed(vendor, ("id", "charter_id", "number")))
        yield Rule(Event.DELETE, WHY, when=old)
        yield Rule(Event.TRUNCATE, WHY)
        if vendor == "sqlite":
            yield refuse_replace(self.model, WHY)


@dataclass(frozen=True)
class Signed:
    """The guard of signatures: of an adopted text, by who may, once until it is taken back; then it stays."""

    model: type[Model] = Signature

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a signature of another text, in another's name, or twice; and any change but of who may see it."""
        yield from AppendOnly(Signature, may_change=("public",), why="a signature stays; take it back").rules(vendor)
        text = (
            "SELECT 1 FROM charter_charter AS c WHERE c.id = NEW.charter_id"
            " AND c.adopted_at IS NOT NULL AND c.digest = NEW.digest"
        )
        yield Rule(Event.INSERT, "one signs an adopted charter as it reads", when=f"NOT EXISTS ({text})")
        named = "CASE WHEN NEW.person_id IS NOT NULL THEN 'user:' || NEW.person_id"
        named += f" WHEN NEW.team_id IS NOT NULL THEN 'team:' || NEW.team_id ELSE '{ORGANISATION}' END"
        yield Rule(Event.INSERT, "a signature is in the name of who signs", when=f"NEW.signatory <> {named}")
        active = "SELECT 1 FROM people_user AS u WHERE u.id = NEW.by_id AND u.is_active"
        team = f"{active} AND u.kind <> 'guest' AND u.team_id = NEW.team_id"
        role = "SELECT 1 FROM people_roleholding AS r WHERE r.user_id = NEW.by_id AND r.role = 'administrator'"
        yield Rule(Event.INSERT, "who signs may come in", when=f"NOT EXISTS ({active})")
        yield Rule(Event.INSERT, "a team signs by one of it", when=f"NEW.team_id IS NOT NULL AND NOT EXISTS ({team})")
        yield Rule(
            Event.INSERT,
            "an administrator signs for the organisation",
            when=f"NEW.person_id IS NULL AND NEW.team_id IS NULL AND NOT EXISTS ({role})",
        )
        before = "FROM charter_signature AS s WHERE s.charter_id = NEW.charter_id AND s.signatory = NEW.signatory"
        back = "SELECT 1 FROM charter_withdrawal AS w WHERE w.signature_id = s.id"
        yield Rule(
            Event.INSERT,
            "a version is signed once",
            when=f"NEW.turn <> 1 + (SELECT COUNT(*) {before}) OR EXISTS (SELECT 1 {before} AND NOT EXISTS ({back}))",
        )


@dataclass(frozen=True)
class TakenBack:
    """The guard of withdrawals: a person's signature is taken back by that person alone, and it stays so."""

    model: type[Model] = Withdrawal

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to take back what is another's, and to undo it."""
        yield from AppendOnly(Withdrawal, why="what was taken back stays so; sign again").rules(vendor)
        theirs = "SELECT 1 FROM charter_signature AS s WHERE s.id = NEW.signature_id AND s.person_id <> NEW.by_id"
        yield Rule(Event.INSERT, "one takes back one's own signature", when=f"EXISTS ({theirs})")


@dataclass(frozen=True)
class StaysTheirs:
    """The guard of journals: an entry never becomes another person's."""

    model: type[Model] = Entry

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to give an entry another writer, by any statement."""
        names = columns(self.model)
        why = "a journal stays with its writer"
        yield Rule(Event.UPDATE, why, when=changed(vendor, (names[name] for name in ("id", "writer", "written_at"))))
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, why, kept="kept.rowid IS NOT NULL", first="1")


guards.declare(
    Adopted(),
    PartOfAdopted(),
    Signed(),
    TakenBack(),
    AppendOnly(Invitation, why="an invitation was sent"),
    StaysTheirs(),
    Held(Entry, scopes={"user": ("writer",)}, keeps=("body",)),
)
