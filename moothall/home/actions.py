"""What is done to the hall as a whole."""

from moothall import audit
from moothall.home.backups.restoring import Restored
from moothall.home.backups.taking import Taken
from moothall.people.models import User

BACKED_UP = "hall.backed_up"


@audit.act
def note_backup(taken: Taken, *, by: User | None) -> None:
    """Put on record that a copy of everything left the hall, and by which digest it is known."""
    told = taken.manifest
    audit.record(
        BACKED_UP, by=by, manifest=taken.digest, files=len(told.files), bytes=told.size, with_keys=told.with_keys
    )


@audit.act
def note_restore(restored: Restored, *, by: User | None) -> None:
    """Put on record that the hall went back to a former moment: what came after it is not in this record."""
    audit.record(
        "hall.restored",
        by=by,
        manifest=restored.digest,
        taken_at=restored.manifest.taken_at,
        head=restored.manifest.head,
        whole=not restored.troubles,
    )
