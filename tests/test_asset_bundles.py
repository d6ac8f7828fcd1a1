"""An information asset goes out whole and comes in again: its entry, its records as evidence, and nothing half done."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files import blobs
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.people.models import User
from moothall.records import asset_bringing, bundles, bundling
from moothall.records.actions import assets as describing
from moothall.records.actions import bundles as act
from moothall.records.asset_fields import NAMES, AssetFields, of
from moothall.records.bundles import checking
from moothall.records.bundling import NotOurs, Taken
from moothall.records.custody import File
from moothall.records.models import DeclaredRecord, InformationAsset
from moothall.records.tests import make_assets, make_systems
from moothall.records.tests import make_retention as make
from moothall.spaces.models import Space
from moothall.spaces.tests import make as make_spaces

SignIn = Callable[[User], Client]
THEN = datetime(2024, 5, 3, 9, tzinfo=UTC)


@pytest.fixture
def asset(cast: Cast, rekha: User) -> InformationAsset:
    """An open asset of which everything is said, with a record of itself under it."""
    rule = make.rule(by=rekha)
    made = make_assets.asset(
        by=rekha,
        identifier="IAR-7",
        name="Loans <b>& fines</b>",
        description="Who borrowed what.\nSince 1998.",
        owner=cast.gareth,
        custodian=cast.priya,
        personal_data="yes",
        lawful_basis="e",
        special_category=True,
        covers_from=date(1998, 4, 1),
        searchable="part",
        coverage=40,
        marking="sensitive",
        handling="Do not forward",
        retention_rule_id=rule.pk,
    )
    make_assets.review(made, by=rekha, next_on=date(2031, 2, 3))
    with clock.at(THEN):
        act.declare(by=cast.gareth, thing=f"asset:{made.pk}", why="As it stood at the audit", asset=f"asset:{made.pk}")
    return made


def taken_out(asset: InformationAsset, by: User) -> bytes:
    bundle = act.ask_for_bundle(by=by, thing=f"asset:{asset.pk}", reason="Moving")
    act.make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.blob is not None
    return blobs.read(bundle.blob)


def brought(data: bytes, *, by: User, identifier: str = "") -> bundling.Brought:
    return bundling.bring_in(io.BytesIO(data), by=by, identifier=identifier)


def rewritten(data: bytes, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> bytes:
    """The same bundle with other contents, its hashes right again: what a liar would send."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = {name.partition("/data/")[2]: archive.read(name) for name in archive.namelist() if "/data/" in name}
    told = json.loads(inside["asset.json"])
    change(told, inside)
    if "asset.json" in inside:
        inside["asset.json"] = json.dumps(told).encode()
    made = io.BytesIO()
    files = [File(path, partial(io.BytesIO, body)) for path, body in inside.items()]
    bundles.write(made, files, name="other", about={"Source-Organization": "Harrowby Town Council"})
    return made.getvalue()


def test_an_assets_bundle_opens_without_us(asset: InformationAsset, rekha: User, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(taken_out(asset, rekha))) as archive:
        archive.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert bagit.Bag(str(folder)).validate() is True
    told = json.loads((folder / "data" / "asset.json").read_text(encoding="utf-8"))
    assert told["format"] == "moothall-asset-1" and told["owner"]["name"] == "Gareth Pugh"
    assert told["records"][0]["declared_by"] == "Gareth Pugh"
    page = (folder / "data" / "index.html").read_text(encoding="utf-8")
    assert "Loans &lt;b&gt;" in page and "As it stood at the audit" in page


