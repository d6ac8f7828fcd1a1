"""Digests and quiet hours on the clock of Britain, also on the days when it changes (29 March, 25 October 2026)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from conftest import Cast
from moothall.kit import clock
from moothall.notices import actions
from moothall.notices.kinds import When
from moothall.notices.tests.conftest import Server, Talk, post
from moothall.notices.timing import Rhythm

LONDON = ZoneInfo("Europe/London")
SUNDAY = 6


def rhythm(hour: int = 8, *, zone: str = "Europe/London", quiet: tuple[int, int] | None = (20, 7)) -> Rhythm:
    start, end = (time(quiet[0]), time(quiet[1])) if quiet else (None, None)
    return Rhythm(ZoneInfo(zone), start, end, hour, SUNDAY)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (utc(3, 27, 12), utc(3, 28, 8)),  # winter
        (utc(3, 28, 12), utc(3, 29, 7)),  # the morning after the clocks went forward: 23 hours later
        (utc(3, 29, 6, 59), utc(3, 29, 7)),
        (utc(3, 29, 7), utc(3, 30, 7)),  # strictly after
        (utc(10, 24, 12), utc(10, 25, 8)),  # the morning after they went back: 25 hours later
        (utc(10, 25, 7), utc(10, 25, 8)),
        (utc(10, 25, 8), utc(10, 26, 8)),
    ],
)
def test_the_daily_digest_comes_at_eight_on_the_wall(at: datetime, due: datetime) -> None:
    assert rhythm().due(When.DAILY, at) == due


def test_the_weekly_digest_keeps_its_hour_over_both_changes() -> None:
    assert rhythm().due(When.WEEKLY, utc(3, 22, 12)) == utc(3, 29, 7)
    assert rhythm().due(When.WEEKLY, utc(3, 29, 7)) == utc(4, 5, 7)
    assert rhythm().due(When.WEEKLY, utc(10, 18, 12)) == utc(10, 25, 8)


@pytest.mark.parametrize("hour", range(24))
def test_there_is_one_digest_a_day_at_every_hour_also_one_that_is_missing_or_comes_twice(hour: int) -> None:
    for start in (utc(3, 27, 12), utc(10, 23, 12)):
        moment, days = start, []
        for _digest in range(5):
            following = rhythm(hour).due(When.DAILY, moment)
            assert following
            assert following > moment
            days.append(following.astimezone(LONDON).date())
            moment = following
        assert days == [days[0] + timedelta(days=number) for number in range(5)]


def test_the_quiet_hours_end_at_seven_on_the_wall_whatever_the_clocks_did() -> None:
    assert rhythm().after_quiet(utc(3, 28, 23)) == utc(3, 29, 6)
    assert rhythm().after_quiet(utc(10, 24, 23)) == utc(10, 25, 7)


def test_mail_is_never_due_before_it_happened_nor_in_quiet_hours() -> None:
    for quiet in ((20, 7), (0, 2), (1, 2), (12, 14), None):
        mine = rhythm(quiet=quiet)
        for start in (utc(3, 28, 20), utc(10, 24, 20)):
            for minutes in range(0, 14 * 60, 10):
                at = start + timedelta(minutes=minutes)
                due = mine.after_quiet(at)
                assert due >= at
                assert mine.after_quiet(due) == due


def test_someone_elsewhere_gets_it_on_their_own_clock() -> None:
    assert rhythm(zone="Australia/Sydney").due(When.DAILY, utc(3, 28, 12)) == utc(3, 28, 21)


@pytest.mark.parametrize(
    ("eve", "morning"), [(utc(3, 28, 12), utc(3, 29, 7)), (utc(10, 24, 12), utc(10, 25, 8))], ids=["spring", "autumn"]
)
def test_one_digest_is_mailed_on_the_day_of_the_change(
    cast: Cast, talk: Talk, server: Server, eve: datetime, morning: datetime
) -> None:
    actions.set_hours(
        by=cast.priya, quiet_from=time(20), quiet_until=time(7), digest_hour=8, digest_day=0, zone="Europe/London"
    )
    with clock.at(eve):
        talk.tell(cast.priya, 1, kind="test.followed")
        talk.tell(cast.priya, 2, kind="test.followed")
    post(at=morning - timedelta(seconds=1))
    assert server.taken == []
    for minutes in (0, 30, 60, 90, 120):
        post(at=morning + timedelta(minutes=minutes))
    assert [mail["Subject"] for mail in server.messages] == ["Your day in Moothall: 2 things"]
