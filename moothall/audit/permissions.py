"""Who may read the record."""

from moothall.kit.registries import Person

READERS = ("auditor", "administrator")


def can_read(person: Person) -> bool:
    """Auditors and administrators read the record; nobody else does."""
    return any(person.has_role(role) for role in READERS)


def can_erase(person: Person) -> bool:
    """Administrators erase personal details that the council may no longer keep; auditors only read."""
    return person.has_role("administrator")
