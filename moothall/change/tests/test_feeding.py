"""Measures that the hall reads off itself, who is told of readings, and whose measures they are when somebody left."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Cast
from moothall.audit.models import Entry
from moothall.change import feeding, telling
from moothall.change.actions import measures
from moothall.change.models import Frequency, Measure, Objective, Reading
from moothall.change.queries import due
from moothall.change.tests import make
from moothall.kit import clock
from moothall.kit.registries import Measured, Metric, audit_wording, links_to, metrics
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.notices.models import Notice
from moothall.notices.showing import shown
from moothall.people import actions as people
from moothall.people.models import User
from moothall.risks.tests import make as make_risks
from moothall.search import writer

SignIn = Callable[[User], Client]
KEY = "tests.letters"
FIND = "/find/"


class Counter:
    """A metric that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[date, date]] = []
        self.found: Measured = Measured(Decimal(50))
        self.fails_at = 0

    def read(self, first: date, last: date) -> Measured:
        """What it found."""
        self.asked.append((first, last))
        if len(self.asked) == self.fails_at:
            raise RuntimeError("pulled out")
        return self.found


@pytest.fixture
def counter() -> Iterator[Counter]:
    made = Counter()
    metrics.add(Metric(key=KEY, label="Letters", unit="letters", how="All of them.", read=made.read, falls=True))
    yield made
    if metrics.get(KEY) is not None:
        metrics.remove(KEY)


def objective_of(officer: User) -> Objective:
    return make.objective(make.plan(by=officer), by=officer)


@pytest.fixture
def fed(cast: Cast, counter: Counter) -> Measure:
    objective = objective_of(make.performance_officer())
    return make.measure(objective, by=cast.gareth, metric=KEY, days=100)


def days_later(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(clock.today() + timedelta(days=days), time(9)))


def told(user: User, kind: str) -> list[str]:
    return [each.told.line for each in shown(user, Notice.objects.filter(person=user, kind=kind).order_by("pk"))]


def test_a_fed_measure_is_read_for_each_period_once_it_is_over(counter: Counter, fed: Measure) -> None:
    assert feeding.feed_due() == 0
    with clock.at(days_later(30)):
        assert feeding.feed_due() == 0  # the day itself is not over
    with clock.at(days_later(31)):
        assert feeding.feed_due() == 1
        assert feeding.feed_due() == 0
    first = Reading.objects.get()
    assert first.read_on == first.fed_for == fed.first_due and first.by is None and first.value == 50
    assert counter.asked[0][1] == fed.first_due
    with clock.at(days_later(300)):
        feeding.feed_due()
        feeding.feed_due()
    days = list(Reading.objects.order_by("read_on").values_list("read_on", flat=True))
    assert days[0] == fed.first_due and days[-1] == fed.target_on and len(days) == len(set(days)) == 4
    assert all(first <= last for first, last in counter.asked)
    assert Entry.objects.filter(verb="measure.fed").count() == 4


def test_weeks_follow_each_other_without_gap_or_overlap(cast: Cast, counter: Counter) -> None:
    objective = objective_of(make.performance_officer())
    weekly = make.measure(objective, by=cast.gareth, metric=KEY, days=60, frequency=Frequency.WEEKLY)
    periods = list(feeding.periods(weekly, after=None, before=weekly.target_on))
    assert all((last - first).days == 6 for first, last in periods)
    assert all(later[0] == before[1] + timedelta(days=1) for before, later in pairwise(periods))


def test_a_room_that_is_switched_off_leaves_a_gap_with_its_reason(fed: Measure) -> None:
    metrics.remove(KEY)
    with clock.at(days_later(40)):
        feeding.feed_due()
    gap = Reading.objects.get()
    assert gap.value is None and "switched off" in gap.why_none


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e30", "-1e14"])
def test_a_number_that_cannot_be_kept_is_a_gap(counter: Counter, fed: Measure, value: str) -> None:
    counter.found = Measured(Decimal(value))
    with clock.at(days_later(31)):
        feeding.feed_due()
    gap = Reading.objects.get()
    assert gap.value is None and gap.why_none


def test_what_was_pulled_out_between_is_done_by_the_next_turn(cast: Cast, counter: Counter, fed: Measure) -> None:
    other = make.measure(fed.objective, by=cast.gareth, title="Other", metric=KEY, days=100)
    counter.fails_at = 2
    with clock.at(days_later(300)):
        feeding.feed_due()
        assert Reading.objects.filter(measure=fed).count() == 1  # and what failed left nothing half done
        assert Reading.objects.filter(measure=other).count() == 4
        feeding.feed_due()
    assert Reading.objects.filter(measure=fed).count() == 4


def test_a_fed_reading_is_corrected_by_somebody_who_says_why(cast: Cast, fed: Measure) -> None:
    with clock.at(days_later(31)):
        feeding.feed_due()
        wrong = Reading.objects.get()
        words = measures.ReadingWords(read_on=wrong.read_on, value=Decimal(49), comment="One mailbox was counted twice")
        measures.read(fed, by=cast.gareth, words=words, corrects=wrong)
        assert feeding.feed_due() == 0
    assert Reading.objects.count() == 2


def test_two_workers_at_once_make_each_reading_once(committed_db: CommittedDatabase, counter: Counter) -> None:
    officer = make.performance_officer()
    make.measure(objective_of(officer), by=officer, metric=KEY, since=100, days=90)
    at_once([feeding.feed_due] * 3)
    days = list(Reading.objects.values_list("fed_for", flat=True))
    assert len(days) == len(set(days)) == 3
    assert Entry.objects.filter(verb="measure.fed").count() == 3


