"""Fetching from a server that may be anybody's: where it may lead, how much it may send, how long it may take."""

import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import pytest
from django.conf import settings

from moothall.kit.testing import never_ending
from moothall.lessons.exchange import addresses, fetching
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.tests.serving import JSON, Elsewhere, elsewhere

PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946")
NEVER = (
    *("0.0.0.0", "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.1.2.3", "240.0.0.1"),  # noqa: S104
    *("192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.88.99.1", "192.0.0.8", "255.255.255.255"),
    *("::", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1", "2002:7f00:1::", "64:ff9b::7f00:1", "::7f00:1"),
    *("::ffff:169.254.169.254", "::ffff:0.0.0.0", "2001:0:53aa:64c:0:fbff:ffff:fffe", "64:ff9b:1::a00:1"),
)
INSIDE = (
    *("127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"),
    *("::1", "fd00::1", "fc00::7", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:192.168.0.9"),
)


def fault(address: str, **options: float) -> Fault:
    """Why an address could not be fetched."""
    with pytest.raises(Faulty) as caught:
        fetching.fetch(address, **options)  # type: ignore[arg-type]
    return caught.value.fault


def answers(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    """Have every name lead to these addresses."""

    def resolve(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        families = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in found]
        return [(family, 1, 6, "", (address, port)) for family, address in zip(families, found, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("private", [True, False])
def test_public_addresses_are_looked_at(address: str, private: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MOOTHALL_EXCHANGE_PRIVATE", private)
    assert addresses.allowed(ip_address(address))


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("private", [True, False])
def test_what_belongs_to_nobody_is_never_looked_at(
    address: str, private: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MOOTHALL_EXCHANGE_PRIVATE", private)
    assert not addresses.allowed(ip_address(address))


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_looked_at_only_where_the_council_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not addresses.allowed(ip_address(address))
    monkeypatch.setattr(settings, "MOOTHALL_EXCHANGE_PRIVATE", True)
    assert addresses.allowed(ip_address(address))


@pytest.mark.parametrize("address", [*INSIDE, *NEVER])
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "93.184.216.34", address)  # one good address does not make the other good
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("it connected"))
    assert fault("https://council.example/feed") is Fault.PRIVATE


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "ftp://council.example/feed", "gopher://council.example/", "javascript:alert(1)", ""),
        *("//council.example/feed", "/feed", "http://", "https:///feed", "http://user:secret@council.example/feed"),
        *("http://council.example:99999/", "http://council.example:0/", "http://council.example\\@127.0.0.1/"),
        *("http://council.example/a b", "http://council.example/\r\nHost: evil", "http://[::1", "http://a\x00b/"),
        "https://council.example/" + "a" * 2000,
    ],
)
def test_what_is_no_address_of_a_feed_is_refused(address: str) -> None:
    assert fault(address) is Fault.ADDRESS


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "127.0.0.1."])
def test_this_machine_is_known_by_all_its_names(host: str) -> None:
    assert fault(f"http://{host}/feed") in (Fault.PRIVATE, Fault.UNKNOWN)


def test_a_document_comes_with_its_tag(elsewhere_serving: Elsewhere) -> None:
    address = elsewhere_serving.says("{}", ETag='"one"', Last_Modified="Sat, 28 Nov 2026 10:00:00 GMT")
    found = fetching.fetch(address)
    assert (found.body, found.kind, found.etag) == (b"{}", "json", '"one"')
    assert found.modified == "Sat, 28 Nov 2026 10:00:00 GMT"
    assert fetching.fetch(address, etag=found.etag).unchanged


def test_nothing_of_ours_is_sent_along(elsewhere_serving: Elsewhere) -> None:
    fetching.fetch(elsewhere_serving.says("{}"))
    sent = elsewhere_serving.asked[0].headers
    assert not {"cookie", "authorization", "referer", "x-forwarded-for"} & {name.lower() for name in sent}
    assert sent["Accept-Encoding"] == "identity"


