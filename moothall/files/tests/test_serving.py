import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.files import blobs, serve, uploads

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("rota.xlsx", "rota.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\priya\\rota.xlsx", "rota.xlsx"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("two\r\nSet-Cookie: a=b.txt", "two Set-Cookie a=b.txt"),
        ("zero\0byte.txt", "zero byte.txt"),
        ("tŷ newydd.pdf", "tŷ newydd.pdf"),
        ("\u200b\u200f", "file"),
        ("", "file"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ('a"b<c>.html', "abc.html"),
        ("e\u0301t\u0301.txt", "ét\u0301.txt"),
    ],
)
def test_names_are_made_safe(given_name: str, clean: str) -> None:
    assert uploads.clean_name(given_name) == clean


def test_a_long_name_keeps_its_ending() -> None:
    name = uploads.clean_name("a" * 500 + ".docx")

    assert len(name) == uploads.LONGEST_NAME
    assert name.endswith("a.docx")


@given(st.text(max_size=400))
def test_no_name_is_ever_unsafe(name: str) -> None:
    clean = uploads.clean_name(name)

    assert 1 <= len(clean) <= uploads.LONGEST_NAME
    assert not set(clean) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Co"} for mark in clean)
    assert uploads.clean_name(clean) == clean


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type",
    ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "TEXT/HTML; charset=utf-8", "nonsense", ""],
)
def test_what_a_browser_would_run_is_only_octets(content_type: str) -> None:
    blob = blobs.put(b"<script>alert(1)</script>")

    response = serve.download(blob, name="page.html", content_type=content_type, inline=True)

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_an_image_is_shown_only_when_asked_and_only_when_it_is_one() -> None:
    image, other = blobs.put(PNG), blobs.put(b"<html>")

    assert serve.download(image, name="a.png", content_type="image/png", inline=True)["Content-Disposition"] == (
        'inline; filename="a.png"'
    )
    assert serve.download(image, name="a.png", content_type="image/png")["Content-Disposition"].startswith("attachment")
    pretended = serve.download(other, name="a.png", content_type="image/png", inline=True)
    assert pretended["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_a_pdf_is_never_shown_in_place() -> None:
    response = serve.download(blobs.put(b"%PDF-1.7"), name="a.pdf", content_type="application/pdf", inline=True)

    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["rôle.txt", 'x"; filename=evil.exe', "a\r\nX-Evil: 1", "日本.txt", "a\u202etxt.exe"])
def test_a_hostile_name_stays_one_header(name: str) -> None:
    header = serve.download(blobs.put(b"a"), name=name, content_type="text/plain")["Content-Disposition"]

    assert header.startswith("attachment; filename")
    assert header.isascii()
    assert "\r" not in header and "\n" not in header
    assert header.count("filename") == 1 + ("filename=evil" in uploads.clean_name(name))
