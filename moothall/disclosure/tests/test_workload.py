"""Who has how much: by owner, by who is asked and by service; flat, and of what one sees."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import cases, parts
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.queries.workload import Load, workload
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.people.models import Team, User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LATE, SOON, FAR = date(2026, 8, 10), date(2026, 9, 3), date(2026, 9, 21)  # on 30 September, a Wednesday


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 30, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


def rows(found: Iterable[Load]) -> list[tuple[str, int, int, int]]:
    return [(one.name, one.open, one.soon, one.late) for one in found]


def test_cases_are_counted_by_who_answers_for_them(samira: User) -> None:
    rekha = make.officer("Rekha Nair")
    for day in (LATE, SOON, FAR):
        make.case(by=samira, received_on=day, owner=samira)
    make.case(by=samira, received_on=FAR, owner=rekha)
    make.case(by=samira, received_on=LATE)
    done = make.case(by=samira, received_on=LATE, owner=rekha)
    cases.record(done, Happening.ANSWERED, by=samira)
    assert rows(workload(samira).owners) == [("Samira Haddad", 3, 1, 1), ("Nobody", 1, 0, 1), ("Rekha Nair", 1, 0, 0)]


def test_parts_are_counted_by_who_is_asked_and_by_service_until_they_are_answered(samira: User, cast: Cast) -> None:
    team = Team.objects.create(name="Highways")
    User.objects.filter(pk=cast.gareth.pk).update(team=team)
    made = [make.case(by=samira, received_on=date(2026, 9, 14), owner=samira) for _n in range(5)]
    for case, day in zip(made[:3], (date(2026, 9, 29), date(2026, 10, 2), date(2026, 10, 8)), strict=True):
        make.allocation(make.part(case), by=samira, person=cast.gareth, due_on=day)
    make.allocation(make.part(made[3]), by=samira, team=team, due_on=date(2026, 9, 29))
    answered = make.allocation(make.part(made[4]), by=samira, person=cast.gareth, due_on=date(2026, 9, 29))
    given = make.answer(answered.part, by=cast.gareth)
    found = workload(samira)
    assert rows(found.asked) == [("Gareth Pugh", 3, 1, 1), ("Highways", 1, 0, 1)]
    assert rows(found.services) == [("Highways", 4, 1, 2)] and found.until == date(2026, 10, 5)
    parts.check(given, by=samira, agrees=False, words="Which year?")
    assert rows(workload(samira).services) == [("Highways", 5, 1, 3)]
    cases.record(made[0], Happening.CLARIFICATION_ASKED, by=samira)
    assert rows(workload(samira).services) == [("Highways", 5, 1, 2)]  # nothing is late while the clock stands


def test_what_is_closed_to_somebody_is_not_counted_for_them(samira: User, cast: Cast) -> None:
    rekha = make.officer("Rekha Nair")
    secret = make.case(by=samira, received_on=FAR, owner=samira, sensitive=True)
    make.allocation(make.part(secret), by=samira, person=cast.gareth)
    about = make.case(by=samira, received_on=FAR, owner=samira, about=rekha)
    make.allocation(make.part(about), by=samira, person=cast.gareth)
    assert rows(workload(samira).owners) == [("Samira Haddad", 2, 0, 0)]
    assert rows(workload(samira).asked) == [("Gareth Pugh", 2, 2, 0)]
    theirs = workload(rekha)
    assert not theirs.owners and not theirs.asked and not theirs.services


def test_the_page_is_for_officers_and_asks_the_same_however_much_there_is(
    samira: User, cast: Cast, as_user: SignIn
) -> None:
    url, officer = reverse("disclosure:workload"), as_user(samira)
    assert as_user(cast.priya).get(url).status_code == 403
    assert url in officer.get(reverse("disclosure:desk")).content.decode()

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert officer.get(url).status_code == 200
        return len(seen)

    def more(number: int) -> None:
        for n in range(number):
            case = make.case(by=samira, received_on=FAR, owner=samira if n % 2 else None)
            make.allocation(make.part(case), by=samira, person=(cast.gareth, cast.priya, cast.admin)[n % 3])

    more(2)
    asked()
    before = asked()
    more(8)
    assert asked() == before
    html = officer.get(url).content.decode()
    assert "Gareth Pugh" in html and "Samira Haddad" in html and "Nobody" in html