def test_an_owner_is_told_once_of_each_day_and_again_when_it_is_late(cast: Cast) -> None:
    measure = make.measure(objective_of(make.performance_officer()), by=cast.gareth)
    assert telling.readings_due() == 0
    with clock.at(days_later(30)):
        assert telling.readings_due() == 1
        assert telling.readings_due() == 0
        assert "is due on" in told(cast.gareth, telling.READ_DUE)[0]
    with clock.at(days_later(38)):
        assert telling.readings_due() == 1
        assert telling.readings_due() == 0
        assert "overdue since" in told(cast.gareth, telling.READ_LATE)[0]
        make.reading(measure, by=cast.gareth, value=None, why_none="Flood")
        assert told(cast.gareth, telling.READ_LATE) == [] == told(cast.gareth, telling.READ_DUE)
        assert telling.readings_due() == 0
    assert told(cast.priya, telling.READ_DUE) == []
    with clock.at(days_later(70)):
        assert telling.readings_due() == 1


def test_the_risks_owner_is_told_when_the_trigger_is_passed(cast: Cast, as_user: SignIn) -> None:
    risk = make_risks.risk(make_risks.appraisal(by=cast.priya), by=cast.priya)
    measure = make.measure(objective_of(make.performance_officer()), by=cast.gareth, since=50)
    measures.watch(measure, by=cast.gareth, risk=risk, trigger=Decimal(60))
    make.reading(measure, by=cast.gareth, value="59.999999", on=clock.today() - timedelta(days=3))
    assert told(cast.priya, telling.INDICATED) == []  # less is better, and it is less
    bad = make.reading(measure, by=cast.gareth, value=60, on=clock.today() - timedelta(days=2))
    assert "look at the risk" in told(cast.priya, telling.INDICATED)[0]
    assert told(cast.gareth, telling.INDICATED) == []
    assert "A risk is to be looked at" in as_user(cast.gareth).get(measure.get_absolute_url()).content.decode()
    assert [link.title for link in links_to(cast.gareth, f"risk:{risk.pk}") if link.kind == "Indicator"] == [
        measure.title
    ]
    words = measures.ReadingWords(read_on=bad.read_on, value=Decimal(50), comment="Misread")
    measures.read(measure, by=cast.gareth, words=words, corrects=bad)
    assert told(cast.priya, telling.INDICATED) == []


def test_a_fed_reading_tells_the_risks_owner_too(cast: Cast, counter: Counter, fed: Measure) -> None:
    risk = make_risks.risk(make_risks.appraisal(by=cast.priya), by=cast.priya)
    measures.watch(fed, by=cast.gareth, risk=risk, trigger=Decimal(45))
    with clock.at(days_later(31)):
        feeding.feed_due()
        assert len(told(cast.priya, telling.INDICATED)) == 1


def test_the_desk_shows_readings_of_mine_that_wait(cast: Cast, fed: Measure, as_user: SignIn) -> None:
    measure = make.measure(fed.objective, by=cast.gareth, title="Mine to read")
    assert due.card(cast.gareth) is None
    with clock.at(days_later(33)):
        card = due.card(cast.gareth)
        assert card is not None and [line.measure for line in card.lines] == [measure]
        assert due.card(cast.priya) is None and due.card(cast.marcus) is None
        page = as_user(cast.gareth).get("/").content.decode()
        assert "Mine to read" in page
        make.reading(measure, by=cast.gareth, value=50)
        assert due.card(cast.gareth) is None


def test_nobody_answers_for_the_measures_of_who_left(cast: Cast) -> None:
    measure = make.measure(objective_of(make.performance_officer()), by=cast.gareth)
    people.deactivate(cast.gareth, by=cast.admin)
    measure.refresh_from_db()
    assert measure.owner is None
    assert Entry.objects.filter(verb="measure.left_without_owner").exists()
    with clock.at(days_later(40)):
        assert telling.readings_due() == 0


def test_objectives_and_measures_are_found_by_who_may_read_them(cast: Cast, as_user: SignIn) -> None:
    measure = make.measure(objective_of(make.performance_officer()), by=cast.gareth, title="Quaternary letters")
    writer.drain()
    page = as_user(cast.priya).get(FIND, {"q": "quaternary"}).content.decode()
    assert "Quaternary letters" in page
    assert "Quaternary letters" not in as_user(cast.marcus).get(FIND, {"q": "quaternary"}).content.decode()
    measures.remove(measure, by=cast.gareth)
    writer.drain()
    assert "Quaternary letters" not in as_user(cast.priya).get(FIND, {"q": "quaternary"}).content.decode()


def test_every_verb_of_measures_has_its_words(cast: Cast, fed: Measure) -> None:
    measure = make.measure(fed.objective, by=cast.gareth, since=50)
    measures.reword(measure, by=cast.gareth, title="t", method="m", owner=None)
    measures.plan(measure, by=cast.gareth, points={})
    measures.watch(measure, by=cast.gareth, risk=None, trigger=None)
    make.reading(measure, by=cast.gareth, value=50)
    measures.retire(measure, by=cast.gareth, why="w")
    measures.remove(fed, by=cast.gareth)
    verbs = {verb for verb in Entry.objects.values_list("verb", flat=True) if verb.startswith("measure.")}
    assert len(verbs) == 7
    assert {verb for verb in verbs if audit_wording.get(verb) is None} == set()
