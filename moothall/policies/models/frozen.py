"""What the database keeps of an adopted version: nothing in it can be changed, added to or taken away."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from moothall.kit.guards import Event, Rule, Vendor, changed, columns, quote, refuse_replace

VERSIONS, TEXTS, COMMENTS = "policies_version", "policies_text", "policies_comment"
WHY = "an adopted version stays as it was adopted"


@dataclass(frozen=True)
class AdoptedStays:
    """The guard of versions: a version begins as a draft, is adopted with its words, and is then as it is."""

    model: type[Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse a version that begins adopted, one adopted without what it needs, and any change afterwards."""
        adopting = "OLD.adopted_at IS NULL AND NEW.adopted_at IS NOT NULL AND"
        english = (
            f"SELECT 1 FROM {quote(TEXTS)} AS t WHERE t.version_id = OLD.id AND t.language = 'en' AND t.body <> ''"  # noqa: S608 - our own names
        )
        waiting = f"SELECT 1 FROM {quote(COMMENTS)} AS c WHERE c.version_id = OLD.id AND c.answered_at IS NULL"  # noqa: S608
        draft = f"SELECT 1 FROM {quote(VERSIONS)} AS d WHERE d.policy_id = NEW.policy_id AND d.adopted_at IS NULL"  # noqa: S608
        yield Rule(Event.INSERT, "a version begins as a draft", when="NEW.adopted_at IS NOT NULL")
        yield Rule(Event.INSERT, "a policy has one draft at a time", when=f"EXISTS ({draft})")
        yield Rule(Event.UPDATE, WHY, when="OLD.adopted_at IS NOT NULL")
        moved = _moved(vendor, self.model, ("id", "policy", "number"))
        yield Rule(Event.UPDATE, "a version keeps its policy and number", when=moved)
        yield Rule(Event.UPDATE, "what is adopted has an English text", when=f"{adopting} NOT EXISTS ({english})")
        yield Rule(Event.UPDATE, "every comment is answered before adoption", when=f"{adopting} EXISTS ({waiting})")
        yield Rule(Event.DELETE, WHY, when="OLD.adopted_at IS NOT NULL")
        yield Rule(Event.TRUNCATE, WHY)
        if vendor == "sqlite":
            yield refuse_replace(self.model, WHY)


@dataclass(frozen=True)
class PartOfAdopted:
    """The guard of what belongs to a version: free while that is a draft, and frozen with its adoption.

    `version` is the SQL of the version's id, with `{row}` for OLD or NEW; `keys` are fields that never change.
    On PostgreSQL the version is locked while it is looked at, so that an adoption under way is waited for.
    """

    model: type[Model]
    version: str
    keys: tuple[str, ...]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse whatever would change an adopted version by way of this table."""
        old, new = (self._adopted(vendor, row) for row in ("OLD", "NEW"))
        yield Rule(Event.INSERT, WHY, when=new)
        yield Rule(Event.UPDATE, WHY, when=old)
        yield Rule(Event.UPDATE, "it keeps its place", when=_moved(vendor, self.model, self.keys))
        yield Rule(Event.DELETE, WHY, when=old)
        yield Rule(Event.TRUNCATE, WHY)
        if vendor == "sqlite":
            yield refuse_replace(self.model, WHY)

    def _adopted(self, vendor: Vendor, row: str) -> str:
        locked = " FOR SHARE" if vendor == "postgresql" else ""
        which = self.version.format(row=row)
        return f"(SELECT v.adopted_at FROM {quote(VERSIONS)} AS v WHERE v.id = {which}{locked}) IS NOT NULL"  # noqa: S608


def _moved(vendor: Vendor, model: type[Model], keys: tuple[str, ...]) -> str:
    """That a row changes the fields by which it could push another out of its place."""
    return changed(vendor, (columns(model)[key] for key in keys))
