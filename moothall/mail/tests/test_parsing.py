"""Messages come out readable: the fast parser's known faults are caught, and hostile mail does no harm."""

from datetime import UTC, datetime

import pytest

from moothall.kit.testing import never_ending
from moothall.mail.parsing import ParsedMessage, Unreadable, html, read, read_attachment, read_many
from moothall.mail.tests import make

HEAD = b"From: A <a@x.example>\nTo: b@x.example\nSubject: hi\nDate: Fri, 29 Mar 2019 14:07:24 +0000\n"
PARTS = HEAD + b"Content-Type: multipart/mixed; boundary=zz\n\n"


def ok(raw: bytes) -> ParsedMessage:
    found = read(raw)
    assert isinstance(found, ParsedMessage), found
    return found


@pytest.mark.parametrize(
    "kind",
    [b"", b"Content-Type: text/plain\n", b"Content-Type: text/plain; charset=us-ascii\n"],
    ids=["no type", "no charset", "us-ascii"],
)
def test_utf8_without_a_true_label_is_read_as_utf8(kind: bytes) -> None:
    assert ok(HEAD + kind + b"\n" + "café – naïve".encode()).text == "café – naïve"


def test_utf8_in_quoted_printable_without_a_label_is_read_as_utf8() -> None:
    raw = HEAD + b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9\n"
    assert ok(raw).text.strip() == "café"


def test_windows_letters_without_a_label_are_read() -> None:
    assert ok(HEAD + b"\ncaf\xe9 \x96 \x93yes\x94").text == "café – “yes”"


def test_text_that_is_what_it_says_stays_on_the_fast_path() -> None:
    found = ok(HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + "l’année, déjà".encode())
    assert (found.text, found.careful) == ("l’année, déjà", False)


def test_invalid_base64_keeps_what_can_be_read() -> None:
    found = ok(
        PARTS + b"--zz\n\nwords\n--zz\nContent-Type: image/png; name=x.png\n"
        b"Content-Transfer-Encoding: base64\n\n!!!x\n--zz--\n"
    )
    assert found.text.strip() == "words"
    assert [file.name for file in found.attachments] == ["x.png"]


def test_a_boundary_that_never_appears_keeps_the_body() -> None:
    assert "all the words" in ok(HEAD + b"Content-Type: multipart/mixed; boundary=zzz\n\nall the words\n").text


def test_an_unknown_charset_loses_no_letters() -> None:
    assert ok(HEAD + b"Content-Type: text/plain; charset=foo-8\n\n" + "café".encode()).text == "café"
    assert ok(HEAD + b"Content-Type: text/plain; charset=rot13\n\ncaf\xe9").text == "café"


def test_a_message_within_a_message_is_one_attachment_and_its_words_are_found() -> None:
    raw = (
        PARTS
        + b"--zz\n\nouter\n--zz\nContent-Type: message/rfc822\n\nFrom: i@x\nSubject: inner\n\ninner words\n--zz--\n"
    )
    found = ok(raw)
    assert [file.content_type for file in found.attachments] == ["message/rfc822"]
    assert "inner words" in found.text
    part = read_attachment(raw, 0)
    assert part is not None
    assert b"inner words" in part.content


def nested(depth: int) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return HEAD + opening + b"Content-Type: text/plain\n\ndeep words\n"


def test_nesting_is_read_to_a_sane_depth_and_held_back_beyond() -> None:
    assert "deep words" in ok(nested(20)).text
    for depth in (300, 3000):
        found = read(nested(depth))
        assert isinstance(found, Unreadable), depth
        assert "inside each other" in found.reason


def test_split_encoded_words_in_a_subject_are_joined() -> None:
    assert ok(b"From: a@x\nSubject: =?utf-8?q?caf=C3?= =?utf-8?q?=A9?=\n\nx").subject == "café"


def test_addresses_that_do_not_parse_are_kept_as_names() -> None:
    found = ok(b"From: The Front Desk\nTo: team: a@x.example, b@x.example;\nSubject: s\n\nx")
    assert found.sender.name == "The Front Desk"
    assert [person.address for person in found.to] == ["a@x.example", "b@x.example"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (b"Fri, 29 Mar 2019 14:07:24 +0100", datetime(2019, 3, 29, 13, 7, 24, tzinfo=UTC)),
        (b"nonsense", None),
        (b"Thu, 01 Jan 1970 00:00:00 +0000", None),
        (b"Fri, 29 Mar 2999 14:07:24 +0000", None),
        (b"Fri, 99 Foo 20199999 99:99:99 +9999", None),
    ],
)
def test_dates_are_plausible_or_none(date: bytes, expected: datetime | None) -> None:
    assert ok(b"From: a@x\nSubject: s\nDate: " + date + b"\n\nx").date == expected


