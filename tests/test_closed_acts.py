"""Acts on what is closed to a reader: their rows say nothing but a number and a seal, and the chain stays whole."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall import audit
from moothall.audit import actions, queries
from moothall.audit.models import Entry
from moothall.audit.tests.test_exports import keys, verify
from moothall.kit.registries import ClosedActs, closed_acts

__all__ = ["keys"]  # a fixture
CLOSED = "an act on something that is closed"
SignIn = Callable[..., Client]


@pytest.fixture
def hidden(cast: Cast) -> Iterator[Entry]:
    """An act on Joan between two others; whoever is no moderator may see nothing of Joan."""
    verbs = {"before": "policy.adopted", "hidden": "space.created", "behind": "policy.adopted"}
    for name, on in (("before", cast.gareth), ("hidden", cast.joan), ("behind", cast.gareth)):
        with audit.acting():
            audit.record(verbs[name], by=cast.priya, on=on, private={"nick": f"Ann {name}"}, note=f"say {name}")
    closed = get_user_model()._default_manager.filter(pk=cast.joan.pk)
    item = ClosedActs(key="test", things=lambda person: [closed if person != cast.admin else closed.none()])
    closed_acts.add(item)
    yield Entry.objects.get(verb="space.created")
    closed_acts.remove("test")


def read(client: Client, **narrowed: str) -> dict[int, str]:
    """The words of each act that the list tells this person, by its number."""
    answer = client.get(reverse("audit:entries"), narrowed)
    assert answer.status_code == 200
    rows = re.findall(r'href="/audit/(\d+)/">\d+<span[^>]*>,</span> ([^<]*)</a>', answer.content.decode())
    return {int(number): words for number, words in rows}


def test_a_row_keeps_its_number_and_tells_nothing(cast: Cast, as_user: SignIn, hidden: Entry) -> None:
    auditor, admin = as_user(cast.auditor), as_user(cast.admin)
    listed, whole = read(auditor), read(admin)
    assert listed.keys() == whole.keys() and listed[hidden.seq] == CLOSED
    assert whole[hidden.seq] == queries.say("space.created") and listed[hidden.seq - 1] == whole[hidden.seq - 1]
    page = auditor.get(reverse("audit:entry", args=[hidden.seq]))
    said = page.content.decode()
    assert page.status_code == 200 and hidden.hash in said and f"/audit/{hidden.seq + 1}/" in said
    for word in ("space.created", "say hidden", "Ann hidden", cast.priya.name, "people.user", cast.priya.email):
        assert word not in said, word
    assert "say hidden" in admin.get(reverse("audit:entry", args=[hidden.seq])).content.decode()


def test_no_question_tells_what_it_is(cast: Cast, as_user: SignIn, hidden: Entry) -> None:
    auditor = as_user(cast.auditor)
    narrowed = (
        {"verb": "space.created"}, {"person": cast.priya.email}, {"thing": f"people.user:{cast.joan.pk}"},
        {"thing": "people.user"},
    )  # fmt: skip
    for one in narrowed:
        assert hidden.seq not in read(auditor, **one), one
        assert hidden.seq in read(as_user(cast.admin), **one), one
    for number in (cast.joan.pk, 10**9):
        assert auditor.get(reverse("audit:case_file", args=["people.user", number])).status_code == 404


def test_that_its_details_were_erased_is_closed_too(cast: Cast, as_user: SignIn, hidden: Entry) -> None:
    actions.erase_private([hidden], by=cast.admin, reason="Asked for.")
    auditor = as_user(cast.auditor)
    erased = Entry.objects.get(verb="audit.private_erased").seq
    assert read(auditor)[erased] == CLOSED and not read(auditor, verb="audit.private_erased")
    item = closed_acts.get("test")
    assert item is not None
    closed_acts.remove("test")
    closed_acts.add(
        ClosedActs(key="test", things=lambda _person: [get_user_model()._default_manager.filter(pk=cast.joan.pk)])
    )
    assert as_user(cast.admin).get(reverse("audit:erase", args=[hidden.seq])).status_code == 404


def test_a_copy_of_ones_own_data_leaves_it_out(cast: Cast, hidden: Entry) -> None:
    told = [str(row) for row in queries.acts_of(cast.priya)]
    assert any("policy.adopted" in row for row in told) and not any("space.created" in row for row in told)


def taken(client: Client, tmp_path: Path, **fields: str) -> Path:
    """An export, as this person takes it."""
    answer = client.post(reverse("audit:export"), {"personal": "on"} | fields)
    path = tmp_path / f"{len(list(tmp_path.glob('*.zip')))}.zip"
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return path


def test_an_export_has_its_seal_alone_and_verifies(
    cast: Cast, as_user: SignIn, hidden: Entry, tmp_path: Path, keys: Path
) -> None:
    export = taken(as_user(cast.auditor), tmp_path)
    with zipfile.ZipFile(export) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    lines = {line["seq"]: line for line in map(json.loads, parts["entries.jsonl"].splitlines())}
    assert set(lines[hidden.seq]) == {"seq", "hash", "previous_hash", "key_id", "closed"}
    assert lines[hidden.seq]["hash"] == hidden.hash and len(lines) == json.loads(parts["export.json"])["last"]
    (row,) = [row for row in csv.reader(io.StringIO(parts["entries.csv"])) if row[0] == str(hidden.seq)]
    assert row[4] == CLOSED and not "".join(row[1:4] + row[5:8])
    for part in ("entries.jsonl", "entries.csv", "private.jsonl"):
        assert "hidden" not in parts[part] and "behind" in parts[part]
    code, said = verify(export, "--keys", keys)
    count = Entry.objects.filter(object_type="people.user", object_id=str(cast.joan.pk)).count()
    assert code == 0 and f"; {count} closed" in said and "all of them" in said, said
    assert verify(export)[0] == 0
    whole = taken(as_user(cast.admin), tmp_path)
    assert verify(whole, "--keys", keys)[0] == 0 and "closed" not in verify(whole, "--keys", keys)[1]


def test_an_entry_that_a_forger_closes_is_found(
    cast: Cast, as_user: SignIn, hidden: Entry, tmp_path: Path, keys: Path
) -> None:
    export = taken(as_user(cast.auditor), tmp_path)
    with zipfile.ZipFile(export) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    lines = [json.loads(line) for line in parts["entries.jsonl"].splitlines()]
    kept = ("seq", "previous_hash", "key_id", "hash")
    lines[-1] = {name: lines[-1][name] for name in kept} | {"closed": True}
    dump = (json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for line in lines)
    parts["entries.jsonl"] = "".join(f"{line}\n" for line in dump).encode()
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(forged, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    code, said = verify(forged, "--keys", keys)
    assert code == 1 and re.search(r"There are \d closed entries, and \d were exported so\.", said)


def test_the_list_asks_no_more_for_what_is_closed(cast: Cast, as_user: SignIn, hidden: Entry) -> None:
    auditor = as_user(cast.auditor)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(auditor)
        return len(asked)

    cost()
    before = cost()
    for number in range(12):
        with audit.acting():
            audit.record("space.created", by=cast.priya, on=cast.joan, number=number)
    assert cost() == before
