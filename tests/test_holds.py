# ruff: noqa: S608  the names are those of our own tables
"""What is held cannot be lost: not by the ORM, not by SQL, not by a cascade, and not by being quicker.

These tests stand outside the rooms, as a hold protects what lies in several of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files.cleaning import collect
from moothall.files.models import Blob
from moothall.kit import guards
from moothall.mail.actions import mailboxes, shares
from moothall.mail.models import Custodian, HeldBack, ImportRun, Mailbox, Message, Thread, ThreadShare
from moothall.mail.tests import make as make_mail
from moothall.people import actions as people_actions
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.records import holding, naming
from moothall.records.actions import holds
from moothall.records.models import DeclaredRecord, Hold, HoldScope, HoldSearch
from moothall.records.tests import make_assets, make_holds
from moothall.spaces.actions import conversations, posts
from moothall.spaces.models import Attachment, Conversation, Post, PostRevision, Space
from moothall.spaces.tests import make

REFUSED = "refused: a hold is in force"


@dataclass(frozen=True)
class World:
    """One of everything that can be held, and beside each a neighbour that is not."""

    cast: Cast
    manager: User
    space: Space
    talk: Conversation
    post: Post
    revision: PostRevision
    file: Attachment
    box: Mailbox
    thread: Thread
    message: Message
    held_back: HeldBack
    share: ThreadShare
    other_talk: Conversation
    other_message: Message

    def rows(self) -> dict[type[Model], Model]:
        """The one of each."""
        mine: Iterable[Model] = (
            self.space, self.talk, self.post, self.revision, self.file, self.box, self.thread, self.message,
            self.held_back, self.share,
        )  # fmt: skip
        return {type(one): one for one in mine}


def build(cast: Cast) -> World:
    space = make.space(name="Harrowby Library", by=cast.priya, members=[cast.gareth])
    files = [SimpleUploadedFile("boiler.csv", b"when,what\n")]
    talk = make.conversation(space, by=cast.priya, title="The boiler", body="It leaks.", files=files)
    post = talk.posts.get(number=1)
    posts.edit(post, by=cast.priya, body="It leaks badly.", seen=0)
    elsewhere = make.space(name="Parks", by=cast.gareth)
    other_talk = make.conversation(elsewhere, by=cast.gareth, title="Swings", body="Squeak.")
    box = make_mail.mailbox(owner=cast.priya)
    letters = [make_mail.eml("Boiler", "We come on Thursday.", message_id="<1@x>"), b"no mail at all"]
    make_mail.brought_in(box, letters)
    message = Message.objects.get(mailbox=box)
    other = make_mail.mailbox("parks@wexmoor.example", owner=cast.gareth)
    make_mail.brought_in(other, [make_mail.eml("Swings", "Oil them.", sender="Oil <oil@oil.example>")])
    shares.share_thread(message.thread, space, by=cast.priya, note="See below.")
    return World(
        cast=cast,
        manager=make_holds.manager(),
        space=space,
        talk=talk,
        post=Post.objects.get(pk=post.pk),
        revision=PostRevision.objects.get(),
        file=Attachment.objects.get(),
        box=box,
        thread=message.thread,
        message=message,
        held_back=HeldBack.objects.get(),
        share=ThreadShare.objects.get(),
        other_talk=other_talk,
        other_message=Message.objects.get(mailbox=other),
    )


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


def refused(work: Callable[[], object]) -> None:
    """The database says no, and says why, without a word of what the hold is for."""
    with pytest.raises(IntegrityError, match=REFUSED) as caught, transaction.atomic():
        work()
    assert holding.is_refusal(caught.value)
    assert "boiler in the old library" not in str(caught.value)


def kept(work: Callable[[], object]) -> None:
    """However it ends, it ends with an error and nothing is gone."""
    with pytest.raises(IntegrityError), transaction.atomic():
        work()
        connection.check_constraints()  # what a commit would find


def sql(statement: str, *params: int | str | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def copying(row: Model, start: str) -> Callable[[], int]:
    """An INSERT of the row as it is, by its own number."""
    names = ", ".join(connection.ops.quote_name(name) for name in guards.columns(type(row)).values())
    return lambda: sql(
        f"{start} INTO {table(type(row))} ({names}) SELECT {names} FROM {table(type(row))} WHERE id = %s", row.pk
    )


def everything() -> dict[str, list[Any]]:
    models: tuple[type[Model], ...] = (
        Space, Conversation, Post, PostRevision, Attachment, Mailbox, Thread, Message, HeldBack, ThreadShare, ImportRun,
        Blob, User, Custodian, Hold, HoldScope, HoldSearch,
    )  # fmt: skip
    return {model.__name__: sorted(model._default_manager.values_list(), key=str) for model in models}


HOLDS: dict[str, tuple[Callable[[World], list[str]], tuple[type[Model], ...]]] = {
    "post": (lambda w: [f"post:{w.post.pk}"], (Post, PostRevision, Attachment, Conversation, Space)),
    "conversation": (lambda w: [f"conversation:{w.talk.pk}"], (Post, PostRevision, Attachment, Conversation, Space)),
    "space": (lambda w: [f"space:{w.space.pk}"], (Post, PostRevision, Attachment, Conversation, Space, ThreadShare)),
    "author": (
        lambda w: [f"user:{w.cast.priya.pk}"],
        (Post, PostRevision, Attachment, Conversation, Space, Mailbox, Thread, Message, HeldBack, ThreadShare),
    ),
    "mailbox": (lambda w: [f"mailbox:{w.box.pk}"], (Mailbox, Thread, Message, HeldBack, ThreadShare)),
    "thread": (lambda w: [f"thread:{w.thread.pk}"], (Mailbox, Thread, Message, ThreadShare)),
    "message": (lambda w: [f"message:{w.message.pk}"], (Mailbox, Thread, Message)),
    "sender": (lambda w: ["address:sales@halden.example"], (Mailbox, Thread, Message)),
}
CASES = [(name, model) for name, (_things, models) in HOLDS.items() for model in models]
ids = [f"{name}-{model.__name__}" for name, model in CASES]


@pytest.mark.parametrize(("name", "model"), CASES, ids=ids)
def test_a_held_row_survives_the_orm_and_sql(world: World, name: str, model: type[Model]) -> None:
    row = world.rows()[model]
    make_holds.hold(*HOLDS[name][0](world), by=world.manager)
    before = everything()

    assert holding.held(model._default_manager.filter(pk=row.pk)).exists()
    assert not holding.free(model._default_manager.filter(pk=row.pk)).exists()
    refused(lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default"))
    refused(lambda: sql(f"DELETE FROM {table(model)} WHERE id = %s", row.pk))
    refused(lambda: sql(f"DELETE FROM {table(model)}"))
    kept(lambda: sql(f"UPDATE {table(model)} SET id = id + 1000 WHERE id = %s", row.pk))
    kept(row.delete)
    kept(lambda: model._default_manager.filter(pk__in=[row.pk]).delete())
    kept(lambda: model._default_manager.all().delete())
    if connection.vendor == "sqlite":
        kept(copying(row, "REPLACE"))
        kept(copying(row, "INSERT OR REPLACE"))
    else:
        kept(lambda: sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table(model)} CASCADE"))
        refused(lambda: sql(f"SET LOCAL session_replication_role = replica; DELETE FROM {table(model)}"))
    assert everything() == before


@pytest.mark.parametrize("name", HOLDS)
def test_what_is_not_held_goes_and_what_was_released_goes_too(world: World, name: str) -> None:
    hold = make_holds.hold(*HOLDS[name][0](world), by=world.manager)
    world.other_talk.posts.all().delete()
    world.other_message.delete()
    refused(lambda: sql("DELETE FROM spaces_post") + sql("DELETE FROM mail_message"))

    holds.release(hold, by=world.manager, reason="The claim is settled.")

    for model in (ThreadShare, Attachment, PostRevision, Message, HeldBack, Thread, Post, Conversation):
        assert holding.free(model._default_manager.all()).count() == model._default_manager.count()
        model._default_manager.all().delete()
        assert not model._default_manager.exists()


def test_two_holds_are_each_enough(world: World) -> None:
    first = make_holds.hold(f"post:{world.post.pk}", by=world.manager)
    make_holds.hold(f"space:{world.space.pk}", by=world.manager)
    holds.release(first, by=world.manager, reason="Settled.")

    refused(lambda: sql("DELETE FROM spaces_postrevision"))


def test_nothing_that_leads_to_a_hold_can_be_turned_elsewhere(world: World) -> None:
    make_holds.hold(f"conversation:{world.talk.pk}", f"mailbox:{world.box.pk}", by=world.manager)
    w, gareth = world, world.cast.gareth.pk

    refused(lambda: sql("UPDATE spaces_post SET conversation_id = %s WHERE id = %s", w.other_talk.pk, w.post.pk))
    refused(lambda: sql("UPDATE spaces_post SET author_id = %s", gareth))
    refused(lambda: Post.objects.filter(pk=w.post.pk).update(created_at="2001-01-01T00:00:00Z"))
    refused(lambda: sql("UPDATE spaces_attachment SET post_id = post_id + 1"))
    refused(lambda: sql("UPDATE spaces_attachment SET blob_id = %s", w.message.blob_id))
    refused(lambda: sql("UPDATE spaces_attachment SET name = 'nothing.txt'"))
    refused(lambda: Message.objects.update(mailbox=w.other_message.mailbox_id))
    refused(lambda: Message.objects.filter(pk=w.message.pk).update(thread=w.other_message.thread_id, subject="Other"))
    refused(lambda: Message.objects.filter(pk=w.message.pk).update(blob=w.other_message.blob_id))
    refused(
        lambda: sql("UPDATE mail_thread SET mailbox_id = %s WHERE id = %s", w.other_message.mailbox_id, w.thread.pk)
    )
    refused(lambda: sql("UPDATE mail_mailbox SET address = 'gone@wexmoor.example' WHERE id = %s", w.box.pk))
    refused(lambda: sql("UPDATE spaces_post SET conversation_id = %s, number = id + 1000", w.other_talk.pk))
    kept(lambda: sql("UPDATE spaces_postrevision SET post_id = post_id + 1"))


def test_a_held_space_keeps_its_conversations(world: World) -> None:
    make_holds.hold(f"space:{world.space.pk}", by=world.manager)
    refused(lambda: Conversation.objects.filter(pk=world.talk.pk).update(space=world.other_talk.space_id))
    Conversation.objects.filter(pk=world.other_talk.pk).update(title="Swings and slides")
    conversations.rename(world.talk, by=world.cast.priya, title="The old boiler")


def test_words_can_change_only_where_the_former_ones_are_kept(world: World) -> None:
    make_holds.hold(f"post:{world.post.pk}", by=world.manager)
    priya = world.cast.priya

    refused(lambda: Post.objects.filter(pk=world.post.pk).update(body="It never leaked."))
    refused(lambda: sql("UPDATE spaces_post SET body = '' WHERE id = %s", world.post.pk))
    posts.edit(world.post, by=priya, body="It leaks less.", seen=1)
    posts.remove(world.post, by=priya, reason="Said in anger")

    said = list(PostRevision.objects.order_by("pk").values_list("body", flat=True))
    assert said == ["It leaks.", "It leaks badly.", "It leaks less."]
    refused(lambda: PostRevision.objects.all().delete())


def test_the_bytes_behind_what_is_held_stay(world: World) -> None:
    make_holds.hold(f"post:{world.post.pk}", f"mailbox:{world.box.pk}", by=world.manager)
    before = everything()

    for pk in (world.file.blob_id, world.message.blob_id, world.held_back.blob_id):
        refused(lambda pk=pk: sql("DELETE FROM files_blob WHERE id = %s", pk))  # type: ignore[misc]
        refused(lambda pk=pk: sql("UPDATE files_blob SET sha256 = 'x' WHERE id = %s", pk))  # type: ignore[misc]
        with pytest.raises(ProtectedError):
            Blob.objects.get(pk=pk).delete()
        assert collect([pk]) == 0
    assert everything() == before


def test_the_same_bytes_can_still_come_in_again(world: World) -> None:
    make_holds.hold(f"space:{world.space.pk}", f"mailbox:{world.box.pk}", by=world.manager)
    again = SimpleUploadedFile("again.csv", b"when,what\n")
    make.conversation(world.other_talk.space, by=world.cast.gareth, title="The same", body="See", files=[again])
    run = make_mail.brought_in(
        world.box, [make_mail.eml("Boiler", "We come on Thursday.", message_id="<1@x>"), b"no mail at all"]
    )
    assert run.finished_at and (run.duplicates or run.quarantined)
    names = "sha256, size, offset, stored_size, encoding, created, pack_id".replace("offset", '"offset"')
    same = f"INSERT INTO files_blob ({names}) SELECT {names} FROM files_blob WHERE id = %s ON CONFLICT DO NOTHING"
    assert sql(same, world.file.blob_id) == 0


def test_an_account_is_not_deleted_with_or_without_a_hold(world: World) -> None:
    priya = world.cast.priya
    before = everything()
    with pytest.raises(ProtectedError):
        priya.delete()
    with pytest.raises(ProtectedError):
        User.objects.filter(pk=priya.pk).delete()
    kept(lambda: sql("DELETE FROM people_user WHERE id = %s", priya.pk))
    loner = make_people.user("Lona Empty")
    make_holds.hold(by=world.manager, people=[loner])
    refused(lambda: sql("DELETE FROM people_user WHERE id = %s", loner.pk))
    refused(lambda: User.objects.filter(pk=loner.pk)._raw_delete("default"))
    kept(loner.delete)
    assert {**everything(), "User": []} != {} and User.objects.filter(pk=loner.pk).exists()
    assert everything()["Post"] == before["Post"]


def test_who_wrote_something_held_stays_even_where_foreign_keys_do_not_count(world: World) -> None:
    make_holds.hold(f"post:{world.post.pk}", by=world.manager)
    refused(lambda: sql("DELETE FROM people_user WHERE id = %s", world.cast.priya.pk))


def test_a_leaver_stays_held_with_their_mailboxes(world: World) -> None:
    priya = world.cast.priya
    make_holds.hold(by=world.manager, people=[priya])
    refused(lambda: Custodian.objects.filter(user=priya).delete())
    refused(lambda: Custodian.objects.filter(user=priya).update(mailbox=world.other_message.mailbox_id))

    people_actions.deactivate(priya, by=world.cast.admin)

    assert not Custodian.objects.filter(user=priya).exists()
    assert holding.held(Message.objects.filter(mailbox=world.box)).count() == 1
    refused(lambda: sql("DELETE FROM mail_message"))
    refused(lambda: sql("DELETE FROM spaces_post"))


def test_a_custodian_who_is_taken_off_leaves_the_mailbox_held(world: World) -> None:
    make_holds.hold(by=world.manager, people=[world.cast.priya])
    mailboxes.add_custodian(world.box, by=world.cast.priya, user=world.cast.gareth, reason="Holidays")
    mailboxes.remove_custodian(Custodian.objects.get(user=world.cast.priya), by=world.cast.gareth)
    refused(lambda: sql("DELETE FROM mail_message WHERE mailbox_id = %s", world.box.pk))


def test_a_hold_follows_a_thread_that_turns_out_to_be_part_of_another(world: World) -> None:
    box = world.box
    make_mail.brought_in(box, [make_mail.eml("Later", "Part two.", message_id="<9@x>")])
    second = Message.objects.get(message_id__contains="9@x").thread
    make_holds.hold(f"thread:{second.pk}", by=world.manager)
    make_mail.brought_in(box, [make_mail.eml("Both", "One thing.", message_id="<10@x>", replies_to=["<1@x>", "<9@x>"])])

    joined = Message.objects.get(message_id__contains="9@x").thread
    assert joined.pk == world.thread.pk and not Thread.objects.filter(pk=second.pk).exists()
    assert holding.held(Message.objects.filter(mailbox=box)).count() == 3
    refused(lambda: Message.objects.filter(message_id__contains="9@x").delete())


def test_holds_themselves_cannot_be_undone(world: World) -> None:
    hold = make_holds.hold(f"space:{world.space.pk}", by=world.manager)
    released = make_holds.hold(f"post:{world.post.pk}", by=world.manager)
    holds.release(released, by=world.manager, reason="Settled.")
    before, gone = everything(), released.pk

    for attack in (
        "DELETE FROM records_hold",
        "DELETE FROM records_holdscope",
        "UPDATE records_holdscope SET ref = 999999",
        "UPDATE records_holdscope SET hold_id = hold_id + 1",
        "UPDATE records_hold SET reason = 'none'",
        "UPDATE records_hold SET id = id + 100",
        f"UPDATE records_hold SET released_at = NULL, released_by_id = NULL, release_reason = '' WHERE id = {gone}",
        "INSERT INTO records_holdscope (hold_id, kind, ref, address, added_at) "
        f"SELECT id, 'post', 1, '', placed_at FROM records_hold WHERE id = {gone}",
    ):
        kept(lambda attack=attack: sql(attack))  # type: ignore[misc]
    kept(lambda: Hold.objects.all().delete())
    kept(lambda: HoldScope.objects.all().delete())
    kept(lambda: HoldScope.objects.bulk_create([HoldScope(hold=released, kind="post", ref=world.post.pk)]))
    kept(lambda: Hold.objects.filter(pk=hold.pk).update(released_at=hold.placed_at))
    assert everything() == before


def test_a_refused_deletion_is_on_record_though_it_is_undone(world: World) -> None:
    make_holds.hold(f"space:{world.space.pk}", by=world.manager)
    before = everything()
    things = [f"conversation:{world.talk.pk}"]
    refusal = pytest.raises(holds.HeldError, match="Rhiannon Oakes")
    with refusal as caught, holds.refusals_recorded(by=world.cast.admin, things=things, on=world.space):
        sql("DELETE FROM spaces_attachment")
    assert "boiler" not in str(caught.value)
    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.verb, entry.actor_id) == ("hold.refused_deletion", world.cast.admin.pk)
    assert entry.details["things"] == [f"conversation:{world.talk.pk}"]
    assert everything() == before
    with pytest.raises(IntegrityError), holds.refusals_recorded(by=None), transaction.atomic():
        sql("UPDATE spaces_space SET name = ''")


def test_a_hold_says_who_holds_what(world: World) -> None:
    hold = make_holds.hold(f"space:{world.space.pk}", by=world.manager)
    other = make_holds.hold("address:sales@halden.example", by=world.manager)
    assert list(holding.holds_on(world.file)) == [hold]
    assert list(holding.holds_on(world.message)) == [other]
    assert list(holding.holds_on(world.other_message)) == []
    assert set(holding.covered_by(hold, Post).values_list("conversation__space", flat=True)) == {world.space.pk}
    with pytest.raises(LookupError):
        holding.held(Entry.objects.all())


def test_what_was_declared_a_record_of_something_held_stays_with_its_bytes(world: World) -> None:
    blob = world.file.blob
    of_post = DeclaredRecord.objects.create(
        thing=f"post:{world.post.pk}",
        container=world.space.container,
        title="The boiler",
        why="Evidence",
        declared_by=world.cast.priya,
        blob=blob,
        digest="d",
        files=1,
        size=1,
    )
    for token in (f"post:{world.post.pk}", world.space.container):
        hold = make_holds.hold(token, by=world.manager)
        refused(lambda: DeclaredRecord.objects.all().delete())
        refused(lambda: sql("DELETE FROM records_declaredrecord"))
        refused(lambda: sql("DELETE FROM files_blob WHERE id = %s", blob.pk))
        assert holding.held(DeclaredRecord.objects.all()).get() == of_post
        holds.release(hold, by=world.manager, reason="Settled.")
    make_holds.hold(f"post:{world.other_talk.posts.get().pk}", f"conversation:{world.talk.pk}", by=world.manager)
    DeclaredRecord.objects.all().delete()


def test_an_asset_that_is_held_stays_in_the_register(world: World) -> None:
    asset = make_assets.asset(by=world.manager)
    hold = make_holds.hold(f"asset:{asset.pk}", by=world.manager)
    refused(lambda: sql("DELETE FROM records_informationasset WHERE id = %s", asset.pk))
    assert naming.thing(asset.get_absolute_url()) == make_holds.token(f"asset:{asset.pk}")
    assert list(holding.holds_on(asset)) == [hold]
