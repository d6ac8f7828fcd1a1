"""Who stands in for a colleague is told what the other is, and let in for those days alone; teams with all below."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure import permissions
from moothall.disclosure.actions import cases, keeping, parts, terms
from moothall.disclosure.models import Case
from moothall.disclosure.queries import desk
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people.models import Team, User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CAME = date(2026, 9, 7)  # due on 5 October


def on(day: int, month: int = 9) -> AbstractContextManager[object]:
    return clock.at(datetime(2026, month, day, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with on(22):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def rekha(cast: Cast) -> User:
    return make.officer("Rekha Nair")


def covers(stand_in: User, person: User, *, by: User, last: date = date(2026, 10, 9)) -> None:
    terms.stand_in(by=by, person=person, stand_in=stand_in, first_on=date(2026, 9, 21), last_on=last)


def told(user: User) -> set[str]:
    return set(Notice.objects.filter(person=user).values_list("kind", flat=True))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def sees(user: User, case: Case) -> bool:
    user = fresh(user)
    seen = Case.objects.visible_to(user).filter(pk=case.pk).exists()
    assert permissions.can_work_on(user, case) == seen
    return seen


def test_an_officer_who_stands_in_sees_what_is_for_the_owner_alone_for_those_days(
    samira: User, rekha: User, as_user: SignIn
) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira, sensitive=True)
    assert not sees(rekha, case)
    covers(rekha, samira, by=samira)
    assert sees(rekha, case)
    html = as_user(rekha).get(case.get_absolute_url()).content.decode()
    assert "You stand in for Samira Haddad" in html
    for day, month in ((20, 9), (10, 10)):
        with on(day, month):
            assert not sees(rekha, case)


def test_a_stand_in_neither_lets_themselves_in_nor_keeps_the_case(samira: User, rekha: User, as_user: SignIn) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira, sensitive=True)
    covers(rekha, samira, by=rekha)
    assert not sees(rekha, case)
    covers(rekha, samira, by=make.officer("Tom Vale"))
    assert sees(rekha, case)
    with pytest.raises(PermissionDenied):
        cases.give(case, by=fresh(rekha), owner=rekha, sensitive=True)
    assert as_user(rekha).get(reverse("disclosure:people", args=[case.pk])).status_code == 403
    assert permissions.can_give(fresh(samira), case)


def test_nobody_else_and_nobody_it_is_about_is_let_in_by_standing_in(samira: User, rekha: User, cast: Cast) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira, sensitive=True, about=rekha)
    for stand_in in (rekha, cast.priya):
        covers(stand_in, samira, by=samira)
        assert not sees(stand_in, case)
    with on(6, 10):
        keeping.keep_on()
    assert "disclosure.late" in told(samira) and not told(rekha) and not told(cast.priya)


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_stand_in_is_told_and_has_the_case_on_the_desk(samira: User, rekha: User, sensitive: bool) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira, sensitive=sensitive)
    assert desk.card(fresh(rekha)) is None
    covers(rekha, samira, by=samira)
    with on(6, 10):
        keeping.keep_on()
        assert "disclosure.late" in told(rekha) and "disclosure.late" in told(samira)
        card = desk.card(fresh(rekha))
        assert card is not None and card.due == [case]
    with on(12, 10):
        assert desk.card(fresh(rekha)) is None


def test_who_stands_in_for_whoever_is_asked_is_told_too(samira: User, cast: Cast) -> None:
    covers(cast.priya, cast.gareth, by=samira)
    case = make.case(by=samira, received_on=CAME, owner=samira)
    row = make.allocation(make.part(case), by=samira, person=cast.gareth)
    assert told(cast.priya) == told(cast.gareth) == {"disclosure.asked"}
    parts.chase(row, by=samira)
    assert "disclosure.chased" in told(cast.priya)
    about = make.case(by=samira, received_on=CAME, owner=samira, about=cast.priya)
    Notice.objects.all().delete()
    make.allocation(make.part(about), by=samira, person=cast.gareth)
    assert told(cast.gareth) == {"disclosure.asked"} and not told(cast.priya)


def test_all_who_may_answer_for_a_team_are_told(samira: User, cast: Cast) -> None:
    top = Team.objects.create(name="Adults")
    below = Team.objects.create(name="Brokerage", parent=Team.objects.create(name="Commissioning", parent=top))
    User.objects.filter(pk=cast.gareth.pk).update(team=below)
    User.objects.filter(pk=cast.priya.pk).update(team=top)
    case = make.case(by=samira, received_on=CAME, owner=samira)
    make.allocation(make.part(case), by=samira, team=top)
    assert told(cast.gareth) == told(cast.priya) == {"disclosure.asked"}
