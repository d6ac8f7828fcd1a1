"""A space or mailbox goes out whole, is verified without us, and comes in again."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

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
from moothall.kit import clock
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records import bundles, bundling
from moothall.records.actions import bundles as act
from moothall.records.bundling import NotOurs
from moothall.records.custody import File
from moothall.records.models import Bundle, DeclaredRecord
from moothall.spaces.actions import members, posts
from moothall.spaces.actions.bringing import bring_in
from moothall.spaces.models import Conversation, Openness, Post, PostRevision, Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]


@pytest.fixture
def space(cast: Cast) -> Space:
    """A closed space with edited and removed words, a file, and a hostile title."""
    space = make.space(by=cast.priya, openness=Openness.CLOSED, members=[cast.gareth])
    talk = make.conversation(space, by=cast.priya, title="<b>Saturday</b> & ../..", body="Who has the *key*?")
    file = SimpleUploadedFile("rota März.csv", b"Tag;Wer\n")
    post = make.post(talk, by=cast.gareth, body="I have it.", files=[file])
    posts.edit(post, by=cast.gareth, body="Bethan has it.", seen=0)
    gone = make.post(talk, by=cast.gareth, body="a resident’s address")
    posts.remove(gone, by=cast.gareth, reason="Named a resident")
    return space


def taken_out(space: Space, by: User) -> bytes:
    bundle = act.ask_for_bundle(by=by, thing=space.container, reason="Moving")
    act.make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.blob is not None
    return blobs.read(bundle.blob)


def test_a_bundle_verifies_without_us(cast: Cast, space: Space, tmp_path: Path) -> None:
    data = taken_out(space, cast.priya)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    bag = bagit.Bag(str(folder))
    assert bag.validate() is True
    assert bag.info["External-Identifier"] == space.container
    text = next((folder / "data" / "conversations").glob("*.json")).read_text(encoding="utf-8")
    told = json.loads(text)
    assert [post["body"] for post in told["posts"]] == ["Who has the *key*?", "Bethan has it.", ""]
    assert told["posts"][1]["former"][0]["body"] == "I have it."
    assert (folder / "data" / told["posts"][1]["files"][0]["path"]).read_bytes() == b"Tag;Wer\n"
    assert "resident’s address" not in text, "what was removed stays out"
    page = next((folder / "data" / "conversations").glob("*.html")).read_text(encoding="utf-8")
    assert "<b>Saturday</b>" not in page and "resident’s address" not in page


def test_a_mailbox_goes_out_and_comes_in_again(cast: Cast, tmp_path: Path) -> None:
    box = make_mail.mailbox(owner=cast.priya)
    raw = make_mail.eml("=1+1", "On Thursday.", files=[("a.csv", "text/csv", b"x")])
    make_mail.brought_in(box, [raw, make_mail.eml("Two")])
    bundle = act.ask_for_bundle(by=cast.priya, thing=box.container, reason="Leaving the provider")
    act.make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.blob is not None
    data = blobs.read(bundle.blob)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "out")
        table = archive.read(f"{bundles.check(io.BytesIO(data)).folder}/data/messages.csv").decode()
    assert "'=1+1" in table, "no spreadsheet takes it for a formula"
    (folder,) = (tmp_path / "out").iterdir()
    assert bagit.Bag(str(folder)).validate() is True
    other = make_mail.mailbox("archive@wexmoor.example", owner=cast.gareth)
    make_mail.brought_in(other, data=data, name="bundle.zip")
    assert sorted(other.messages.values_list("subject", flat=True)) == ["=1+1", "Two"]
    assert {blobs.read(message.blob) for message in other.messages.all()} >= {raw.rstrip(b"\n") + b"\n"}


def test_a_space_comes_in_again_with_its_words_and_files(cast: Cast, space: Space, tmp_path: Path) -> None:
    path = tmp_path / "space.zip"
    path.write_bytes(taken_out(space, cast.priya))
    call_command("import_bundle", str(path), "--by", cast.joan.handle, "--json")
    brought = Space.objects.exclude(pk=space.pk).get()
    assert brought.openness == Openness.PRIVATE
    assert list(Space.objects.visible_to(cast.joan).filter(pk=brought.pk)) == [brought]
    assert not Space.objects.visible_to(cast.priya).filter(pk=brought.pk).exists()
    talk = Conversation.objects.get(space=brought)
    made = list(talk.posts.order_by("number"))
    assert [post.author for post in made] == [cast.joan] * 3, "nobody is made to speak"
    assert "Priya Raman" in made[0].body and "Who has the *key*?" in made[0].body
    assert "Bethan has it." in made[1].body
    assert "Named a resident" in made[2].body and "address" not in made[2].body
    assert blobs.read(made[1].attachments.get().blob) == b"Tag;Wer\n"
    assert made[0].created_at == space.conversations.get().posts.get(number=1).created_at
    assert Entry.objects.filter(verb="space.brought_in").exists()


@pytest.mark.parametrize("change", ["flip", "add", "drop", "rename", "manifest"])
def test_a_bundle_that_was_touched_is_refused(cast: Cast, space: Space, change: str) -> None:
    data = taken_out(space, cast.priya)
    touched = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(touched, "w") as new:
        victim = next(name for name in old.namelist() if name.endswith("space.json"))
        for name in old.namelist():
            body = old.read(name)
            if name == victim and change == "drop":
                continue
            if name == victim and change == "flip":
                body = body.replace(b"closed", b"open  ")
            if name.endswith("/manifest-sha256.txt") and change == "manifest":
                body = body.replace(b"0", b"1", 1)
            new.writestr(f"{name}x" if name == victim and change == "rename" else name, body)
        if change == "add":
            new.writestr(victim.replace("space.json", "extra.json"), "{}")
    touched.seek(0)
    assert not bundles.check(touched).whole
    with pytest.raises(NotOurs, match="not whole"):
        bring_in(touched, by=cast.joan)
    assert Space.objects.count() == 1


def bag(files: dict[str, str]) -> io.BytesIO:
    made = io.BytesIO()
    inside = [File(name, partial(io.BytesIO, words.encode())) for name, words in files.items()]
    bundles.write(made, inside, name="hostile", about={"Source-Organization": "x\nBagIt-Version: 9"})
    made.seek(0)
    return made


@pytest.mark.parametrize(
    "files",
    [
        {"space.json": "[1]"},
        {"space.json": "{"},
        {"space.json": '{"format": "other"}'},
        {"mailbox.json": "{}"},
        {"space.json": '{"format": "moothall-space-1"}', "conversations/1.json": '{"posts": 3}'},
        {"space.json": '{"format": "moothall-space-1"}', "conversations/1.json": '{"posts": [{"created_at": "x"}]}'},
        {"space.json": '{"format": "moothall-space-1"}', "conversations/1.json": "[" * 100_000},
        {
            "space.json": '{"format": "moothall-space-1", "name": "A"}',
            "conversations/1.json": '{"title": "T", "posts": [{"created_at": "2020-01-01T00:00:00Z", "body": "b",'
            ' "files": [{"name": "a", "path": "../../bagit.txt"}]}]}',
        },
    ],
    ids=str,
)
def test_a_bundle_of_nonsense_makes_nothing(cast: Cast, files: dict[str, str]) -> None:
    with pytest.raises(NotOurs):
        bring_in(bag(files), by=cast.joan)
    assert not Space.objects.exists() and not Post.objects.exists()


def test_a_hostile_bundle_is_words_only(cast: Cast) -> None:
    post = {"created_at": "2020-01-01T00:00:00Z", "body": "<script>x</script> [a](javascript:x)", "author": "**x** <i>"}
    told = json.dumps({"title": "T\u202e\nX", "posts": [post]})
    hostile = bag({"space.json": '{"format": "moothall-space-1", "name": "A"}', "conversations/1.json": told})
    space = bring_in(hostile, by=cast.joan)
    html = Post.objects.get(conversation__space=space).html
    assert "<script" not in html and "javascript:" not in html.replace("(javascript:x)", "") and "<i>" not in html


def test_bombs_and_paths_that_lead_elsewhere_are_not_opened() -> None:
    for name, body in (("a/../../etc/passwd", b"x"), ("/etc/passwd", b"x"), ("a/bomb", bytes(80_000_000))):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, body)
        assert not bundles.check(made).whole, name
    assert not bundles.check(io.BytesIO(b"no zip")).whole


def test_only_who_looks_after_a_space_takes_it_out(cast: Cast, space: Space, as_user: SignIn) -> None:
    for person in (cast.gareth, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            act.ask_for_bundle(by=person, thing=space.container, reason="x")
    url = reverse("records:bundle_ask")
    assert as_user(cast.gareth).get(url, {"thing": space.container}).status_code == 403
    assert as_user(cast.outsider).get(url, {"thing": space.container}).status_code == 404
    for nonsense in ("space:0", "space:99999999999999999999", "space:x", "nothing:1", "", "user:1"):
        assert as_user(cast.priya).get(url, {"thing": nonsense}).status_code == 404


def test_a_bundle_is_fetched_by_its_asker_while_they_may(cast: Cast, space: Space, as_user: SignIn) -> None:
    bundle = act.ask_for_bundle(by=cast.priya, thing=space.container, reason="Moving")
    act.make(bundle.pk)
    assert Notice.objects.filter(person=cast.priya, kind=act.MADE).exists()
    client = as_user(cast.priya)
    assert "Ready" in client.get(bundle.get_absolute_url()).content.decode()
    assert as_user(cast.gareth).get(bundle.get_absolute_url()).status_code == 404
    fetch = reverse("records:bundle_fetch", args=[bundle.pk])
    assert as_user(cast.gareth).post(fetch).status_code == 302, "asks who it is"
    assert act.expire() == 0
    members.make_facilitator(space, by=cast.priya, user=cast.gareth)
    members.step_down(space, by=cast.priya)
    assert not bundling.may_export(User.objects.get(pk=cast.priya.pk), bundle.thing)
    with clock.at(clock.now() + timedelta(days=8)):
        assert act.expire() == 1
    assert Bundle.objects.get(pk=bundle.pk).blob is None


def test_who_may_no_longer_take_it_out_gets_nothing(cast: Cast, space: Space) -> None:
    bundle = act.ask_for_bundle(by=cast.priya, thing=space.container, reason="Moving")
    Bundle.objects.filter(pk=bundle.pk).update(made_at=None, digest="", blob=None)
    members.make_facilitator(space, by=cast.priya, user=cast.gareth)
    members.step_down(space, by=cast.priya)
    act.make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.blob is None and bundle.failed


def test_a_record_stays_as_it_was_declared(cast: Cast, space: Space, as_user: SignIn) -> None:
    post = Post.objects.get(number=2)
    record = act.declare(by=cast.gareth, thing=f"post:{post.pk}", why="Says who has the key")
    posts.edit(post, by=cast.gareth, body="I lost it.", seen=1)
    with zipfile.ZipFile(io.BytesIO(blobs.read(record.blob))) as archive:
        told = json.loads(archive.read(next(name for name in archive.namelist() if name.endswith(".json"))))
    assert told["posts"][0]["body"] == "Bethan has it."
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredRecord.objects.filter(pk=record.pk).update(title="Other")
    assert as_user(cast.priya).get(record.get_absolute_url()).status_code == 200
    assert as_user(cast.outsider).get(record.get_absolute_url()).status_code == 404
    assert as_user(cast.outsider).get(reverse("records:record_fetch", args=[record.pk])).status_code == 404
    assert as_user(cast.priya).get(reverse("records:record_fetch", args=[record.pk])).status_code == 200
    with pytest.raises(PermissionDenied):
        act.declare(by=cast.outsider, thing=f"post:{post.pk}", why="x")
    assert PostRevision.objects.filter(post=post).count() == 2


def test_a_record_is_declared_on_a_page(cast: Cast, space: Space, as_user: SignIn) -> None:
    talk = Conversation.objects.get(space=space)
    client = as_user(cast.gareth)
    page = client.get(talk.get_absolute_url()).content.decode()
    link = f"{reverse('records:declare')}?thing=conversation:{talk.pk}"
    assert link in page
    assert client.post(link, {"why": ""}).status_code == 422
    assert client.post(link, {"why": "The decision"}).status_code == 302
    record = DeclaredRecord.objects.get()
    assert record.title == talk.title
    page = client.get(talk.get_absolute_url()).content.decode()
    assert record.get_absolute_url() in page
    assert record.get_absolute_url() in client.get(reverse("records:bundles")).content.decode()


def test_the_commands_say_what_is_wrong(cast: Cast, space: Space, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(taken_out(space, cast.priya))
    call_command("check_bundle", str(path))
    with pytest.raises(CommandError, match="handle"):
        call_command("import_bundle", str(path), "--by", "nobody")
    path.write_bytes(b"x")
    with pytest.raises(SystemExit):
        call_command("check_bundle", str(path))
    with pytest.raises(CommandError, match="not whole"):
        call_command("import_bundle", str(path), "--by", cast.joan.handle)
