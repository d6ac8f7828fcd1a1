"""Repeats and campaigns: laid beside a case for a person to judge, without saying who asked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.disclosure.actions import cases
from moothall.disclosure.actions.cases import Asker
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Case, Kind, Outcome
from moothall.disclosure.queries import repeats
from moothall.disclosure.queries.repeats import beside
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.people.models import User

pytestmark = pytest.mark.django_db
BINS = (
    "Please send me all records since January of missed collections of green bins in Harrowby, with the dates, the "
    "streets, the reasons that were written down, and what was paid to the contractor for each of these rounds."
)
EDITH = Asker("Edith Hollis", "edith.hollis@example.com")


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    with clock.at(datetime(2026, 12, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


def came(day: date, by: User, *, who: Asker = EDITH, words: str = BINS, regime: Regime = Regime.FOIA) -> Case:
    return make.case(by=by, title="Bins", words=words, received_on=day, who=who, regime=regime)


def test_a_request_that_was_answered_and_comes_again_is_laid_beside_it(samira: User) -> None:
    first = came(date(2026, 9, 7), samira)
    make.answer(make.part(first), by=samira)
    cases.record(first, Happening.ANSWERED, by=samira, on=date(2026, 9, 30))
    again = came(date(2026, 10, 20), samira, words=BINS + " Thank you very much.")
    found = beside(again, samira)
    assert [one.case for one in found.repeated] == [first] and "s.14(2)" in found.repeated_words
    assert found.alike[0].percent > 80 and found.alike[0].same_sender
    assert not beside(first, samira).repeated  # nothing was answered before it came


@pytest.mark.parametrize(
    ("who", "same"),
    [
        (Asker("Mrs. Édith HOLLIS", "", "4, Mill Lane\nHarrowby HB12AB"), True),
        (Asker("Hollis, Edith", "another@example.com", "4 Mill Lane, Harrowby, HB1 2AB"), True),
        (Asker("Robert Hollis", "", "4 Mill Lane, Harrowby, HB1 2AB"), False),
        (Asker("Edith Hollis", "", "5 Mill Lane, Harrowby, HB1 2AB"), False),
        (Asker("Edith Hollis", "", ""), False),
        (Asker("", "", "4 Mill Lane, Harrowby, HB1 2AB"), False),
    ],
)
def test_who_writes_by_post_is_known_by_name_and_address_however_they_are_spelt(
    samira: User, who: Asker, same: bool
) -> None:
    by_post = Asker("Edith Hollis", "", "4 Mill Lane, Harrowby, HB1 2AB")
    other = came(
        date(2026, 9, 7), samira, who=by_post, words="Which roads were closed in June, and by whose order? " * 3
    )
    found = beside(came(date(2026, 9, 20), samira, who=who), samira)
    assert [one.case for one in found.same_sender] == ([other] if same else [])


@pytest.mark.parametrize(
    ("outcome", "ends", "counts"),
    [
        (Outcome.GIVEN, Happening.ANSWERED, 1),
        (Outcome.PARTLY, Happening.ANSWERED, 1),
        (Outcome.NOT_HELD, Happening.ANSWERED, 1),
        (Outcome.WITHHELD, Happening.ANSWERED, 0),
        (Outcome.NEITHER, Happening.ANSWERED, 0),
        (Outcome.GIVEN, Happening.WITHDRAWN, 0),
        (Outcome.GIVEN, Kind.CLOSED, 0),
        (None, Happening.ANSWERED, 0),
    ],
)
def test_only_what_was_complied_with_is_called_a_repeat(
    samira: User, outcome: Outcome | None, ends: Happening | Kind, counts: int
) -> None:
    first = came(date(2026, 9, 7), samira)
    if outcome is not None:
        make.answer(make.part(first), by=samira, outcome=outcome)
    cases.record(first, ends, by=samira, on=date(2026, 9, 30))
    found = beside(came(date(2026, 10, 20), samira), samira)
    assert len(found.repeated) == counts and bool(found.repeated_words) == bool(counts)
    assert len(found.alike) == 1  # laid beside it in any case


def test_what_was_answered_after_it_came_was_not_complied_with_before(samira: User) -> None:
    first = came(date(2026, 9, 7), samira)
    make.answer(make.part(first), by=samira)
    again = came(date(2026, 9, 20), samira)
    cases.record(first, Happening.ANSWERED, by=samira, on=date(2026, 9, 30))
    assert not beside(again, samira).repeated


def test_in_a_busy_hall_the_nearest_in_time_are_compared(samira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "MOST_COMPARED", 4)
    days = [date(2026, 7, 2), date(2026, 7, 10)]
    first, second = (came(day, samira, who=Asker("A", f"a{day.day}@example.com")) for day in days)
    before = came(date(2026, 6, 28), samira, who=Asker("B", "b@example.com"))
    for number in range(6):
        who = Asker("P", f"p{number}@example.com")
        came(date(2026, 9, 1 + number), samira, who=who, words=f"How many lamps are in ward {number}, and why?")
    assert [one.case for one in beside(first, samira).alike] == [second, before]
    assert [one.case for one in beside(before, samira).alike] == [second, first]


def test_in_a_busy_hall_a_copied_letter_is_found_however_many_lie_nearer(
    samira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "MOST_COMPARED", 4)
    first = came(date(2026, 7, 1), samira, who=Asker("A", "a@example.com"), words=f"Dear council,\n\n{BINS}\n\nA")
    last = came(date(2026, 9, 29), samira, who=Asker("B", "b@example.com"), words=f"Hello. {BINS} Yours, B")
    for number in range(8):
        who = Asker("P", f"p{number}@example.com")
        came(date(2026, 9, 28), samira, who=who, words=f"How many lamps are in ward {number}, and why?")
    assert [one.case for one in beside(last, samira).alike] == [first]
    assert [one.case for one in beside(first, samira).alike] == [last]


@pytest.mark.parametrize("text", ["", "Bins?", "How many bins were missed in 2025?", BINS])
def test_runs_are_words_of_the_text(text: str) -> None:
    runs = repeats.runs_of(text)
    assert all(run in text for run in runs) and bool(runs) == (len(text) > 20)


def test_what_one_person_asks_of_other_things_is_listed_and_not_called_a_repeat(samira: User) -> None:
    other = came(date(2026, 9, 7), samira, words="Which roads were closed in June, and by whose order? " * 3)
    found = beside(came(date(2026, 9, 20), samira), samira)
    assert [one.case for one in found.same_sender] == [other]
    assert not found.alike and not found.repeated_words and not found.together_words


def test_a_campaign_within_sixty_working_days_may_be_added_up_and_what_came_later_not(samira: User) -> None:
    senders = [Asker(f"Person {n}", f"p{n}@example.com") for n in range(4)]
    days = [date(2026, 9, 7), date(2026, 10, 1), date(2026, 11, 27), date(2026, 12, 15)]
    first, second, third, late = (came(day, samira, who=who) for day, who in zip(days, senders, strict=True))
    found = beside(first, samira)
    assert list(found.together) == [first, second, third] and found.campaign == 2
    assert "s.12" in found.together_words and late in [one.case for one in found.alike]


def test_the_cost_of_other_laws_is_not_added_up(samira: User) -> None:
    came(date(2026, 9, 7), samira, regime=Regime.EIR)
    found = beside(came(date(2026, 9, 20), samira, regime=Regime.EIR), samira)
    assert len(found.together) == 1 and not found.together_words and found.alike


def test_short_requests_are_alike_only_word_for_word(samira: User) -> None:
    came(date(2026, 9, 7), samira, words="How many bins?")
    came(date(2026, 9, 8), samira, words="How many vans?")
    found = beside(came(date(2026, 9, 9), samira, words="how many bins"), samira)
    assert [one.percent for one in found.alike] == [100]


def test_what_one_may_not_see_is_not_beside_it_and_who_asked_is_not_said(samira: User) -> None:
    other = make.officer("Otto Keeper")
    make.case(by=samira, words=BINS, received_on=date(2026, 9, 7), owner=samira, sensitive=True)
    make.case(by=samira, words=BINS, received_on=date(2026, 9, 7), about=other)
    seen = came(date(2026, 9, 7), samira)
    case = came(date(2026, 9, 20), samira)
    found = beside(case, other)
    assert [one.case for one in found.alike] == [seen]
    page = render_to_string("disclosure/beside/repeats.html", {"repeats": found})
    assert "in 100 alike" in page and "Hollis" not in page and "edith" not in page.lower()


def test_more_requests_ask_no_more_questions(samira: User) -> None:
    case = came(date(2026, 9, 7), samira)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            beside(Case.objects.select_related("requester").get(pk=case.pk), samira)
        return len(seen)

    came(date(2026, 9, 8), samira)
    asked()  # what this person holds is asked once
    before = asked()
    for day in range(9, 19):
        came(date(2026, 9, day), samira)
    asked()
    assert asked() == before