def test_a_date_that_cannot_be_is_replaced_by_when_it_was_received() -> None:
    raw = b"Received: from a by b;\n Fri, 29 Mar 2019 14:07:24 +0000\nFrom: a@x\nDate: never\nSubject: s\n\nx"
    assert ok(raw).date == datetime(2019, 3, 29, 14, 7, 24, tzinfo=UTC)


def test_nothing_that_a_database_refuses_comes_out() -> None:
    raw = b"From: a\0b <a@x>\nSubject: a\0b =?utf-8?q?=ED=A0=80?=\nMessage-ID: <\xed\xa0\x80@x>\n\nbo\0dy \xed\xa0\x80"
    found = ok(raw)
    for text in (found.subject, found.text, found.sender.name, found.message_id, found.preview):
        assert "\0" not in text
        text.encode("utf-8")


def test_file_names_cannot_lie_about_what_they_are() -> None:
    raw = make.eml(files=[("photo\u202egnp.exe", "image/png", b"x"), ("../../etc/passwd", "text/csv", b"y")])
    assert [file.name for file in ok(raw).attachments] == ["photognp.exe", "passwd"]


def test_a_header_cannot_be_injected_by_an_encoded_line_end() -> None:
    found = ok(b"From: a@x\nSubject: =?utf-8?q?hi=0D=0ABcc=3A_x=40y?=\n\nx")
    assert "\n" not in found.subject
    assert "\r" not in found.subject


def test_ten_thousand_references_are_cut_to_the_first_and_the_last() -> None:
    ids = b" ".join(b"<%d@x>" % n for n in range(10_000))
    found = ok(b"From: a@x\nSubject: s\nReferences: " + ids + b"\n\nx")
    assert len(found.references) == 100
    assert (found.references[0], found.references[-1]) == ("0@x", "9999@x")


def test_ten_thousand_recipients_and_a_gigantic_header_are_borne() -> None:
    people = ", ".join(f"P {n} <p{n}@x.example>" for n in range(10_000)).encode()
    with never_ending("reading ten thousand recipients"):
        found = ok(b"From: a@x\nSubject: " + b"s" * 5_000_000 + b"\nTo: " + people + b"\n\nx")
    assert len(found.to) == 10_000
    assert len(found.subject) == 500


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\0\0\0", b"\x89PNG\r\n\x1a\n" + bytes(256), b"no headers\nat all\n"])
def test_what_is_no_mail_is_held_back_with_a_reason(raw: bytes) -> None:
    found = read(raw)
    assert isinstance(found, Unreadable)
    assert found.reason


def test_far_too_many_parts_are_held_back() -> None:
    found = read(PARTS + b"--zz\n\nx\n" * 200_000)
    assert isinstance(found, Unreadable)
    assert "parts" in found.reason


def test_one_bad_message_costs_nothing_but_itself() -> None:
    found = read_many([make.eml("One"), b"", make.eml("Two")])
    assert [getattr(one, "subject", None) for one in found] == ["One", None, "Two"]


def test_html_becomes_words() -> None:
    page = "<head><title>no</title></head><p>One &amp; two<p>three<br>four<script>bad()</script><ul><li>five</ul>a < b"
    assert html.to_text(page) == "One & two\n\nthree\nfour\n• five\na < b"


@pytest.mark.parametrize("evil", ["<", "<a ", "<!--", "<script", "<svg>", "<p", "&", "</", "<style><", "İ<svg>"])
def test_no_html_keeps_its_reader_for_ever(evil: str) -> None:
    with never_ending(evil):
        assert isinstance(html.to_text(evil * (1_500_000 // len(evil))), str)


def test_the_preview_is_the_writers_own_words() -> None:
    text = "On Monday Bethan wrote:\n> Can you?\n\nYes, on Thursday.\n> Really?\nReally."
    assert ok(make.eml(text=text)).preview == "Yes, on Thursday. Really."
