"""Mail to the council's address: kept whole, made a case once, and never dropped."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from email.utils import format_datetime

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.disclosure.actions import cases, receipts
from moothall.disclosure.actions import received as act
from moothall.disclosure.actions.cases import Asked, Asker, Impossible
from moothall.disclosure.intake import telling
from moothall.disclosure.intake.language import spoken
from moothall.disclosure.intake.signatures import unsigned
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.models import Became, Case, Channel, Kind, Received
from moothall.disclosure.models.received import Why
from moothall.disclosure.queries import came, received
from moothall.disclosure.tests import make
from moothall.disclosure.tests.make_mail import EDITH, OURS, WORDS, delivered, mail
from moothall.files import blobs
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.kit.rate import Rate
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.notices.models import Notice
from moothall.people.models import User

NOW = datetime(2026, 9, 9, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wednesday(settings: LazySettings) -> Iterator[None]:
    settings.MOOTHALL_REQUESTS_ADDRESSES = (OURS,)
    with clock.at(NOW):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.mark.django_db
def test_a_mail_becomes_a_case_with_its_original_whole_and_is_acknowledged_in_its_thread() -> None:
    raw = mail(files=[("questions.docx", "application/octet-stream", b"PK")])
    row = delivered(raw)
    case = row.case
    assert case is not None and (row.became, case.channel) == (Became.CASE, Channel.EMAIL)
    assert blobs.read(row.blob) == raw and case.original == row.blob.sha256
    assert case.title == "Agency staff" and "paid to agencies" in case.words and "questions.docx" in case.words
    assert case.requester.key == "edith.hollis@example.com"
    (letter,) = django_mail.outbox
    assert letter.extra_headers["In-Reply-To"] == "<one@example.com>"
    assert "Wednesday 7 October 2026" in letter.body and letter.extra_headers["Reply-To"] == OURS


@pytest.mark.django_db
def test_a_letter_delivered_twice_by_two_ways_is_taken_in_once() -> None:
    first, again = delivered(mail()), delivered(b"Received: from b by c; Wed, 9 Sep 2026 10:00:00 +0000\n" + mail())
    assert first == again and Case.objects.count() == len(django_mail.outbox) == 1
    delivered(mail().replace(b"\n", b"\r\n"))
    assert Received.objects.count() == 1


@pytest.mark.django_db
def test_whoever_writes_anothers_message_id_on_top_silences_nobody() -> None:
    delivered(mail("Bins", "Which bins?", sender="Rival <rival@example.com>"))
    assert delivered().became == Became.CASE and Case.objects.count() == 2


@pytest.mark.django_db
def test_the_name_is_in_no_title_words_part_notice_record_or_log(
    samira: User, caplog: pytest.LogCaptureFixture
) -> None:
    row = delivered(mail("Request from Edith Hollis: agency staff"))
    case = row.case
    assert case is not None
    said = [
        case.title,
        case.words,
        case.parts.get().words,
        caplog.text,
        str(case),
        str(row),
        django_mail.outbox[0].body,
    ]
    said += [str(entry.details) for entry in Entry.objects.all()]
    told = [telling.load_written(samira, [case.pk])[case.pk]]
    said += [str(one) for one in told]
    assert not [words for words in said if "hollis" in words.lower()]
    assert b"Hollis" in blobs.read(row.blob)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Yours, Mrs Edith Hollis", "Yours, [who asks]"),
        ("Hollis, Edith", "[who asks]"),
        ("E. Hollis", "[who asks]"),
        ("Write to EDITH@example.com.", "Write to [who asks]."),
        ("The works in Hollis Road", "The works in Hollis Road"),
        ("Mr. Tom Hollis and I am Edith", "[who asks] and I am [who asks]"),
        ("Request from Edith Ann Hollis", "Request from [who asks]"),
        ("Edith A. Hollis-Jones", "[who asks]"),
        ("The rose was edith, and to Hollis it went", "The rose was edith, and to Hollis it went"),
        ("How many calls to 01234 567890?", "How many calls to 01234 567890?"),
    ],
)
def test_a_name_is_taken_out_however_it_is_signed_and_a_street_keeps_its_name(text: str, left: str) -> None:
    assert unsigned(text, "Edith Hollis", "edith@example.com") == left
    assert unsigned(text, "", "") == text


@pytest.mark.django_db
def test_a_reply_of_whoever_asked_is_a_note_and_never_a_case(samira: User) -> None:
    case = delivered().case
    assert case is not None
    theirs = [
        mail(f"Re: {case.reference}", "I meant 2024.", message_id="<two@example.com>"),
        mail("Re: your mail", "By quarter.", message_id="<three@example.com>", replies_to=["<one@example.com>"]),
        mail("Hello", "From my phone.", sender="E <other@example.com>", message_id="<four@example.com>",
             replies_to=[f"<{received.thread_id(case)}>"]),
    ]  # fmt: skip
    assert [delivered(raw).became for raw in theirs] == [Became.NOTE] * 3
    assert Case.objects.count() == 1 and case.events.filter(kind=Kind.NOTE).count() == 3
    assert Notice.objects.filter(person=samira, thing="written case", subject=case.pk).count() == 1
    assert len(django_mail.outbox) == 1
    assert len(came.beside(case, samira).rows) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("stamp", ["", "0" * 32])
def test_a_stranger_with_anothers_reference_or_thread_reaches_no_case(samira: User, stamp: str) -> None:
    case = delivered().case
    assert case is not None
    answers = [f"<request.{case.pk}.{stamp}@moothall>"] if stamp else ["<one@example.com>"]
    raw = mail(f"Re: {case.reference}", "I withdraw it.", sender="X <x@example.com>", message_id="<x@example.com>",
               replies_to=answers)  # fmt: skip
    row = delivered(raw, sender="x@example.com")
    assert (row.became, row.why, row.case) == (Became.HELD, Why.OTHERS, None)
    assert not case.events.filter(kind=Kind.NOTE).exists() and len(django_mail.outbox) == 1
    assert Notice.objects.filter(person=samira, thing="held letter").count() == 1


@pytest.mark.django_db
def test_what_a_colleague_sends_on_waits_and_becomes_the_case_of_whoever_asks(
    cast: Cast, samira: User, as_user: Callable[[User], Client]
) -> None:
    text = "I think this is one of yours.\n\nFrom: Edith Hollis\n\nHow much was paid to agencies?"
    row = delivered(mail("Fwd: agencies", text, sender=f"Priya <{cast.priya.email.upper()}>"), sender=cast.priya.email)
    assert (row.became, row.why, row.case) == (Became.HELD, Why.COLLEAGUE, None)
    assert django_mail.outbox == [] and not Case.objects.exists()
    officer = as_user(samira)
    page = officer.get(row.get_absolute_url()).content.decode()
    assert "If they send on what somebody else asks" in page
    assert not re.search(r'name="case-(name|email)"[^>]*value="[^"]', page)
    typed = {"case-title": "Agencies", "case-words": "How much was paid to agencies?", "case-received_on": "2026-09-07"}
    typed |= {"case-name": "Edith Hollis", "case-email": "edith.hollis@example.com", "case-language": "en"}
    assert officer.post(row.get_absolute_url(), typed | {"doing": "case"}).status_code == 302
    case = Case.objects.get()
    assert (case.channel, case.requester.name) == (Channel.FORWARDED, "Edith Hollis")
    (receipt,) = django_mail.outbox
    assert receipt.to == ["edith.hollis@example.com"] and "In-Reply-To" not in receipt.extra_headers


WELSH = "Annwyl Gyngor, Hoffwn wybod faint a wariwyd ar asiantaethau yn ystod y flwyddyn ddiwethaf. Diolch yn fawr."
FOOTER = "Rydym yn croesawu gohebiaeth yn Gymraeg. We welcome letters in Welsh, and they are no slower to be answered."


@pytest.mark.parametrize(
    ("text", "header", "language"),
    [
        (WELSH, "", "cy"),
        (f"{WELSH}\n{FOOTER}", "en-GB", "cy"),  # many a mail program says English whatever is written in it
        (WORDS, "", "en"),
        (f"{WORDS}\n{FOOTER}", "", "en"),
        (WORDS, "cy-GB", "cy"),
        ("Cais", "CY, en", "cy"),
        ("What did Cyngor Sir Gâr and Cyngor Gwynedd pay for Gwasanaeth Cymru, please?", "", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_of_a_letter_is_that_of_its_header_or_of_its_words(text: str, header: str, language: str) -> None:
    assert spoken(text, header) == language


@pytest.mark.django_db
def test_who_writes_in_welsh_is_answered_in_welsh_and_an_officer_may_put_it_right(
    cast: Cast, samira: User, as_user: Callable[[User], Client]
) -> None:
    case = delivered(mail("Cais am wybodaeth", WELSH)).case
    assert case is not None and case.language == "cy"
    (receipt,) = django_mail.outbox
    assert receipt.subject == f"Eich cais am wybodaeth: {case.reference}"
    assert "Dylech gael ein hateb erbyn" in receipt.body and "7 Hydref 2026" in receipt.body
    assert not [words for words in ("Thank", "received", "answer", "need") if words in receipt.body]
    officer, page = as_user(samira), reverse("disclosure:language", args=[case.pk])
    assert page in officer.get(case.get_absolute_url()).content.decode()
    assert officer.post(page, {"language": "fr"}).status_code == 422
    assert officer.post(page, {"language": "en"}).status_code == 302
    case.refresh_from_db()
    assert case.language == "en" and Entry.objects.filter(verb="case.language_said").count() == 1
    assert as_user(cast.priya).get(page).status_code == 404


@pytest.mark.django_db
def test_a_guest_who_writes_to_us_asks_for_themselves(cast: Cast) -> None:
    assert delivered(mail(sender=cast.marcus.email), sender=cast.marcus.email).became == Became.CASE


MACHINES = [
    ([("Auto-Submitted", "auto-replied")], "a@example.com", Why.AUTOMATIC),
    ([("X-Autoreply", "yes")], "a@example.com", Why.AUTOMATIC),
    ([("List-Id", "<news.example.com>")], "a@example.com", Why.LIST),
    ([("Precedence", "bulk")], "a@example.com", Why.LIST),
    ([], "<>", Why.BOUNCE),
    ([("Received", "from a by b")] * 60, "a@example.com", Why.LOOP),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("headers", "sender", "why"), MACHINES)
def test_what_a_machine_sends_is_kept_and_is_neither_a_case_nor_answered(
    headers: list[tuple[str, str]], sender: str, why: Why
) -> None:
    row = delivered(mail(headers=headers), sender=sender)
    assert (row.became, row.why) == (Became.MACHINE, why)
    assert not Case.objects.exists() and django_mail.outbox == []


@pytest.mark.django_db
def test_our_own_mail_that_comes_back_goes_no_second_round() -> None:
    assert delivered(mail(sender=f"FOI <{OURS.upper()}>")).why == Why.LOOP
    assert delivered(mail(headers=[("Auto-Submitted", "no")])).became == Became.CASE


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [b"", b"\0\xff\xfe garbage", b"no headers at all\n\nwords"])
def test_what_cannot_be_read_waits_with_its_reason_and_every_byte(samira: User, raw: bytes) -> None:
    row = delivered(raw)
    assert (row.became, row.why) == (Became.HELD, Why.UNREADABLE) and row.detail
    assert blobs.read(row.blob) == raw and not Case.objects.exists()
    assert telling.load_held(samira, [row.pk])[row.pk].bare


@pytest.mark.django_db
def test_a_mail_without_words_waits_and_one_whose_subject_asks_is_a_request() -> None:
    assert delivered(mail("Re: ", "")).why == Why.EMPTY
    asked = delivered(mail("How many bins are there?", "", message_id="<b@example.com>"))
    assert asked.case is not None and asked.case.words == "How many bins are there?"


@pytest.mark.django_db
def test_line_breaks_in_headers_reach_no_mail_of_ours() -> None:
    raw = mail().replace(b"Subject: Agency staff", b"Subject: =?utf-8?q?A=0D=0ABcc=3A_all=40example=2Ecom?=")
    raw = raw.replace(b"Message-ID: <one@example.com>", b"Message-ID: =?utf-8?q?=3Ca=0D=0ABcc=3A_x=3E?=")
    row = delivered(raw)
    assert row.case is not None and "\n" not in row.subject
    (letter,) = django_mail.outbox
    assert letter.recipients() == ["edith.hollis@example.com"] and "Bcc" not in letter.message().as_string()


@pytest.mark.django_db
@pytest.mark.parametrize("sender", ["Edith Hollis <not an address>", "x", "a@b\u202e.com <>"])
def test_whoever_cannot_be_answered_is_sent_nothing(sender: str) -> None:
    row = delivered(mail().replace(b"From: " + EDITH.encode(), b"From: " + sender.encode()))
    assert row.case is not None and django_mail.outbox == []


@pytest.mark.django_db
def test_a_flood_of_one_sender_is_kept_and_opens_few_cases(settings: LazySettings) -> None:
    settings.MOOTHALL_LIMITS = {**settings.MOOTHALL_LIMITS, "request_mail": Rate(3, 3600)}
    rows = [delivered(mail(text=f"Question {n}?", message_id=f"<{n}@example.com>")) for n in range(8)]
    assert [row.became for row in rows] == [Became.CASE] * 3 + [Became.HELD] * 5
    assert len(django_mail.outbox) == 3 and {row.why for row in rows[3:]} == {Why.OFTEN}


@pytest.mark.django_db
def test_a_flood_of_many_senders_is_kept_and_opens_few_cases(settings: LazySettings) -> None:
    settings.MOOTHALL_LIMITS = {**settings.MOOTHALL_LIMITS, "request_mail_all": Rate(3, 3600)}
    raws = [
        mail(text=f"Question {n}?", message_id=f"<{n}@example.com>").replace(b"edith.hollis@", b"edith%d@" % n)
        for n in range(8)
    ]
    rows = [delivered(raw) for raw in raws]
    assert [row.became for row in rows] == [Became.CASE] * 3 + [Became.HELD] * 5
    assert len(django_mail.outbox) == 3 and {row.why for row in rows[3:]} == {Why.FLOOD}


@pytest.mark.django_db
def test_killed_between_the_bytes_and_the_row_it_is_taken_in_at_the_next_delivery(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_args: object, **_named: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(act, "keep", killed)
        with pytest.raises(OperationalError):
            delivered()
    assert Blob.objects.count() == 1 and not Received.objects.exists()
    assert delivered().became == Became.CASE and Blob.objects.count() == 1


@pytest.mark.django_db
def test_killed_before_the_acknowledgement_is_queued_there_is_no_case_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_args: object, **_named: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(receipts, "acknowledge", killed)
        with pytest.raises(OperationalError), transaction.atomic():
            delivered()
    assert not Case.objects.exists() and not Received.objects.exists()


@pytest.mark.django_db
def test_it_counts_as_received_on_the_day_our_mail_server_had_it() -> None:
    def traced(at: datetime, number: int) -> date:
        raw = f"Received: from x by mx.wexmoor.example; {format_datetime(at)}\n".encode()
        row = delivered(raw + mail(message_id=f"<{number}@example.com>"))
        assert row.case is not None
        return row.case.received_on

    assert traced(datetime(2026, 9, 7, 22, 30, tzinfo=UTC), 1) == date(2026, 9, 7)
    assert traced(datetime(2026, 9, 7, 23, 30, tzinfo=UTC), 2) == date(2026, 9, 8)  # in London
    assert traced(datetime(2026, 1, 7, tzinfo=UTC), 3) == date(2026, 9, 9)
    assert traced(datetime(2027, 1, 7, tzinfo=UTC), 4) == date(2026, 9, 9)


@pytest.mark.django_db
def test_an_officer_makes_a_case_of_what_waits_adds_it_or_puts_it_aside_once(cast: Cast, samira: User) -> None:
    case = make.case(by=samira, received_on=date(2026, 9, 7))
    rows = [
        delivered(mail(f"About {case.reference}", sender="X <x@example.com>", message_id=f"<{n}@x>")) for n in range(3)
    ]
    for stranger in (cast.priya, cast.admin):
        with pytest.raises(PermissionDenied):
            act.put_aside(rows[0], by=stranger, why="No.")
    with pytest.raises(Impossible):
        act.put_aside(rows[0], by=samira, why=" ")
    act.put_aside(rows[0], by=samira, why="An advertisement.")
    act.add_to(rows[1], case, by=samira)
    asked = Asked("Bins", "Which bins?", channel=Channel.EMAIL, original=rows[2].blob.sha256)
    made = act.make_case(rows[2], asked, Asker("X", "x@example.com"), by=samira)
    assert made.events.filter(kind=Happening.ACKNOWLEDGED).exists()
    for row in rows:
        with pytest.raises(Impossible):
            act.put_aside(row, by=samira, why="Again.")
    assert not Received.objects.waiting().exists()
    assert not Notice.objects.filter(thing="held letter", done_at=None).exists()


@pytest.mark.django_db
def test_the_pages_of_letters_are_for_officers(cast: Cast, samira: User, as_user: Callable[[User], Client]) -> None:
    row = delivered(mail("Agency staff", "", sender="X <x@example.com>").replace(b"Agency staff", b""))
    page = reverse("disclosure:came_letter", args=[row.pk])
    for address in (reverse("disclosure:came"), page, reverse("disclosure:came_original", args=[row.pk])):
        assert as_user(cast.priya).get(address).status_code == 403
        assert as_user(samira).get(address).status_code == 200
    officer = as_user(samira)
    assert officer.post(page, {"doing": "case", "case-title": "Bins"}).status_code == 422
    assert officer.post(page, {"doing": "add", "add-reference": "FOI 2026-0999"}).status_code == 422
    typed = {"doing": "case", "case-title": "Bins", "case-words": "Which?", "case-received_on": "2026-09-09"}
    typed |= {"case-language": "en"}
    assert officer.post(page, typed).status_code == 302
    assert Received.objects.get(pk=row.pk).case == Case.objects.get() and officer.get(page).status_code == 404
    case = Case.objects.get()
    assert officer.get(reverse("disclosure:came_original", args=[row.pk])).status_code == 200
    cases.give(case, by=samira, owner=samira)
    assert as_user(make.officer("Otto Keeper")).get(
        reverse("disclosure:came_original", args=[row.pk])
    ).status_code == 403  # fmt: skip


ATTACKS = [
    "UPDATE disclosure_received SET subject = 'Nothing'",
    "UPDATE disclosure_received SET case_id = NULL",
    "UPDATE disclosure_received SET case_id = NULL, became = 'held', why = 'often'",
    "DELETE FROM disclosure_received",
]


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_letter_of_an_open_case_is_neither_altered_nor_deleted_nor_let_go(attack: str) -> None:
    delivered()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_two_deliveries_of_one_letter_at_once_open_one_case(committed_db: CommittedDatabase) -> None:
    rows = at_once([delivered] * 4)
    assert len({row.pk for row in rows}) == 1
    assert Case.objects.count() == Received.objects.count() == 1


def stranger(subject: str, number: int, *, sender: str = "X <x@example.com>") -> Received:
    """A letter that waits: it names another's request."""
    case = Case.objects.get(requester__key="edith.hollis@example.com")
    return delivered(mail(f"{subject}: {case.reference}", sender=sender, message_id=f"<about{number}@x>"))


