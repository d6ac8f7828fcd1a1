"""How much internal mail there is comes out exactly, and is never said to be little because nobody looked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.mail import measuring
from moothall.mail.models import Mailbox
from moothall.mail.tests import make
from moothall.people import actions as people

TUESDAY = datetime(2026, 6, 2, 9, 30, tzinfo=UTC)
WEEK = date(2026, 6, 1), date(2026, 6, 7)
SINCE = datetime(2026, 6, 20, 12, tzinfo=UTC)
LATER = datetime(2026, 7, 15, 12, tzinfo=UTC)
PRIYA, GARETH = "Priya Raman <priya.raman@wexmoor.example>", "Gareth <gareth.pugh@wexmoor.example>"


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    return make.mailbox(owner=cast.priya)


def letter(
    sender: str, to: str, *, at: datetime = TUESDAY, subject: str = "", copied: str = "", ref: str = ""
) -> bytes:
    headers = [("Cc", copied)] if copied else []
    return make.eml(subject or f"{sender} {to}", sender=sender, to=to, at=at, headers=headers, message_id=ref)


def brought(box: Mailbox, *letters: bytes, at: datetime = SINCE) -> None:
    with clock.at(at):
        make.brought_in(box, letters)


def internal(first: date = WEEK[0], last: date = WEEK[1]) -> Decimal | None:
    with clock.at(LATER):
        return measuring.internal_mail(first, last).value


def test_internal_is_what_goes_from_and_to_our_own_people_only(cast: Cast, box: Mailbox) -> None:
    brought(
        box,
        letter(PRIYA, GARETH),
        letter(
            PRIYA, f"{GARETH}, Everyone <all@wexmoor.example>", copied="Joan <cllr.joan.tregarthen@wexmoor.example>"
        ),
        letter(PRIYA, "sales@halden.example"),
        letter(PRIYA, GARETH, copied="sales@halden.example"),
        letter("sales@halden.example", PRIYA),
        letter("Mallory <m@wexmoor.example.evil.example>", PRIYA),
        letter("Mallory <m@notwexmoor.example>", PRIYA),
        letter("PRIYA.RAMAN@WEXMOOR.EXAMPLE", GARETH),
        letter(PRIYA, '"gareth@wexmoor.example" <gareth@halden.example>'),
    )
    assert internal() == Decimal("3.00")


def test_only_letters_of_these_days_count(cast: Cast, box: Mailbox) -> None:
    first, last = datetime(2026, 5, 31, 23, 0, tzinfo=UTC), datetime(2026, 6, 7, 22, 59, tzinfo=UTC)
    brought(
        box,
        letter(PRIYA, GARETH, at=first, subject="First minute here"),
        letter(PRIYA, GARETH, at=last, subject="Last minute here"),
        letter(PRIYA, GARETH, at=first - timedelta(minutes=1), subject="Before"),
        letter(PRIYA, GARETH, at=last + timedelta(minutes=1), subject="After"),
    )
    assert internal() == Decimal("2.00")
    assert internal(date(2026, 5, 31), date(2026, 6, 13)) == Decimal("2.00")  # four in two weeks


def test_a_letter_counts_once_in_however_many_mailboxes_it_lies(cast: Cast, box: Mailbox) -> None:
    other = make.mailbox("gareth.pugh@wexmoor.example", owner=cast.gareth)
    for where in (box, other):
        brought(where, letter(PRIYA, GARETH, ref="<one@wexmoor.example>"))
    assert internal() == Decimal("0.50")  # one, by two people
    people.deactivate(cast.gareth, by=cast.admin)
    assert internal() == Decimal("1.00")


def test_a_thread_that_goes_on_is_looked_at_for_what_was_said_in_these_days(cast: Cast, box: Mailbox) -> None:
    root = letter(PRIYA, GARETH, ref="<root@wexmoor.example>")
    answer = make.eml(
        "Re",
        sender=GARETH,
        to=PRIYA,
        at=TUESDAY + timedelta(days=10),
        message_id="<answer@wexmoor.example>",
        replies_to=["<root@wexmoor.example>"],
    )
    brought(box, root, answer)
    assert internal() == Decimal("1.00")


def test_a_mailbox_that_nobody_has_brought_in_since_says_nothing(cast: Cast, box: Mailbox) -> None:
    brought(box, letter(PRIYA, GARETH), at=datetime(2026, 6, 4, 12, tzinfo=UTC))  # in the midst of these days
    with clock.at(LATER):
        told = measuring.internal_mail(*WEEK)
    assert told.value is None and "brought in since" in str(told.why_none)
    brought(box, letter(PRIYA, GARETH, subject="Again"))
    assert internal() == Decimal("2.00")


def test_an_old_archive_does_not_make_mail_look_as_if_it_had_ended(cast: Cast, box: Mailbox) -> None:
    brought(box, letter(PRIYA, GARETH, at=TUESDAY - timedelta(days=2000)))
    assert internal() is None
    brought(box, letter("sales@halden.example", PRIYA))
    assert internal() == Decimal("0.00")  # here is mail of these days, and none of it is internal


def test_days_that_are_not_over_have_no_number(cast: Cast, box: Mailbox) -> None:
    brought(box, letter(PRIYA, GARETH))
    with clock.at(datetime(2026, 6, 7, 12, tzinfo=UTC)):
        assert measuring.internal_mail(*WEEK).value is None


def test_a_councillor_s_own_provider_does_not_make_everybody_there_one_of_us(cast: Cast, box: Mailbox) -> None:
    type(cast.joan).objects.filter(pk=cast.joan.pk).update(email="joan@mail.example")
    brought(
        box,
        letter(PRIYA, "joan@mail.example"),
        letter(PRIYA, "stranger@mail.example"),
    )
    assert internal() == Decimal("1.00")


def test_guests_are_not_internal(cast: Cast, box: Mailbox) -> None:
    type(cast.marcus).objects.filter(pk=cast.marcus.pk).update(email="marcus@friends.example")
    brought(box, letter(PRIYA, "marcus@friends.example"))
    assert internal() == Decimal("0.00")


def test_the_settings_can_name_the_domains(cast: Cast, box: Mailbox) -> None:
    brought(box, letter("a@oldwexmoor.example", "b@oldwexmoor.example"))
    assert internal() == Decimal("0.00")
    with override_settings(MOOTHALL_OWN_DOMAINS=("OldWexmoor.example",)):
        assert internal() == Decimal("1.00")


def test_an_empty_hall_has_no_mail_to_measure(cast: Cast) -> None:
    with clock.at(LATER):
        assert measuring.internal_mail(*WEEK).value is None
        assert measuring.held_back(*WEEK).value is None


def test_mail_that_could_not_be_read_is_a_share_of_what_was_found(cast: Cast, box: Mailbox) -> None:
    june = date(2026, 6, 1), date(2026, 6, 30)
    brought(box, letter(PRIYA, GARETH), letter(GARETH, PRIYA), b"\x00\x01 no mail at all", letter(PRIYA, PRIYA))
    brought(box, letter(PRIYA, GARETH))  # it has that already
    with clock.at(LATER):
        assert measuring.held_back(*june).value == Decimal("25.0")
        assert measuring.held_back(*WEEK).value is None


def test_the_questions_asked_of_the_database_stay_the_same(cast: Cast, box: Mailbox) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            internal()
        return len(queries)

    brought(box, letter(PRIYA, GARETH))
    before = count()
    for number in range(3):
        other = make.mailbox(f"box{number}@wexmoor.example", owner=cast.gareth)
        brought(other, *[letter(PRIYA, GARETH, subject=f"{number} {each}") for each in range(5)])
    assert count() == before <= 5
