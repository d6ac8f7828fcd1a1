"""What every metric keeps to, whichever room reads it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.kit import clock
from moothall.kit.registries import Metric, metrics
from moothall.search import writer

pytestmark = pytest.mark.django_db
MOST = 16  # questions of the database to read one
EVERY = list(metrics)


def test_the_rooms_measure_what_they_are_for() -> None:
    assert {one.key for one in EVERY} >= {
        "mail.internal",
        "mail.held_back",
        "policies.acknowledged",
        "records.assets",
        "records.blocks",
        "records.here",
        "records.unfindable",
        "risks.classified",
        "risks.overdue",
        "risks.steps",
        "search.nothing",
        "spaces.answered",
        "spaces.in_the_open",
        "spaces.posts",
    }


@pytest.mark.parametrize("metric", EVERY, ids=lambda one: one.key)
def test_a_metric_says_what_it_counts_in_what_unit_and_lies_in_its_room(metric: Metric) -> None:
    assert all(map(str, (metric.label, metric.unit, metric.how)))
    assert str(metric.how).endswith(".")
    assert metric.read.__module__.split(".")[1] == metric.key.partition(".")[0]


@pytest.mark.parametrize("metric", EVERY, ids=lambda one: one.key)
def test_an_empty_hall_gives_nought_or_says_why_there_is_no_number(metric: Metric) -> None:
    writer.rebuild()
    today = clock.today()
    with CaptureQueriesContext(connection) as queries:
        read = metric.read(today - timedelta(days=30), today)
    assert read.value == 0 if read.value is not None else str(read.why_none).endswith(".")
    assert len(queries) <= MOST


@pytest.mark.parametrize("metric", EVERY, ids=lambda one: one.key)
def test_days_that_are_no_period_or_lie_ahead_are_not_measured(metric: Metric) -> None:
    today = clock.today()
    for first, last in (
        (today, today - timedelta(days=1)),
        (date.min, date.max),
        (date.min, today),
        (today, date.max),
        (date.max, date.min),
    ):
        with pytest.raises(ValueError, match=r"period|measured"):
            metric.read(first, last)
    ahead = metric.read(today + timedelta(days=1), today + timedelta(days=8))
    assert ahead.value is None and str(ahead.why_none)
