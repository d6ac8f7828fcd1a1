"""Searches are counted, and nothing else of them is kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.search import tally, writer
from moothall.search.models import SearchTally

from .make import Notes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
WEEK = date(2026, 6, 1), date(2026, 6, 7)


@pytest.fixture
def client(cast: Cast, notes: Notes, as_user: SignIn) -> Client:
    tally.write()
    SearchTally.objects.all().delete()
    grants.give("space:1", cast.priya.holder)
    notes.add("the bench by the library")
    notes.add("a lamp nobody else knows of", space=2)
    writer.drain()
    return as_user(cast.priya)


def look(client: Client, *queries: str, at: datetime = DAY) -> None:
    with clock.at(at):
        for query in queries:
            assert client.get(f"/find/?{query}").status_code == 200
        tally.write()


def counted() -> list[tuple[int, int]]:
    return list(SearchTally.objects.order_by("day").values_list("searches", "with_none"))


def test_searches_are_counted_with_those_that_find_nothing(client: Client) -> None:
    look(client, "q=bench", "q=bench", "q=bench", "q=unheard-of")
    assert counted() == [(4, 1)]
    look(client, "q=bench")
    look(client, "q=unheard-of", at=DAY + timedelta(days=1))
    assert counted() == [(5, 1), (1, 1)]
    with clock.at(DAY + timedelta(days=30)):
        assert tally.found_nothing(*WEEK).value == Decimal("33.3")
        assert tally.found_nothing(WEEK[0], WEEK[0]).value == Decimal("20.0")
        told = tally.found_nothing(date(2026, 6, 3), date(2026, 6, 7))
        assert told.value is None and "Nobody searched" in str(told.why_none)


def test_what_one_may_not_see_is_not_found(client: Client) -> None:
    look(client, "q=lamp")
    assert counted() == [(1, 1)]


def test_a_person_who_is_found_is_something(client: Client, cast: Cast) -> None:
    look(client, f"q={cast.gareth.first_name}")
    assert counted() == [(1, 0)]


def test_narrowing_sorting_and_turning_over_are_no_further_searches(client: Client) -> None:
    look(client, "", "q=%3F!", "q=bench&order=newest", "q=bench&page=2", "q=bench&where=space:1", "where=space:1")
    assert counted() == []


def test_no_word_and_nobody_is_kept(client: Client) -> None:
    fields = {field.name for field in SearchTally._meta.get_fields()}
    assert fields == {"id", "day", "searches", "with_none"}


def test_a_search_writes_nothing_while_somebody_waits(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/find/?q=unheard-of")
    assert not [query["sql"] for query in queries if "searchtally" in query["sql"].lower()]
    assert tally.write() == 1
    assert tally.write() == 0


def test_more_that_found_nothing_than_there_were_is_refused(client: Client) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchTally.objects.create(day=DAY.date(), searches=1, with_none=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchTally.objects.bulk_create([SearchTally(day=DAY.date(), searches=1), SearchTally(day=DAY.date())])
