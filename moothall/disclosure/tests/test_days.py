"""The calendars of law: whose holidays count, and what puts the list right."""

import json
from datetime import date
from pathlib import Path

import pytest

from moothall.disclosure.law.days import Amendment, Calendars, Nation
from moothall.kit import workdays

TABLE = json.loads((Path(__file__).parent / "data/uk_bank_holidays_2019_2028.json").read_text("utf-8"))
DIVISIONS = {
    Nation.ENGLAND: "england-and-wales",
    Nation.WALES: "england-and-wales",
    Nation.SCOTLAND: "scotland",
    Nation.NORTHERN_IRELAND: "northern-ireland",
}
YEARS = range(2019, 2029)
PLAIN = Calendars()


@pytest.mark.parametrize("nation", list(Nation))
def test_the_list_of_holidays_is_that_of_the_government_nation_by_nation(nation: Nation) -> None:
    told = {date.fromisoformat(day) for day, kept in TABLE.items() if DIVISIONS[nation] in {where for where, _ in kept}}
    ours = {day for year in YEARS for day in PLAIN.at_home(nation).bank_holidays(year)}
    assert told == {day for day in ours if day.weekday() < workdays.SATURDAY}  # the others have substitutes


def test_the_union_is_that_of_all_four() -> None:
    told = {date.fromisoformat(day) for day in TABLE}
    ours = {day for year in YEARS for day in PLAIN.uk.bank_holidays(year)}
    assert told == {day for day in ours if day.weekday() < workdays.SATURDAY}


def test_a_holiday_of_one_nation_is_one_for_the_kingdom_and_not_for_the_others() -> None:
    boyne = date(2026, 7, 13)
    assert not PLAIN.uk.is_working_day(boyne)
    assert PLAIN.scotland.is_working_day(boyne) and PLAIN.at_home(Nation.ENGLAND).is_working_day(boyne)
    found = PLAIN.uk.bank_holiday(boyne)
    assert found and found.parts == ("NIR",)


def test_easter_monday_is_a_working_day_in_scotland() -> None:
    assert PLAIN.scotland.is_working_day(date(2026, 4, 6)) and not PLAIN.uk.is_working_day(date(2026, 4, 6))


def test_a_day_proclaimed_for_a_nation_counts_no_more_in_the_kingdom() -> None:
    day = date(2026, 9, 16)
    amended = Calendars.amended([Amendment(Nation.WALES, day, "Owain Glyndŵr Day")])
    assert not amended.uk.is_working_day(day) and amended.scotland.is_working_day(day)
    assert PLAIN.uk.is_working_day(day)


def test_a_day_struck_out_stays_a_holiday_where_another_nation_keeps_it() -> None:
    day = date(2026, 8, 31)
    england = Amendment(Nation.ENGLAND, day, "", struck=True)
    rest = [Amendment(nation, day, "", struck=True) for nation in (Nation.WALES, Nation.NORTHERN_IRELAND)]
    assert not Calendars.amended([england]).uk.is_working_day(day)
    assert Calendars.amended([england, *rest]).uk.is_working_day(day)


def test_the_last_word_about_a_day_stands() -> None:
    day = date(2026, 9, 16)
    said = Amendment(Nation.WALES, day, "A feast")
    assert Calendars.amended([said, Amendment(Nation.WALES, day, "", struck=True)]).uk.is_working_day(day)
    taken_back = Amendment(Nation.WALES, day, "", struck=True)
    assert not Calendars.amended([taken_back, said]).uk.is_working_day(day)


def test_christmas_and_good_friday_cannot_be_struck_out_of_the_act() -> None:
    christmas, good_friday = date(2026, 12, 25), date(2026, 4, 3)
    struck = Calendars.amended(
        [Amendment(nation, day, "", struck=True) for nation in Nation for day in (christmas, good_friday)]
    )
    assert not struck.uk.is_working_day(christmas) and not struck.uk.is_working_day(good_friday)
    # In Scotland Good Friday is a bank holiday, but no day that the Act names (FOISA s.73).
    assert not struck.scotland.is_working_day(christmas) and struck.scotland.is_working_day(good_friday)
