"""Fetching a document from another body's server, which may be anybody's: bounded in size, time and where it leads.

The name is resolved once, what was resolved is checked, and the connection goes to that very address, so that a name
which answers otherwise a moment later leads nowhere else (DNS rebinding). Nothing of ours is sent along: no cookie, no
password, no referrer.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message

from django.conf import settings

from moothall.lessons.exchange import addresses
from moothall.lessons.exchange.addresses import Place
from moothall.lessons.exchange.faults import Fault, Faulty

MOST_BYTES = 2_000_000
MOST_SECONDS = 20.0  # for a document, redirects, handshakes and all
MOST_REDIRECTS = 3
CHUNK = 65_536
ACCEPT = (
    "application/feed+json, application/atom+xml, application/rss+xml, application/json;q=0.9, application/xml;q=0.8"
)
KINDS = {
    "application/feed+json": "json",
    "application/json": "json",
    "application/atom+xml": "xml",
    "application/rss+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
STATUSES = {401: Fault.REFUSED, 403: Fault.REFUSED, 404: Fault.MISSING, 410: Fault.ENDED}


@dataclass(frozen=True)
class Document:
    """What was there: its bytes and whether it is JSON or XML; `unchanged` where we have it already."""

    address: str  # after redirects
    kind: str
    body: bytes
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


def fetch(address: str, *, etag: str = "", modified: str = "", seconds: float = MOST_SECONDS) -> Document:
    """Fetch a feed; raises `Faulty`, which says in words why it could not be had."""
    there = addresses.place(address)
    until = time.monotonic() + min(seconds, MOST_SECONDS)
    for _hop in range(MOST_REDIRECTS + 1):
        found = _ask(there, etag=etag, modified=modified, until=until)
        if isinstance(found, Document):
            return found
        there = addresses.onward(there, found)
    raise Faulty(Fault.REDIRECTS)


def _ask(there: Place, *, etag: str, modified: str, until: float) -> Document | str:
    """The document at an address, or the address to which it leads on."""
    headers = {"Host": there.named, "User-Agent": f"Moothall (+{settings.MOOTHALL_URL})", "Accept": ACCEPT}
    headers |= {"Accept-Encoding": "identity", "Connection": "close"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    with _connected(there, until) as connection:
        connection.request("GET", there.path, headers=headers)
        with closing(connection.getresponse()) as answer:
            return _answered(there, answer)


def _answered(there: Place, answer: http.client.HTTPResponse) -> Document | str:
    if answer.status in REDIRECTS:
        location = answer.headers.get("Location", "")
        if not location:
            raise Faulty(Fault.BROKEN, str(answer.status))
        return location
    if answer.status == 304:
        return Document(there.url, "", b"", unchanged=True)
    if answer.status != 200:
        raise Faulty(STATUSES.get(answer.status, Fault.BROKEN), str(answer.status))
    kind = _kind(answer.headers)
    length = answer.headers.get("Content-Length", "")
    if length.isascii() and length.isdecimal() and len(length) < 20 and int(length) > MOST_BYTES:
        raise Faulty(Fault.LARGE)
    etag, modified = (_short(answer.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    return Document(there.url, kind, _body(answer), etag, modified)


def _kind(headers: Message) -> str:
    """Whether it is JSON or XML, by what the other side says of it."""
    if headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise Faulty(Fault.PACKED)
    said = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if said in ("text/html", "application/xhtml+xml"):
        raise Faulty(Fault.WEB_PAGE)
    if said not in KINDS:
        raise Faulty(Fault.NO_FEED, said)
    return KINDS[said]


def _body(answer: http.client.HTTPResponse) -> bytes:
    parts, size = [], 0
    while part := answer.read(CHUNK):
        size += len(part)
        if size > MOST_BYTES:
            raise Faulty(Fault.LARGE)
        parts.append(part)
    if answer.length:  # it broke off before the end that it promised
        raise Faulty(Fault.UNREACHED)
    return b"".join(parts)


class _Line:
    """A connection under way, which another thread cuts when its time is over, whatever it is doing."""

    def __init__(self, raw: socket.socket) -> None:
        self.socket = raw
        self.late = threading.Event()

    def secure(self, host: str) -> None:
        """Go on in secret; raises `ssl.SSLError` where the other side can't prove that it is this host."""
        context = ssl.create_default_context()
        secured = context.wrap_socket(self.socket, server_hostname=host, do_handshake_on_connect=False)
        self.socket = secured
        secured.do_handshake()

    def cut(self) -> None:
        """End it, below any encryption, which is not made for a second thread."""
        self.late.set()
        with suppress(OSError):
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


@contextmanager
def _connected(there: Place, until: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to an address that was checked, for as long as there is time."""
    found = addresses.resolve(there)
    try:
        line = _Line(_open(found, there.port, until))
    except OSError as error:
        raise Faulty(_fault(error, late=False), type(error).__name__) from error
    connection = http.client.HTTPConnection(there.host, there.port)
    watch = threading.Timer(max(0.0, until - time.monotonic()), line.cut)
    watch.daemon = True
    watch.start()
    try:
        if there.is_secure:
            line.secure(there.host)
        connection.sock = line.socket
        yield connection
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Faulty(_fault(error, late=line.late.is_set()), type(error).__name__) from error
    finally:
        watch.cancel()
        connection.close()
        line.socket.close()
        if line.late.is_set():
            raise Faulty(Fault.SLOW)  # what came may be half of it, though it looks whole


def _fault(error: Exception, *, late: bool) -> Fault:
    if late or isinstance(error, TimeoutError):
        return Fault.SLOW
    return Fault.SECURITY if isinstance(error, ssl.SSLCertVerificationError) else Fault.UNREACHED


def _open(found: list[addresses.Address], port: int, until: float) -> socket.socket:
    """The first of the checked addresses that answers; raises OSError if none does."""
    last: OSError = TimeoutError()
    for address in found:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((str(address), port), timeout=left)
        except OSError as error:
            last = error
    raise last


def _short(header: str) -> str:
    """A header that is sent back next time; one that is too long or holds anything odd is forgotten."""
    return header if len(header) <= 200 and header.isascii() and header.isprintable() else ""
