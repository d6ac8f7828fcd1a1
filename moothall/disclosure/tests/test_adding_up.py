"""Requests that are added up against the cost limit: said by an officer, within sixty working days, and undone."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.disclosure.actions import adding_up as act
from moothall.disclosure.actions import cases, parts, reasons
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Activity, AddedUp, Case
from moothall.disclosure.queries import adding_up, sheet
from moothall.disclosure.tests import make
from moothall.kit import clock, workdays
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CAME = date(2026, 6, 1)  # a Monday
DAY_60 = workdays.after(CAME, 59)  # CAME itself is day 1
DAY_61 = workdays.after(CAME, 60)
WORDS = "How much did the council spend on agency staff in each department during 2025, please?"
WHY = "The same words, from one address."


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 30, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


def came(day: date, by: User, *, hours: int = 10, regime: Regime = Regime.FOIA, sensitive: bool = False) -> Case:
    case = make.case(by=by, received_on=day, owner=by, words=WORDS, regime=regime, sensitive=sensitive)
    parts.spend(case, by=by, activity=Activity.LOCATE, minutes=hours * 60)
    return case


def test_the_time_of_two_requests_is_added_up_on_both_once_an_officer_says_so(samira: User) -> None:
    first, second = came(CAME, samira), came(DAY_60, samira)
    parts.spend(first, by=samira, activity=Activity.READ, minutes=60)
    assert sheet.meter_of(second).counted == 600 and not sheet.meter_of(second).cost.exceeds
    act.add_up(second, by=samira, others=[first], why=WHY)
    for case in (first, second):
        meter = sheet.meter_of(case)
        assert (meter.counted, meter.own, meter.others, meter.cost.exceeds) == (1200, 600, 600, True)
    assert (sheet.meter_of(first).beside, sheet.meter_of(second).beside) == (60, 0)
    assert Entry.objects.get(verb="case.added_up").details["requests"] == [second.pk, first.pk]


def test_day_sixty_is_added_up_and_day_sixty_one_is_not(samira: User) -> None:
    assert workdays.between(CAME, DAY_60) == 59
    first, last, late = came(CAME, samira), came(DAY_60, samira), came(DAY_61, samira)
    with pytest.raises(Impossible, match="sixty consecutive working days"):
        act.add_up(first, by=samira, others=[late], why=WHY)
    act.add_up(last, by=samira, others=[first], why=WHY)
    with pytest.raises(Impossible, match="sixty consecutive working days"):
        act.add_up(last, by=samira, others=[late], why=WHY)  # with `first` among them it is too long
    assert [row.case for row in adding_up.with_case(last)] == [first]


def test_an_estimate_adds_the_others_up_and_names_them_in_its_evidence(samira: User) -> None:
    first, second = came(CAME, samira), came(DAY_60, samira, hours=1)
    reasons.estimate(first, by=samira, what="Files", sample=["30", "30"], total=4)  # two hours more than the ten
    act.add_up(second, by=samira, others=[first], why=WHY)
    made = reasons.estimate(second, by=samira, what="Files", sample=["30", "30"], total=2)
    assert (made.already, made.others, made.likely) == (60, 12 * 60, 14 * 60)
    assert first.reference in made.evidence and "12 hours of the work is theirs" in made.evidence
    assert made.others == reasons.estimate(second, by=samira, what="Files", sample=["1", "1"], total=2).others
    assert adding_up.minutes_of([second.pk]) == {second.pk: 62}  # what is the others’ is not counted twice


def test_it_is_undone_with_a_reason_that_stays(samira: User) -> None:
    first, second = came(CAME, samira), came(DAY_60, samira)
    act.add_up(second, by=samira, others=[first], why=WHY)
    row = AddedUp.objects.get(case=first)
    with pytest.raises(Impossible):
        act.take_out(row, by=samira, why=" ")
    act.take_out(row, by=samira, why="Another person after all.")
    assert sheet.meter_of(first).counted == sheet.meter_of(second).counted == 600
    assert Entry.objects.filter(verb="case.added_up_no_more").exists()
    with pytest.raises(Impossible):
        act.take_out(row, by=samira, why="Again.")
    act.add_up(first, by=samira, others=[second], why=WHY)
    assert sheet.meter_of(first).counted == 1200 and AddedUp.objects.count() == 4


def test_other_laws_are_not_added_up_nor_one_whose_law_changes_later(samira: User) -> None:
    first, second = came(CAME, samira), came(DAY_60, samira)
    with pytest.raises(Impossible, match="other laws know no limit"):
        act.add_up(first, by=samira, others=[came(CAME, samira, regime=Regime.EIR)], why=WHY)
    act.add_up(first, by=samira, others=[second], why=WHY)
    cases.record(second, Happening.REGIME_CHANGED, by=samira, to=Regime.EIR)
    for case in (first, second):
        case.refresh_from_db()
        assert sheet.meter_of(case).counted == 600


def test_a_request_is_in_one_bundle_and_who_adds_up_sees_them_all(samira: User, cast: Cast) -> None:
    one, two, three, four = (came(CAME, samira) for _n in range(4))
    act.add_up(one, by=samira, others=[two], why=WHY)
    act.add_up(three, by=samira, others=[four], why=WHY)
    with pytest.raises(Impossible, match="already"):
        act.add_up(one, by=samira, others=[three], why=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        AddedUp.objects.create(case=one, turn=1, bundle=AddedUp.objects.get(case=three).bundle, why=WHY, by=samira)
    for others, why in (([], WHY), ([two], WHY), ([came(CAME, samira)], " ")):
        with pytest.raises(Impossible):
            act.add_up(one, by=samira, others=others, why=why)
    for other in (cast.priya, make.officer("Rekha Nair")):
        with pytest.raises(PermissionDenied):
            act.add_up(came(CAME, samira, sensitive=True), by=other, others=[one], why=WHY)


def test_what_was_added_up_is_not_altered_past_the_acts(samira: User) -> None:
    first, second = came(CAME, samira), came(CAME, samira)
    act.add_up(first, by=samira, others=[second], why=WHY)
    for attack in (lambda: AddedUp.objects.update(why="Other"), lambda: AddedUp.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_a_request_that_is_closed_to_somebody_is_counted_and_not_named(samira: User, as_user: SignIn) -> None:
    rekha = make.officer("Rekha Nair")
    secret, case = came(CAME, samira, sensitive=True), came(DAY_60, samira)
    act.add_up(case, by=samira, others=[secret], why=WHY)
    made = reasons.estimate(case, by=rekha, what="Files", sample=["1", "1"], total=2)
    assert made.others == 600 and secret.reference not in made.evidence and "1 more" in made.evidence
    for name in ("disclosure:case", "disclosure:add_up"):
        html = as_user(rekha).get(reverse(name, args=[case.pk])).content.decode()
        assert secret.reference not in html and "more that is closed to you" in html
    assert (
        as_user(rekha).get(reverse("disclosure:take_out", args=[AddedUp.objects.get(case=secret).pk])).status_code
        == 404
    )


def test_the_page_offers_what_lies_beside_and_takes_another_by_its_number(samira: User, as_user: SignIn) -> None:
    first, second, late = came(CAME, samira), came(DAY_60, samira), came(DAY_61, samira)
    other = make.case(by=samira, received_on=CAME, owner=samira, words="Roads?", who=cases.Asker("A", "a@example.com"))
    client, url = as_user(samira), reverse("disclosure:add_up", args=[second.pk])
    html = client.get(url).content.decode()
    assert str(first) in html and str(late) in html and str(other) not in html
    assert client.post(url, {"why": WHY}).status_code == 422
    assert client.post(url, {"why": WHY, "number": "FOI 2026-9999"}).status_code == 422
    sent = {"why": WHY, "cases": [str(first.pk)], "number": other.reference}
    assert client.post(url, sent).status_code == 302
    html = client.get(second.get_absolute_url()).content.decode()
    assert "20 h" in html and first.reference in html and other.reference in html
    row = AddedUp.objects.get(case=other)
    assert client.post(reverse("disclosure:take_out", args=[row.pk]), {"why": "Not alike"}).status_code == 302
    assert {one.case for one in adding_up.with_case(second)} == {first}


def test_no_limit_is_spoken_of_where_there_is_none(samira: User, as_user: SignIn) -> None:
    case = make.case(by=samira, received_on=date(2026, 9, 7), owner=samira, regime=Regime.EIR)
    made = reasons.estimate(case, by=samira, what="Planning files", sample=["60", "60"], total=20)
    assert "£" not in made.evidence and "20 hours" in made.evidence
    html = as_user(samira).get(reverse("disclosure:estimate", args=[case.pk])).content.decode()
    assert "Over the limit" not in html and "£" not in html and "EIR reg 12(4)(b)" in html
    foi = make.case(by=samira, received_on=date(2026, 9, 7), owner=samira)
    made = reasons.estimate(foi, by=samira, what="Planning files", sample=["60", "60"], total=20)
    assert "the limit is £450" in made.evidence
    assert "Over the limit" in as_user(samira).get(reverse("disclosure:estimate", args=[foi.pk])).content.decode()
