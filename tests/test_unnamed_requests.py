"""Who asked: known to whoever answers for the request and in the letter to them, and nowhere else in the hall."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.test import Client, override_settings
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry, Private
from moothall.disclosure.actions import asking, cases, letters, log, parts, reviews
from moothall.disclosure.actions.cases import Asked, Asker
from moothall.disclosure.actions.log import Published
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.models import Case, CaseEvent, Channel, Kind, LogEntry, Outcome, Part
from moothall.disclosure.queries import log as log_queries
from moothall.disclosure.tests import make, make_searches, make_sending
from moothall.disclosure.tests.make_mail import OURS, delivered, mail
from moothall.kit import clock
from moothall.mail.tests import make as make_mail
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.notices.models import Notice
from moothall.notices.showing import shown
from moothall.people import export
from moothall.people.models import User
from moothall.search import statutory, writer
from moothall.search.queries import Filters
from tests.test_own_requests import pages

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 30, 9, tzinfo=UTC)
NAMES = ("featherstonehaugh", "wilhelmina", "zephyrfarm")
WHO = Asker("Wilhelmina Featherstonehaugh", "wilhelmina@zephyrfarm.example")
SIGNED = f"How much was paid to agencies in 2025?\n\nYours\n{WHO.name}\n{WHO.email}"
PUBLIC = ("public_requests", "public_requests_csv", "public_statistics", "public_statistics_csv", "make_request")


@pytest.fixture(autouse=True)
def late_september(settings: LazySettings) -> Iterator[None]:
    settings.MOOTHALL_REQUESTS_ADDRESSES = (OURS,)
    with clock.at(NOW):
        yield


@pytest.fixture
def officers(cast: Cast) -> list[User]:
    return [make.officer(name) for name in ("Samira Haddad", "Otto Keeper", "Ines Moreau")]


@pytest.fixture
def requests(cast: Cast, officers: list[User]) -> list[Case]:
    """One by mail, one by the form, one by post; the first goes the whole way."""
    samira, otto, ines = officers
    make_sending.held_terms(by=samira)
    box = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    make_mail.brought_in(box, [make_mail.eml("Agency rates", "The agency asks for £30.", message_id="<1@x>")])
    writer.rebuild()
    by_form = Asked("Agencies", "How much was paid to agencies?", channel=Channel.FORM)
    row = delivered(mail(f"Request of {WHO.name}", SIGNED, sender=f"{WHO.name} <{WHO.email}>"), sender=WHO.email)
    assert row.case is not None
    case = cases.give(row.case, by=samira, owner=samira)
    delivered(
        mail(f"Re: {case.reference}", f"Soon?\n{WHO.name}", sender=f"{WHO.name} <{WHO.email}>", message_id="<2@x>"),
        sender=WHO.email,
    )
    found = [case, asking.ask(by_form, WHO), make.case(by=cast.priya, who=WHO)]
    make_searches.search(case, by=samira)
    make_searches.review_set(case, by=samira)
    (part,) = parts.split(case, by=samira, questions=["How much was paid to agencies?"])
    make_sending.answered(part, by=cast.gareth, read_by=samira)
    letter = letters.draft(case, by=samira, kind=LetterKind.ANSWER)
    letters.ask_to_approve(letter, by=samira, person=otto)
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    case.refresh_from_db()
    log.publish(case, Published("Agencies", "How much?", make_sending.GIVEN, Outcome.GIVEN), by=samira)
    reviews.open_review(case, by=samira, words="The price is wrong.", owner=ines)
    cases.record(case, Kind.REGULATOR_ASKS, by=samira, words="The ICO asks.")
    writer.drain()
    return found


def named(*texts: object) -> list[str]:
    """Which of the texts tell who asked."""
    return [str(text)[:300] for text in texts if any(name in str(text).lower() for name in NAMES)]


def words_on(client: Client, addresses: object) -> list[str]:
    found = []
    for address in addresses:  # type: ignore[attr-defined]
        answer = client.get(address)
        assert answer.status_code != 500, address
        found.append(f"{address} {answer.getvalue().decode('utf-8', 'replace')}")
    return found


def test_the_public_reads_no_name_on_any_page_feed_or_table(requests: list[Case], client: Client) -> None:
    entry = LogEntry.objects.get()
    addresses = [reverse(f"disclosure:{name}") for name in PUBLIC] + [entry.get_absolute_url()]
    addresses += [f"/lessons/published/requests.{kind}" for kind in ("atom", "json")]
    addresses += ["/", "/lessons/published/"]
    said = words_on(client, addresses)
    assert sum("Agencies" in text for text in said) >= 5, "the feeds and tables are not those of the log"
    assert not named(*said)
    assert log_queries.search("agencies") and not any(log_queries.search(name) for name in NAMES)


def test_no_record_line_index_or_history_tells_it(
    requests: list[Case], caplog: pytest.LogCaptureFixture, cast: Cast, as_user: Callable[[User], Client]
) -> None:
    assert not named(*(entry.__dict__ for entry in Entry.objects.all()))
    assert not named(*Private.objects.values_list("content", flat=True))
    assert not named(caplog.text, *CaseEvent.objects.values_list("words", flat=True))
    assert not named(*Part.objects.values_list("words", flat=True), *map(str, Case.objects.all()))
    assert not named(*Case.objects.values_list("words", flat=True))
    for name in NAMES:
        assert statutory.find(name, filters=Filters(), without=()).total == 0
    record = ["/audit/"] + [f"/audit/case/disclosure.case/{case.pk}/" for case in requests]
    record += [f"/audit/{entry.pk}/" for entry in Entry.objects.filter(verb__startswith="case.")[:10]]
    assert not named(*words_on(as_user(cast.auditor), record))


def test_colleagues_are_told_mailed_and_shown_nothing_of_it(
    requests: list[Case], cast: Cast, officers: list[User], as_user: Callable[[User], Client]
) -> None:
    for person in User.objects.active():
        rows = list(Notice.objects.filter(person=person))
        assert not named(*shown(person, rows)), person
        with export.zipped(person, own=True) as file:
            assert not named(file.read().decode("latin-1"))
    with (
        override_settings(
            MOOTHALL_MAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", MOOTHALL_MAIL_CONTENT="all"
        ),
        clock.at(NOW + timedelta(days=2, hours=3)),
    ):
        gather()
        deliver()
    mailed = [one.message().as_string() for one in django_mail.outbox if WHO.email not in one.to]
    assert mailed and not named(*mailed)
    letters_are = ("/letters/", "/requester/", "/copies/")
    for person in (cast.gareth, officers[1]):
        addresses = [page for page in pages() if not any(part in page for part in letters_are)]
        assert not named(*words_on(as_user(person), [*addresses, "/", "/notices/?show=all"])), person


def test_only_who_answers_for_it_reads_who_asked(
    requests: list[Case], cast: Cast, officers: list[User], as_user: Callable[[User], Client]
) -> None:
    case = requests[0]
    addresses = [reverse("disclosure:requester", args=[case.pk])]
    addresses += [reverse("disclosure:came_original", args=[row.pk]) for row in case.received.all()]
    assert len(addresses) == 3
    for address in addresses:
        assert named(as_user(officers[0]).get(address).getvalue().decode())
        assert as_user(officers[1]).get(address).status_code == 403
        for person in (cast.gareth, cast.priya, cast.admin, cast.auditor):
            assert as_user(person).get(address).status_code == 404
