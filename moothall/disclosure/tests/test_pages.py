"""The pages of the room, as an officer, a colleague who is asked, and somebody else see them."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.disclosure import telling
from moothall.disclosure.actions import cases, parts, terms
from moothall.disclosure.actions.cases import Asker
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import Activity, Case, Channel, Part, Terms
from moothall.disclosure.queries import board
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records.tests import make_assets

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


def url(name: str, *args: int) -> str:
    return reverse(f"disclosure:{name}", args=args)


def test_a_request_is_typed_in_split_asked_for_answered_and_read(cast: Cast, samira: User, as_user: SignIn) -> None:
    post = as_user(cast.priya)
    typed = {
        "title": "Agency staff",
        "words": "How much was paid to agencies? To which?",
        "received_on": "2026-09-07",
        "channel": "post",
        "regime": "foia",
        "name": "Edith Hollis",
        "email": "edith@example.com",
        "language": "en",
    }
    assert post.post(url("new"), typed | {"received_on": "2027-01-01"}).status_code == 422
    assert post.post(url("new"), typed).status_code == 302
    case = Case.objects.get()
    assert post.get(case.get_absolute_url()).status_code == 404
    officer = as_user(samira)
    shown = officer.get(case.get_absolute_url()).content.decode()
    assert "Monday 5 October 2026" in shown and "Edith" not in shown
    officer.post(url("split", case.pk), {"questions": "How much was paid to agencies?\nTo which?"})
    first = Part.objects.get(case=case, words="To which?")
    asked = {"person": cast.gareth.handle, "due_on": "2026-09-24", "words": "The ledger has it."}
    assert officer.post(url("ask", first.pk), asked | {"person": ""}).status_code == 422
    ledger = make_assets.asset(by=cast.admin, name="Ledger of payments")
    assert "Ledger of payments" in officer.get(url("ask", first.pk)).content.decode()
    assert officer.post(url("ask", first.pk), asked | {"asset": ledger.pk}).status_code == 302
    first.refresh_from_db()
    assert first.asset == ledger
    colleague = as_user(cast.gareth)
    part = colleague.get(first.get_absolute_url()).content.decode()
    assert "The ledger has it." in part and "Edith" not in part and case.title not in part
    assert first.get_absolute_url() in colleague.get(url("desk")).content.decode()
    assert colleague.get(case.get_absolute_url()).status_code == 404
    given = {"outcome": "given", "words": "To three agencies: A, B and C."}
    assert colleague.post(first.get_absolute_url(), given).status_code == 302
    answer = first.answers.get()
    assert colleague.get(url("check", answer.pk)).status_code == 404
    assert officer.post(url("check", answer.pk), {"agrees": "no"}).status_code == 422
    assert officer.post(url("check", answer.pk), {"agrees": "yes"}).status_code == 302
    assert "Answered and read" in officer.get(case.get_absolute_url()).content.decode()


def test_what_happens_moves_the_date_on_the_page_which_explains_itself(samira: User, as_user: SignIn) -> None:
    case = make.case(by=samira, received_on=CAME)
    officer = as_user(samira)
    assert officer.post(url("happened", case.pk), {"kind": "extended", "on": "2026-09-21"}).status_code == 422
    said = {"kind": Happening.CLARIFICATION_ASKED, "on": "2026-09-10"}
    assert officer.post(url("happened", case.pk), said).status_code == 302
    assert "The clock does not run" in officer.get(case.get_absolute_url()).content.decode()
    officer.post(url("happened", case.pk), {"kind": Happening.CLARIFIED, "on": "2026-09-17"})
    shown = officer.get(case.get_absolute_url()).content.decode()
    assert "Thursday 15 October 2026" in shown and "s.10(6)" in shown
    event = case.events.get(kind=Happening.CLARIFIED)
    assert officer.post(url("strike", event.pk), {"words": ""}).status_code == 422
    assert officer.post(url("strike", event.pk), {"words": "It was another’s."}).status_code == 302
    assert "The clock does not run" in officer.get(case.get_absolute_url()).content.decode()


def test_what_its_owner_answers_is_put_before_the_other_officers_and_then_the_letter_is_next(
    samira: User, as_user: SignIn
) -> None:
    other = make.officer("Otto Keeper")
    case = make.case(by=samira, received_on=CAME, owner=samira)
    given = make.answer(make.part(case), by=samira)
    assert list(Notice.objects.filter(kind=telling.ANSWERED).values_list("person", flat=True)) == [other.pk]
    assert "somebody else reads the answer to part 1" in as_user(samira).get(case.get_absolute_url()).content.decode()
    assert "Next: read the answer to part 1" in as_user(other).get(case.get_absolute_url()).content.decode()
    parts.check(given, by=other, agrees=True)
    shown = as_user(samira).get(case.get_absolute_url()).content.decode()
    assert "Next: write the answer" in shown and url("letter_new", case.pk) in shown
    secret = make.case(by=samira, received_on=CAME, owner=samira, sensitive=True)
    make.answer(make.part(secret), by=samira)
    assert Notice.objects.filter(kind=telling.ANSWERED).count() == 1


def test_whether_a_request_is_valid_is_a_matter_of_its_law_and_of_how_it_came(samira: User, as_user: SignIn) -> None:
    nameless, officer = Asker("", "x@example.com"), as_user(samira)

    def shown(regime: Regime, channel: Channel, who: Asker = make.ASKER) -> tuple[Case, str]:
        case = make.case(by=samira, received_on=CAME, owner=samira, regime=regime, channel=channel, who=who)
        return case, officer.get(case.get_absolute_url()).content.decode()

    for regime, channel, who in (
        (Regime.FOIA, Channel.EMAIL, make.ASKER),
        (Regime.EIR, Channel.PHONE, nameless),
        (Regime.EIR, Channel.EMAIL, Asker()),
        (Regime.SAR, Channel.IN_PERSON, make.ASKER),
    ):
        assert "Not yet a valid request" not in shown(regime, channel, who)[1], regime
    assert "FOISA s.8(1)(a)" in shown(Regime.FOISA, Channel.PHONE)[1]
    assert "SI 2015/1415 reg 6(b)" in shown(Regime.REUSE, Channel.POST, nameless)[1]
    case, page = shown(Regime.FOIA, Channel.PHONE, Asker())
    for words in ("did not come in writing", "FOIA s.8(1)(a)", "has no name", "has no address", "FOIA s.8(1)(b)"):
        assert words in page
    assert "Monday 5 October 2026" in page
    assert "FOIA s.8(1)(a)" in officer.get(url("requester", case.pk)).content.decode()
    form = officer.get(url("happened", case.pk) + "?kind=valid").content.decode()
    assert re.search(r'value="valid"[^>]*checked', form)
    assert officer.post(url("happened", case.pk), {"kind": "valid", "on": "2026-09-21"}).status_code == 302
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "A valid request since 21 September 2026." in page and "Monday 19 October 2026" in page


def test_who_asked_is_read_by_whoever_answers_for_it_alone(samira: User, as_user: SignIn) -> None:
    other = make.officer("Otto Keeper")
    case = make.case(by=None, owner=samira)
    assert "Edith Hollis" in as_user(samira).get(url("requester", case.pk)).content.decode()
    assert as_user(other).get(url("requester", case.pk)).status_code == 403


def test_nobody_else_finds_any_page_of_a_case(cast: Cast, samira: User, as_user: SignIn) -> None:
    case = make.case(by=None)
    part = make.part(case)
    pages = [url(name, case.pk) for name in ("case", "happened", "split", "people", "requester", "time")]
    pages += [url("part", part.pk), url("ask", part.pk)]
    about = make.case(by=samira, about=samira, owner=make.officer("Otto Keeper"))
    for person in (cast.priya, cast.joan, cast.admin, cast.auditor, cast.marcus):
        client = as_user(person)
        assert {client.get(page).status_code for page in pages} == {404}
    assert as_user(samira).get(about.get_absolute_url()).status_code == 404
    assert as_user(cast.marcus).get(url("desk")).status_code == 403


def test_the_board_and_a_case_ask_the_same_however_much_there_is(cast: Cast, samira: User, as_user: SignIn) -> None:
    officer = as_user(samira)

    def asked(address: str) -> int:
        officer.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(address).status_code == 200
        return len(queries)

    first = make.case(by=samira, received_on=CAME, owner=samira)
    make.allocation(make.part(first), by=samira, person=cast.gareth)
    make.case(by=samira, received_on=CAME, title="One to lay beside it", owner=samira)
    board, page = asked(url("desk")), asked(first.get_absolute_url())
    for number in range(6):
        more = make.case(
            by=samira, received_on=CAME, title=f"Case {number}", owner=cast.admin if number % 2 else samira
        )
        make.allocation(make.part(more), by=samira, person=cast.gareth)
        cases.record(first, Happening.CLARIFICATION_ASKED, by=samira, on=date(2026, 9, 8))
        cases.record(first, Happening.CLARIFIED, by=samira, on=date(2026, 9, 9))
    assert asked(url("desk")) == board and asked(first.get_absolute_url()) == page
    assert board <= 12 and page <= 44


def test_the_board_goes_on_over_its_pages_and_each_case_is_on_one(
    samira: User, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "SIZE", 2)
    days = [CAME, CAME, CAME, date(2026, 9, 8), date(2026, 9, 14)]
    running = [make.case(by=samira, received_on=day, owner=samira) for day in days]
    waits, closed = ([make.case(by=samira, received_on=day) for day in days[1:]] for _n in range(2))
    for case in waits:
        cases.record(case, Happening.CLARIFICATION_ASKED, by=samira)
    for case in closed:
        cases.record(case, Happening.WITHDRAWN, by=samira)
    officer = as_user(samira)
    for show, wanted in (("open", running), ("mine", running), ("waiting", waits), ("closed", closed)):
        seen: list[str] = []
        address: str | None = f"{url('desk')}?show={show}"
        while address is not None:
            page = officer.get(address).content.decode()
            seen += re.findall(r"/requests/(\d+)/\"", page)
            more = re.search(r'rel="next" href="([^"]+)"', page)
            address = url("desk") + more[1].replace("&amp;", "&") if more else None
        assert sorted(map(int, seen)) == sorted(case.pk for case in wanted), show


@pytest.mark.parametrize(
    "values", [["x", 1], [{"d": "x"}, 1], [{"t": "2026-09-07T10:00:00"}, "x"], [1, 2], [{"d": "2026-09-07"}], [{}, {}]]
)
def test_a_forged_place_to_go_on_from_is_a_bad_address(samira: User, as_user: SignIn, values: list[object]) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    assert as_user(samira).get(url("desk"), {"after": cursor}).status_code == 400


def test_where_the_cost_rule_is_not_known_no_limit_is_guessed(samira: User, as_user: SignIn) -> None:
    terms.say(Terms(from_on=date(2026, 1, 1), body=Body.SCOTTISH), by=samira)
    case = make.case(by=samira, received_on=CAME, owner=samira)
    parts.spend(case, by=samira, activity=Activity.LOCATE, minutes=90)
    shown = as_user(samira).get(case.get_absolute_url()).content.decode()
    assert "No cost limit of section 12 applies here." in shown and "1 h 30 min" in shown and "£450" not in shown
