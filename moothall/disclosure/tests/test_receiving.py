"""The server that takes mail in, over a real socket: LMTP and SMTP, refusals, and nothing lost when we are away."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from moothall.disclosure.models import Became, Case, Received
from moothall.disclosure.models.received import Why
from moothall.disclosure.receiving import Server
from moothall.disclosure.tests.make_mail import OURS, delivered, mail
from moothall.files import blobs
from moothall.kit import listening
from moothall.kit.env import BadSetting
from moothall.kit.listening import Listen
from moothall.kit.testing import CommittedDatabase

MEGABYTE = 1_000_000
EDITH = "edith.hollis@example.com"


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(protocol: str, **options: object) -> Iterator[int]:
    port = free_port()
    server = Server(Listen(protocol, "127.0.0.1", port), (OURS,), **{"most": MEGABYTE, **options})  # type: ignore[arg-type]
    server.start()
    try:
        yield port
    finally:
        server.stop()


def by_lmtp(port: int) -> smtplib.SMTP:
    return smtplib.LMTP("127.0.0.1", port, timeout=60)


def by_smtp(port: int) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", port, timeout=60)


@pytest.fixture(params=["lmtp", "smtp"])
def spoken(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def client(spoken: str, port: int) -> smtplib.SMTP:
    return by_lmtp(port) if spoken == "lmtp" else by_smtp(port)


def test_a_mail_over_the_wire_becomes_a_case_with_every_byte(committed_db: CommittedDatabase, spoken: str) -> None:
    raw = mail(text="Which bins?\n.\n..\n" + "x" * 5000).replace(b"\n", b"\r\n")
    with serving(spoken) as port, client(spoken, port) as door:
        assert door.sendmail(EDITH, [OURS.upper()], raw) == {}
        door.sendmail(EDITH, [OURS], raw)
    row = Received.objects.get()
    assert row.became == Became.CASE and blobs.read(row.blob) == raw and Case.objects.count() == 1


def test_a_bounce_has_no_sender_and_is_kept(committed_db: CommittedDatabase, spoken: str) -> None:
    with serving(spoken) as port, client(spoken, port) as door:
        door.sendmail("", [OURS], mail())
    assert Received.objects.get().why == Why.BOUNCE and not Case.objects.exists()


def kept(into: list[bytes]) -> Callable[..., object]:
    def keep(raw: bytes, *, sender: str) -> None:
        into.append(raw)

    return keep


def test_mail_to_others_is_refused_and_each_recipient_of_lmtp_comes_by_itself(spoken: str) -> None:
    into: list[bytes] = []
    with serving(spoken, keep=kept(into)) as port, client(spoken, port) as door:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            door.sendmail(EDITH, ["mayor@wexmoor.example"], mail())
        assert refused.value.recipients["mayor@wexmoor.example"][0] == 550
        left = door.sendmail(EDITH, [OURS, OURS.upper()], mail())
    assert [code for code, _words in left.values()] == [452] and len(into) == 1


@pytest.mark.parametrize("declared", [True, False])
def test_fifty_megabytes_are_refused_whether_they_are_announced_or_not(spoken: str, declared: bool) -> None:
    into: list[bytes] = []
    line = b"x" * 998 + b"\r\n"
    with serving(spoken, keep=kept(into)) as port, client(spoken, port) as door:
        door.ehlo_or_helo_if_needed()
        options = [f"SIZE={50 * MEGABYTE}"] if declared else []
        code, _words = door.mail(EDITH, options)
        if not declared:
            assert door.rcpt(OURS)[0] == 250
            code, _words = door.data(b"Subject: x\r\n\r\n" + line * 50_000)
    assert code == 552 and into == []


def test_while_the_database_is_away_the_server_that_delivers_is_told_to_come_back(
    committed_db: CommittedDatabase, spoken: str, caplog: pytest.LogCaptureFixture
) -> None:
    def away(raw: bytes, *, sender: str) -> None:
        raise OperationalError(f"could not insert {sender} Edith Hollis")

    with serving(spoken, keep=away) as port, client(spoken, port) as door:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            door.sendmail(EDITH, [OURS], mail())
        assert refused.value.smtp_code == 451
    assert "not taken in (OperationalError)" in caplog.text
    assert "hollis" not in caplog.text.lower() and not Received.objects.exists()
    assert delivered().became == Became.CASE


@pytest.mark.parametrize("line", [b"FROB\r\n", b"DATA\r\n", b"MAIL FROM:\r\n", b"\xff\xfe\0\r\n", b"RCPT TO:<a@b>\r\n"])
def test_whoever_speaks_nonsense_is_answered_and_the_next_is_served(spoken: str, line: bytes) -> None:
    into: list[bytes] = []
    with serving(spoken, keep=kept(into)) as port:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as raw:
            raw.recv(1000)
            raw.sendall(line)
            assert raw.recv(1000)[:1] in b"45"
        with client(spoken, port) as door:
            door.sendmail(EDITH, [OURS], mail())
    assert len(into) == 1


def test_whoever_sends_no_end_of_line_is_cut_off_and_the_next_is_served(spoken: str) -> None:
    into: list[bytes] = []
    with serving(spoken, keep=kept(into)) as port:
        with client(spoken, port) as door:
            door.ehlo_or_helo_if_needed()
            door.mail(EDITH)
            door.rcpt(OURS)
            door.docmd("DATA")
            assert door.sock is not None
            with pytest.raises(OSError):
                for _n in range(60):
                    door.sock.sendall(b"x" * MEGABYTE)
            door.close()
        with client(spoken, port) as door:
            door.sendmail(EDITH, [OURS], mail())
    assert len(into) == 1


def test_the_command_wants_a_place_and_addresses(settings: LazySettings) -> None:
    settings.MOOTHALL_REQUESTS_LISTEN, settings.MOOTHALL_REQUESTS_ADDRESSES = None, (OURS,)
    with pytest.raises(CommandError, match="Say where to listen"):
        call_command("receive_requests")
    with pytest.raises(CommandError, match="write where to listen"):
        call_command("receive_requests", listen="nowhere")
    settings.MOOTHALL_REQUESTS_ADDRESSES = ()
    with pytest.raises(CommandError, match="Say where to listen"):
        call_command("receive_requests", listen="127.0.0.1:8024")


def test_where_to_listen_is_read_as_it_is_written() -> None:
    assert listening.parse("X", "") is None
    assert listening.parse("X", "127.0.0.1:8024") == Listen("lmtp", "127.0.0.1", 8024)
    assert listening.parse("X", "smtp://[::1]:25") == Listen("smtp", "::1", 25)
    for wrong in ("8024", "http://127.0.0.1:80", "lmtp://127.0.0.1", "lmtp://127.0.0.1:99999", "a b:25"):
        with pytest.raises(BadSetting):
            listening.parse("X", wrong)
