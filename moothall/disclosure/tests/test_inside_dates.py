"""The dates that the council sets itself: when parts are asked for, answered, and late inside."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest

from conftest import Cast
from moothall.disclosure import told_due
from moothall.disclosure.actions import cases, keeping, parts, terms
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Case, Terms
from moothall.disclosure.queries import sheet
from moothall.disclosure.queries.inside_dates import inside_dates
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people.models import User

pytestmark = pytest.mark.django_db
CAME = date(2026, 9, 7)


def on(day: int, month: int) -> AbstractContextManager[object]:
    return clock.at(datetime(2026, month, day, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with on(30, 9):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


def told(user: User) -> list[str]:
    rows = Notice.objects.filter(person=user, kind__in=["disclosure.unasked", "disclosure.late_inside"])
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_the_inside_date_is_counted_from_where_the_clock_begins_anew(cast: Cast, samira: User) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira)
    cases.record(case, Happening.CLARIFICATION_ASKED, by=samira, on=date(2026, 9, 10))
    cases.record(case, Happening.CLARIFIED, by=samira, on=date(2026, 9, 30))
    case.refresh_from_db()
    assert case.due_on == date(2026, 10, 28) and parts.inside_date(case) == date(2026, 10, 14)
    make.allocation(make.part(case), by=samira, person=cast.gareth)
    assert sheet.sheet_of(case, samira).parts[0].state == "Asked"


def test_no_inside_date_lies_on_or_after_the_day_the_answer_is_due(samira: User) -> None:
    terms.say(Terms(from_on=clock.today(), inside_days="5, 25, 30"), by=samira)
    case = make.case(by=samira, received_on=date(2026, 9, 29), owner=samira)
    assert case.due_on == date(2026, 10, 27)
    found = inside_dates(case)
    assert (found.asked, found.answered, found.late) == (date(2026, 10, 6), date(2026, 10, 26), date(2026, 10, 26))


def test_a_fee_that_was_waited_for_moves_the_inside_dates_too(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira)
    before = inside_dates(case).answered
    cases.record(case, Happening.FEES_NOTICE, by=samira, on=date(2026, 9, 8))
    cases.record(case, Happening.FEE_PAID, by=samira, on=date(2026, 9, 22))
    assert before == date(2026, 9, 21) and inside_dates(case).answered > date(2026, 9, 30)


@pytest.mark.parametrize(
    ("said", "days"), [("3, 10, 17", (3, 10, 17)), ("2", (2, 10, 17)), ("5, 12", (5, 12, 17)), ("20", (20, 20, 20))]
)
def test_what_the_terms_leave_out_is_ours(said: str, days: tuple[int, ...]) -> None:
    assert Terms(inside_days=said).days_inside == days


def test_who_keeps_a_case_is_told_once_that_nobody_is_asked_and_that_it_is_late_inside(
    cast: Cast, samira: User
) -> None:
    with on(7, 9):
        case = make.case(by=samira, received_on=CAME, owner=samira)
    with on(9, 9):
        assert keeping.tell_behind() == 0
    with on(10, 9):
        assert [keeping.tell_behind(), keeping.tell_behind()] == [1, 0] and told(samira) == ["disclosure.unasked"]
        assert told_due.load_unasked(samira, [case.pk])
        make.allocation(make.part(case), by=samira, person=cast.gareth)
        assert not told_due.load_unasked(samira, [case.pk])
    with on(29, 9):
        assert keeping.tell_behind() == 0
    with on(30, 9):
        assert [keeping.tell_behind(), keeping.tell_behind()] == [1, 0]
        assert told(samira) == ["disclosure.unasked", "disclosure.late_inside"]
        made = make.answer(make.part(case), by=cast.gareth)
        assert not told_due.load_late_inside(samira, [case.pk])
        parts.check(made, by=samira, agrees=False, words="Which year?")
        assert told_due.load_late_inside(samira, [case.pk])


def test_nothing_is_behind_while_the_clock_stands_or_once_all_is_answered(cast: Cast, samira: User) -> None:
    waits, done = (make.case(by=samira, received_on=CAME, owner=samira) for _n in range(2))
    cases.record(waits, Happening.CLARIFICATION_ASKED, by=samira, on=date(2026, 9, 9))
    make.answer(make.part(done), by=samira)
    assert keeping.tell_behind() == 0 and not told(samira)


def test_subject_access_counts_its_inside_dates_too(samira: User) -> None:
    case: Case = make.case(by=samira, received_on=CAME, owner=samira, regime=Regime.SAR)
    assert inside_dates(case).answered == date(2026, 9, 21)