def test_it_comes_in_again_with_its_fields_and_its_records(
    asset: InformationAsset, rekha: User, as_user: SignIn, cast: Cast
) -> None:
    record = DeclaredRecord.objects.get()
    made = brought(taken_out(asset, rekha), by=rekha, identifier="iar-7b")
    again = InformationAsset.objects.get(identifier="IAR-7B")
    before, after = of(asset), of(again)
    differing = {name for name in NAMES if getattr(before, name) != getattr(after, name)}
    assert differing == {"identifier", "reviewed_before", "review_by"}
    assert again.reviewed_before == clock.today() and again.review_by == date(2031, 2, 3)
    assert again.created_by == rekha and again.brought_from
    evidence = DeclaredRecord.objects.get(asset=f"asset:{again.pk}")
    assert blobs.read(evidence.blob) == blobs.read(record.blob)
    assert (evidence.digest, evidence.files, evidence.size) == (record.digest, record.files, record.size)
    assert evidence.declared_by == rekha, "who brought it in"
    assert (evidence.origin_by, evidence.origin_at) == ("Gareth Pugh", THEN)
    assert evidence.origin_thing == f"asset:{asset.pk}" and evidence.why == "As it stood at the audit"
    entry = Entry.objects.get(verb="asset.brought_in")
    assert entry.actor_id == rekha.pk
    page = as_user(cast.joan).get(evidence.get_absolute_url()).content.decode()
    assert "by Gareth Pugh" in page and "the original is not here" in page
    page = as_user(rekha).get(made.url).content.decode()
    assert "Brought in from a bundle of" in page and "by Rekha Records" in page
    for changed in ({"origin_by": "Somebody else"}, {"origin": ""}, {"origin_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeclaredRecord.objects.filter(pk=evidence.pk).update(**changed)


def test_a_record_keeps_where_it_was_declared_first(asset: InformationAsset, rekha: User) -> None:
    made = brought(taken_out(asset, rekha), by=rekha, identifier="B-1")
    once = InformationAsset.objects.get(pk=int(made.token.partition(":")[2]))
    brought(taken_out(once, rekha), by=rekha, identifier="C-1")
    origins = DeclaredRecord.objects.exclude(origin="").values_list("origin_by", "origin_thing", "origin_at")
    assert len(origins) == 2 and set(origins) == {("Gareth Pugh", f"asset:{asset.pk}", THEN)}


def test_an_asset_of_the_same_identity_is_not_touched(asset: InformationAsset, rekha: User, as_user: SignIn) -> None:
    data = taken_out(asset, rekha)
    before = InformationAsset.objects.values().get()
    with pytest.raises(Taken, match=r"IAR-7 already.*another identifier"):
        brought(data, by=rekha)
    assert InformationAsset.objects.values().get() == before
    url = reverse("records:bring_in")
    client = as_user(rekha)
    refused = client.post(url, {"file": SimpleUploadedFile("b.zip", data), "identifier": ""})
    assert refused.status_code == 422 and "enter another identifier" in refused.content.decode()
    assert client.post(url, {"file": SimpleUploadedFile("b.zip", data), "identifier": "IAR-8"}).status_code == 302
    assert InformationAsset.objects.get(identifier="IAR-8").name == asset.name


def test_closed_assets_stay_closed(cast: Cast, rekha: User, as_user: SignIn) -> None:
    closed = make_assets.asset(by=rekha, identifier="C-1", name="Whistleblowing", closed=True, owner=cast.gareth)
    act.declare(by=cast.gareth, thing=f"asset:{closed.pk}", why="Proof", asset=f"asset:{closed.pk}")
    data = taken_out(closed, cast.gareth)
    made = brought(data, by=rekha, identifier="C-2")
    silent = rewritten(data, lambda told, _inside: told["said"].pop("closed"))
    unsaid = brought(silent, by=rekha, identifier="C-3")
    for person, status in ((cast.priya, 404), (cast.joan, 404), (cast.admin, 404), (cast.marcus, 404), (rekha, 200)):
        for url in (made.url, unsaid.url):
            assert as_user(person).get(url).status_code in ({status, 403} if status == 404 else {200}), person
    evidence = DeclaredRecord.objects.filter(asset=made.token).get()
    assert as_user(cast.priya).get(evidence.get_absolute_url()).status_code == 404
    assert as_user(cast.gareth).get(evidence.get_absolute_url()).status_code == 200
    posted = {"file": SimpleUploadedFile("b.zip", data), "identifier": "C-4"}
    assert as_user(cast.admin).post(reverse("records:bring_in"), posted)["Location"] == reverse("records:bundles")


def test_an_asset_that_was_no_longer_held_stays_so(cast: Cast, rekha: User) -> None:
    ended = make_assets.asset(by=rekha, identifier="E-1")
    describing.end_asset(ended, by=rekha, on=date(2024, 1, 2), because="Shredded")
    made = brought(taken_out(ended, rekha), by=rekha, identifier="E-2")
    again = InformationAsset.objects.get(pk=int(made.token.partition(":")[2]))
    assert (again.ended_on, again.ended_because) == (date(2024, 1, 2), "Shredded")


def test_what_means_nothing_here_is_said_and_left_out(cast: Cast, rekha: User) -> None:
    system = make_systems.system(by=rekha) if hasattr(make_systems, "system") else None
    made = make_assets.asset(by=rekha, identifier="P-1", owner=cast.gareth, system_id=system.pk if system else None)
    data = taken_out(made, rekha)

    def elsewhere(told: dict[str, Any], _inside: dict[str, bytes]) -> None:
        told["owner"] = {"name": "Nora Elsewhere", "email": "nora@harrowby.example"}
        told["custodian"] = {"name": "Marcus", "email": cast.marcus.email}
        told["system"] = "Abacus"
        told["retention_rule"] = {"reference": "HBY-1"}

    result = brought(rewritten(data, elsewhere), by=rekha, identifier="P-2")
    again = InformationAsset.objects.get(identifier="P-2")
    assert (again.owner, again.custodian, again.system, again.retention_rule) == (None, None, None, None)
    for words in ("Nora Elsewhere", "Abacus", "HBY-1"):
        assert words in result.words
    assert again.brought_from == "Harrowby Town Council"


def nothing_came() -> bool:
    return InformationAsset.objects.count() == 1 and DeclaredRecord.objects.count() == 1


@pytest.mark.parametrize("victim", ["asset.json", ".zip", "index.html", "manifest-sha256.txt", "bag-info.txt"])
def test_a_hash_that_differs_is_refused(asset: InformationAsset, rekha: User, victim: str) -> None:
    touched = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(taken_out(asset, rekha))) as old, zipfile.ZipFile(touched, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body[:-1] + bytes([body[-1] ^ 1]) if name.endswith(victim) else body)
    with pytest.raises(NotOurs, match="not whole"):
        brought(touched.getvalue(), by=rekha, identifier="X-1")
    assert nothing_came()


def _inner(change: Callable[[dict[str, bytes]], None]) -> Callable[[dict[str, Any], dict[str, bytes]], None]:
    """A lie about a record: its bag is rewritten, and every hash outside it is right."""

    def told(told: dict[str, Any], inside: dict[str, bytes]) -> None:
        path = next(path for path in inside if path.endswith(".zip"))
        with zipfile.ZipFile(io.BytesIO(inside[path])) as old:
            bodies = {name: old.read(name) for name in old.namelist()}
        change(bodies)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for name, body in bodies.items():
                new.writestr(name, body)
        inside[path] = made.getvalue()
        told["records"][0]["sha256"] = hashlib.sha256(inside[path]).hexdigest()

    return told


def _of(bodies: dict[str, bytes], end: str) -> str:
    return next(name for name in bodies if name.endswith(end))


LIES: dict[str, Callable[[dict[str, Any], dict[str, bytes]], None]] = {
    "another version": lambda told, _: told.update(format="moothall-asset-99"),
    "no version": lambda told, _: told.pop("format"),
    "an unknown field": lambda told, _: told["said"].update(is_superuser=True),
    "a key of ours": lambda told, _: told["said"].update(id=1, created_by=1, token="x"),
    "a list for a word": lambda told, _: told["said"].update(name=["a"]),
    "signs that cannot be stored": lambda told, _: told["said"].update(name="a\x00b"),
    "no name": lambda told, _: told["said"].update(name=""),
    "a name that is too long": lambda told, _: told["said"].update(name="n" * 500),
    "a choice that there is not": lambda told, _: told["said"].update(criticality="apocalyptic"),
    "a day that there is not": lambda told, _: told["said"].update(covers_from="2024-02-31"),
    "what cannot be said together": lambda told, _: told["said"].update(personal_data="no"),
    "ended in time to come": lambda told, _: told.update(ended_on="2999-01-01", ended_because="x"),
    "ended without a reason": lambda told, _: told.update(ended_on="2020-01-01", ended_because=""),
    "nothing said": lambda told, _: told.update(said=None),
    "records that are no list": lambda told, _: told.update(records={"path": "x"}),
    "too many records": lambda told, _: told.update(records=told["records"] * 20_000),
    "a record twice": lambda told, _: told.update(records=told["records"] * 2),
    "a record that is missing": lambda told, _: told["records"][0].update(path="records/99.zip"),
    "a record elsewhere": lambda told, _: told["records"][0].update(path="../../etc/passwd"),
    "a record without a moment": lambda told, _: told["records"][0].update(declared_at="yesterday"),
    "a record without a person": lambda told, _: told["records"][0].update(declared_by=""),
    "another hash of a record": lambda told, _: told["records"][0].update(sha256="0" * 64),
    "another manifest of a record": lambda told, _: told["records"][0].update(manifest_sha256="0" * 64),
    "a record that is not listed": lambda told, _: told.update(records=[]),
    "a file that is not listed": lambda _, inside: inside.update({"extra/evil.html": b"<script>"}),
    "no asset": lambda _, inside: inside.__delitem__("asset.json"),
    "a record that is no zip": _inner(lambda bodies: bodies.clear()),
    "a record that was changed": _inner(lambda bodies: bodies.update({_of(bodies, "index.html"): b"other"})),
    "a record with more in it": _inner(lambda bodies: bodies.update({"asset/data/more": b"x"})),
    "a record with a path": _inner(lambda bodies: bodies.update({"../../x": b"x"})),
    "a record with a bomb": _inner(lambda bodies: bodies.update({_of(bodies, "index.html"): bytes(60_000_000)})),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=list(LIES))
def test_a_bundle_that_lies_makes_nothing(
    asset: InformationAsset, rekha: User, lie: Callable[[dict[str, Any], dict[str, bytes]], None]
) -> None:
    hostile = rewritten(taken_out(asset, rekha), lie)
    kept = Blob.objects.count()
    with pytest.raises(NotOurs) as refused:
        brought(hostile, by=rekha, identifier="X-1")
    assert len(str(refused.value)) > 20, "it says what is the matter"
    assert nothing_came() and Blob.objects.count() == kept
    assert not Entry.objects.filter(verb="asset.brought_in").exists()


def test_json_that_never_ends_is_refused(asset: InformationAsset, rekha: User, monkeypatch: pytest.MonkeyPatch) -> None:
    data = taken_out(asset, rekha)

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = {name.partition("/data/")[2]: archive.read(name) for name in archive.namelist() if "/data/" in name}
    inside["asset.json"] = b"[" * 200_000
    bundles.write(made, [File(p, partial(io.BytesIO, b)) for p, b in inside.items()], name="deep", about={})
    with pytest.raises(NotOurs):
        brought(made.getvalue(), by=rekha, identifier="X-1")
    monkeypatch.setattr(asset_bringing, "MOST_JSON", 100)
    with pytest.raises(NotOurs, match="longer than"):
        brought(data, by=rekha, identifier="X-1")
    assert nothing_came()


def test_huge_counts_are_refused_by_their_claim(
    asset: InformationAsset, rekha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = taken_out(asset, rekha)
    assert not checking.check(io.BytesIO(data), most_files=3).whole
    assert not checking.check(io.BytesIO(data), most_bytes=100).whole
    monkeypatch.setattr(asset_bringing, "MOST_RECORDS", -8)
    with pytest.raises(NotOurs, match="more than a bundle may"):
        brought(data, by=rekha, identifier="X-1")


def test_a_failure_while_it_is_written_leaves_nothing(
    asset: InformationAsset, rekha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = taken_out(asset, rekha)
    kept = Blob.objects.count()
    monkeypatch.setattr(DeclaredRecord.objects, "bulk_create", lambda *_a, **_k: 1 / 0, raising=False)
    with pytest.raises(ZeroDivisionError):
        brought(data, by=rekha, identifier="X-1")
    assert nothing_came() and Blob.objects.count() == kept


def test_who_may_not_describe_assets_brings_none_in(
    asset: InformationAsset, rekha: User, cast: Cast, as_user: SignIn
) -> None:
    data = taken_out(asset, rekha)
    for person in (cast.priya, cast.gareth, cast.joan, cast.marcus, cast.auditor):
        with pytest.raises(PermissionDenied):
            brought(data, by=person, identifier="X-1")
        posted = {"file": SimpleUploadedFile("b.zip", data), "identifier": "X-1"}
        assert as_user(person).post(reverse("records:bring_in"), posted).status_code == 403
    assert as_user(cast.marcus).get(reverse("records:bring_in")).status_code == 403
    assert nothing_came()


def test_the_same_page_brings_a_space_in(cast: Cast, as_user: SignIn) -> None:
    space = make_spaces.space(by=cast.priya)
    make_spaces.conversation(space, by=cast.priya, title="Saturday")
    bundle = act.ask_for_bundle(by=cast.priya, thing=space.container, reason="Moving")
    act.make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.blob is not None
    file = SimpleUploadedFile("space.zip", blobs.read(bundle.blob))
    client = as_user(cast.joan)
    assert client.get(reverse("records:bring_in")).status_code == 200
    assert client.post(reverse("records:bring_in"), {"file": file, "identifier": ""}).status_code == 302
    assert Space.objects.exclude(pk=space.pk).get().created_by == cast.joan
    for nonsense in (b"no zip", b"PK\x03\x04"):
        file = SimpleUploadedFile("space.zip", nonsense)
        refused = client.post(reverse("records:bring_in"), {"file": file, "identifier": ""})
        assert refused.status_code == 422 and "not whole" in refused.content.decode()


def test_the_command_brings_it_in_too(asset: InformationAsset, rekha: User, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "asset.zip"
    path.write_bytes(taken_out(asset, rekha))
    with pytest.raises(CommandError, match="another identifier"):
        call_command("import_bundle", str(path), "--by", rekha.handle)
    with pytest.raises(CommandError, match="may not"):
        call_command("import_bundle", str(path), "--by", cast.priya.handle)
    call_command("import_bundle", str(path), "--by", rekha.handle, "--identifier", "CMD-1", "--json")
    assert InformationAsset.objects.filter(identifier="CMD-1").exists()


def test_fields_and_bundle_agree(asset: InformationAsset) -> None:
    assert set(NAMES) == set(AssetFields.__dataclass_fields__)