@pytest.mark.django_db
def test_an_officer_reads_and_settles_no_letter_about_themselves(
    samira: User, as_user: Callable[[User], Client]
) -> None:
    otto = make.officer("Otto Keeper")
    delivered()
    rows = [
        stranger("Complaint about otto keeper", 1),
        stranger(f"He, {otto.email.upper()}, again", 2),
        stranger("Mine", 3, sender=f"Otto <{otto.email}>"),
    ]
    other = stranger("Bins", 4)
    assert {row.became for row in (*rows, other)} == {Became.HELD}
    client, officer = as_user(otto), as_user(samira)
    for row in rows:
        page = reverse("disclosure:came_letter", args=[row.pk])
        original = reverse("disclosure:came_original", args=[row.pk])
        assert {client.get(address).status_code for address in (page, original)} == {404}
        assert {officer.get(address).status_code for address in (page, original)} == {200}
        assert page not in client.get(reverse("disclosure:came")).content.decode()
        assert not telling.load_held(otto, [row.pk]) and telling.load_held(samira, [row.pk])
        with pytest.raises(PermissionDenied):
            act.put_aside(row, by=otto, why="Nothing of it is true.")
    assert (received.waiting(otto), received.waiting(samira)) == (1, 4)


@pytest.mark.django_db
def test_a_letter_that_names_every_officer_is_read_by_all_of_them(samira: User) -> None:
    delivered()
    stranger("For Samira Haddad", 1)
    assert received.waiting(samira) == 1  # there is nobody else
    otto = make.officer("Otto Keeper")
    assert (received.waiting(samira), received.waiting(otto)) == (0, 1)
    stranger("For Samira Haddad and Otto Keeper", 2)
    assert (received.waiting(samira), received.waiting(otto)) == (1, 2)
