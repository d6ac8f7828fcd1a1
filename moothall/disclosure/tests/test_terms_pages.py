"""Terms, cover, bank holidays, what is asked again, and the papers: who may, what is said, and what is refused."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.disclosure.actions import parts, scheme, terms
from moothall.disclosure.law.regimes import Body
from moothall.disclosure.models import Closure, Cover, Holiday, Kind, Proactive, SchemeClass, Terms
from moothall.disclosure.queries import insight
from moothall.disclosure.queries.insight import Question
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CAME = date(2026, 9, 7)
READ = ("terms", "cover", "holidays", "closures", "statistics")
KEPT = (
    "terms_say",
    "holidays_change",
    "closures_change",
    "holidays_import",
    "log",
    "insight",
    "scheme_propose",
    "templates",
)


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


def url(name: str, *args: object) -> str:
    return reverse(f"disclosure:{name}", args=args)


def test_colleagues_read_and_officers_keep(cast: Cast, samira: User, as_user: SignIn) -> None:
    for name in READ:
        assert as_user(cast.priya).get(url(name)).status_code == 200, name
        assert as_user(cast.marcus).get(url(name)).status_code == 403, name
        assert Client().get(url(name)).status_code == 302, name
    for name in KEPT:
        assert as_user(samira).get(url(name)).status_code == 200, name
        assert as_user(cast.priya).get(url(name)).status_code == 403, name
        assert Client().get(url(name)).status_code == 302, name


def said(**changed: str) -> dict[str, str]:
    given = {"from_on": "2026-09-22", "body": "council", "nation": "WLS", "weekend_rule": "ico", "approvals": "2"}
    given |= {"regulator": "ICO", "regulator_address": "Wilmslow", "regulator_site": "ico.org.uk", "reply_to": ""}
    return given | {"review_days": "40", "inside_days": "3 10 17"} | changed


def test_other_terms_are_said_from_a_day_on(samira: User, as_user: SignIn) -> None:
    officer = as_user(samira)
    for wrong in ({"inside_days": "10, 3"}, {"inside_days": "a"}, {"review_days": "0"}, {"body": "parish"}):
        assert officer.post(url("terms_say"), said(**wrong)).status_code == 422, wrong
    assert officer.post(url("terms_say"), said()).status_code == 302
    assert officer.post(url("terms_say"), said(from_on="2027-01-01", regulator="Another")).status_code == 302
    now = Terms.objects.on(clock.today())
    assert now.nation == "WLS" and now.inside_days == "3, 10, 17" and now.regulator == "ICO"
    shown = officer.get(url("terms")).content.decode()
    assert "Letters of refusal say where to ask for a review, and can’t go until this is said." in shown
    assert "Another" in shown and "1 January 2027" in shown


def test_cover_is_said_for_oneself_and_by_officers_for_others(cast: Cast, samira: User, as_user: SignIn) -> None:
    given = {"person": cast.priya.handle, "stand_in": cast.gareth.handle}
    given |= {"first_on": "2026-09-22", "last_on": "2026-09-30"}
    assert as_user(cast.priya).post(url("cover"), given).status_code == 302
    assert as_user(cast.gareth).post(url("cover"), given).status_code == 422
    assert as_user(samira).post(url("cover"), given).status_code == 302
    same = given | {"stand_in": cast.priya.handle}
    assert as_user(cast.priya).post(url("cover"), same).status_code == 422
    assert as_user(cast.priya).post(url("cover"), given | {"last_on": "2026-09-21"}).status_code == 422
    assert Cover.objects.count() == 2
    assert "Gareth" not in as_user(cast.joan).get(url("cover")).content.decode()


def test_a_proclaimed_holiday_moves_open_cases_and_is_struck_out_again(samira: User, as_user: SignIn) -> None:
    case = make.case(by=samira, received_on=CAME, owner=samira)
    officer = as_user(samira)
    given = {"what": "proclaim", "day": "2026-09-28", "nations": ["SCT"], "name": "A wedding", "source": "Gazette"}
    assert officer.post(url("holidays_change"), given | {"name": ""}).status_code == 422
    assert officer.post(url("holidays_change"), given).status_code == 302
    case.refresh_from_db()
    assert case.due_on == date(2026, 10, 6)
    assert "A wedding" in officer.get(url("holidays")).content.decode()
    assert officer.post(url("holidays_change"), given | {"what": "strike"}).status_code == 302
    case.refresh_from_db()
    assert case.due_on == date(2026, 10, 5)


def test_a_school_that_says_when_it_is_closed_has_its_own_days(samira: User, as_user: SignIn) -> None:
    terms.say(Terms(from_on=date(2026, 7, 1), body=Body.SCHOOL), by=samira)
    case = make.case(by=samira, received_on=date(2026, 7, 13), owner=samira)
    assert case.due_on == date(2026, 8, 11)
    other = as_user(make.officer("Otto Keeper"))
    given = {"what": "close", "first_on": "2026-07-22", "last_on": "2026-09-01", "name": "Summer holidays"}
    for wrong in ({"name": ""}, {"last_on": "2026-07-21"}, {"last_on": "2028-07-21"}, {"first_on": "1999-01-01"}):
        assert other.post(url("closures_change"), given | wrong).status_code == 422, wrong
    assert other.post(url("closures_change"), given).status_code == 302
    case.refresh_from_db()
    assert case.due_on == date(2026, 9, 21)
    assert case.events.get(kind=Kind.REDATED).words == "Due on 21 September 2026, and no more on 11 August 2026"
    assert Notice.objects.filter(person=samira, thing="redated case", subject=case.pk).count() == 1
    shown = as_user(samira).get(case.get_absolute_url()).content.decode()
    assert "Monday 21 September 2026" in shown and "No school day" in shown and "SI 2004/3364 reg 3" in shown
    assert "Summer holidays" in other.get(url("closures")).content.decode()
    assert url("closures") in other.get(url("terms")).content.decode()
    other.post(url("closures_change"), given | {"what": "open"})
    case.refresh_from_db()
    assert case.due_on == date(2026, 8, 11)
    assert list(Entry.objects.filter(verb__startswith="school.").order_by("seq").values_list("verb", flat=True)) == [
        "school.closed",
        "school.opened",
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        Closure.objects.update(last_on=date(2026, 9, 2))


@pytest.mark.parametrize("content", [b"x", b"{}", b"[" * 5000, b"\xff\xfe", json.dumps({"scotland": 1}).encode()])
def test_no_other_file_is_taken_for_the_list(samira: User, as_user: SignIn, content: bytes) -> None:
    file = SimpleUploadedFile("bank-holidays.json", content)
    assert as_user(samira).post(url("holidays_import"), {"file": file}).status_code == 422
    assert not Holiday.objects.exists()


def test_the_papers_are_filled_in_and_no_other_is_given(samira: User, as_user: SignIn) -> None:
    officer = as_user(samira)
    for key in ("data-protection", "equality"):
        text = officer.get(url("template", key)).content.decode()
        assert "To be written" in text and "{" not in text and "22 September 2026" in text
    assert officer.get(url("template", "secrets")).status_code == 404


def test_what_is_asked_again_is_found_and_published_by_itself(samira: User, as_user: SignIn) -> None:
    for words in ("How many potholes were mended in 2025?", "How many potholes did you mend in 2025?", "Which trees?"):
        make.case(by=samira, words=words, received_on=CAME)
    found = insight.insight(samira)
    assert [(each.requests, "pothole" in each.words) for each in found.questions] == [(2, True)]
    officer = as_user(samira)
    assert "potholes" in officer.get(url("insight")).content.decode()
    path = f"{url('scheme_propose')}?part={found.questions[0].part}"
    assert "potholes" in officer.get(path).content.decode()
    assert officer.post(path, {"what": "Potholes mended", "scheme": "services"}).status_code == 302
    row = Proactive.objects.get()
    late = {"what": "done", "on": "2027-01-01", "words": "On our site"}
    assert officer.post(url("scheme_done", row.pk), late).status_code == 422
    assert officer.post(url("scheme_done", row.pk), late | {"on": "2026-09-22"}).status_code == 302
    assert officer.get(url("scheme_done", row.pk)).status_code == 404
    assert scheme.propose(by=samira, what="Potholes mended", scheme=SchemeClass.LISTS).pk != row.pk


def test_one_request_that_asks_twice_is_not_asked_again(samira: User) -> None:
    case = make.case(by=samira, received_on=CAME)
    parts.split(
        case, by=samira, questions=["How many trees were felled in 2024?", "How many trees were felled in 2025?"]
    )
    assert insight.insight(samira).questions == []
    nothing = [Question(pk, pk, "", frozenset()) for pk in range(5)]
    assert insight.again(nothing) == []


def test_a_sensitive_case_is_in_nobody_elses_insight(samira: User) -> None:
    other = make.officer("Rekha Nair")
    for _twice in range(2):
        make.case(by=samira, received_on=CAME, words="What did the chief spend?", owner=samira, sensitive=True)
    assert insight.insight(samira).questions and not insight.insight(other).questions
