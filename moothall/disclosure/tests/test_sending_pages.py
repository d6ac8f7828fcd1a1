"""The pages of claims, letters, copies and reviews, as an officer, an approver, the public and others see them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import letters, released
from moothall.disclosure.models import Case, Letter, Outcome, ReleasedFile
from moothall.disclosure.tests import make, make_sending
from moothall.disclosure.tests.make_letters import RATES
from moothall.kit import clock
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SEPTEMBER = datetime(2026, 9, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with clock.at(SEPTEMBER):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def otto(cast: Cast) -> User:
    return make.officer("Otto Keeper")


@pytest.fixture
def case(samira: User) -> Case:
    make_sending.held_terms(by=samira)
    return make_sending.meals(by=samira, owner=samira)


def url(name: str, *args: object) -> str:
    return reverse(f"disclosure:{name}", args=args)


def test_an_exemption_is_claimed_by_its_form_which_says_what_is_missing(
    cast: Cast, samira: User, as_user: SignIn, case: Case
) -> None:
    part = make_sending.questions(case)[1]
    officer = as_user(samira)
    shown = officer.get(url("claims", part.pk)).content.decode()
    assert "section 43(2)" in shown and "section 35" not in shown and "section 34" not in shown
    for key in ("34", "35", "39", "nonsense"):
        assert officer.get(url("claim", part.pk), {"of": key}).status_code == 404
    address = url("claim", part.pk) + "?of=43%282%29"
    form = officer.get(address).content.decode()
    assert "What speaks for disclosing it?" in form and "FOIA s.2(2)(b), s.17(3)" in form
    typed = {f"q-{key}": value for key, value in RATES.items() if key != "balance"}
    assert officer.post(address, typed | {"q-consulted_on": "no day"}).status_code == 422
    assert officer.post(address, typed).status_code == 302
    again = officer.get(address).content.decode()
    assert "What is missing" in again and "Why does the one outweigh the other here?" in again
    assert RATES["for"] in again.replace("&#x27;", "'")
    kept = officer.post(address, typed | {"q-balance": RATES["balance"]})
    assert kept["Location"] == url("claims", part.pk)
    assert "Nothing is missing" in officer.get(url("claims", part.pk)).content.decode()
    reason = part.reasons.last()
    assert reason is not None and reason.answers == RATES
    assert officer.post(url("unclaim", reason.pk)).status_code == 302
    assert "Nothing is claimed" in officer.get(url("claims", part.pk)).content.decode()


def test_whoever_would_be_harmed_is_asked_and_the_form_begins_with_what_they_said(
    cast: Cast, samira: User, as_user: SignIn, case: Case
) -> None:
    part = make_sending.questions(case)[1]
    officer = as_user(samira)
    asked = {"whom": "Harrow Kitchens", "asked_on": "2026-09-10", "asked": "May we publish the unit rates?"}
    assert officer.post(url("consult", part.pk), asked | {"asked_on": "2026-08-01"}).status_code == 422
    assert officer.post(url("consult", part.pk), asked).status_code == 302
    row = part.consultations.get()
    heard = {"heard_on": "2026-09-14", "heard": "Our unit rates are secret."}
    assert officer.post(url("heard", row.pk), heard | {"heard_on": "2026-09-01"}).status_code == 422
    assert officer.post(url("heard", row.pk), heard).status_code == 302
    assert officer.post(url("heard", row.pk), heard).status_code == 422
    form = officer.get(url("claim", part.pk) + "?of=43%282%29").content.decode()
    assert "Harrow Kitchens: Our unit rates are secret." in form and "2026-09-14" in form


def test_the_cost_is_estimated_from_a_sample_and_eighteen_hours_are_not_over(
    cast: Cast, samira: User, as_user: SignIn, case: Case
) -> None:
    officer = as_user(samira)
    typed = {"what": "Thirty files of the old archive, drawn by lot", "sample": "10 10", "total": "108"}
    assert officer.post(url("estimate", case.pk), typed | {"sample": "ten"}).status_code == 422
    assert officer.post(url("estimate", case.pk), typed | {"total": "1"}).status_code == 422
    assert officer.post(url("estimate", case.pk), typed).status_code == 302
    assert "Within the limit" in officer.get(url("estimate", case.pk)).content.decode()
    officer.post(url("estimate", case.pk), typed | {"sample": "10 10.1"})
    assert "Over the limit" in officer.get(url("estimate", case.pk)).content.decode()
    form = officer.get(url("claim", make_sending.questions(case)[0].pk) + "?of=12%281%29").content.decode()
    assert "1085" in form and "drawn by lot" in form


def test_a_letter_is_written_put_better_approved_and_sent_in_the_browser(
    cast: Cast, samira: User, otto: User, as_user: SignIn, case: Case
) -> None:
    ines = make.officer("Ines Moreau")
    first, second = make_sending.questions(case)
    make_sending.answered(first, by=cast.gareth, read_by=samira)
    make_sending.answered(second, by=cast.gareth, read_by=samira, outcome=Outcome.WITHHELD, words="Secret.")
    make_sending.rates(second, by=samira, balance="")
    officer = as_user(samira)
    assert "Answer with a part refused" in officer.get(url("letter_new", case.pk)).content.decode()
    assert officer.get(url("letter_new", case.pk) + "?kind=nonsense").status_code == 404
    assert officer.post(url("letter_new", case.pk) + "?kind=part_refusal", {"language": "en"}).status_code == 302
    letter = Letter.objects.get()
    shown = officer.get(letter.get_absolute_url()).content.decode()
    assert "The letter can’t go yet" in shown and "has no public-interest balance" in shown and "FOIA s.17(3)" in shown
    refused = officer.post(url("letter_send", letter.pk), {"how": "email"})
    assert refused.status_code == 422 and "s.17(3)" in refused.content.decode()
    make_sending.rates(second, by=samira)
    assert officer.post(url("letter_anew", letter.pk)).status_code == 302
    last = letter.last()
    words = {"number": last.number, "subject": last.subject, "text": last.text + "\n\nThank you for asking."}
    assert officer.post(url("letter_write", letter.pk), words | {"number": 1}).status_code == 422
    assert officer.post(url("letter_write", letter.pk), words).status_code == 302
    assert officer.get(url("letter_approve", letter.pk)).status_code == 403
    for person in (otto, ines):
        reader = as_user(person)
        digest = letter.last().digest
        assert "Thank you for asking." in reader.get(url("letter_approve", letter.pk)).content.decode()
        assert reader.post(url("letter_approve", letter.pk), {"agrees": "yes", "digest": "old"}).status_code == 422
        assert reader.post(url("letter_approve", letter.pk), {"agrees": "no", "digest": digest}).status_code == 422
        assert reader.post(url("letter_approve", letter.pk), {"agrees": "yes", "digest": digest}).status_code == 302
    assert officer.get(url("letter_print", letter.pk)).status_code == 200
    assert officer.post(url("letter_send", letter.pk), {"how": "email"}).status_code == 302
    assert "Thank you for asking." in mail.outbox[0].body
    assert "Send it" not in officer.get(letter.get_absolute_url()).content.decode()
    assert officer.post(url("letter_send", letter.pk), {"how": "email"}).status_code == 422
    assert officer.get(url("look_again", case.pk)).status_code == 200
    asks = {"kind": "regulator_asks", "on": "2026-09-30", "words": "They ask why.", "reference": "IC-1", "ruling": ""}
    assert officer.post(url("regulator", case.pk), asks | {"reply_by": "2026-09-01"}).status_code == 422
    assert officer.post(url("regulator", case.pk), asks | {"reply_by": "2026-10-14"}).status_code == 302
    assert "Next: answer the regulator by 14 October 2026" in officer.get(case.get_absolute_url()).content.decode()
    told = {"kind": "regulator_told", "on": "2026-09-30", "words": "Our reasons went.", "ruling": ""}
    assert officer.post(url("regulator", case.pk), told).status_code == 302
    assert "answer the regulator by" not in officer.get(case.get_absolute_url()).content.decode()
    said = {"kind": "regulator_decides", "on": "2026-09-30", "words": "They say why."}
    assert officer.post(url("regulator", case.pk), said).status_code == 422  # what they decided is not said
    assert officer.post(url("regulator", case.pk), said | {"ruling": "partly"}).status_code == 302
    shown = officer.get(url("regulator", case.pk)).content.decode()
    assert "Upheld in part" in shown and "IC-1" in shown and "14 October 2026" in shown


def test_what_keeps_a_letter_back_leads_to_where_it_is_put_right(
    cast: Cast, samira: User, otto: User, as_user: SignIn
) -> None:
    case = make_sending.meals(by=samira, owner=samira)  # nobody said where a review can be asked for
    letter = make_sending.refused(case, by=samira, answerer=cast.gareth, balance="")
    second = make_sending.questions(case)[1]
    form = f'<a href="{url("claim", second.pk)}?of=43%282%29">Part 2 has no public-interest balance</a>'
    where = f'<a href="{url("terms")}">It is not recorded where a review can be asked for.</a>'
    shown = as_user(samira).get(letter.get_absolute_url()).content.decode()
    assert form in shown and where in shown
    assert form in as_user(samira).get(case.get_absolute_url()).content.decode()
    letters.ask_to_approve(letter, by=samira, person=cast.priya)
    asked = as_user(cast.priya).get(letter.get_absolute_url()).content.decode()
    assert "Part 2 has no public-interest balance" in asked and form not in asked


def test_nobody_else_finds_any_page_of_letters_claims_and_copies(
    cast: Cast, samira: User, otto: User, as_user: SignIn, case: Case
) -> None:
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    file = make_sending.copy(case, by=samira)
    part = make_sending.questions(case)[0]
    names = (
        "letter",
        "letter_print",
        "letter_write",
        "letter_approve",
        "letter_ask",
        "letter_leave_out",
        "letter_send",
    )
    pages = [url(name, letter.pk) for name in names]
    pages += [url(name, case.pk) for name in ("letter_new", "released_bring", "look_again", "regulator", "estimate")]
    pages += [url("released", file.pk), url("released_look", file.pk), url("claims", part.pk)]
    pages += [url("claim", part.pk) + "?of=43%282%29", url("consult", part.pk)]
    for person in (cast.priya, cast.joan, cast.admin, cast.auditor, cast.marcus):
        client = as_user(person)
        assert {client.get(page).status_code for page in pages} == {404}, person
    asked = as_user(cast.gareth)  # who answered a part
    assert asked.get(url("claims", part.pk)).status_code == 403
    assert asked.get(letter.get_absolute_url()).status_code == 404
    letters.ask_to_approve(letter, by=samira, person=cast.priya)
    approver = as_user(cast.priya)
    assert approver.get(letter.get_absolute_url()).status_code == 200
    assert approver.get(url("released", file.pk)).status_code == 200
    assert approver.get(case.get_absolute_url()).status_code == 404
    assert approver.get(url("letter_write", letter.pk)).status_code == 403
    assert approver.post(url("letter_send", letter.pk), {"how": "email"}).status_code == 403


def test_a_copy_is_brought_in_kept_back_with_its_findings_or_signed_and_fetched_for_a_time(
    cast: Cast, samira: User, otto: User, as_user: SignIn, case: Case
) -> None:
    officer, public_client = as_user(samira), Client()

    def brought(data: bytes, name: str) -> ReleasedFile:
        given = {"file": SimpleUploadedFile(name, data), "withheld": "Sian Bevan\n01632 960 123"}
        assert officer.post(url("released_bring", case.pk), given).status_code == 302
        return ReleasedFile.objects.latest("pk")

    silent = {"file": SimpleUploadedFile("rates.csv", b"item,price\n"), "withheld": ""}
    refused = officer.post(url("released_bring", case.pk), silent)
    assert refused.status_code == 422 and "say below that nothing was" in refused.content.decode()
    leaky = brought(b"name,phone\nSian Bevan,01632 960 123\n", "rates.csv")
    assert not leaky.passed
    shown = officer.get(leaky.get_absolute_url()).content.decode()
    assert "Why it is kept back" in shown and "sign it" not in shown
    assert officer.post(url("released_take_back", leaky.pk)).status_code == 302
    file = brought(b"item,price\nmeal,2.84\n", "rates.csv")
    assert file.passed
    assert "The gate looked for 2 strings and found none" in as_user(otto).get(file.get_absolute_url()).content.decode()
    for person in (samira, otto):
        assert as_user(person).post(url("released_sign", file.pk)).status_code == 302
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    last = letter.last()
    letters.rewrite(letter, by=samira, subject=last.subject, text=last.text + "\n\nWe enclose: rates.csv")
    letters.approve(letter.last(), by=otto)
    public = url("released_copy", file.key)
    assert public_client.get(public).status_code == 404
    letters.send(letter, by=samira)
    assert public in mail.outbox[0].body
    fetched = public_client.get(public)
    assert fetched.status_code == 200 and fetched.content == b"item,price\nmeal,2.84\n"
    assert fetched["X-Robots-Tag"] == "noindex"
    with clock.at(SEPTEMBER + timedelta(days=91)):
        assert public_client.get(public).status_code == 404


def test_a_letter_asks_the_same_however_many_parts_there_are(
    cast: Cast, samira: User, as_user: SignIn, case: Case
) -> None:
    from moothall.disclosure.actions import parts

    officer = as_user(samira)
    small = make_sending.given(case, by=samira, answerer=cast.gareth)
    released.sign(make_sending.copy(case, by=samira), by=samira)
    make_sending.rates(make_sending.questions(case)[0], by=samira)
    big = make_sending.meals(by=samira, owner=samira)
    parts.split(big, by=samira, questions=[f"What was paid in year {n}?" for n in range(8)])
    large = make_sending.given(big, by=samira, answerer=cast.gareth)
    for part in make_sending.questions(big):
        make_sending.rates(part, by=samira)
    for n in range(4):
        file = make_sending.copy(big, by=samira, name=f"rates-{n}.pdf", data=f"redacted {n}".encode())
        released.sign(file, by=samira)

    def asked(letter: Letter) -> int:
        officer.get(letter.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(letter.get_absolute_url()).status_code == 200
        return len(queries)

    first = asked(small)
    assert asked(large) == first <= 30
