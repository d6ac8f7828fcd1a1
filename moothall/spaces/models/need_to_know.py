"""No guest is a member of a space that is marked OFFICIAL-SENSITIVE, whoever writes to the tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from moothall.kit import guards
from moothall.kit.guards import Event, Rule, Vendor, quote
from moothall.people.models import Kind, User
from moothall.records.markings import Marking
from moothall.spaces.models.spaces import Membership, Space

WHY = "guests have no place in a space marked OFFICIAL-SENSITIVE"
SPACES, MEMBERS, PEOPLE = (quote(model._meta.db_table) for model in (Space, Membership, User))


@dataclass(frozen=True)
class ForTheCouncil:
    """A membership of a marked space belongs to someone of the council."""

    model: type[Model] = Membership

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a guest who is let in, or moved in."""
        space = f"FROM {SPACES} AS s WHERE s.id = NEW.space_id AND s.marking = '{Marking.SENSITIVE.value}'"
        guest = f"FROM {PEOPLE} AS u WHERE u.id = NEW.user_id AND u.kind = '{Kind.GUEST.value}'"
        for event in (Event.INSERT, Event.UPDATE):
            yield Rule(event, WHY, when=f"EXISTS (SELECT 1 {space}) AND EXISTS (SELECT 1 {guest})")


@dataclass(frozen=True)
class FreeOfGuests:
    """A space is marked only when no guest who may sign in is a member of it."""

    model: type[Model] = Space

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse the marking while guests are inside."""
        inside = (
            f"SELECT 1 FROM {MEMBERS} AS m JOIN {PEOPLE} AS u ON u.id = m.user_id "  # noqa: S608  our own names
            f"WHERE m.space_id = NEW.id AND u.kind = '{Kind.GUEST.value}' AND u.is_active"
        )
        marked = f"NEW.marking = '{Marking.SENSITIVE.value}' AND OLD.marking <> NEW.marking"
        yield Rule(Event.UPDATE, WHY, when=f"{marked} AND EXISTS ({inside})")


guards.declare(ForTheCouncil(), FreeOfGuests())
