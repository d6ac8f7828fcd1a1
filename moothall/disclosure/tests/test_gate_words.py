"""Withheld words in other spellings, and in texts that are no plain texts."""

import base64

import pytest

from moothall.disclosure.gate import What
from moothall.disclosure.inside.words import Withheld
from moothall.disclosure.tests import make_files as make
from moothall.disclosure.tests.kept import kept_back
from moothall.disclosure.tests.make_files import SECRET


@pytest.mark.parametrize(
    ("withheld", "written"),
    [
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("Søren Bjørndal", "Soren Bjorndal"),
        ("Soren Bjorndal", "Søren Bjørndal"),
        (SECRET, "Siаn Bevаn-Hughes"),  # with two letters of the Cyrillic alphabet
        ("Tom Baker", "Тоm Ваkеr"),  # as capitals they look alike too
        (SECRET, "Sian ..............Bevan-Hughes"),
        (SECRET, "Sian . . . . . . . . . . . . Bevan-Hughes"),
        (SECRET, f"Sian{' ' * 60}Bevan\n{'-' * 40}\nHughes"),
    ],
)
def test_letters_that_look_alike_and_leaders_do_not_hide_a_name(withheld: str, written: str) -> None:
    assert Withheld([withheld]).in_text(written) == {1}
    assert Withheld([withheld]).in_text(written.upper()) == {1}
    assert kept_back(written.encode(), withheld, name="log.txt") == {What.WITHHELD}


def test_letters_of_different_words_are_still_no_name() -> None:
    assert Withheld(["Ng"]).in_text("an N........g road") == set()
    assert Withheld(["Anna Lee"]).in_text("Anna, 4; 5; - (6), [7] / 8: {9}, Lee") == set()
    assert Withheld(["Anna Lee"]).in_text("Anna,;:-()[]{}<>/*+Lee") == set()


def test_a_page_that_writes_a_name_without_its_stroke_is_kept_back() -> None:
    page = make.saved(make.pdf("BT /F1 12 Tf 60 700 Td (Lukasz Nowak) Tj ET"))
    assert kept_back(page, "Łukasz Nowak") == {What.WITHHELD}


@pytest.mark.parametrize("written", ["Sian&nbsp;Bevan-Hughes", "Si&#97;n Bevan&#x2D;Hughes", "Sian%20Bevan-Hughes"])
def test_a_text_is_read_as_a_browser_has_it(written: str) -> None:
    assert kept_back(f"who\n{written}\n".encode(), name="log.txt") == {What.WITHHELD}
    assert kept_back(f"who\n{written}\n".encode(), name="log.csv") == {What.WITHHELD}


@pytest.mark.parametrize(
    "head",
    [
        "From: a@b.example\nSubject: x\nContent-Transfer-Encoding: base64\n",
        "Return-Path: <a@b.example>\r\n",
        "Subject: gully\r\nX-Mailer: a\r\n b\r\nMIME-Version: 1.0\r\n",
        "\ufeffReceived: from a by b\n",
        "From a@b.example Mon Jan 5 10:00:00 2026\nTo: b\n",
    ],
)
def test_a_mail_is_no_plain_text(head: str) -> None:
    mail = f"{head}\n{base64.b64encode(SECRET.encode()).decode()}\n"
    assert kept_back(mail.encode(), name="answer.txt") == {What.MAIL}


def test_a_text_that_tells_of_a_mail_is_one() -> None:
    assert kept_back(b"Notes of a call\n\nFrom: the depot\n", name="answer.txt") == set()
    assert kept_back(b"Date: 4 June\nPlace: Mill Lane\n", name="answer.txt") == set()
