"""Choosing how one is told, stopping mails, and looking after mail on its way out."""

from collections.abc import Mapping
from datetime import time, timedelta

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.notices import permissions
from moothall.notices.bounces import Report
from moothall.notices.choosing import Wishes
from moothall.notices.kinds import When, kinds
from moothall.notices.models import Choice, Hours, Letter, Notice
from moothall.notices.models.letters import State
from moothall.notices.stopping import Stop
from moothall.people.models import User

REPORTED_WITHIN = timedelta(days=6)  # servers give up after five, RFC 5321, section 4.5.4.1


@audit.act
def choose_kinds(*, by: User, chosen: Mapping[str, When]) -> None:
    """Say how one wants to be told of each kind, where nothing else was said for a place."""
    _locked(by)
    changed = {}
    for kind, when in chosen.items():
        if Wishes.of([by.pk], kind=kind).how(by.pk, kind, "") != when:
            _put(by, kind, "", when)
            changed[kind] = when.value
    if changed:
        _plan_again(by)
        audit.record("notices.chosen", by=by, on=by, kinds=sorted(changed))


@audit.act
def choose_place(place: str, *, by: User, chosen: Mapping[str, When | None]) -> None:
    """Say how one wants to be told of what happens in a place: of each kind, and under the empty key of all else.

    None goes back to what was said for the place, and for the place to what was said for each kind.
    """
    _locked(by)
    for kind, when in chosen.items():
        _put(by, kind, place, when)
    _plan_again(by)
    audit.record("notices.chosen", by=by, on=by, place=place, kinds=sorted(filter(None, chosen)))


@audit.act
def set_hours(
    *, by: User, quiet_from: time | None, quiet_until: time | None, digest_hour: int, digest_day: int, zone: str
) -> Hours:
    """Say when mail may come."""
    _locked(by)
    values = {
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "digest_hour": digest_hour,
        "digest_day": digest_day,
        "zone": zone,
    }
    hours, _created = Hours.objects.update_or_create(person=by, defaults=values)
    _plan_again(by)
    audit.record("notices.hours_set", by=by, on=by)
    return hours


@audit.act
def stop_mail(stop: Stop) -> User | None:
    """Stop one sort of mail to one person, by the address that the mail itself carried; again changes nothing."""
    person = User.objects.select_for_update().filter(pk=stop.person).first()
    if person is None:
        return None
    wishes = Wishes.of([person.pk])
    if stop.digest:
        now_off = [key for key, when in wishes.choices.items() if when == stop.digest]
        own = {kind for _person, kind, place in wishes.choices if not place}
        now_off += [(person.pk, kind.key, "") for kind in kinds if kind.key not in own and kind.default == stop.digest]
    else:
        there = wishes.how(person.pk, stop.kind, stop.place)
        now_off = [] if there in (When.NOT, When.MUTE) else [(person.pk, stop.kind, stop.place)]
    for _person, kind, place in now_off:
        _put(person, kind, place, When.NOT)
    if now_off:
        _plan_again(person)
        audit.record("notices.mail_stopped", by=None, on=person, kind=stop.kind, place=stop.place, digest=stop.digest)
    return person


@audit.act
def open_letter(letter: Letter, *, by: User) -> Letter:
    """Read a letter that is kept here; that it was read is on record."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    require(permissions.can_read_letter(by, letter))
    audit.record("letter.read", by=by, on=letter)
    return letter


@audit.act
def try_again(letter: Letter, *, by: User) -> Letter:
    """Send a letter as soon as can be."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    require(permissions.can_try_again(by, letter))
    letter.state, letter.next_try_at, letter.settled_at = State.WAITING, clock.now(), None
    letter.save(update_fields=["state", "next_try_at", "settled_at"])
    audit.record("letter.tried_again", by=by, on=letter)
    return letter


@audit.act
def came_back(report: Report, *, by: User | None) -> Letter | None:
    """Note that a letter did not arrive, as a mail server reported; None if it is not one of ours that went out."""
    letter = _returned(report)
    if letter is None:
        return None
    letter.state, letter.last_error, letter.settled_at = State.BOUNCED, report.reason, clock.now()
    letter.save(update_fields=["state", "last_error", "settled_at"])
    audit.record("letter.came_back", by=by, on=letter)
    return letter


def _returned(report: Report) -> Letter | None:
    """The letter by its Message-ID; a report that names none is taken for the last letter that went to the address."""
    sent = Letter.objects.select_for_update().filter(state=State.SENT)
    if report.message_id:
        return sent.filter(message_id=report.message_id).first()
    if not report.address:
        return None
    return (
        sent.filter(address__iexact=report.address, settled_at__gt=clock.now() - REPORTED_WITHIN)
        .order_by("settled_at", "pk")
        .last()
    )


def _locked(person: User) -> None:
    """Hold the person's row, so that two forms sent at once do not mix."""
    User.objects.select_for_update().get(pk=person.pk)


def _put(person: User, kind: str, place: str, when: When | None) -> None:
    if when is None:
        Choice.objects.filter(person=person, kind=kind, place=place).delete()
        return
    Choice.objects.update_or_create(person=person, kind=kind, place=place, defaults={"when": when})


def _plan_again(person: User) -> None:
    """Mail that is still to come follows the new wishes."""
    wishes, now = Wishes.of([person.pk]), clock.now()
    rhythm = wishes.rhythm(person.pk)
    waiting = list(Notice.objects.select_for_update().filter(person=person, due_at__isnull=False))
    for notice in waiting:
        notice.how = wishes.how(person.pk, notice.kind, notice.place)
        notice.due_at = rhythm.due(When(notice.how), now)
    Notice.objects.bulk_update(waiting, ["how", "due_at"], batch_size=500)
