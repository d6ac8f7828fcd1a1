"""The disclosure log: what gets in, what anybody may read of it, and what never leaves the case."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.disclosure import log_documents
from moothall.disclosure.actions import cases, log
from moothall.disclosure.actions.cases import Asker, Impossible
from moothall.disclosure.actions.log import Named, Published
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Case, LogEntry, LogWord, Outcome, Reuse
from moothall.disclosure.queries import log as queries
from moothall.disclosure.tests import make, make_log
from moothall.kit import clock
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


def form(**changed: str) -> dict[str, str]:
    given = {"title": "Agency staff", "asked": make_log.WORDS, "answered": make_log.SAID, "outcome": "given"}
    return given | {"licence": "OGL-UK-3.0", "language": "en", "sections": ""} | changed


def twin(entry: LogEntry) -> LogEntry:
    """A second row of the same version."""
    row = LogEntry.objects.get(pk=entry.pk)
    row.pk = None
    return row


def everywhere(client: Client, entry: LogEntry | None = None) -> str:
    """All that anybody may read of requests."""
    names = ["public_requests", "public_requests_csv", "public_statistics", "public_statistics_csv"]
    paths = [reverse(f"disclosure:{name}") for name in names]
    paths += [reverse(f"lessons:published_{kind}", args=["requests"]) for kind in ("atom", "json")]
    paths += [f"{paths[0]}?q=agency", f"{paths[0]}?law=foia"]
    paths += [entry.get_absolute_url()] if entry else []
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return "\n".join(answer.content.decode() for answer in answers)


def test_an_answered_request_is_published_and_found_by_anybody(samira: User, as_user: SignIn) -> None:
    case = make_log.answered(by=samira, came=CAME)
    officer = as_user(samira)
    shown = officer.get(reverse("disclosure:log_publish", args=[case.pk])).content.decode()
    assert make_log.SAID in shown and "Edith" not in shown
    answer = officer.post(reverse("disclosure:log_publish", args=[case.pk]), form())
    assert answer.status_code == 302 and answer["Location"] == case.get_absolute_url()
    entry = LogEntry.objects.get()
    back = officer.get(case.get_absolute_url()).content.decode()
    assert "Published: anybody can read it now" in back and entry.get_absolute_url() in back
    read = everywhere(Client(), entry)
    assert "Agency staff" in read and "61,480" in read
    for word in ("Edith", "Hollis", "edith.hollis", "Samira", "Haddad"):
        assert word.casefold() not in read.casefold()


@pytest.mark.parametrize("field", ["title", "asked", "answered", "sections"])
def test_the_requesters_name_is_refused_at_its_field(samira: User, as_user: SignIn, field: str) -> None:
    case = make_log.answered(by=samira, came=CAME)
    officer = as_user(samira)
    path = reverse("disclosure:log_publish", args=[case.pk])
    for words in ("As Edith asked", "Mrs HOLLIS", "E. Höllis", "edith.hollis@example.com"):
        answer = officer.post(path, form(**{field: words}))
        assert answer.status_code == 422 and words in answer.content.decode().replace("&#x27;", "'")
    assert not LogEntry.objects.exists()
    given = {"title": "T", "asked": "A", "answered": "B", "sections": ""} | {field: "for Hollis"}
    with pytest.raises(Named) as refused:
        log.publish(
            case,
            Published(given["title"], given["asked"], given["answered"], Outcome.GIVEN, given["sections"]),
            by=samira,
        )
    assert refused.value.found == ("hollis",)


def test_the_name_of_whom_it_is_about_and_of_the_case_before_is_refused(cast: Cast, samira: User) -> None:
    first = make_log.answered(by=samira, came=CAME)
    again = make.case(by=samira, who=Asker("A solicitor"), received_on=CAME, regime=Regime.REVIEW, of=first)
    cases.give(again, by=samira, owner=samira, about=cast.gareth)
    make.answer(make.part(again), by=samira)
    cases.record(again, Happening.ANSWERED, by=samira)
    assert log.told(Case.objects.get(pk=again.pk), "Gareth's overtime") == ("gareth",)
    assert log.told(Case.objects.get(pk=again.pk), "As Hollis says") == ("hollis",)


def test_numbers_about_people_are_cautioned_of_first(samira: User, as_user: SignIn) -> None:
    case = make_log.answered(by=samira, came=CAME)
    officer = as_user(samira)
    path = reverse("disclosure:log_publish", args=[case.pk])
    answer = officer.post(path, form(answered="Her number is QQ123456C; AB123456C."))
    assert answer.status_code == 200 and not LogEntry.objects.exists()
    assert "look again" in answer.content.decode().casefold()


def test_what_is_open_or_somebodys_own_is_never_published(cast: Cast, samira: User) -> None:
    words = Published("T", "A", "B", Outcome.GIVEN)
    running = make.case(by=samira, received_on=CAME)
    withdrawn = make.case(by=samira, received_on=CAME)
    cases.record(withdrawn, Happening.WITHDRAWN, by=samira)
    own = make_log.answered(by=samira, came=CAME, regime=Regime.SAR)
    for case in (running, withdrawn, own):
        with pytest.raises(Impossible):
            log.publish(case, words, by=samira)
    answered = make_log.answered(by=samira, came=CAME)
    for by in (cast.priya, cast.admin):
        with pytest.raises(PermissionDenied):
            log.publish(answered, words, by=by)
    assert not LogEntry.objects.exists()


def test_guessed_addresses_tell_nothing_of_what_is_not_published(samira: User) -> None:
    case = make_log.answered(by=samira, came=CAME, title="Secret plans for the bandstand")
    make.case(by=samira, received_on=CAME, title="Another secret")
    answers = [
        Client().get(f"/requests/published/{key}/")
        for key in ("2026-0001", "2026-0002", "2026-9999", str(case.pk), "FOI-2026-0001", "a")
    ]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.content.replace(b"2026-0001", b"x") for answer in answers[:1]}
    assert all(b"ecret" not in body for body in bodies)
    assert "ecret" not in everywhere(Client())
    for name in ("case", "log_publish", "happened"):
        assert Client().get(reverse(f"disclosure:{name}", args=[case.pk])).status_code == 302  # to the door


def test_another_version_takes_the_place_and_a_withdrawn_one_is_gone(samira: User, as_user: SignIn) -> None:
    entry = make_log.published(by=samira, came=CAME)
    assert entry.case is not None
    same = log.publish(entry.case, Published("Agency staff", make_log.WORDS, make_log.SAID, Outcome.GIVEN), by=samira)
    assert same == entry
    newer = log.publish(entry.case, Published("Agency staff", make_log.WORDS, "£61,840.", Outcome.GIVEN), by=samira)
    read = everywhere(Client(), newer)
    assert "61,840" in read and "61,480" not in read and newer.version == 2
    assert not LogWord.objects.filter(entry=entry).exists()
    path = reverse("disclosure:log_withdraw", args=[newer.key])
    assert as_user(samira).post(path, {"because": ""}).status_code == 422
    assert as_user(samira).post(path, {"because": "A wrong figure"}).status_code == 302
    assert Client().get(newer.get_absolute_url()).status_code == 404
    assert "61,840" not in everywhere(Client()) and "wrong figure" not in everywhere(Client())
    assert list(log_documents.documents([entry.pk, newer.pk])) == []
    with pytest.raises(Impossible):
        log.withdraw(newer, by=samira, because="Again")
    third = log.publish(entry.case, Published("Agency staff", make_log.WORDS, "£61,841.", Outcome.GIVEN), by=samira)
    assert third.version == 3 and LogEntry.objects.public().get() == third


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: LogEntry.objects.filter(pk=entry.pk).update(answered="Other words"),
        lambda entry: LogEntry.objects.filter(pk=entry.pk).update(title="Edith asked"),
        lambda entry: LogEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: LogEntry.objects.bulk_create([twin(entry)]),
        lambda entry: connection.cursor().execute(
            "UPDATE disclosure_logentry SET answered = 'x' WHERE id = %s", [entry.pk]
        ),
    ],
)
def test_the_database_keeps_what_was_published(samira: User, change: Callable[[LogEntry], object]) -> None:
    entry = make_log.published(by=samira, came=CAME)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(entry)
    entry.refresh_from_db()
    assert entry.answered == make_log.SAID


def test_it_is_searched_in_whatever_form_and_accents(samira: User) -> None:
    wanted = make_log.published(by=samira, came=CAME, title="Café licences", words="Which cafés hold licences?")
    make_log.published(by=samira, came=CAME, title="Planning of parks", words="Which parks are planned?")
    for words in ("cafe", "CAFÉS licence", "licences café", "caf\u0065\u0301"):
        assert queries.search(words) == [wanted], words
    assert queries.search("plan park") and queries.search("planning parked")
    assert queries.search("cafe parks") == []
    for hostile in ("", "the and of", "%", "'; DROP TABLE x; --", "*" * 500, "\x00", "ά" * 300, '"a" OR'):
        assert queries.search(hostile) == []
    assert Client().get("/requests/published/", {"q": "\x00%' OR 1=1", "law": "x", "after": "?"}).status_code == 200


def test_what_is_like_it_is_offered_and_use_is_counted_once(samira: User, as_user: SignIn) -> None:
    entry = make_log.published(by=samira, came=CAME)
    make_log.published(by=samira, came=CAME, title="Trees", words="Which trees were felled?", said="Three limes.")
    assert [each.entry for each in queries.like("How much do agencies get paid for staff in the grounds?")] == [entry]
    assert queries.like("Meetings of the licensing committee") == [] == queries.like("")
    case = make.case(by=samira, received_on=CAME, title="Agency", words="Agencies paid for grounds staff, how much?")
    beside = queries.beside(case, samira)
    assert [each.entry for each in beside.alike] == [entry] and not beside.may_publish
    officer = as_user(samira)
    for _twice in range(2):
        assert officer.post(reverse("disclosure:log_use", args=[case.pk, entry.key])).status_code == 302
    assert Reuse.objects.get().case == case and queries.beside(case, samira).alike[0].used


def test_a_file_of_it_is_safe_in_a_spreadsheet(samira: User) -> None:
    make_log.published(by=samira, came=CAME, title="=1+1", words="-2+3, which?", said="@SUM(A1)")
    rows = list(
        csv.reader(io.StringIO(Client().get(reverse("disclosure:public_requests_csv")).content.decode("utf-8-sig")))
    )
    assert len(rows) == 2 and not [cell for cell in rows[1] if cell[:1] in "=+-@" and cell]


def test_the_log_grows_and_its_pages_ask_no_more(samira: User) -> None:
    def asked() -> list[int]:
        counts = []
        for path in ("/requests/published/", "/requests/published/?q=staff", "/requests/published/requests.csv"):
            with CaptureQueriesContext(connection) as seen:
                assert Client().get(path).status_code == 200
            counts.append(len(seen))
        return counts

    for number in range(3):
        make_log.published(by=samira, came=CAME, title=f"Staff {number}")
    before = asked()
    for number in range(6):
        make_log.published(by=samira, came=CAME, title=f"More staff {number}")
    assert asked() == before and max(before) <= 4


def test_no_session_is_opened_for_the_public(samira: User) -> None:
    entry = make_log.published(by=samira, came=CAME)
    client = Client()
    answer = client.get(entry.get_absolute_url())
    assert not client.cookies and "public" in answer["Cache-Control"]
