"""Mail to the council's address that is made to hurt: it is kept whole, read to its end, and breaks no page."""

import base64
import io
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.models import Received
from moothall.disclosure.tests import make
from moothall.disclosure.tests.make_mail import OURS, delivered, mail
from moothall.files import blobs
from moothall.kit import clock
from moothall.kit.testing import never_ending
from moothall.people.models import User

pytestmark = pytest.mark.django_db
MEGABYTE = 1_000_000
LONG = 200_000
PLAIN = b"Content-Type: text/plain; charset=utf-8\n"


@pytest.fixture(autouse=True)
def wednesday(settings: LazySettings) -> Iterator[None]:
    settings.MOOTHALL_REQUESTS_ADDRESSES = (OURS,)
    with clock.at(datetime(2026, 9, 9, 10, tzinfo=UTC)):
        yield


def headed(*headers: bytes, body: bytes = b"How many bins are there?", kind: bytes = PLAIN) -> bytes:
    """A mail with these headers beside the usual ones."""
    usual = b"From: Edith Hollis <edith.hollis@example.com>\nTo: foi@wexmoor.example\nMessage-ID: <h@example.com>\n"
    return usual + b"".join(header + b"\n" for header in headers) + kind + b"\n" + body


def nested(depth: int) -> bytes:
    """Parts in parts in parts."""
    body = b""
    for n in range(depth):
        body += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
    return headed(b"Subject: Deep", kind=b"MIME-Version: 1.0\n", body=b"").rstrip(b"\n") + b"\n" + body + b"\nwords\n"


def bomb() -> bytes:
    """A ZIP of two hundred megabytes of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("big.txt", "w") as file:
        for _n in range(200):
            file.write(bytes(MEGABYTE))
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A PDF whose only stream unpacks to a hundred megabytes."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(bytes(MEGABYTE)) for _n in range(100)) + packer.flush()
    return b"%%PDF-1.7\n1 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n%%%%EOF" % (
        len(stream),
        stream,
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a ZIP bomb": lambda: mail(files=[("plans.zip", "application/zip", bomb())]),
    "a PDF bomb": lambda: mail(files=[("plan.pdf", "application/pdf", pdf_bomb())]),
    "a document bomb": lambda: mail(files=[("letter.docx", "application/octet-stream", bomb())]),
    "parts in parts": lambda: nested(1_000),
    "many parts": lambda: mail(files=[(f"{n}.txt", "text/plain", b"x") for n in range(1_500)]),
    "many headers": lambda: headed(*(b"X-H%d: x" % n for n in range(40_000)), b"Subject: Bins"),
    "a long header": lambda: headed(b"Subject: " + b"bins " * LONG),
    "an endless subject of answers": lambda: headed(b"Subject: " + b"Re: Fwd: " * 50_000 + b"bins"),
    "references without end": lambda: headed(b"Subject: " + b"FOI 2026-0001 " * 30_000),
    "numbers without end": lambda: headed(b"Subject: FOI " + b"2026-" * 50_000 + b"0"),
    "ids without end": lambda: headed(b"Subject: Bins", b"References: " + b"<request.1.0@moothall> " * 50_000),
    "a name that is a pattern": lambda: headed(
        b"Subject: Bins", body=b"(a+)+$ " * 30_000 + b"!", kind=b'From: "(a+)+$ (.*)* [z" <a@example.com>\n' + PLAIN
    ),
    "a name without end": lambda: mail(sender=f"{'Edith ' * 20_000} <edith@example.com>"),
    "a body that is its name": lambda: mail(text="Edith Hollis " * 80_000),
    "spaces without end": lambda: mail(text="Bins" + " " * 900_000 + "?\n" + "> " * 100_000),
    "nothing but marks": lambda: mail(text="\u202e\u0300\u200b" * 100_000 + "bins?"),
    "HTML in itself": lambda: headed(
        b"Subject: Bins", kind=b"Content-Type: text/html\n", body=b"<div>" * 60_000 + b"How many bins?"
    ),
    "characters of no set": lambda: headed(
        b"Subject: =?x-unknown?q?=FF=00?= =?utf-8?b?!!!?=", kind=b'Content-Type: text/plain; charset="../../x"\n'
    ),
    "nothing in base64": lambda: headed(
        b"Subject: Bins",
        b"Content-Transfer-Encoding: base64",
        body=base64.b64encode(b"\0\xff\xfe" * 100_000)[:-7] + b"=====",
    ),
    "no end of a boundary": lambda: headed(
        b"Subject: Bins",
        kind=b'Content-Type: multipart/mixed; boundary="' + b"x" * 60_000 + b'"\n',
        body=b"--x\n" * 9_999,
    ),
}


@pytest.mark.parametrize("name", [name for name in HOSTILE if "bomb" in name])
def test_no_bomb_is_unpacked(name: str) -> None:
    raw = HOSTILE[name]()
    tracemalloc.start()
    delivered(raw)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60 * MEGABYTE


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_kept_whole_read_to_its_end_and_breaks_no_page(
    cast: Cast, as_user: Callable[[User], Client], name: str
) -> None:
    raw, samira = HOSTILE[name](), make.officer()
    with never_ending(name):
        row = delivered(raw)
    assert row.became in {"case", "held"} and blobs.read(row.blob) == raw and Received.objects.count() == 1
    assert len(row.subject) <= 500 and delivered(raw) == row
    officer = as_user(samira)
    address = row.case.get_absolute_url() if row.case else reverse("disclosure:came_letter", args=[row.pk])
    with never_ending(f"the page of {name}"):
        assert officer.get(address).status_code == 200
        assert officer.get(reverse("disclosure:desk")).status_code == 200
    original = officer.get(reverse("disclosure:came_original", args=[row.pk]))
    assert original.status_code == 200 and original.getvalue() == raw
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.headers["X-Content-Type-Options"] == "nosniff"