def test_a_name_is_resolved_once_and_what_was_checked_is_what_is_asked(
    elsewhere_serving: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere_serving.says("{}")
    asked = []

    def rebinding(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        asked.append(host)
        found = "127.0.0.1" if len(asked) == 1 else "169.254.169.254"
        return [(socket.AF_INET, 1, 6, "", (found, port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    connected = []
    create = socket.create_connection

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        monkeypatch.setattr(socket, "getaddrinfo", real)
        return create(address, timeout)

    monkeypatch.setattr(socket, "create_connection", connect)
    fetching.fetch(elsewhere_serving.url(host="council.example"))
    assert (asked, connected) == (["council.example"], ["127.0.0.1"])
    assert elsewhere_serving.asked[0].headers["Host"] == f"council.example:{elsewhere_serving.port}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(elsewhere_serving: Elsewhere, status: int) -> None:
    elsewhere_serving.says("{}", path="/there")
    found = fetching.fetch(elsewhere_serving.fails(status, Location="/there#part"))
    assert (found.body, found.address) == (b"{}", elsewhere_serving.url("/there"))


def test_redirects_come_to_an_end(elsewhere_serving: Elsewhere) -> None:
    assert fault(elsewhere_serving.fails(302, Location="/feed")) is Fault.REDIRECTS
    assert len(elsewhere_serving.asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("file:///etc/passwd", Fault.ADDRESS),
        ("http://user:pass@127.0.0.1/", Fault.ADDRESS),
        ("gopher://127.0.0.1:25/_HELO", Fault.ADDRESS),
        ("data:application/json,{}", Fault.ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", Fault.PRIVATE),
        ("http://[fe80::1]/", Fault.PRIVATE),
        ("http://0.0.0.0/", Fault.PRIVATE),
        ("", Fault.BROKEN),
    ],
)
def test_a_redirect_leads_nowhere_else(elsewhere_serving: Elsewhere, location: str, expected: Fault) -> None:
    assert fault(elsewhere_serving.fails(302, Location=location)) is expected


def test_a_redirect_to_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name whose server answers, and leads to 127.0.0.1: only the second address is inside."""
    with elsewhere() as place:
        place.fails(302, Location=f"http://127.0.0.1:{place.port}/secret")
        place.says("{}", path="/secret")
        real = addresses.allowed
        seen: list[str] = []

        def allowed(address: addresses.Address) -> bool:
            seen.append(str(address))
            return len(seen) == 1 or real(address)  # the first is taken for public

        monkeypatch.setattr(addresses, "allowed", allowed)
        assert fault(place.url()) is Fault.PRIVATE
        assert [request.path for request in place.asked] == ["/feed"]


def test_a_redirect_does_not_lead_out_of_secrecy() -> None:
    with pytest.raises(Faulty) as caught:
        addresses.onward(addresses.place("https://council.example/feed"), "http://council.example/feed")
    assert caught.value.fault is Fault.DOWNGRADE


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, "refused"), (403, "refused"), (404, "missing"), (410, "ended"), (500, "broken"), (204, "broken")],
)
def test_an_answer_without_a_feed_is_told_in_words(elsewhere_serving: Elsewhere, status: int, expected: str) -> None:
    assert fault(elsewhere_serving.fails(status)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"), [("text/html", "web_page"), ("image/png", "no_feed"), ("text/plain", "no_feed")]
)
def test_what_is_no_feed_is_not_read(elsewhere_serving: Elsewhere, kind: str, expected: str) -> None:
    assert fault(elsewhere_serving.says("{}", kind)) == expected


def test_what_comes_packed_is_not_unpacked(elsewhere_serving: Elsewhere) -> None:
    assert fault(elsewhere_serving.says("{}", Content_Encoding="gzip")) is Fault.PACKED


def test_a_hundred_megabytes_are_not_taken_whether_they_are_announced_or_not(elsewhere_serving: Elsewhere) -> None:
    sent = [0]

    def flood(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.end_headers()
        for _part in range(100):
            sent[0] += request.wfile.write(b"x" * 1_000_000)

    def announced(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.send_header("Content-Length", "100000000")
        request.end_headers()

    assert fault(elsewhere_serving.does(flood)) is Fault.LARGE
    assert sent[0] < 50_000_000
    assert fault(elsewhere_serving.does(announced, "/announced")) is Fault.LARGE


@pytest.mark.parametrize("where", ["status", "headers", "continue", "body", "endless chunk"])
def test_a_slow_server_is_given_up_on(elsewhere_serving: Elsewhere, where: str) -> None:
    """It sends a byte now and then, so that no single wait is ever long."""
    over = threading.Event()

    def slow(request: BaseHTTPRequestHandler) -> None:
        before = {
            "status": b"",
            "headers": b"HTTP/1.1 200 OK\r\n",
            "continue": b"",
            "body": b"HTTP/1.1 200 OK\r\nContent-Type: application/feed+json\r\n\r\n",
            "endless chunk": (
                b"HTTP/1.1 200 OK\r\nContent-Type: application/feed+json\r\nTransfer-Encoding: chunked\r\n\r\n"
            ),
        }[where]
        part = {"headers": b"X-A: b\r\n", "continue": b"HTTP/1.1 100 Continue\r\n\r\n", "endless chunk": b"1\r\nx\r\n"}
        request.wfile.write(before)
        while not over.wait(0.02):
            request.wfile.write(part.get(where, b"H"))

    try:
        with never_ending("a slow server"):
            assert fault(elsewhere_serving.does(slow), seconds=0.5) in (Fault.SLOW, Fault.UNREACHED)
    finally:
        over.set()


def test_half_a_document_is_none(elsewhere_serving: Elsewhere) -> None:
    def half(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"{}")

    assert fault(elsewhere_serving.does(half)) is Fault.UNREACHED


def test_a_server_that_is_not_there_or_speaks_nonsense_is_told_in_words(elsewhere_serving: Elsewhere) -> None:
    def nonsense(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"\x00\xff nonsense\r\n\r\n")

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert fault(f"http://127.0.0.1:{closed.getsockname()[1]}/") is Fault.UNREACHED
    assert fault(f"https://127.0.0.1:{elsewhere_serving.port}/feed") is Fault.UNREACHED  # no TLS there
    assert fault(elsewhere_serving.does(nonsense)) in (
        Fault.UNREACHED,
        Fault.SLOW,
    )


def test_who_cannot_prove_who_they_are_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    def unproven(*_given: object) -> None:
        raise ssl.SSLCertVerificationError(1, "certificate verify failed")

    monkeypatch.setattr(fetching._Line, "secure", unproven)
    with elsewhere() as place:
        monkeypatch.setattr(settings, "MOOTHALL_EXCHANGE_PRIVATE", True)
        assert fault(f"https://127.0.0.1:{place.port}/feed") is Fault.SECURITY


def test_looking_leaves_no_thread_behind(elsewhere_serving: Elsewhere) -> None:
    fetching.fetch(elsewhere_serving.says("{}"))
    deadline = time.monotonic() + 30
    while any(isinstance(each, threading.Timer) for each in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
