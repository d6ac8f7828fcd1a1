"""How well records are looked after comes out exactly, over any days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records.actions import assets as asset_acts
from moothall.records.actions import reports
from moothall.records.custody import Live
from moothall.records.live import LiveSource, live_sources
from moothall.records.models import InformationAsset, Report, Tally
from moothall.records.queries import measuring
from moothall.records.tests import make_assets, make_systems
from moothall.search.index import IndexUnusable
from moothall.search.queries import coverage

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
JUNE = date(2026, 6, 1), date(2026, 6, 30)
LATER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def samira(cast: Cast) -> User:
    User.objects.update(joined_at=MONDAY - timedelta(days=100))
    with clock.at(MONDAY - timedelta(days=99)):
        return make_people.user("Samira Haddad", roles=(Role.RECORDS_MANAGER,))


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Live]]:
    """Containers of the test's own, of which the index holds three things each."""
    before = list(live_sources)
    lives: list[Live] = []

    def held(containers: list[str], *, kinds: object) -> dict[str, int]:
        return dict.fromkeys(containers, 3)

    monkeypatch.setattr(coverage, "held", held)
    live_sources.clear()
    live_sources.add(
        LiveSource(
            key="box",
            label="Boxes",
            unnamed="A box",
            unit="things",
            size_of="bytes",
            containers=lambda _user: InformationAsset.objects.none(),
            live=lambda _refs: lives,
            unread=lambda: len(lives),
        )
    )
    yield lives
    live_sources.clear()
    live_sources.add(*before)


def live(ref: int, searchable: int) -> Live:
    return Live(f"box:{ref}", "A box", "/", searchable, 0, None, None, "Open", searchable)


def test_what_cannot_be_found_is_what_the_index_lacks_and_what_nobody_could_read(sources: list[Live]) -> None:
    today = clock.today()
    assert measuring.unfindable(today, today).value is None
    sources += [live(1, 5), live(2, 1), live(3, 3)]  # the index holds too much of the second: that makes good nothing
    assert measuring.unfindable(today, today).value == 2 + 3
    assert measuring.unfindable(today - timedelta(days=30), today - timedelta(days=8)).value is None


def test_an_index_that_cannot_be_asked_gives_no_number(sources: list[Live], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(containers: list[str], *, kinds: object) -> dict[str, int]:
        raise IndexUnusable("gone")

    sources.append(live(1, 5))
    monkeypatch.setattr(coverage, "held", broken)
    told = measuring.unfindable(clock.today(), clock.today())
    assert told.value is None and "cannot be asked" in str(told.why_none)


def block(by: User, *, due: date, answered: datetime | None = None, **facts: str) -> None:
    system = make_systems.system(f"System {Report.objects.count()}", by=by)
    asked = make_systems.block(system, by=by)
    Report.objects.filter(pk=asked.pk).update(due_on=due, **facts)
    if answered:
        with clock.at(answered):
            reports.answer_report(asked, by=by, answer="Open now.", opened=True)


def test_blocks_are_in_time_until_the_end_of_the_day_that_was_promised(cast: Cast, samira: User) -> None:
    due = date(2026, 6, 15)
    block(samira, due=due, answered=datetime(2026, 6, 15, 22, 59, tzinfo=UTC))
    block(samira, due=due, answered=datetime(2026, 6, 15, 23, 1, tzinfo=UTC))  # past midnight here
    block(samira, due=due)  # never
    block(samira, due=date(2026, 7, 1), answered=datetime(2026, 6, 10, 12, tzinfo=UTC))  # due after these days
    block(samira, due=due, matter="question")
    with clock.at(LATER):
        assert measuring.blocks_answered_in_time(*JUNE).value == Decimal("33.3")
        assert measuring.blocks_answered_in_time(date(2026, 7, 1), date(2026, 7, 31)).value == Decimal("100.0")
        assert measuring.blocks_answered_in_time(date(2026, 5, 1), date(2026, 5, 31)).value is None


def test_a_block_whose_day_has_not_gone_by_is_not_counted_yet(cast: Cast, samira: User) -> None:
    block(samira, due=date(2026, 6, 15))
    with clock.at(datetime(2026, 6, 15, 12, tzinfo=UTC)):
        assert measuring.blocks_answered_in_time(*JUNE).value is None
    with clock.at(datetime(2026, 6, 16, 12, tzinfo=UTC)):
        assert measuring.blocks_answered_in_time(*JUNE).value == Decimal("0.0")


def test_assets_are_in_time_as_their_reviews_stood_at_the_end_of_the_days(cast: Cast, samira: User) -> None:
    with clock.at(MONDAY):
        kept = make_assets.asset(by=samira, review_by=date(2026, 6, 20))
        make_assets.asset(by=samira, review_by=date(2026, 6, 30))  # due on the last day: in time
        make_assets.asset(by=samira)  # nobody said when
        gone = make_assets.asset(by=samira, review_by=date(2026, 6, 2))
    with clock.at(datetime(2026, 6, 10, 12, tzinfo=UTC)):
        asset_acts.end_asset(gone, by=samira, on=date(2026, 6, 10), because="Handed over")
    with clock.at(LATER):
        assert measuring.assets_reviewed_in_time(*JUNE).value == Decimal("50.0")
        make_assets.review(kept, by=samira)  # too late for June
        assert measuring.assets_reviewed_in_time(*JUNE).value == Decimal("50.0")
        assert measuring.assets_reviewed_in_time(date(2026, 6, 1), date(2026, 6, 5)).value == Decimal("66.7")
        assert measuring.assets_reviewed_in_time(date(2026, 5, 1), date(2026, 5, 5)).value is None
    with clock.at(datetime(2026, 7, 5, 12, tzinfo=UTC)):
        july = measuring.assets_reviewed_in_time(date(2026, 7, 1), date(2026, 7, 31))
        assert july.value == Decimal("50.0")


def test_staff_were_here_who_read_or_took_something(cast: Cast, samira: User) -> None:
    for person, day in ((cast.priya, 2), (cast.priya, 3), (cast.gareth, 3), (cast.joan, 3), (cast.outsider, 20)):
        Tally.objects.create(user=person, day=date(2026, 6, day), pages=1)
    with clock.at(datetime(2026, 6, 25, 12, tzinfo=UTC)):
        staff = User.objects.filter(kind="staff").count()
        assert staff == 6
        assert measuring.staff_here(date(2026, 6, 1), date(2026, 6, 7)).value == Decimal("33.3")
        assert measuring.staff_here(*JUNE).value == Decimal("50.0")
    with clock.at(datetime(2026, 7, 20, 12, tzinfo=UTC)):
        told = measuring.staff_here(*JUNE)
        assert told.value is None and "35 days" in str(told.why_none)


def test_the_questions_asked_of_the_database_stay_the_same(cast: Cast, samira: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found, clock.at(LATER):
            measuring.blocks_answered_in_time(*JUNE)
            measuring.assets_reviewed_in_time(*JUNE)
            measuring.staff_here(date(2026, 6, 20), date(2026, 6, 30))
        return len(found)

    block(samira, due=JUNE[0])
    before = count()
    for number in range(5):
        block(samira, due=JUNE[0])
        make_assets.review(make_assets.asset(by=samira, name=f"{number}"), by=samira)
    assert count() == before <= 4
