"""The decision report: what it tells, that it is a tagged PDF, and that it fetches nothing."""

import re
import socket
import sys
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock, paper
from moothall.kit.testing import never_ending
from moothall.people.models import User
from moothall.risks.actions import decisions
from moothall.risks.models import Appraisal, Comment
from moothall.risks.tests import make, make_many
from moothall.risks.tests.reading_world import parsed

SignIn = Callable[[User], Client]
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.ready(by=cast.priya, approver=cast.gareth)


def inside(pdf: bytes) -> bytes:
    """A PDF with its compressed parts opened."""
    opened = [pdf]
    for found in STREAM.finditer(pdf):
        try:
            opened.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(opened)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """No connection leaves; gives those that somebody tried."""
    tried: list[Any] = []

    def refuse(_self: socket.socket, address: Any) -> None:
        if not str(address).startswith("/"):  # the database's own socket is a path
            tried.append(address)
        raise OSError("nothing leaves")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


def test_the_report_is_a_tagged_pdf_with_title_and_language(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    response = as_user(cast.joan).get(reverse("risks:report_pdf", args=[asked.pk]))
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="how-should-staff-collaborate.pdf"'
    assert response.content.startswith(b"%PDF-1.7")
    found = inside(response.content)
    for expected in (b"/MarkInfo", b"/Marked true", b"/StructTreeRoot", b"/Lang", b"/DisplayDocTitle true"):
        assert expected in found, expected
    assert b"pdfuaid" in found and re.search(rb"<pdfuaid:part[^>]*>1<|pdfuaid:part=\"1\"", found)
    assert re.search(rb"/Lang ?\(en", found), "the language is said"
    assert b"How should staff collaborate?" in found
    figures = len(re.findall(rb"/S ?/Figure", found))
    assert figures and figures == len(re.findall(rb"/Alt ?[(<]", found)), "every picture has words"


def test_the_report_tells_the_decision_with_its_dissent(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    round = make.round_of(asked)
    Comment.objects.create(appraisal=asked, author=cast.joan, differs=True, body="Residents write by e-mail.")
    asked.refresh_from_db()
    decisions.decide(
        round,
        by=cast.priya,
        option=round.proposal.option,
        balance=round.proposal.balance,
        review_on=clock.today() + timedelta(days=200),
        dissent="Legal would have waited.",
    )
    page = parsed(as_user(cast.joan).get(reverse("risks:report", args=[asked.pk])))
    large = [node.words for node in page.all() if "words" in node.classes]
    assert large[1:] == [round.proposal.balance, "Legal would have waited.", "Residents write by e-mail."]
    for expected in ("Under option A, Do nothing", "Under option C", "Signed for by Gareth Pugh", "Decided: C"):
        assert expected in page.words, expected
    assert "Add a different view" not in page.words


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/x.png",
        "https://evil.example/x.css",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://evil.example/",
        "hall:../../../etc/passwd",
        "hall:latin?x",
        "",
    ],
)
def test_only_our_fonts_are_on_the_shelf(url: str) -> None:
    with pytest.raises(paper.NotOnTheShelf):
        paper.on_shelf(url)


def test_paper_fetches_nothing_whatever_the_page_says(offline: list[Any], tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'told from the disk' }", encoding="utf-8")
    page = f"""<!DOCTYPE html><html lang="en"><head><title>T</title>
    <link rel="stylesheet" href="http://evil.example/x.css"><link rel="stylesheet" href="{secret.as_uri()}">
    <style>@import url(http://evil.example/y.css); p {{ background: url(http://evil.example/z.png) }}</style>
    <link rel="attachment" href="{secret.as_uri()}"></head>
    <body><p>Plain words</p><img src="http://evil.example/x.png" alt="x"><img src="{secret.as_uri()}" alt="y">
    <object data="http://evil.example/o.svg"></object><embed src="{secret.as_uri()}">
    <svg width="9" height="9"><title>s</title><image href="http://evil.example/i.png" width="9" height="9"/>
    <use href="{secret.as_uri()}#x"/></svg><iframe src="http://evil.example/"></iframe></body></html>"""
    made = paper.pdf(page)
    assert made.startswith(b"%PDF") and offline == []
    assert b"told from the disk" not in inside(made) and b"/EmbeddedFile" not in inside(made)


def test_hostile_words_neither_fetch_nor_break_the_report(cast: Cast, as_user: SignIn, offline: list[Any]) -> None:
    words = (
        "</title><svg><image href='http://evil.example/a'/></svg><link rel=attachment href=file:///etc/passwd>"
        "<style>*{background:url(http://evil.example/b)}</style>" + "w" * 120
    )
    asked = make_many.many(by=cast.priya, risks=4, options=3, words=words)
    response = as_user(cast.priya).get(reverse("risks:report_pdf", args=[asked.pk]))
    assert response.status_code == 200 and response.content.startswith(b"%PDF")
    assert offline == [] and b"/EmbeddedFile" not in inside(response.content)


def test_without_pango_the_page_to_print_is_offered(
    cast: Cast, asked: Appraisal, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # an import that fails
    response = as_user(cast.priya).get(reverse("risks:report_pdf", args=[asked.pk]))
    assert response.status_code == 501
    page = parsed(response)
    assert "Pango, is not installed where this hall runs" in page.words
    links = [node.attributes["href"] for node in page.all() if "govuk-button" in node.classes]
    assert links == [reverse("risks:report", args=[asked.pk])]


def test_reports_are_set_one_at_a_time(
    cast: Cast, asked: Appraisal, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "PATIENCE", 0.01)
    client, url = as_user(cast.priya), reverse("risks:report_pdf", args=[asked.pk])
    with paper._PRESS:
        response = client.get(url)
    assert response.status_code == 503 and "Another report is being made" in parsed(response).words
    assert client.get(url).status_code == 200


def test_a_report_of_everything_that_fits_is_bounded(cast: Cast, as_user: SignIn) -> None:
    asked = make_many.many(by=cast.priya, risks=200, options=12)
    round = make.round_of(asked)
    decisions.propose(round, by=cast.priya, option=round.options.get(place=5), balance="So it is.")
    client = as_user(cast.priya)
    with never_ending("a report of 200 risks under 12 options"):
        page = parsed(client.get(reverse("risks:report", args=[asked.pk])))
        pdf = client.get(reverse("risks:report_pdf", args=[asked.pk]))
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")
    assert sum("risk" in node.classes for node in page.all()) == 400, "under the proposal and under doing nothing"
    assert "The options B, C, D, F, G, H, I, J, K, L are told in the hall" in page.words
    assert "the picture of the balance leaves out the options" in page.words
