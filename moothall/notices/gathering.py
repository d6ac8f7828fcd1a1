"""From notices that are due to letters in the queue: in one transaction, so each is mailed once or not at all."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from moothall.kit import clock
from moothall.notices.kinds import When
from moothall.notices.models import Letter, Notice
from moothall.notices.models.letters import Sort
from moothall.people.models import User

PEOPLE = 200  # looked after in one turn
FURTHEST = {When.ONCE: timedelta(days=2), When.DAILY: timedelta(days=2), When.WEEKLY: timedelta(days=8)}
SORTS = {When.ONCE: Sort.NOTICE, When.DAILY: Sort.DIGEST, When.WEEKLY: Sort.DIGEST}


def gather() -> int:
    """Make letters of every notice that is due; returns how many letters."""
    bring_forward()
    made = 0
    while True:
        due = Notice.objects.filter(due_at__lte=clock.now())
        people = list(due.order_by("person").values_list("person", flat=True).distinct()[:PEOPLE])
        if not people:
            return made
        made += sum(_for_person(pk) for pk in people)


def bring_forward() -> int:
    """Have notices mailed now that a clock which was ahead planned for later than any mail can be; returns how many."""
    now, stuck = clock.now(), Q()
    for how, furthest in FURTHEST.items():
        stuck |= Q(how=how, due_at__gt=now + furthest)
    planned = Notice.objects.filter(stuck)
    return planned.update(due_at=now) if planned.exists() else 0


def _for_person(pk: int) -> int:
    """One letter for each notice at once, one for each digest."""
    with transaction.atomic():
        # Whoever comes second finds these rows settled: the lock makes it wait, and then look again.
        due = Notice.objects.select_for_update().filter(person=pk, due_at__lte=clock.now()).order_by("pk")
        rows = list(due)
        person = User.objects.active().filter(pk=pk).first()
        letters = _letters(person, rows) if person and person.email else []
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=None)
    return len(letters)


def _letters(person: User, rows: Sequence[Notice]) -> list[Letter]:
    fresh = [row for row in rows if row.read_at is None and row.done_at is None]
    letters = [_letter(person, When.ONCE, [row]) for row in fresh if row.how == When.ONCE]
    for how in (When.DAILY, When.WEEKLY):
        if together := [row for row in fresh if row.how == how]:
            letters.append(_letter(person, how, together))
    return letters


def _letter(person: User, how: When, rows: Sequence[Notice]) -> Letter:
    sort = SORTS[how]
    letter = Letter.objects.create(
        sort=sort, person=person, address=person.email, message_id=message_id(sort, rows[0].pk)
    )
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(letter=letter)
    return letter


def message_id(sort: str, *parts: object) -> str:
    """An address of our own for a letter (RFC 5322, section 3.6.4): always the same for the same, guessed by nobody."""
    return f"<{seal('-'.join(str(part) for part in (sort, *parts)))}@{domain()}>"


def seal(name: str) -> str:
    """Digits that only this hall can make for a name."""
    return salted_hmac("notices.letters", name).hexdigest()[:24]


def domain() -> str:
    """The domain that letters come from."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
