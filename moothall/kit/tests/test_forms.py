"""A day as people write it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from moothall.kit import clock
from moothall.kit.forms import Day

NOON = datetime(2026, 4, 1, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    "written",
    ["2026-04-01", "01/04/2026", "1/4/2026", "1/4/26", "1.4.2026", "1 April 2026", "1 Apr 2026"],
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert Day().clean(written) == date(2026, 4, 1)


@pytest.mark.parametrize("written", ["x", "31/02/2026", "0206-04-01", "3000-01-01", "9999-12-31", "٣"])
def test_what_nobody_can_have_meant_is_said(written: str) -> None:
    with pytest.raises(ValidationError, match="Enter a day, such as"):
        Day(ahead=True).clean(written)


def test_a_day_to_come_is_after_today() -> None:
    with clock.at(NOON):
        assert Day(ahead=True).clean("2026-04-02") == date(2026, 4, 2)
        assert Day(ahead=True, required=False).clean("") is None
        for written in ("2026-04-01", "2026-03-31"):
            with pytest.raises(ValidationError, match="after today"):
                Day(ahead=True).clean(written)


def test_a_day_is_shown_so_that_the_browser_takes_it() -> None:
    field = Day()
    assert field.widget.input_type == "date"
    assert field.widget.format_value(date(2026, 4, 1)) == "2026-04-01"
