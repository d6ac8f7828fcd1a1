"""The server that takes in mail to the council's address for requests, by LMTP (RFC 2033) or SMTP (RFC 5321).

It answers 250 only once a letter and what became of it are committed. Whatever goes wrong on our side is answered with
4xx: the server that delivers keeps the mail and tries again, so nothing is lost while the database is away. It
authenticates nobody: it is for the council's own mail server alone.
"""

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import close_old_connections, connections

from moothall.disclosure.actions.received import take_in
from moothall.kit.listening import Listen

log = logging.getLogger(__name__)

LONGEST_LINE = 1_000_000  # bytes: RFC 5321 says 1000, and many a mail program does not keep to it
LONGEST_UNBROKEN = 8_000_000  # bytes without an end of line, after which whoever sends them is cut off
PATIENCE = 120  # seconds that a connection may be silent
AT_ONCE = 4  # letters that are taken in at the same time
MOST_CONNECTIONS = 50
TAKEN = "250 2.0.0 Kept"
LATER = "451 4.3.0 Not taken in now; try again later"
BUSY = "421 4.3.2 Too many connections; try again later"
ONE_AT_A_TIME = "452 4.5.3 One recipient at a time"
NOT_OURS = "550 5.1.1 No requests are received at this address"
TOO_MANY = "452 4.5.3 Too many recipients"
QUIET = ("mail.log", "asyncio")


class TakeIn(Protocol):
    """What is done with a mail: `take_in`."""

    def __call__(self, raw: bytes, *, sender: str) -> object:
        """Keep it; raises where it could not be kept."""


class Door:
    """What the protocol asks of us: whose mail we take, and taking it."""

    def __init__(self, addresses: tuple[str, ...], *, lmtp: bool, keep: TakeIn = take_in) -> None:
        self._addresses = frozenset(address.strip().casefold() for address in addresses)
        self._lmtp = lmtp
        self._keep = keep
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="letters")

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take mail to our addresses alone. In LMTP every recipient gets an answer: there is one at a time."""
        if _plain(address) not in self._addresses:
            return NOT_OURS
        if self._lmtp and envelope.rcpt_tos:
            return ONE_AT_A_TIME
        if len(envelope.rcpt_tos) >= len(self._addresses):
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter in a thread of its own; 250 only when it is committed."""
        raw = envelope.original_content or b""
        sender = envelope.mail_from or "<>"
        work = asyncio.get_running_loop().run_in_executor(self._pool, self._take, bytes(raw), sender)
        return await work

    async def handle_exception(self, error: Exception) -> str:
        """What goes wrong is ours, never the letter's; the log says what, and nothing of the letter."""
        log.error("A connection stumbled: %s", type(error).__name__)
        return LATER

    def close(self) -> None:
        """Let what is being taken in end."""
        self._pool.shutdown(wait=True)

    def _take(self, raw: bytes, sender: str) -> str:
        close_old_connections()
        try:
            self._keep(raw, sender=sender)
        except Exception as error:
            # Neither words nor addresses of the letter may reach the log, and an error of the database may have them.
            log.error("A letter was not taken in (%s); its server will try again", type(error).__name__)
            return LATER
        else:
            return TAKEN
        finally:
            connections.close_all()


class Server(Controller):
    """Listens, speaks one of the two protocols, and refuses what is too large before it is held in memory."""

    def __init__(self, listen: Listen, addresses: tuple[str, ...], *, most: int, keep: TakeIn = take_in) -> None:
        """`most` is in bytes."""
        for name in QUIET:  # at INFO they write every address, and lines of the letter
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._protocol: type[SMTP] = _Lmtp if listen.protocol == "lmtp" else _Smtp
        self._most = most
        self.door = Door(addresses, lmtp=listen.protocol == "lmtp", keep=keep)
        super().__init__(self.door, hostname=listen.host, port=listen.port)

    def factory(self) -> SMTP:
        """One connection."""
        return self._protocol(
            self.door,
            data_size_limit=self._most,
            enable_SMTPUTF8=True,
            hostname="moothall",  # the machine's own name is nobody's business
            ident="requests",
            timeout=PATIENCE,
            loop=self.loop,
        )

    def stop(self, no_assert: bool = False) -> None:
        """Take no more, and let what is being taken in end."""
        super().stop(no_assert)
        self.door.close()


class _Counted(SMTP):
    """Lines as long as mail programs make them, and no more of them or of connections than are good for us."""

    line_length_limit = LONGEST_LINE
    _open = 0
    _unbroken = 0

    def connection_made(self, transport: Any) -> None:
        _Counted._open += 1
        if _Counted._open > MOST_CONNECTIONS:
            transport.write(f"{BUSY}\r\n".encode())
            transport.close()
            return
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Cut off who sends no end of line: the library would hold all of it, whatever the limit of a mail."""
        at = data.rfind(b"\n")
        self._unbroken = len(data) - at - 1 if at >= 0 else self._unbroken + len(data)
        if self._unbroken > LONGEST_UNBROKEN and self.transport is not None:
            self.transport.abort()  # type: ignore[attr-defined]  # of every transport that writes
            return
        super().data_received(data)

    def connection_lost(self, error: Exception | None) -> None:
        _Counted._open = max(0, _Counted._open - 1)
        if self.transport is not None:
            super().connection_lost(error)


class _Smtp(_Counted):
    """SMTP."""


class _Lmtp(_Counted, LMTP):
    """LMTP."""


def run_until(done: Callable[[], bool], server: Server, *, wait: Callable[[float], object]) -> None:
    """Serve until told to end, or orphaned."""
    parent = os.getppid()
    server.start()
    try:
        while not done() and os.getppid() == parent:
            wait(0.5)
    finally:
        server.stop()


def _plain(address: str) -> str:
    return address.strip().strip("<>").casefold()
