"""Reports of mail that came back mark the letter, and nothing that a stranger sends does more than that."""

import io
import random
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from conftest import Cast
from moothall.audit.models import Entry
from moothall.notices import actions, bounces, queries
from moothall.notices.bounces import Report
from moothall.notices.models import Letter
from moothall.notices.models.letters import State
from moothall.notices.tests.conftest import Server, Talk, post
from moothall.people.models import User

REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.wexmoor.example>
To: moothall@wexmoor.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.wexmoor.example
Arrival-Date: Tue, 2 Jun 2026 12:02:00 +0100 (BST)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: 5.1.1
Remote-MTA: dns; mail.wexmoor.example
Diagnostic-Code: smtp; 550 5.1.1 <{address}>: Recipient address rejected:
    No such user here

--B
{original}
--B--
"""
HEADERS = "Content-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: Saturday opening\n"
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: Saturday opening\n\nWho opens up?\n"
NONE = "Content-Type: text/plain\n\nNot returned.\n"


def report(address: str, message_id: str = "", *, original: str = HEADERS, action: str = "failed") -> bytes:
    return REPORT.format(address=address, action=action, original=original.format(id=message_id)).encode()


def sent(talk: Talk, person: User, subject: int = 1) -> Letter:
    talk.tell(person, subject)
    post()
    return Letter.objects.filter(person=person, state=State.SENT).latest("pk")


def read(path: Path) -> int:
    out = io.StringIO()
    call_command("read_bounces", str(path), stdout=out)
    return int(out.getvalue().split(" messages looked at, ")[1].split()[0])


@pytest.fixture(autouse=True)
def by_day(cast: Cast) -> None:
    """Nobody has quiet hours here, whatever the clock says."""
    for person in (cast.priya, cast.gareth):
        actions.set_hours(by=person, quiet_from=None, quiet_until=None, digest_hour=8, digest_day=0, zone="")


@pytest.mark.parametrize("original", [HEADERS, WHOLE])
def test_a_report_marks_the_letter_it_names(
    cast: Cast, talk: Talk, server: Server, tmp_path: Path, original: str
) -> None:
    letter, other = sent(talk, cast.priya), sent(talk, cast.priya, 2)
    (tmp_path / "report.eml").write_bytes(report(cast.priya.email, letter.message_id, original=original))
    assert read(tmp_path / "report.eml") == 1
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED
    assert letter.last_error == f"550 5.1.1 <{cast.priya.email}>: Recipient address rejected: No such user here"
    other.refresh_from_db()
    assert other.state == State.SENT
    assert Entry.objects.filter(verb="letter.came_back").count() == 1
    assert list(queries.troubles())
    assert read(tmp_path / "report.eml") == 0  # once is enough
    assert Entry.objects.filter(verb="letter.came_back").count() == 1


def test_the_person_is_told_on_their_settings_page(cast: Cast, talk: Talk, server: Server, tmp_path: Path) -> None:
    letter = sent(talk, cast.priya)
    (tmp_path / "report.eml").write_bytes(report(cast.priya.email, letter.message_id))
    read(tmp_path)
    assert queries.undelivered(cast.priya) == letter
    assert queries.undelivered(cast.gareth) is None


def test_a_report_without_the_mail_is_taken_for_the_last_one_to_the_address(
    cast: Cast, talk: Talk, server: Server, tmp_path: Path
) -> None:
    first, last, others = sent(talk, cast.priya), sent(talk, cast.priya, 2), sent(talk, cast.gareth)
    (tmp_path / "report.eml").write_bytes(report(cast.priya.email.upper(), original=NONE))
    assert read(tmp_path) == 1
    states = {row.pk: row.state for row in Letter.objects.all()}
    assert (states[first.pk], states[last.pk], states[others.pk]) == (State.SENT, State.BOUNCED, State.SENT)


def test_only_what_failed_for_good_is_marked(cast: Cast, talk: Talk, server: Server, tmp_path: Path) -> None:
    letter = sent(talk, cast.priya)
    for action in ("delayed", "delivered", "relayed", ""):
        (tmp_path / f"{action or 'none'}.eml").write_bytes(report(cast.priya.email, letter.message_id, action=action))
    (tmp_path / "stranger.eml").write_bytes(report(cast.priya.email, "<made.up@evil.example>"))
    (tmp_path / "prose.eml").write_bytes(f"Subject: failed\n\n{letter.message_id} Action: failed\n".encode())
    assert read(tmp_path) == 0
    assert Letter.objects.get().state == State.SENT


def test_a_maildir_is_read_once_and_keeps_its_messages(cast: Cast, talk: Talk, server: Server, tmp_path: Path) -> None:
    letters = [sent(talk, cast.priya, number) for number in (1, 2)]
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    for number, letter in enumerate(letters):
        (tmp_path / "new" / f"{number}.host").write_bytes(report(cast.priya.email, letter.message_id))
    (tmp_path / "new" / "zero").symlink_to("/dev/zero")
    assert read(tmp_path) == 2
    assert sorted(file.name for file in (tmp_path / "cur").iterdir()) == ["0.host:2,S", "1.host:2,S"]
    assert read(tmp_path) == 0


def test_an_mbox_and_standard_input_are_read(
    cast: Cast, talk: Talk, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (sent(talk, cast.priya, number) for number in (1, 2, 3))
    box = b"".join(b"From MAILER-DAEMON\n" + report(cast.priya.email, row.message_id) + b"\n" for row in (one, two))
    (tmp_path / "mbox").write_bytes(box)
    assert read(tmp_path / "mbox") == 2
    handed_over = report(cast.priya.email, three.message_id) + b"x" * (3 * bounces.MOST)
    stream = io.BytesIO(handed_over)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
    assert read(Path("-")) == 1
    assert stream.read() == b""  # all of it was taken
    with pytest.raises(CommandError):
        read(tmp_path / "nothing")


def test_hostile_reports_break_nothing_and_mark_nothing() -> None:
    base = report("priya@wexmoor.example", "<1@x>")
    deep = b"".join(
        b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (number, number) for number in range(3000)
    )
    many = b"Content-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 50_000
    hostile = [
        b"", b"\x00" * 4096, b"\xff\xfe" * 4096, deep, many,
        base.replace(b"message/delivery-status", b"message/delivery-status; charset=klingon"),
        base.replace(b"text/rfc822-headers", b"text/rfc822-headers\nContent-Transfer-Encoding: base64"),
        base.replace(b"boundary", b"boundary*0*=x''%00%FF; boundary*1"),
        base.replace(b"Final-Recipient: rfc822;", b"Final-Recipient: =?utf-8?b?//8=?="),
    ]  # fmt: skip
    for raw in hostile:
        bounces.read(raw)
    noise = random.Random(7)
    for _try in range(400):
        spoiled = bytearray(base)
        for _hit in range(noise.randrange(1, 30)):
            spoiled[noise.randrange(len(spoiled))] = noise.randrange(256)
        for found in bounces.read(bytes(spoiled)):
            assert isinstance(found, Report)
            assert found.reason.isprintable()
            assert found.message_id.isprintable()


def test_a_report_cannot_write_lines_or_pages_into_the_outbox(cast: Cast, talk: Talk, server: Server) -> None:
    letter = sent(talk, cast.priya)
    raw = report(cast.priya.email, letter.message_id).replace(
        b"No such user here", b"<script>\x07\x1b[2J" + b"x" * 100_000
    )
    (found,) = bounces.read(raw)
    assert len(found.reason) <= bounces.WORDS
    assert found.reason.isprintable()
    assert actions.came_back(found, by=None)


def test_lines_that_end_as_on_the_wire_are_understood() -> None:
    raw = report("priya@wexmoor.example", "<1@x>").replace(b"\n", b"\r\n")
    said = "550 5.1.1 <priya@wexmoor.example>: Recipient address rejected: No such user here"
    assert bounces.read(raw) == [Report("priya@wexmoor.example", "<1@x>", said)]
