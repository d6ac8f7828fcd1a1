"""A case: opened, its clock moved by what happens, given to somebody, closed to whom it is about."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from conftest import Cast
from moothall.disclosure.actions import cases, holidays, keeping, parts, reasons
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.days import Nation
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Activity, Answer, Case, CaseEvent, Kind, Outcome, Part, Requester, TimeSpent
from moothall.disclosure.queries import board, sheet
from moothall.disclosure.queries.deadlines import deadline_of
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people

pytestmark = pytest.mark.django_db
CAME = date(2026, 9, 7)


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 30, 9, tzinfo=UTC)):
        yield


def dates(case: Case) -> tuple[date | None, date | None]:
    case.refresh_from_db()
    found = deadline_of(case)
    assert (case.due_on, case.notice_due_on) == (found.due, found.notice_due)
    return case.due_on, case.notice_due_on


def test_a_request_gets_a_number_a_due_date_and_a_part(cast: Cast, samira: User) -> None:
    case, second = make.case(by=cast.priya, received_on=CAME), make.case(by=None, received_on=CAME)
    assert (case.reference, second.reference) == ("FOI 2026-0001", "FOI 2026-0002")
    assert dates(case) == (date(2026, 10, 5), date(2026, 10, 5))
    assert [part.words for part in case.parts.all()] == [case.words]
    assert case in Case.objects.visible_to(samira) and case not in Case.objects.visible_to(cast.priya)
    assert Notice.objects.filter(person=samira, thing="case").count() == 2


def test_clarification_resets_a_fee_pauses_and_a_balance_never_moves_the_notice(samira: User) -> None:
    asked, paid, weighed = (make.case(by=samira, received_on=CAME) for _n in range(3))
    cases.record(asked, Happening.CLARIFICATION_ASKED, by=samira, on=date(2026, 9, 10))
    assert dates(asked) == (None, None)
    cases.record(asked, Happening.CLARIFIED, by=samira, on=date(2026, 9, 24))
    assert dates(asked)[0] == date(2026, 10, 22)
    cases.record(paid, Happening.FEES_NOTICE, by=samira, on=date(2026, 9, 14))
    cases.record(paid, Happening.FEE_PAID, by=samira, on=date(2026, 9, 21))
    assert dates(paid)[0] == date(2026, 10, 13)
    cases.record(weighed, Happening.EXTENDED, by=samira, on=date(2026, 9, 28), days=20)
    assert dates(weighed) == (date(2026, 11, 2), date(2026, 10, 5))


def test_a_complaint_that_is_acknowledged_is_late_no_more(samira: User) -> None:
    case = make.case(by=samira, owner=samira, received_on=date(2026, 9, 1), regime=Regime.COMPLAINT)
    assert dates(case)[0] == date(2026, 10, 1)
    event = cases.record(case, Happening.ACKNOWLEDGED, by=samira, on=date(2026, 9, 2), words="By telephone.")
    assert dates(case) == (None, None) and case.is_open
    assert sheet.sheet_of(case, samira).heading.startswith("Acknowledged on 2 September 2026; the outcome is owed")
    with clock.at(datetime(2026, 10, 8, 9, tzinfo=UTC)):
        assert keeping.tell_due() == 0 and board.tally(samira).late == 0
        assert [row.pk for row in board.page_of(samira, board.MINE, None).rows] == [case.pk]
    cases.strike(event, by=samira, words="Of another case.")
    assert dates(case)[0] == date(2026, 10, 1)


def test_what_is_asked_for_within_extended_time_is_taken_and_a_further_extension_is_not(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME)
    cases.record(case, Happening.EXTENDED, by=samira, on=date(2026, 9, 28), days=20)
    with clock.at(datetime(2026, 11, 5, 9, tzinfo=UTC)):
        with pytest.raises(Impossible):
            cases.record(case, Happening.EXTENDED, by=samira, on=date(2026, 10, 6), days=20)
        with pytest.raises(Impossible):
            cases.record(case, Happening.FEES_NOTICE, by=samira, on=date(2026, 11, 3))
        cases.record(case, Happening.FEES_NOTICE, by=samira, on=date(2026, 10, 12))
        cases.record(case, Happening.FEE_PAID, by=samira, on=date(2026, 10, 19))
        assert dates(case) == (date(2026, 11, 10), date(2026, 10, 5))


def test_what_was_written_down_by_mistake_is_struck_out_and_stays_readable(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME)
    event = cases.record(case, Happening.CLARIFICATION_ASKED, by=samira, on=date(2026, 9, 10))
    with pytest.raises(Impossible):
        cases.strike(event, by=samira, words="  ")
    cases.strike(event, by=samira, words="Of another case.")
    assert dates(case)[0] == date(2026, 10, 5)
    assert CaseEvent.objects.filter(case=case, kind=Happening.CLARIFICATION_ASKED).exists()
    with pytest.raises(Impossible):
        cases.strike(event, by=samira, words="Again.")


def test_environmental_information_was_environmental_from_the_start(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME)
    cases.record(case, Happening.REGIME_CHANGED, by=samira, on=date(2026, 9, 10), to=Regime.EIR)
    dates(case)
    assert case.reference == "EIR 2026-0001"


def test_a_new_holiday_dates_open_cases_anew_tells_the_owner_and_leaves_closed_ones(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira)
    closed = make.case(by=samira, received_on=CAME)
    cases.record(closed, Happening.ANSWERED, by=samira, on=date(2026, 9, 20))
    holidays.proclaim(
        by=samira, nations=[Nation.SCOTLAND], day=date(2026, 9, 28), name="A new holiday", source="Proclamation"
    )
    assert dates(case)[0] == date(2026, 10, 6)
    assert case.events.get(kind=Kind.REDATED).words == "Due on 6 October 2026, and no more on 5 October 2026"
    closed.refresh_from_db()
    assert closed.closed_on == date(2026, 9, 20) and not closed.events.filter(kind=Kind.REDATED).exists()
    assert Notice.objects.filter(person=samira, thing="redated case", subject=case.pk).count() == 0  # her own doing
    other = make_people.user("Otto Keeper", roles=(Role.DISCLOSURE_OFFICER,))
    holidays.proclaim(by=other, nations=[Nation.WALES], day=date(2026, 9, 29), name="Another", source="Order")
    assert Notice.objects.filter(person=samira, thing="redated case", subject=case.pk).count() == 1


def test_nobody_sees_a_case_that_is_about_them_and_a_sensitive_one_is_its_owners(cast: Cast, samira: User) -> None:
    other = make.officer("Otto Keeper")
    about = make.case(by=samira, about=other)
    assert about in Case.objects.visible_to(samira) and about not in Case.objects.visible_to(other)
    with pytest.raises(PermissionDenied):
        cases.record(about, Kind.NOTE, by=other, words="Looks fine.")
    with pytest.raises(Impossible):
        parts.ask(make.part(about), by=samira, person=other)
    secret = make.case(by=samira, sensitive=True, owner=samira)
    assert secret in Case.objects.visible_to(samira) and secret not in Case.objects.visible_to(other)
    for outsider in (cast.priya, cast.admin, cast.auditor, cast.marcus):
        assert not Case.objects.visible_to(outsider).exists()


def test_who_is_asked_sees_the_part_alone_and_answers_it_and_a_second_person_reads_it(cast: Cast, samira: User) -> None:
    case = make.case(by=samira)
    parts.split(case, by=samira, questions=["How much was paid?", "To whom?"])
    first, second = Part.objects.filter(case=case, dropped_at=None).order_by("number")
    make.allocation(first, by=samira, person=cast.gareth)
    assert list(Part.objects.visible_to(cast.gareth)) == [first]
    with pytest.raises(PermissionDenied):
        make.answer(second, by=cast.gareth)
    given = make.answer(first, by=cast.gareth)
    with pytest.raises(PermissionDenied):
        parts.check(given, by=cast.gareth, agrees=True)
    with pytest.raises(Impossible):
        parts.check(given, by=samira, agrees=False)
    assert parts.check(given, by=samira, agrees=True).agrees
    with pytest.raises(Impossible):
        parts.split(case, by=samira, questions=["Something else"])


def test_questions_are_counted_as_whoever_asked_would_and_keep_their_number_on_record(cast: Cast, samira: User) -> None:
    def standing() -> list[tuple[int | None, str, int]]:
        return list(case.parts.filter(dropped_at=None).values_list("position", "words", "number"))

    case = make.case(by=samira)
    parts.split(case, by=samira, questions=["How much?", "To whom?"])
    assert standing() == [(1, "How much?", 2), (2, "To whom?", 3)]
    parts.split(case, by=samira, questions=["When?", "To whom?", "How much?", "Why?"])
    assert standing() == [(1, "When?", 4), (2, "To whom?", 3), (3, "How much?", 2), (4, "Why?", 5)]
    parts.split(case, by=samira, questions=["Why?", "How much?"])
    assert standing() == [(1, "Why?", 5), (2, "How much?", 2)]
    assert set(case.parts.exclude(dropped_at=None).values_list("position", flat=True)) == {None}
    for wrong in ({"position": None}, {"dropped_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            case.parts.filter(number=5).update(**wrong)


def test_a_stand_in_answers_while_a_colleague_is_away(cast: Cast, samira: User) -> None:
    from moothall.disclosure.actions import terms

    case = make.case(by=samira)
    make.allocation(make.part(case), by=samira, person=cast.gareth)
    day = clock.today()
    terms.stand_in(by=cast.gareth, person=cast.gareth, stand_in=cast.priya, first_on=day, last_on=day)
    assert make.answer(make.part(case), by=cast.priya).by == cast.priya
    with clock.at(datetime(2026, 10, 2, 9, tzinfo=UTC)):
        assert not Part.objects.visible_to(cast.priya).exists()


def test_time_is_ones_own_and_never_less_than_nothing(cast: Cast, samira: User) -> None:
    case = make.case(by=samira)
    parts.spend(case, by=samira, activity=Activity.LOCATE, minutes=90)
    parts.spend(case, by=samira, activity=Activity.LOCATE, minutes=-30)
    with pytest.raises(Impossible):
        parts.spend(case, by=samira, activity=Activity.LOCATE, minutes=-61)
    with pytest.raises(PermissionDenied):
        parts.spend(case, by=cast.gareth, activity=Activity.LOCATE, minutes=5)
    assert sum(TimeSpent.objects.values_list("minutes", flat=True)) == 60


ATTACKS = [
    "UPDATE disclosure_case SET words = 'Nothing'",
    "UPDATE disclosure_case SET received_on = '2026-09-20'",
    "DELETE FROM disclosure_case",
    "DELETE FROM disclosure_requester",
    "UPDATE disclosure_caseevent SET \"on\" = '2026-09-20'",
    "DELETE FROM disclosure_caseevent",
    "DELETE FROM disclosure_part",
    "UPDATE disclosure_answer SET words = 'x'",
    "DELETE FROM disclosure_answer",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_an_open_case_is_altered_or_deleted_past_the_acts(samira: User, attack: str) -> None:
    case = make.case(by=samira, received_on=CAME)
    cases.record(case, Kind.NOTE, by=samira, words="Looked.")
    make.answer(make.part(case), by=samira)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert Requester.objects.count() == Answer.objects.count() == Case.objects.count() == 1


def test_days_that_cannot_be_are_refused(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME)
    for day in (date(2026, 9, 6), date(2026, 10, 1)):
        with pytest.raises(Impossible):
            cases.record(case, Happening.CLARIFICATION_ASKED, by=samira, on=day)
    with pytest.raises(ValueError, match="a day that has been"):
        make.case(by=samira, received_on=date(2026, 10, 1))
    late = make.case(by=samira, received_on=date(2026, 7, 1))
    with pytest.raises(Impossible):
        cases.record(late, Happening.EXTENDED, by=samira, on=date(2026, 8, 3), days=10)
    cases.record(case, Happening.ANSWERED, by=samira)
    with pytest.raises(Impossible):
        cases.record(case, Happening.EXTENDED, by=samira, days=10)
    with pytest.raises(Impossible):
        make.answer(make.part(case), by=samira, outcome=Outcome.NOT_HELD)


def test_no_case_is_closed_but_by_what_ended_it(samira: User) -> None:
    case, other = make.case(by=samira, received_on=CAME), make.case(by=samira, received_on=CAME)
    cases.record(other, Happening.ANSWERED, by=samira, on=date(2026, 9, 20))
    cases.record(case, Kind.NOTE, by=samira, on=date(2026, 9, 21), words="Nothing ended it.")
    ended = cases.record(case, Kind.CLOSED, by=samira, on=date(2026, 9, 22))
    cases.strike(ended, by=samira, words="Of another case.")
    for day in ("2026-09-20", "2026-09-21", "2026-09-22", "2026-09-30"):
        for attempt in (
            lambda day=day: Case.objects.filter(pk=case.pk).update(closed_on=day),
            lambda day=day: raw("UPDATE disclosure_case SET closed_on = %s WHERE id = %s", day, case.pk),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
    born = Case.objects.get(pk=other.pk)
    born.pk, born.number = None, 99
    with pytest.raises(DatabaseError), transaction.atomic():
        born.save(force_insert=True)
    case.refresh_from_db()
    assert case.is_open


def raw(sql: str, *given: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def test_eighteen_hours_of_time_are_within_the_limit_a_minute_more_is_over_and_redaction_never_counts(
    samira: User,
) -> None:
    case = make.case(by=samira, received_on=CAME)
    for activity, minutes in ((Activity.LOCATE, 600), (Activity.DETERMINE, 300), (Activity.EXTRACT, 180)):
        parts.spend(case, by=samira, activity=activity, minutes=minutes)
    for activity in (Activity.REDACT, Activity.READ, Activity.CONSULT, Activity.WRITE):
        parts.spend(case, by=samira, activity=activity, minutes=1440)
    meter = sheet.meter_of(case)
    assert (meter.counted, meter.beside, meter.cost.exceeds) == (18 * 60, 4 * 1440, False)
    estimated = reasons.estimate(case, by=samira, what="Ten files, drawn by lot", sample=["1", "1"], total=2)
    assert estimated.already == 18 * 60
    parts.spend(case, by=samira, activity=Activity.RETRIEVE, minutes=1)
    assert sheet.meter_of(case).cost.exceeds
    parts.spend(case, by=samira, activity=Activity.RETRIEVE, minutes=-1)
    assert not sheet.meter_of(case).cost.exceeds
