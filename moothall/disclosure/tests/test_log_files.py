"""Documents beside what is published: only those that went with the answer, chosen one by one."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import cases, letters, log, released
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.actions.log import Named, Published, Released
from moothall.disclosure.models import Case, LogEntry, LogFile, Outcome, ReleasedFile, Requester
from moothall.disclosure.tests import make, make_files, make_sending
from moothall.files import blobs
from moothall.kit import clock
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SAID = {"title": "School meals", "asked": "What is paid?", "answered": "£2.84.", "outcome": "given", "sections": ""}
SAID |= {"licence": "OGL-UK-3.0", "language": "en"}


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


def page_of(*lines: str) -> bytes:
    """A PDF with these lines on its page."""
    return make_files.saved(make_files.pdf(make_files.text(*lines)))


@pytest.fixture
def sent(cast: Cast, samira: User) -> Case:
    """A case of which two redacted copies went with the answer, and a third one was taken back."""
    otto = make.officer("Otto Keeper")
    make_sending.held_terms(by=samira)
    case = make_sending.meals(by=cast.priya, owner=samira)
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    for name in ("rates.pdf", "menu.pdf"):
        file = make_sending.copy(case, by=samira, name=name, data=page_of(name))
        released.sign(file, by=samira)
        released.sign(file, by=otto)
    released.take_back(make_sending.copy(case, by=samira, name="names.pdf"), by=samira)
    last = letter.last()
    text = f"{last.text}\n\nWe enclose: rates.pdf, menu.pdf"
    letters.rewrite(letter, by=samira, subject=last.subject, text=text)
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    case.refresh_from_db()
    return case


def test_a_document_that_went_is_published_when_it_is_chosen(sent: Case, samira: User, as_user: SignIn) -> None:
    officer, page = as_user(samira), reverse("disclosure:log_publish", args=[sent.pk])
    shown = officer.get(page).content.decode()
    assert "rates.pdf" in shown and "menu.pdf" in shown and "names.pdf" not in shown
    rates = ReleasedFile.objects.get(name="rates.pdf")
    taken_back = ReleasedFile.objects.get(name="names.pdf")
    assert officer.post(page, SAID | {"documents": [taken_back.pk]}).status_code == 422
    assert officer.post(page, SAID | {"documents": [rates.pk]}).status_code == 302
    entry = LogEntry.objects.public().get()
    public = Client().get(entry.get_absolute_url()).content.decode()
    assert "rates.pdf" in public and "menu.pdf" not in public
    file = entry.files.get()
    fetched = Client().get(reverse("disclosure:public_request_file", args=[entry.key, file.pk]))
    assert b"".join(fetched) == blobs.read(rates.blob) and "attachment" in fetched["Content-Disposition"]


def test_another_version_keeps_or_loses_its_documents_and_the_former_ones_are_gone(
    sent: Case, samira: User, as_user: SignIn
) -> None:
    officer, page = as_user(samira), reverse("disclosure:log_publish", args=[sent.pk])
    rates = ReleasedFile.objects.get(name="rates.pdf")
    officer.post(page, SAID | {"documents": [rates.pk]})
    first = LogFile.objects.get()
    officer.post(page, SAID | {"documents": [rates.pk]})
    assert LogEntry.objects.count() == 1  # the same form sent twice
    boxes = re.findall(r'<input[^>]*name="documents"[^>]*>', officer.get(page).content.decode())
    assert [f'value="{rates.pk}"' in box for box in boxes if "checked" in box] == [True] and len(boxes) == 2
    officer.post(page, SAID)
    entry = LogEntry.objects.public().get()
    assert entry.version == 2 and not entry.files.exists()
    assert Client().get(reverse("disclosure:public_request_file", args=[entry.key, first.pk])).status_code == 404


def test_the_name_of_a_document_does_not_tell_who_asked(sent: Case, samira: User) -> None:
    rates = ReleasedFile.objects.get(name="rates.pdf")
    what = Published("School meals", "What is paid?", "£2.84.", Outcome.GIVEN)
    with pytest.raises(Named):
        log.publish(sent, what, by=samira, files=[Released("edith hollis.pdf", rates.blob)])


WHAT = Published("School meals", "What is paid?", "£2.84.", Outcome.GIVEN)
TOLD = [
    ("emails.txt", b"Catering wrote:\nEdith Hollis of 12 Mill Lane has asked again.\n", "Edith Hollis"),
    ("emails.txt", b"Mrs Hollis has asked again.\n", "hollis"),
    ("list.csv", b"who,when\nE. A. Hollis,2026-09-07\n", "hollis"),
    ("emails.txt", b"Sent to edith.hollis@example.com today.\n", "edith.hollis@example.com"),
    ("emails.txt", "Edith Hollis".encode("utf-16"), "Edith Hollis"),
    ("visit.txt", b"We went to Mill Lane, HB1 2CD, and rang 01234 567890.\n", "hb1 2cd"),
    ("about.txt", b"Gareth said so.\n", "gareth"),
    ("emails.pdf", page_of("Mrs Hollis has", "asked again"), "hollis"),
]


@pytest.mark.parametrize(("name", "data", "word"), TOLD)
def test_what_a_document_says_does_not_tell_who_asked_or_whom_it_is_about(
    sent: Case, cast: Cast, name: str, data: bytes, word: str
) -> None:
    samira = User.objects.get(name="Samira Haddad")
    Requester.objects.filter(case=sent).update(address="12 Mill Lane\nHarrowby HB1 2CD\n01234 567890")
    cases.give(sent, by=samira, owner=samira, about=cast.gareth)
    with pytest.raises(Named, match=name) as refused:
        log.publish(Case.objects.get(pk=sent.pk), WHAT, by=samira, files=[Released(name, blobs.put(data))])
    assert word in refused.value.found
    assert not LogEntry.objects.exists()


def test_a_document_that_tells_who_asked_is_said_on_the_form(sent: Case, samira: User, as_user: SignIn) -> None:
    says = page_of("Mrs Hollis has asked again")
    page = reverse("disclosure:log_publish", args=[sent.pk])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blobs, "read", lambda _blob: says)
        rates = ReleasedFile.objects.get(name="rates.pdf")
        answer = as_user(samira).post(page, SAID | {"documents": [rates.pk]})
    assert answer.status_code == 422 and "“rates.pdf” would tell who asked" in answer.content.decode()
    assert not LogEntry.objects.exists()


def test_a_document_that_nobody_can_look_into_is_not_published(sent: Case, samira: User) -> None:
    odd = Released("plan.pdf", blobs.put(b"no such thing"))
    with pytest.raises(Impossible, match=r"“plan\.pdf” cannot be looked into"):
        log.publish(sent, WHAT, by=samira, files=[odd])
