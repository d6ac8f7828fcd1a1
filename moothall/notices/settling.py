"""What a person does with their own notices; no more on record than which posts they read."""

from datetime import datetime

from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people.models import User


def mark_read(user: User, pk: int) -> int:
    """Seen: no mail goes out any more."""
    return Notice.objects.filter(person=user, pk=pk, read_at=None).update(read_at=clock.now(), due_at=None)


def mark_done(user: User, pk: int) -> int:
    """Dealt with: it leaves the desk."""
    now = clock.now()
    return Notice.objects.filter(person=user, pk=pk, done_at=None).update(done_at=now, due_at=None)


def put_off(user: User, pk: int, until: datetime) -> int:
    """Away from the desk until then, and as unread when it comes back."""
    rows = Notice.objects.filter(person=user, pk=pk, done_at=None)
    return rows.update(snoozed_until=until, read_at=None, due_at=None)


def all_read(user: User) -> int:
    """Nothing is new any more; what is put off stays so."""
    return Notice.objects.filter(person=user).fresh().update(read_at=clock.now(), due_at=None)
