"""What the hall does by itself: reminding, telling, leavers, the desk; and the files of closed requests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.disclosure import case_custody
from moothall.disclosure.actions import cases, keeping, parts, terms
from moothall.disclosure.intake.telling import written
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.days import WeekendRule
from moothall.disclosure.models import (
    Activity,
    Allocation,
    Answer,
    Case,
    CaseEvent,
    LogEntry,
    Part,
    PastCase,
    Requester,
    Terms,
)
from moothall.disclosure.queries import desk, statistics
from moothall.disclosure.queries.deadlines import deadline_of
from moothall.disclosure.telling import told_of
from moothall.disclosure.tests import make, make_log, make_searches
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people import actions as people
from moothall.people import grants
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CAME = date(2026, 9, 7)


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


def on(day: int, month: int = 9) -> AbstractContextManager[object]:
    return clock.at(datetime(2026, month, day, 9, tzinfo=UTC))


def told(user: User, kind: str) -> int:
    return Notice.objects.filter(person=user, kind=f"disclosure.{kind}", done_at=None).count()


def test_whoever_is_asked_is_reminded_once_on_the_inside_date(cast: Cast, samira: User) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira)
    row = make.allocation(make.part(case), by=samira, person=cast.gareth, due_on=date(2026, 9, 24))
    assert keeping.chase_due() == 0
    with on(24):
        assert [keeping.chase_due(), keeping.chase_due()] == [1, 0]
        assert told(cast.gareth, "chased") == 1
    row.refresh_from_db()
    assert row.chased_at is not None
    other = make.case(by=samira, received_on=CAME, owner=samira)
    asked = make.allocation(make.part(other), by=samira, person=cast.gareth, due_on=date(2026, 9, 24))
    parts.answer(asked.part, by=cast.gareth, outcome="given", words="Done")  # type: ignore[arg-type]
    waits = make.case(by=samira, received_on=CAME, owner=samira)
    make.allocation(make.part(waits), by=samira, person=cast.gareth, due_on=date(2026, 9, 24))
    cases.record(waits, Happening.CLARIFICATION_ASKED, by=samira)
    with on(25):
        assert keeping.chase_due() == 0


def test_whoever_answers_for_a_case_is_told_that_it_is_due_and_that_it_is_late(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira)
    assert case.due_on == date(2026, 10, 5)
    assert keeping.tell_due() == 0
    with on(30):
        assert [keeping.keep_on(), keeping.keep_on()] == [2, 0] and told(samira, "due") == 1
        assert told(samira, "late_inside") == 1
    with on(6, 10):
        assert [keeping.keep_on(), keeping.keep_on()] == [1, 0] and told(samira, "late") == 1


def test_a_turn_leaves_out_no_case_that_is_due_or_late(samira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 1)
    for day in (CAME, CAME, date(2026, 9, 9), date(2026, 9, 9)):
        make.case(by=samira, received_on=day, owner=samira)
    with on(6, 10):
        assert [keeping.tell_due(), keeping.tell_due()] == [4, 0]
        assert told(samira, "late") == 2 and told(samira, "due") == 2


def test_a_leavers_cases_are_the_officers_again(cast: Cast, samira: User) -> None:
    other = make.officer("Rekha Nair")
    sensitive = make.case(by=samira, received_on=CAME, owner=samira, sensitive=True, about=cast.gareth)
    asked = make.case(by=other, received_on=CAME, owner=other)
    make.allocation(make.part(asked), by=other, person=samira)
    assert not Case.objects.visible_to(other).filter(pk=sensitive.pk).exists()
    people.deactivate(samira, by=cast.admin)
    sensitive.refresh_from_db()
    assert sensitive.owner is None and not sensitive.sensitive
    assert Case.objects.visible_to(User.objects.get(pk=other.pk)).filter(pk=sensitive.pk).exists()
    assert not Case.objects.visible_to(cast.gareth).exists() and not Case.objects.visible_to(samira).exists()
    assert told(other, "unowned") == 1 and told(other, "left") == 1 and told(cast.gareth, "unowned") == 0


def test_the_desk_shows_what_waits_and_nothing_to_others(cast: Cast, samira: User, as_user: SignIn) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira, title="Footbridge")
    make.allocation(make.part(case), by=samira, person=cast.gareth)
    assert desk.card(cast.priya) is None and desk.card(cast.marcus) is None
    waiting = desk.card(cast.gareth)
    assert waiting is not None and len(waiting.asked) == 1 and not waiting.due
    assert desk.card(samira) is None
    with on(2, 10):
        mine = desk.card(User.objects.get(pk=samira.pk))
        assert mine is not None and mine.due == [case]
        assert "Footbridge" in as_user(samira).get(reverse("home:desk")).content.decode()
    terms.stand_in(by=samira, person=cast.gareth, stand_in=cast.priya, first_on=clock.today(), last_on=clock.today())
    standing_in = desk.card(User.objects.get(pk=cast.priya.pk))
    assert standing_in is not None and len(standing_in.asked) == 1


def test_the_desk_asks_one_question_for_whoever_has_nothing(cast: Cast) -> None:
    user = User.objects.select_related("team__parent").get(pk=cast.priya.pk)
    _known = user.roles, list(grants.holders_of(user))
    with CaptureQueriesContext(connection) as seen:
        assert desk.card(user) is None
    assert len(seen) == 1


def full(samira: User, gareth: User) -> Case:
    case = make.case(by=samira, received_on=CAME, owner=samira)
    make.allocation(make.part(case), by=samira, person=gareth)
    make_searches.asked(case, by=samira, person=gareth)
    written(case)
    given = make.answer(make.part(case), by=gareth)
    parts.check(given, by=samira, agrees=True)
    parts.claim(make.part(case), by=samira, citation="43(2)", answers={})
    parts.spend(case, by=samira, activity=Activity.LOCATE, minutes=20)
    slip = cases.record(case, "note", by=samira, words="A slip")  # type: ignore[arg-type]
    cases.strike(slip, by=samira, words="A slip")
    return case


def test_the_file_of_a_closed_request_goes_whole_and_the_log_stays(cast: Cast, samira: User) -> None:
    entry = make_log.published(by=samira, came=CAME)
    running, closed = full(samira, cast.gareth), full(samira, cast.gareth)
    cases.record(closed, Happening.WITHDRAWN, by=samira)
    keep = Case.objects.get(pk=running.pk)
    assert set(case_custody.units(None)) == {closed, entry.case}
    days = (CAME, clock.today())
    before = statistics.report(days, clock.today())
    table = list(statistics.table(before))
    done = case_custody.dispose([closed.pk, running.pk, entry.case_id or 0])
    assert done.units == 2 and list(Case.objects.all()) == [keep]
    after = statistics.report(days, clock.today())  # what was published of the past stays true
    assert (after.whole, after.reviews, after.regimes) == (before.whole, before.reviews, before.regimes)
    assert list(statistics.table(after)) == table and after.whole.received == 3
    assert "Edith" not in repr(list(PastCase.objects.values())) and PastCase.objects.count() == 2
    entry.refresh_from_db()
    assert entry.case is None and Client().get(entry.get_absolute_url()).status_code == 200
    for rows in (Part.objects, CaseEvent.objects, Requester.objects):
        assert set(rows.values_list("case", flat=True)) == {keep.pk}
    assert set(Allocation.objects.values_list("part__case", flat=True)) == {keep.pk}
    assert set(Answer.objects.values_list("part__case", flat=True)) == {keep.pk}
    left = told_of([keep.pk])
    assert not [
        row for row in Notice.objects.filter(kind__startswith="disclosure.") if row.subject not in left[row.thing]
    ]


def test_what_is_open_or_looked_at_again_stays(cast: Cast, samira: User) -> None:
    running = full(samira, cast.gareth)
    looked_at = make_log.answered(by=samira, came=CAME)
    make.case(by=samira, received_on=CAME, of=looked_at, regime="review")  # type: ignore[arg-type]
    assert not case_custody.units(None).exists() and not case_custody.units(running.pk).exists()
    assert case_custody.dispose([running.pk, looked_at.pk]).units == 0
    for rows in (Case.objects.filter(pk=running.pk), Part.objects.filter(case=running), CaseEvent.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)
    assert Requester.objects.filter(case=running).exists() and LogEntry.objects.count() == 0


def test_nothing_is_due_that_is_far_off(samira: User) -> None:
    make.case(by=samira, received_on=clock.today(), owner=samira)
    assert not desk.near(clock.today()).exists()
    assert desk.near(clock.today() + timedelta(60)).count() == 1


def test_terms_said_for_a_day_to_come_date_open_cases_anew_on_that_day(samira: User) -> None:
    saturday = make.case(by=samira, received_on=date(2026, 9, 19), owner=samira)
    before = saturday.due_on
    terms.say(Terms(from_on=date(2026, 9, 25), weekend_rule=WeekendRule.CODE), by=samira)
    saturday.refresh_from_db()
    assert saturday.due_on == before and keeping.count_anew() == 0
    with on(28):  # the worker was away
        saturday.refresh_from_db()
        assert deadline_of(saturday).due != before
        assert [keeping.count_anew(), keeping.count_anew()] == [1, 0]
        saturday.refresh_from_db()
        assert saturday.due_on == deadline_of(saturday).due
        assert saturday.events.filter(kind="redated").count() == 1


def test_however_long_the_worker_was_away_dates_agree_with_their_events(samira: User) -> None:
    saturday = make.case(by=samira, received_on=date(2026, 9, 19), owner=samira)
    keeping.count_anew()
    terms.say(Terms(from_on=date(2026, 9, 25), weekend_rule=WeekendRule.CODE), by=samira)
    with on(12, 10):
        assert [keeping.count_anew(), keeping.count_anew()] == [1, 0]
        saturday.refresh_from_db()
        assert saturday.due_on == deadline_of(saturday).due == date(2026, 10, 19)


def test_what_is_counted_already_is_not_counted_again(samira: User) -> None:
    for _n in range(3):
        make.case(by=samira, received_on=CAME, owner=samira)
    keeping.count_anew()
    with CaptureQueriesContext(connection) as queries:
        assert keeping.count_anew() == 0
    assert len(queries) == 4
