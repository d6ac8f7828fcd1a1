"""The Welsh catalogue of the letters is whole, and the compiled one says what the readable one says."""

import ast
import gettext
import re
from pathlib import Path

import pytest

from moothall import disclosure

ROOM = Path(disclosure.__file__).parent
CATALOGUE = ROOM / "locale" / "cy" / "LC_MESSAGES"
LAW = ROOM / "law"
LETTERS = (LAW / "letters" / "passages.py", LAW / "letters" / "writing.py", LAW / "citing.py")


def readable() -> dict[str, str]:
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid (".*")\nmsgstr (".*")$', text, re.M)
    return {ast.literal_eval(one): ast.literal_eval(other) for one, other in pairs if one != '""'}


def sources() -> set[str]:
    found = set()
    for path in LETTERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "gettext"):
                (words,) = node.args
                if isinstance(words, ast.Constant):
                    found.add(str(words.value))
    return found


def test_every_sentence_of_a_letter_has_its_welsh() -> None:
    assert len(sources()) > 50
    assert sorted(sources() - readable().keys()) == []


@pytest.mark.parametrize("english", sorted(readable()))
def test_the_welsh_has_the_same_gaps_to_fill(english: str) -> None:
    welsh = readable()[english]
    gaps = re.compile(r"%\(\w+\)s")
    assert sorted(gaps.findall(english)) == sorted(gaps.findall(welsh))
    assert welsh != english


def test_the_compiled_catalogue_is_that_of_the_readable_one() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    kept = compiled._catalog  # type: ignore[attr-defined]
    assert {english: welsh for english, welsh in kept.items() if english} == readable()
