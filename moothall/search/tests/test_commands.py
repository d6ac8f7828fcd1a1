import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from moothall.people.models import User
from moothall.search import writer

from .make import Note, Notes

pytestmark = pytest.mark.django_db


def run(*command: str) -> dict[str, Any]:
    out = StringIO()
    call_command(*command, "--json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_search_tells_what_one_person_finds(notes: Notes, priya: User) -> None:
    notes.add("the bench & the lamp", title="Seats")
    notes.add("another bench", space=2)
    writer.drain()

    told = run("search", "bench", "--as", "Priya.Raman@wexmoor.example")

    assert told["total"] == 1
    assert told["seconds"] > 0
    (hit,) = told["hits"]
    assert hit.pop("score") > 0
    assert hit == {
        "kind": "note",
        "title": "Seats",
        "url": "/notes/1/",
        "snippet": "the bench & the lamp",
        "date": "2026-04-08T10:00:00+00:00",
    }


def test_search_for_nobody_says_so(notes: Notes) -> None:
    with pytest.raises(CommandError, match="Nobody signs in as x@y"):
        run("search", "bench", "--as", "x@y")


def test_search_without_an_index_says_what_to_do(notes: Notes, priya: User) -> None:
    with pytest.raises(CommandError, match="moothall rebuild_index"):
        run("search", "bench", "--as", priya.email)


def test_check_fails_until_a_rebuild(notes: Notes, capsys: pytest.CaptureFixture[str]) -> None:
    notes.add("bench")
    writer.drain()
    notes.rows[1] = Note("lamp")

    with pytest.raises(SystemExit) as left:
        call_command("check_index")
    assert left.value.code == 1
    assert "note:1: stale" in capsys.readouterr().out

    assert run("rebuild_index")["things"] == 1
    assert run("check_index") == {"clean": True, "pending": 0, "count": 0, "differences": []}


def test_check_without_an_index_fails_in_words(notes: Notes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("check_index")

    assert "moothall rebuild_index" in capsys.readouterr().out
