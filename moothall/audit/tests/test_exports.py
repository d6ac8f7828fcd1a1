"""What is taken away of the record can be verified without the hall, and a forgery is found."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as hall
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall import audit
from moothall.audit import verify_export
from moothall.audit.models import Entry

SignIn = Callable[..., Client]
Lines = list[dict[str, Any]]
VERIFIER = Path(verify_export.__file__)


@audit.act
def act(number: int, *, private: str = "", note: str = "") -> None:
    audit.record("person.moved", by=None, private={"name": private} if private else None, number=number, note=note)


@pytest.fixture
def taken(cast: Cast, as_user: SignIn, tmp_path: Path, db: None) -> Callable[..., Path]:
    """Take an export of a record of some acts, as the auditor does."""
    for number in range(6):
        act(number, private="Ann Other" if number == 3 else "", note="=cmd|' /C calc'!A0" if number == 4 else "")

    def take(**fields: str) -> Path:
        answer = as_user(cast.auditor).post(reverse("audit:export"), fields)
        assert answer.status_code == 200, answer.content[:300]
        path = tmp_path / f"{len(list(tmp_path.glob('*.zip')))}.zip"
        path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
        return path

    return take


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    path.write_text(",".join(f"{name}:{key.hex()}" for name, key in hall.MOOTHALL_AUDIT_KEYS.items()), "ascii")
    return path


def verify(export: Path, *arguments: object) -> tuple[int, str]:
    """Run the verifier as a stranger would: a bare Python that knows nothing of us."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(export), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=export.parent,
    )
    return done.returncode, done.stdout + done.stderr


def parts(export: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(export) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def forged(export: Path, change: Callable[[Lines], Lines], *, manifest: bool = True) -> Path:
    """The export after someone without the keys changed its entries and made everything else agree."""
    held = dict(parts(export))
    lines = change([json.loads(line) for line in held["entries.jsonl"].splitlines()])
    held["entries.jsonl"] = b"".join(verify_export.canonical(line) + b"\n" for line in lines)
    if manifest:
        told = json.loads(held["export.json"])
        told |= {"count": len(lines), "entries_sha256": hashlib.sha256(held["entries.jsonl"]).hexdigest()}
        held["export.json"] = json.dumps(told).encode()
    path = export.with_name(f"forged-{export.name}")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return path


def test_an_export_verifies_on_a_bare_python(taken: Callable[..., Path], keys: Path) -> None:
    export = taken()
    assert verify(export)[0] == 0
    assert verify(export, "--keys", keys)[0] == 0
    told = json.loads(dict(parts(export))["export.json"])
    assert (told["complete"], told["first"], told["last"]) == (True, 1, told["count"])
    assert dict(parts(export))["verify_export.py"] == VERIFIER.read_bytes()


def change(lines: Lines) -> Lines:
    lines[2]["details"] = {"number": 99, "note": ""}
    return lines


def remove(lines: Lines) -> Lines:
    return lines[:2] + lines[3:]


def cut(lines: Lines) -> Lines:
    return lines[:-1]


def move(lines: Lines) -> Lines:
    return [*lines[:1], lines[2], lines[1], *lines[3:]]


def add(lines: Lines) -> Lines:
    return [*lines, {**lines[-1], "seq": lines[-1]["seq"] + 1}]


@pytest.mark.parametrize("forge", [change, remove, move, add, cut])
def test_a_forgery_is_found_with_the_keys(
    taken: Callable[..., Path], keys: Path, forge: Callable[[Lines], Lines]
) -> None:
    code, words = verify(forged(taken(), forge), "--keys", keys)
    assert code == 1, words


@pytest.mark.parametrize("forge", [remove, move, add])
def test_a_clumsy_forgery_is_found_without(taken: Callable[..., Path], forge: Callable[[Lines], Lines]) -> None:
    assert verify(forged(taken(), forge))[0] == 1


def test_the_keys_of_another_hall_do_not_fit(taken: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "other").write_text("t1:" + "00" * 32, "ascii")
    assert verify(taken(), "--keys", tmp_path / "other")[0] == 1


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_export_is_called_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    code, words = verify(tmp_path / "bad.zip")
    assert code == 2
    assert "Traceback" not in words


def test_a_part_of_the_record_is_no_whole_and_says_so(taken: Callable[..., Path], keys: Path) -> None:
    export = taken(verb="person.moved")
    assert json.loads(dict(parts(export))["export.json"])["complete"] is False
    assert verify(export, "--keys", keys)[0] == 0


def test_personal_details_go_along_only_when_asked(taken: Callable[..., Path], keys: Path) -> None:
    assert b"Ann Other" not in b"".join(content for _name, content in parts(taken()))
    whole = taken(personal="on")
    assert b"Ann Other" in b"".join(content for _name, content in parts(whole))
    assert verify(whole, "--keys", keys)[0] == 0


def test_a_table_begins_no_formula(taken: Callable[..., Path]) -> None:
    table = list(csv.reader(io.StringIO(dict(parts(taken()))["entries.csv"].decode("utf-8-sig"))))
    assert len(table) > 6
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def test_taking_an_export_is_itself_on_record(taken: Callable[..., Path], cast: Cast) -> None:
    export = taken()
    digest = hashlib.sha256(dict(parts(export))["entries.jsonl"]).hexdigest()
    last = Entry.objects.latest("seq")
    assert last.actor == cast.auditor
    assert digest in json.dumps(last.details)


def test_nothing_that_fits_is_said_at_the_form(cast: Cast, as_user: SignIn) -> None:
    answer = as_user(cast.auditor).post(reverse("audit:export"), {"thing": "spaces.space:999999"})
    assert answer.status_code == 422
    assert "Nothing in the record fits" in answer.text


def test_only_those_who_check_the_record_take_it_away(cast: Cast, as_user: SignIn) -> None:
    act(1)
    for person in (cast.priya, cast.joan, cast.marcus, cast.admin):
        client = as_user(person)
        allowed = client.get(reverse("audit:entries")).status_code == 200
        answer = client.post(reverse("audit:export"), {})
        b"".join(answer)  # to its end, where the file is closed
        assert (answer.status_code == 200) is allowed
    assert Client().post(reverse("audit:export"), {}).status_code == 302
