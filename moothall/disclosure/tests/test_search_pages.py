"""The pages of searches, attestations and the review, as an officer, a colleague and somebody else meet them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import cases
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.models import (
    Attestation,
    CapacityHeld,
    Case,
    Decision,
    NotSearched,
    ReviewItem,
    Sample,
    StatutorySearch,
)
from moothall.disclosure.queries import searches as queries
from moothall.disclosure.tests import make, make_searches
from moothall.kit import clock
from moothall.mail.models import Mailbox
from moothall.mail.tests import make as make_mail
from moothall.mail.tests.make import eml
from moothall.people import actions as people
from moothall.people.models import Role, User
from moothall.records.models import Hold
from moothall.records.tests import make_holds
from moothall.search import writer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CAME = date(2026, 9, 7)
PLAN = ("plan.pdf", "application/pdf", b"%PDF the plan")


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    made = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    raw = eml("Agency rates", "The agency asks for <b>£30</b>.", files=[PLAN], message_id="<1@x>")
    make_mail.brought_in(made, [raw, eml("Re: rates", "Too much.", message_id="<2@x>", replies_to=["<1@x>"])])
    writer.rebuild()
    return made


@pytest.fixture
def case(samira: User) -> Case:
    return make.case(by=samira, received_on=CAME, owner=samira)


def url(name: str, *args: object) -> str:
    return reverse(f"disclosure:{name}", args=args)


def test_an_officer_searches_reads_and_tags_from_page_to_page(
    cast: Cast, samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    officer = as_user(samira)
    page = url("searches", case.pk)
    asked = {"query": "agency", "reason": "Part 1 asks for it.", "places": "care@wexmoor.example"}
    for wrong in ({"reason": ""}, {"query": "", "places": ""}, {"places": "nowhere"}, {"people": "nobody"}):
        answer = officer.post(page, asked | wrong)
        assert answer.status_code == 422 and "There is a problem" in answer.content.decode()
    answer = officer.post(page, asked, follow=True)
    shown = answer.content.decode()
    assert "Part 1 asks for it." in shown and "care@wexmoor.example" in shown and "1 message" in shown
    answer = officer.post(url("review", case.pk), {"gather": "yes"}, follow=True)
    assert "0 of 2 read" in answer.content.decode()
    first = officer.get(url("review_item", case.pk, 0)).content.decode()
    assert "&lt;b&gt;£30&lt;/b&gt;" in first and "disclosure/review.js" in first and 'data-review-key="1"' in first
    assert "libraries@wexmoor.example" in first and "Address(" not in first
    assert "plan.pdf" in first and "Re: rates" in first and "No search found it" in first
    assert "Edith" not in first
    assert officer.post(url("review_item", case.pk, 0), {"tag": "nonsense"}).status_code == 422
    answer = officer.post(url("review_item", case.pk, 0), {"tag": "in", "note": "Rates"})
    assert answer.headers["Location"] == url("review_item", case.pk, 1)
    answer = officer.post(answer.headers["Location"], {"tag": "out"})
    assert answer.headers["Location"] == url("review", case.pk)
    assert "2 of 2 read" in officer.get(url("review", case.pk)).content.decode()
    assert Decision.objects.count() == 2


def test_a_file_of_an_item_is_a_download_that_can_do_nothing(
    samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    make_searches.search(case, by=samira)
    item = make_searches.review_set(case, by=samira).items.get(kind="mail_file")
    answer = as_user(samira).get(url("review_file", item.pk))
    assert answer.content == PLAN[2] and answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_samples_are_drawn_and_read_from_the_page(samira: User, case: Case, box: Mailbox, as_user: SignIn) -> None:
    make_searches.search(case, by=samira)
    for item in make_searches.review_set(case, by=samira).items.all():
        make_searches.decision(item, by=samira)
    officer, other = as_user(samira), as_user(make.officer("Otto Keeper"))
    assert officer.post(url("review", case.pk), {"purpose": "second", "size": "0"}).status_code == 422
    assert officer.post(url("review", case.pk), {"purpose": "elusion", "size": "5"}).status_code == 422
    officer.post(url("review", case.pk), {"purpose": "second", "size": "5"})
    sample = Sample.objects.get()
    place = other.get(url("review_drawn", sample.pk)).headers["Location"]
    assert place.endswith("?reader=second")
    assert "Samira" not in other.get(place).content.decode().partition("<main")[2]  # read again, not knowing the first
    assert officer.post(place, {"tag": "in"}).status_code == 403
    other.post(place, {"tag": "out"})
    assert "0 of 1 sampled" in officer.get(url("review", case.pk)).content.decode()


def test_the_hold_is_placed_by_hand_and_released_after_closing(
    cast: Cast, samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    make_searches.search(case, by=samira)
    officer, manager = as_user(samira), as_user(make_holds.manager())
    hold = Hold.objects.get()
    release = reverse("records:release_hold", args=[hold.pk])
    answer = manager.post(release, {"reason": "Over."})
    assert answer.status_code == 422 and "still open" in answer.content.decode()
    assert officer.post(url("hold", case.pk)).status_code == 302
    assert url("hold", case.pk) not in officer.get(case.get_absolute_url()).content.decode()
    cases.record(case, Happening.ANSWERED, by=samira)
    assert url("hold", case.pk) in officer.get(case.get_absolute_url()).content.decode()
    assert officer.post(url("hold", case.pk), {"words": ""}).status_code == 422
    assert officer.post(url("hold", case.pk), {"words": "Answered."}).status_code == 302
    hold.refresh_from_db()
    assert not hold.in_force
    assert "The case is closed" in officer.get(url("searches", case.pk)).content.decode()
    assert officer.post(url("searches", case.pk), {"query": "agency", "reason": "x"}).status_code == 422
    assert StatutorySearch.objects.count() == 1


def test_what_was_not_searched_is_listed_and_written_down(
    samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    officer = as_user(samira)
    assert officer.post(url("not_searched", case.pk), {"what": "", "why": ""}).status_code == 422
    officer.post(url("not_searched", case.pk), {"what": "The basement", "why": "Flooded."})
    assert NotSearched.objects.get().what == "The basement"
    shown = officer.get(url("not_searched", case.pk)).content.decode()
    assert "The basement" in shown and "1 file in mail" in shown
    assert "plan.pdf" in officer.get(url("not_searched_list", case.pk, "mail")).content.decode()
    for show, status in (("posts", 200), ("back", 200), ("assets", 200), ("else", 404)):
        assert officer.get(url("not_searched_list", case.pk, show)).status_code == status


def test_a_colleague_attests_and_sees_nothing_of_the_request(
    cast: Cast, samira: User, case: Case, as_user: SignIn
) -> None:
    officer, colleague = as_user(samira), as_user(cast.gareth)
    asked = {"kind": "private", "of_what": "WhatsApp", "words": "Anything on agencies.", "on": "2026-09-22"}
    assert officer.post(url("ask_to_attest", case.pk), asked).status_code == 422
    officer.post(url("ask_to_attest", case.pk), asked | {"person": cast.gareth.handle})
    page = Attestation.objects.get().get_absolute_url()
    shown = colleague.get(page).content.decode()
    assert "Anything on agencies." in shown and case.title not in shown and "Edith" not in shown
    assert colleague.get(case.get_absolute_url()).status_code == 404
    assert as_user(cast.priya).get(page).status_code == 404
    assert colleague.post(page, {"answer": ""}).status_code == 422
    assert colleague.post(page, {"answer": "I looked: two messages."}).status_code == 302
    assert "I looked: two messages." in officer.get(url("searches", case.pk)).content.decode()


def test_a_councillor_says_what_is_their_own_and_is_asked_to_attest(
    cast: Cast, samira: User, case: Case, as_user: SignIn
) -> None:
    rees = make_searches.councillor()
    box = make_mail.mailbox("rees@wexmoor.example", owner=rees)
    said = {"place": "rees@wexmoor.example", "holder": rees.handle, "held": "own", "words": "Casework"}
    assert as_user(samira).post(url("own"), said).status_code == 403
    assert as_user(cast.priya).get(url("own")).status_code == 403
    own = as_user(rees)
    assert own.post(url("own"), said | {"place": "nowhere"}).status_code == 422
    assert own.post(url("own"), said).status_code == 302
    assert CapacityHeld.objects.standing().get().container == box.container
    officer = as_user(samira)
    assert "Held by Emrys Rees" in officer.get(url("searches", case.pk)).content.decode()
    page = f"{url('ask_to_attest', case.pk)}?place={box.container}"
    assert "rees@wexmoor.example" in officer.get(page).content.decode()
    form = {"kind": "own", "of_what": "rees@wexmoor.example", "words": "Agencies", "on": "2026-09-22"}
    officer.post(page, form | {"person": rees.handle})
    assert Attestation.objects.get().container == box.container


def test_nobody_else_finds_any_of_these_pages(cast: Cast, samira: User, box: Mailbox, as_user: SignIn) -> None:
    otto = make.officer("Otto Keeper")
    case = make.case(by=cast.priya, about=samira, owner=otto, sensitive=True)
    make_searches.search(case, by=otto)
    item = make_searches.review_set(case, by=otto).items.first()
    assert item is not None
    names = ("searches", "not_searched", "hold", "ask_to_attest", "review")
    pages = [url(name, case.pk) for name in names]
    pages += [url("review_item", case.pk, 0), url("review_file", item.pk)]
    for person in (samira, cast.priya, cast.gareth, cast.admin, cast.auditor, cast.marcus):
        client = as_user(person)
        assert {client.get(page).status_code for page in pages} == {404}
        assert client.post(url("searches", case.pk), {"query": "x", "reason": "x"}).status_code == 404
    assert StatutorySearch.objects.count() == 1


def test_everybody_on_the_staff_reads_how_often_the_hall_was_searched(
    cast: Cast, samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    make_searches.search(case, by=samira, query="agency")
    shown = as_user(cast.joan).get(url("told")).content.decode()
    assert "September 2026" in shown and "agency" not in shown.partition("<main")[2]
    assert as_user(cast.marcus).get(url("told")).status_code == 403


def test_the_pages_ask_the_same_however_much_there_is(
    cast: Cast, samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    officer = as_user(samira)

    def asked(address: str) -> int:
        officer.get(address)
        with CaptureQueriesContext(connection) as found:
            assert officer.get(address).status_code == 200
        return len(found)

    def beside() -> int:
        with CaptureQueriesContext(connection) as found:
            queries.beside(Case.objects.get(pk=case.pk), samira, searching=True)
        return len(found)

    pages = [url("searches", case.pk), url("not_searched", case.pk), url("told")]
    make_searches.search(case, by=samira)
    make_searches.asked(case, by=samira, person=cast.gareth)
    case.refresh_from_db()
    before, first = [asked(page) for page in pages], beside()
    for n in range(6):
        more = make_mail.mailbox(f"more{n}@wexmoor.example", owner=cast.gareth)
        make_mail.brought_in(more, [eml(f"Agency {n}", files=[PLAN], message_id=f"<m{n}@x>")])
        make_searches.search(case, by=samira)
        make_searches.asked(case, by=samira, person=cast.priya)
    assert [asked(page) for page in pages] == before and beside() == first


def test_nothing_is_searched_by_address_without_a_live_case_of_ones_own(
    cast: Cast, samira: User, case: Case, as_user: SignIn, client: Client
) -> None:
    otto = make.officer("Otto Keeper")
    secret = make.case(by=otto, owner=otto, sensitive=True)
    about = make.case(by=otto, owner=otto, about=samira)
    over = make.case(by=samira, owner=samira)
    cases.record(over, Happening.ANSWERED, by=samira)
    asked = {"query": "agency", "reason": "x", "places": "", "by": otto.pk, "case": case.pk}
    officer = as_user(samira)
    for number in (secret.pk, about.pk, 0, 999):
        assert officer.post(url("searches", number), asked).status_code == 404
    assert officer.post(url("searches", over.pk), asked).status_code in (302, 403, 422)
    for person in (cast.priya, cast.joan, cast.admin, cast.auditor, make_holds.manager(), cast.marcus):
        assert as_user(person).post(url("searches", case.pk), asked).status_code in (403, 404)
    assert client.post(url("searches", case.pk), asked).status_code == 302  # to the door
    for headers in ({"Authorization": "Bearer x"}, {"X-API-Key": "x"}, {"Cookie": "sessionid=x"}):
        assert Client(headers=headers).post(url("searches", case.pk), asked).status_code == 302
    assert not StatutorySearch.objects.exists() and not Hold.objects.exists()


def test_who_loses_the_role_reads_and_searches_no_more(
    cast: Cast, samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    make_searches.search(case, by=samira)
    make_searches.review_set(case, by=samira)
    officer = as_user(samira)
    pages = [url("searches", case.pk), url("review", case.pk), url("review_item", case.pk, 0)]
    pages.append(url("review_file", ReviewItem.objects.all()[0].pk))
    assert {officer.get(page).status_code for page in pages} == {200}
    people.take_role(samira, by=cast.admin, role=Role.DISCLOSURE_OFFICER)
    assert not {officer.get(page).status_code for page in pages} & {200, 302, 500}
    with pytest.raises(PermissionDenied):
        make_searches.search(case, by=User.objects.get(pk=samira.pk))
