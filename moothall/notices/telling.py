"""What rooms call: tell people, inside the act; and say that someone has seen it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q

from moothall.kit import clock

from .kinds import When, kinds

if TYPE_CHECKING:
    from moothall.people.models import User

BATCH = 500
FORGET = 5000


def tell(kind: str, *, people: Iterable[int], subject: int, place: str, by: "User | None", anew: bool = False) -> int:
    """Tell people of a subject, in the transaction of the act; returns how many were not told of it before.

    `place` is the container that the subject lies in (`space:7`). Whoever did it is not told, nor who may not sign in,
    nor who muted the place. Mails go out after the commit, and only to those who may see the subject then.
    With `anew` it has come about once more, such as a place that falls vacant again: what was told of it before makes
    way, whether it was read or not, and everyone is told.
    """
    from moothall.people.models import User

    from .choosing import Wishes
    from .models import Notice

    found = kinds.get(kind)
    if found is None:
        raise KeyError(f"{kind!r} is not a registered kind of notice.")
    wanted = set(people) - {by.pk if by else None}
    if not wanted:
        return 0
    active = list(User.objects.active().filter(pk__in=wanted).values_list("pk", flat=True))
    if anew:
        Notice.objects.filter(thing=found.thing, subject=subject, person__in=active).delete()
    known = set(
        Notice.objects.filter(thing=found.thing, subject=subject, person__in=active).values_list("person", flat=True)
    )
    fresh = [pk for pk in active if pk not in known]
    wishes, now, rows = Wishes.of(fresh, kind=kind, place=place), clock.now(), []
    for pk in fresh:
        how = wishes.how(pk, kind, place)
        if how == When.MUTE:
            continue
        rows.append(
            Notice(
                person_id=pk, kind=kind, thing=found.thing, subject=subject, place=place, by=by, at=now,
                how=how, due_at=wishes.rhythm(pk).due(how, now),
            )
        )  # fmt: skip
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def read(user: "User", kind: str | Iterable[str], subjects: Iterable[int]) -> int:
    """Note that a person has seen what these kinds of notice were about; no mail goes out then. Returns how many."""
    from .models import Notice

    keys = [kind] if isinstance(kind, str) else list(kind)
    mine = Notice.objects.filter(person=user.pk, kind__in=keys, subject__in=list(subjects))
    return mine.filter(Q(read_at=None) | Q(due_at__isnull=False)).update(read_at=clock.now(), due_at=None)


def read_place(user: "User", kind: str | Iterable[str], place: str, until: datetime) -> int:
    """Note that a person has seen all that these kinds told of a place up to a moment. Returns how many."""
    from .models import Notice

    keys = [kind] if isinstance(kind, str) else list(kind)
    mine = Notice.objects.filter(person=user.pk, kind__in=keys, place=place, at__lte=until)
    return mine.filter(Q(read_at=None) | Q(due_at__isnull=False)).update(read_at=clock.now(), due_at=None)


def done(user: "User", kind: str | Iterable[str], subjects: Iterable[int]) -> int:
    """Note that a person has dealt with what these kinds were about. Returns how many notices that settled."""
    from .models import Notice

    keys = [kind] if isinstance(kind, str) else list(kind)
    now = clock.now()
    mine = Notice.objects.filter(person=user.pk, kind__in=keys, subject__in=list(subjects), done_at=None)
    return mine.update(done_at=now, due_at=None)


def withdraw(thing: str, subjects: Iterable[int]) -> int:
    """Take back what was told of subjects that are gone; what was mailed was mailed. Returns how many."""
    from .models import Notice

    rows = Notice.objects.filter(thing=thing, subject__in=list(subjects), done_at=None)
    return rows.update(done_at=clock.now(), due_at=None)


def forget(thing: str, subjects: Iterable[int]) -> int:
    """Delete what was told of subjects that were disposed of, and the words of letters that told of them.

    Returns how many notices that were. What was mailed is in other people's mailboxes and stays there.
    """
    from .models import Letter, Notice

    told, left = 0, iter(subjects)
    while chunk := list(islice(left, FORGET)):
        rows = Notice.objects.filter(thing=thing, subject__in=chunk)
        letters = Letter.objects.filter(pk__in=rows.filter(letter__isnull=False).values("letter"))
        letters.update(subject="", text="", html="", headers={})
        told += rows.delete()[0]
    return told
