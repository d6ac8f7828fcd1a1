"""The portfolio: what it counts, for whom, and that it asks the same few questions however much there is."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.change.actions import benefits as benefit_acts
from moothall.change.actions import measures as measure_acts
from moothall.change.actions.measures import ReadingWords
from moothall.change.models import Benefit, Edge, Initiative, Measure, Objective, Openness
from moothall.change.queries import portfolio
from moothall.change.queries.courses import courses
from moothall.change.standing import State
from moothall.change.tests import make, make_many
from moothall.kit import clock
from moothall.people.models import User

SignIn = Callable[[User], Client]
MOST = 14


@pytest.fixture
def officer(cast: Cast) -> User:
    return make.performance_officer()


@pytest.fixture
def serves(cast: Cast, officer: User) -> Objective:
    return make.objective(make.plan(by=officer), by=officer)


def served(
    cast: Cast, serves: Objective, *, title: str = "Talk in the open", since: int = 0
) -> tuple[Initiative, Benefit]:
    """An initiative with one benefit whose path reaches an objective."""
    begun = make.initiative(by=cast.gareth, title=title)
    hoped = make.benefit(begun, make.measure(serves, by=cast.priya, since=since), by=cast.gareth, owner=cast.priya)
    make.mapped(begun, hoped, serves, by=cast.gareth)
    return begun, hoped


def said(client: Client, **asked: str) -> str:
    response = client.get(reverse("change:portfolio"), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_initiative_stands_under_the_objective_that_its_benefits_reach(
    cast: Cast, serves: Objective, as_user: SignIn
) -> None:
    served(cast, serves)
    html = said(as_user(cast.joan))
    assert html.index("One council, easy to deal with") < html.index("Talk in the open")
    assert "Corporate Plan, page 22 · 1 not read yet" in html
    assert "No value flows" not in html


def test_one_from_which_no_value_flows_stands_out_once_it_is_more_than_an_idea(
    cast: Cast, serves: Objective, as_user: SignIn
) -> None:
    begun = make.initiative(by=cast.gareth, title="A new logo")
    html = said(as_user(cast.joan))
    assert "A new logo" not in html and "One idea without a path" in html
    make.decided(begun, by=cast.gareth, approver=cast.priya)
    html = said(as_user(cast.joan))
    assert "From 1 of 1 initiatives no value flows to any objective" in html and "A new logo" in html
    assert "No initiative serves it." in html


def test_a_path_that_is_cut_or_a_benefit_that_is_dropped_brings_no_value(
    cast: Cast, serves: Objective, as_user: SignIn
) -> None:
    begun, hoped = served(cast, serves)
    make.decided(begun, by=cast.gareth, approver=cast.priya)
    assert "no value flows" not in said(as_user(cast.joan))
    benefit_acts.drop_benefit(hoped, by=cast.gareth, why="Nobody wants it.")
    assert "From 1 of 1 initiatives no value flows" in said(as_user(cast.joan))


def test_a_disbenefit_is_no_value(cast: Cast, serves: Objective, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.gareth)
    against = make.benefit(begun, None, by=cast.gareth, title="More notices at night", disbenefit=True)
    make.mapped(begun, against, serves, by=cast.gareth)
    make.decided(begun, by=cast.gareth, approver=cast.priya)
    assert "From 1 of 1 initiatives no value flows" in said(as_user(cast.joan))


def test_what_one_may_not_read_is_neither_told_nor_counted(cast: Cast, serves: Objective, as_user: SignIn) -> None:
    served(cast, serves, title="Open change")
    closed = make.initiative(by=cast.gareth, title="Hidden change", closed=True)
    hidden = make.benefit(closed, make.measure(serves, by=cast.priya), by=cast.gareth, owner=cast.priya)
    make.mapped(closed, hidden, serves, by=cast.gareth)
    assert Initiative.objects.get(pk=closed.pk).openness == Openness.CLOSED
    html = said(as_user(cast.joan))
    assert "Hidden change" not in html and "1 benefit planned" in html
    assert "Hidden change" in said(as_user(cast.gareth))


def test_a_guest_sees_no_initiative_and_no_objective(cast: Cast, serves: Objective, as_user: SignIn) -> None:
    served(cast, serves)
    html = said(as_user(cast.marcus))
    assert "Talk in the open" not in html and "One council" not in html


def counted(state: State) -> State:
    """The portfolio does not ask whether a reading is due."""
    return State.UNREAD if state is State.WAITING else state


@pytest.mark.parametrize("values", ["", "50", "61", "45 40", "40 50", "39.999999", "-", "40 -", "60.5 55"])
def test_it_says_of_a_benefit_what_its_measure_says(cast: Cast, serves: Objective, values: str) -> None:
    begins = clock.today() - timedelta(days=100)
    planned = {begins + timedelta(days=50): Decimal("55.5"), begins + timedelta(days=80): Decimal(50)}
    measure = make.measure(serves, by=cast.priya, since=100, days=200, planned=planned)
    begun = make.initiative(by=cast.gareth)
    hoped = make.benefit(begun, measure, by=cast.gareth, owner=cast.priya)
    for number, value in enumerate(values.split()):
        day, none = begins + timedelta(days=50 + 30 * number), value == "-"
        make.reading(measure, by=cast.priya, value=None if none else value, on=day, why_none="No" if none else "")
    course = courses([measure.pk])[measure.pk]
    for later in (0, 90, 100, 120, 500):
        today = clock.today() + timedelta(days=later)
        told = portfolio._benefits(cast.joan, today)[begun.pk][hoped.pk]
        assert told.standing == counted(course.state(today))
        near = Decimal("0.000001")
        assert abs(Decimal(told.planned(today)) - (course.planned_on(today) - 61) / (40 - 61)) < near
        assert (told.realised is None) == (course.realised is None)
        assert course.realised is None or abs(Decimal(told.realised or 0) - course.realised) < near


def test_a_reading_that_was_corrected_or_taken_back_counts_no_more(cast: Cast, serves: Objective) -> None:
    begun, hoped = served(cast, serves, since=100)
    measure = Measure.objects.get(benefits=hoped)
    wrong = make.reading(measure, by=cast.priya, value=39)
    words = ReadingWords(read_on=wrong.read_on, value=Decimal(60), why_none="", comment="A typing error.")
    measure_acts.read(measure, by=cast.priya, words=words, corrects=wrong)
    assert portfolio._benefits(cast.joan, clock.today())[begun.pk][hoped.pk].standing == State.BEHIND
    make.reading(measure, by=cast.priya, value=None, why_none="The counter was broken")
    told = portfolio._benefits(cast.joan, clock.today())[begun.pk][hoped.pk]
    assert told.standing == counted(courses([measure.pk])[measure.pk].state(clock.today()))


def test_pages_are_whole_and_a_number_beyond_them_gives_the_last(
    cast: Cast, serves: Objective, as_user: SignIn
) -> None:
    make_many.initiatives(60, benefits=1, by=cast.gareth, owner=cast.priya, serves=serves)
    client = as_user(cast.joan)
    pages = [said(client, page=str(number)) for number in (1, 2, 3)]
    assert [html.count('class="counts"') for html in pages] == [25, 25, 10]
    assert all("Corporate Plan, page 22 · 60 not read yet" in html for html in pages)
    for odd in ("99", "0", "x", "-1", "9" * 30, "²"):
        assert said(client, page=odd) in (pages[0], pages[2]) or "Page" in said(client, page=odd)


def test_it_asks_the_same_few_questions_however_much_there_is(cast: Cast, serves: Objective, as_user: SignIn) -> None:
    client, url = as_user(cast.joan), reverse("change:portfolio")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    make_many.initiatives(3, benefits=2, by=cast.gareth, owner=cast.priya, serves=serves)
    few = count()
    make_many.initiatives(30, benefits=4, by=cast.gareth, owner=cast.priya, serves=serves)
    assert count() == few <= MOST


def test_paths_that_nobody_drew_to_the_end_are_not_counted(cast: Cast, serves: Objective) -> None:
    begun, hoped = served(cast, serves)
    Edge.objects.filter(source__benefit=hoped).delete()
    found = portfolio.page(cast.joan, 1, clock.today())
    assert [group.rows for group in found.picture.groups if group.objective] == [()]
    assert found.ideas == 1 and begun.pk
