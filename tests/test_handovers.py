"""A transfer writes and checks its bundles before anything goes, and nothing goes before the archive's receipt."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files import blobs
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.mail.models import HeldBack, Message
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records import announcing, bundles, disposing, handing, tasks
from moothall.records.actions import bundles as declaring
from moothall.records.actions import disposals, handovers
from moothall.records.actions.retention import Refused
from moothall.records.custody import custodies
from moothall.records.models import (
    Action,
    DeclaredRecord,
    Disposal,
    HandedThing,
    HandoverBundle,
    Outcome,
    Trigger,
)
from moothall.records.queries import disposals as queries
from moothall.records.tests import make_assets, make_holds
from moothall.records.tests import make_retention as make
from moothall.spaces.actions import posts
from moothall.spaces.models import Conversation, Post, Space
from moothall.spaces.tests import make as make_spaces
from tests.make_handovers import LONG_AGO, old_space, opened, talk, transferring

SignIn = Callable[[User], Client]


@pytest.fixture
def space(cast: Cast) -> Space:
    return old_space(cast)


def test_bundles_are_written_first_and_nothing_goes_before_the_receipt(
    cast: Cast, space: Space, rekha: User, ramon: User, tmp_path: Path
) -> None:
    one, two = talk(space, cast), talk(space, cast, "Older rota")
    run = make.carried_out(transferring(space, by=rekha), by=rekha, other=ramon)

    assert run.state == "handed" and run.handed_at and not run.taken_at
    assert Conversation.objects.count() == 2
    bundle = run.bundles.get()
    bag = opened(bundle, tmp_path / "out")
    assert bag.validate() is True
    assert bag.info["External-Identifier"] == f"disposal:{run.pk}"
    data = Path(bag.path) / "data"
    told = json.loads((data / "handover.json").read_text())
    assert {row["thing"] for row in told["things"]} == {f"conversation:{one.pk}", f"conversation:{two.pk}"}
    assert b"Of Old rota" in (data / f"conversation-{one.pk}" / "conversations" / f"{one.pk}.json").read_bytes()
    assert any(path.read_bytes() == b"Old rota,9:00\n" for path in data.rglob("rota.csv"))
    assert Notice.objects.filter(kind=announcing.HANDED, person__in=[rekha, ramon], done_at=None).count() == 2

    done = make.received(run, by=ramon)

    assert done.state == "done" and not Conversation.objects.exists() and not Post.objects.exists()
    assert done.counts == {"disposed": 2, "held": 0, "kept": 0, "changed": 0}
    assert not Notice.objects.filter(kind=announcing.HANDED, done_at=None).exists()
    certificate = queries.certificate(done)
    assert certificate["transfer"]["to"] == "County Record Office"
    assert certificate["transfer"]["reference"] == certificate["receipt"] == "WX/2026/114"
    assert certificate["transfer"]["entered"]["user"] == ramon.pk
    (named,) = certificate["transfer"]["bundles"]
    assert (named["sha256"], named["manifest_sha256"]) == (bundle.sha256, bundle.manifest)
    assert bundle.blob is not None and blobs.read(bundle.blob), "the bundle stays until somebody removes it"
    for verb in ("disposal.bundle_written", "disposal.handed_over", "disposal.receipt_entered", "disposal.finished"):
        assert Entry.objects.filter(verb=verb).exists(), verb


def test_what_changed_since_it_was_handed_over_stays(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    answered, edited, same = (talk(space, cast, title) for title in ("Answered", "Edited", "Same"))
    run = make.carried_out(transferring(space, by=rekha), by=rekha, other=ramon)
    make_spaces.post(answered, by=cast.gareth, body="One more thing")
    posts.edit(edited.posts.get(), by=cast.priya, body="Other words", seen=0)

    done = make.received(run, by=rekha)

    assert set(Conversation.objects.all()) == {answered, edited}
    assert done.counts["disposed"] == 1 and done.counts["changed"] == 2
    assert dict(done.items.values_list("ref", "outcome")) == {
        answered.pk: Outcome.CHANGED, edited.pk: Outcome.CHANGED, same.pk: Outcome.DISPOSED,
    }  # fmt: skip
    assert disposing.digest_of(line.rstrip("\n") for line in queries.list_lines(done))[0] == done.digest


def test_what_is_no_longer_due_stays_and_stands_in_the_list(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    old = talk(space, cast)
    application = transferring(space, by=rekha, trigger=Trigger.LAST_ACTIVITY)
    run = make.carried_out(application, by=rekha, other=ramon)
    make_spaces.post(old, by=cast.gareth, body="Still needed")

    done = make.received(run, by=rekha)

    assert Conversation.objects.filter(pk=old.pk).exists() and done.counts["changed"] == 1


def test_a_hold_that_is_placed_after_the_handover_keeps_what_it_covers(
    cast: Cast, space: Space, rekha: User, ramon: User
) -> None:
    old = talk(space, cast)
    run = make.carried_out(transferring(space, by=rekha), by=rekha, other=ramon)
    make_holds.hold(f"conversation:{old.pk}", by=rekha)
    assert make.received(run, by=rekha).counts["held"] == 1
    assert Conversation.objects.filter(pk=old.pk).exists()


def test_a_run_in_many_bundles_goes_on_where_it_broke_off(
    cast: Cast, space: Space, rekha: User, ramon: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks = [talk(space, cast, f"Rota {n}") for n in range(7)]
    monkeypatch.setattr(handing, "PART", 2)
    monkeypatch.setattr(handing, "BATCH", 3)
    run = make.approved(transferring(space, by=rekha), by=rekha, other=ramon)
    true, written = bundles.write, []

    def breaking(*given: object, **named: object) -> bundles.Written:
        written.append(1)
        if len(written) in {2, 4}:
            raise OSError("the disk is full")
        return true(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(bundles, "write", breaking)
    assert "the disk is full" in disposing.carry_out(run.pk).trouble
    assert Disposal.objects.get(pk=run.pk).bundles.count() == 1
    assert "the disk is full" in disposing.carry_out(run.pk).trouble
    run = disposing.carry_out(run.pk)
    assert run.state == "handed" and run.trouble == ""
    assert list(run.bundles.order_by("number").values_list("number", "things")) == [(1, 2), (2, 2), (3, 2), (4, 1)]
    assert sorted(run.handed.values_list("ref", flat=True)) == [one.pk for one in talks]
    assert Conversation.objects.count() == 7
    assert disposing.carry_out(run.pk).state == "handed", "looking again changes nothing"
    assert make.received(run, by=rekha).counts["disposed"] == 7


def test_a_bundle_that_the_checker_refuses_lets_nothing_go(
    cast: Cast, space: Space, rekha: User, ramon: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(space, cast)
    run = make.approved(transferring(space, by=rekha), by=rekha, other=ramon)
    monkeypatch.setattr(bundles, "check", lambda _file: bundles.Checked(faults=["a.txt was changed"]))
    run = disposing.carry_out(run.pk)
    assert "a.txt was changed" in run.trouble and not run.handed_at and not run.bundles.exists()
    with pytest.raises(Refused):
        make.received(run, by=rekha)
    assert Conversation.objects.exists()


def test_letters_go_as_they_came_and_what_was_held_back_stays(
    cast: Cast, rekha: User, ramon: User, tmp_path: Path
) -> None:
    box = make_mail.mailbox(owner=cast.priya)
    make_mail.brought_in(box, [make_mail.eml("Leave", at=LONG_AGO), b"\x00 no message"])
    rule = make.rule(make.line(action=Action.TRANSFER, trigger=Trigger.CREATED), by=rekha)
    run = make.carried_out(make.switched_on(rule, box.container, by=rekha), by=rekha, other=ramon)
    letter = Message.objects.get()
    bag = opened(run.bundles.get(), tmp_path / "out")
    path = Path(bag.path) / "data" / f"message-{letter.pk}" / "messages" / f"{letter.pk}.eml"
    assert path.read_bytes() == blobs.read(letter.blob)
    assert make.received(run, by=rekha).counts["disposed"] == 1
    assert not Message.objects.exists() and HeldBack.objects.count() == 1, "no archive has it"


def test_an_asset_goes_with_every_record_under_it(
    cast: Cast, space: Space, rekha: User, ramon: User, tmp_path: Path
) -> None:
    with clock.at(LONG_AGO):
        asset = make_assets.asset(by=rekha)
        post = talk(space, cast).posts.get()
        record = declaring.declare(by=cast.priya, thing=f"post:{post.pk}", why="Proves it", asset=f"asset:{asset.pk}")
    rule = make.rule(make.line(action=Action.TRANSFER, trigger=Trigger.CREATED), by=rekha)
    run = make.carried_out(make.switched_on(rule, f"asset:{asset.pk}", by=rekha), by=rekha, other=ramon)
    bag = opened(run.bundles.get(), tmp_path / "out")
    assert (Path(bag.path) / "data" / f"entry-{asset.pk}" / "records" / f"{record.pk}.zip").exists()
    make.received(run, by=rekha)
    asset.refresh_from_db()
    assert asset.ended_on and not DeclaredRecord.objects.exists()


def test_the_database_takes_nothing_before_its_receipt(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    talk(space, cast)
    run = make.carried_out(transferring(space, by=rekha), by=rekha, other=ramon)
    runs, parts = Disposal.objects.filter(pk=run.pk), HandoverBundle.objects.filter(disposal=run)
    now = clock.now()
    attacks: list[Callable[[], object]] = [
        lambda: runs.update(after=5),
        lambda: runs.update(taken_at=now),
        lambda: runs.update(transfer=False),
        lambda: runs.update(receipt_entered_at=now),
        lambda: runs.update(receipt_entered_at=now, receipt_entered_by=rekha, received_on=clock.today()),
        lambda: parts.update(sha256="0" * 64),
        lambda: parts.update(blob=None, removed_at=now, removed_by=rekha),
        parts.delete,
        lambda: HandedThing.objects.all().delete(),
        lambda: HandedThing.objects.update(fingerprint="0" * 64),
        lambda: Blob.objects.filter(pk__in=parts.values("blob")).delete(),
    ]
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    done = make.received(run, by=rekha)
    for attack in [lambda: runs.update(received_by="Another"), lambda: runs.update(receipt="Another"), parts.delete]:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    assert done.received_by == "County Record Office"


def test_a_receipt_has_a_day_that_can_be(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    talk(space, cast)
    run = make.approved(transferring(space, by=rekha), by=rekha, other=ramon)
    with pytest.raises(Refused, match="Nothing was handed over"):
        handovers.enter_receipt(run, by=rekha, archive="A", reference="1", on=clock.today())
    run = disposing.carry_out(run.pk)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(Refused, match="Enter the day"):
            handovers.enter_receipt(run, by=rekha, archive="A", reference="1", on=day)
    first = handovers.enter_receipt(run, by=rekha, archive="A", reference="1", on=clock.today())
    again = handovers.enter_receipt(run, by=ramon, archive="B", reference="2", on=clock.today())
    assert (first.receipt, again.receipt, again.received_by) == ("1", "1", "A")


def test_a_transfer_can_be_called_off_until_the_receipt(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    talk(space, cast)
    application = transferring(space, by=rekha)
    run = make.carried_out(application, by=rekha, other=ramon)
    bytes_ = run.bundles.get().blob_id
    assert bytes_ is not None
    disposals.decline(run, by=rekha, reason="The archive does not want it")
    assert not Blob.objects.filter(pk=bytes_).exists()
    assert run.bundles.get().removed_by == rekha
    assert disposing.carry_out(run.pk).state == "declined" and Conversation.objects.exists()
    with pytest.raises(Refused):
        handovers.enter_receipt(run, by=rekha, archive="A", reference="1", on=clock.today())
    assert not Notice.objects.filter(kind=announcing.HANDED, done_at=None).exists()
    other = make.carried_out(application, by=rekha, other=ramon)
    make.received(other, by=rekha)
    with pytest.raises(Refused):
        disposals.decline(other, by=rekha, reason="Too late")
    assert as_user(rekha).get(run.get_absolute_url()).status_code == 200


def test_a_run_that_waits_for_its_receipt_is_not_taken_up_again(
    cast: Cast, space: Space, rekha: User, ramon: User
) -> None:
    talk(space, cast)
    run = make.carried_out(transferring(space, by=rekha), by=rekha, other=ramon)
    with clock.at(clock.now() + timedelta(hours=1)):
        assert tasks.take_up_lost() == 0
        call_command("dispose")
        assert Conversation.objects.exists()
        handovers.enter_receipt(run, by=rekha, archive="A", reference="1", on=clock.today())
    call_command("dispose", str(run.pk))
    assert not Conversation.objects.exists()


def test_pages_to_read_prove_nothing_and_files_do(cast: Cast, space: Space) -> None:
    with clock.at(LONG_AGO):
        files = [SimpleUploadedFile("page.html", b"<p>one</p>")]
        one = make_spaces.conversation(space, by=cast.priya, title="A", body="b", files=files)
    custody = next(iter(custodies))
    before = handing.fingerprint(custody, one.pk)
    assert before == handing.fingerprint(custody, one.pk)
    file = one.posts.get().attachments.get()
    file.blob = blobs.put(b"<p>two</p>")
    file.save(update_fields=["blob"])
    assert handing.fingerprint(custody, one.pk) != before
