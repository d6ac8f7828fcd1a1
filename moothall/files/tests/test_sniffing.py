import io
import zipfile

import pytest

from moothall.files import sniffing


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.txt", PNG, "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + b"\0" * 30, "image/jpeg"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml"), DOCX),
        ("a.zip", zipped("a.txt"), "application/zip"),
        ("a.jpg", zipped("a.txt"), "application/zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/msword"),
        ("a.txt", b"Dear all,\n", "text/plain"),
        ("a.csv", b"a,b\n1,2\n", "text/csv"),
        ("a.txt", "t\u0177 newydd".encode(), "text/plain"),
        ("a.txt", "caf\u00e9".encode("latin-1"), "text/plain"),
        ("a.jpg", b"MZ\x90\0\3" + b"\0" * 200, sniffing.PROGRAM),
        ("a.pdf", b"\x7fELF\x02\1" + b"\0" * 60, sniffing.PROGRAM),
        ("a.txt", b"MZ is how the letter begins", "text/plain"),
        ("a.txt", b"#!/bin/sh\nrm -r /", sniffing.SCRIPT),
        ("a.txt", b"\xef\xbb\xbf \n<!DOCTYPE html><p>", sniffing.HTML),
        ("a.txt", b"<!-- x --><script>alert(1)</script>", sniffing.HTML),
        ("a.txt", "\ufeff<html>".encode("utf-16-le"), sniffing.HTML),
        ("a.png", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">', sniffing.SVG),
        ("a.xml", b'<?xml version="1.0"?><a/>', sniffing.XML),
        ("a.bin", b"\0\1\2\3nothing known", "application/octet-stream"),
        ("a.bin", b"", "text/plain"),
    ],
)
def test_the_bytes_decide_what_a_file_is(name: str, data: bytes, kind: str) -> None:
    assert sniffing.decide(data, name=name) == kind


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("a.png", "image/png", ""),
        ("a.docx", DOCX, ""),
        ("a.JPG", "image/jpeg", ""),
        ("a.unknown", "application/pdf", ""),
        ("a", "text/plain", ""),
        ("a.csv", "text/csv", ""),
        ("a.jpg", "image/png", "The name ends in .jpg, the content is PNG"),
        ("a.pdf", "application/zip", "The name ends in .pdf, the content is ZIP"),
        ("a.pdf", "application/x-odd", "The content is not what the name says"),
        ("a.pdf", sniffing.PROGRAM, "A program: open it only if you know who made it"),
        ("a.bat", "text/plain", "A program: open it only if you know who made it"),
        ("a.txt", sniffing.HTML, "A web page: it can hold scripts, so it is only offered to be saved"),
        ("a.svg", sniffing.SVG, "A web page: it can hold scripts, so it is only offered to be saved"),
        ("a.xlsm", "application/zip", "Can hold macros: open it only if you know who made it"),
    ],
)
def test_what_is_said_beside_a_file(name: str, kind: str, words: str) -> None:
    assert sniffing.remark(name=name, content_type=kind) == words
