"""A hold and a deletion at the same moment: whoever comes first has it, and nothing is both held and gone."""

import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from moothall.kit.testing import CommittedDatabase, at_once
from moothall.mail.models import Mailbox, Thread
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.records import holding
from moothall.records.actions import holds
from moothall.records.actions.holds import HeldError, NothingThere
from moothall.records.models import Hold, HoldScope
from moothall.records.tests import make_holds
from moothall.spaces.actions import drafts
from moothall.spaces.models import Conversation, Draft, Post
from moothall.spaces.tests import make

ROUNDS = 20
MERGES = 4
SOON = 0.4  # seconds in which whoever does not wait would long be through


@pytest.fixture
def talk(committed_db: CommittedDatabase) -> Conversation:
    priya = make_people.user("Priya Raman")
    return make.conversation(make.space(by=priya), by=priya, title="The boiler")


def delete(post: Post) -> Callable[[], str]:
    """Delete with SQL, as somebody would who knows nothing of holds."""

    def run() -> str:
        time.sleep(random.random() / 100)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM spaces_post WHERE id = %s", [post.pk])
                time.sleep(random.random() / 100)
        except IntegrityError as error:
            assert holding.is_refusal(error)
            return "refused"
        return "deleted"

    return run


def hold(post: Post, manager: User) -> Callable[[], str]:
    def run() -> str:
        time.sleep(random.random() / 100)
        try:
            make_holds.hold(f"post:{post.pk}", by=manager)
        except NothingThere:
            return "too late"
        return "held"

    return run


def test_nothing_is_both_held_and_gone(talk: Conversation) -> None:
    manager, author = make_holds.manager(), User.objects.get(name="Priya Raman")
    seen = set()
    for number in range(ROUNDS):
        post = make.post(talk, by=author, body=f"Post {number}")
        Post.objects.filter(pk=post.pk).update(body="x") if number % 2 else None
        outcome = tuple(at_once([hold(post, manager), delete(post)]))
        there = Post.objects.filter(pk=post.pk).exists()
        assert outcome in {("held", "refused"), ("too late", "deleted")}
        assert there == (outcome[0] == "held") == HoldScope.objects.filter(kind="post", ref=post.pk).exists()
        seen.add(outcome)
    assert len(seen) >= 1


def in_thread(work: Callable[[], str]) -> tuple[threading.Thread, list[str]]:
    result: list[str] = []

    def run() -> None:
        try:
            result.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, result


def only_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one transaction write")


def test_a_draft_that_is_held_meanwhile_is_there_and_one_that_is_gone_was_not(talk: Conversation) -> None:
    manager, writer = make_holds.manager(), User.objects.get(name="Priya Raman")

    def discard(draft: Draft) -> Callable[[], str]:
        def run() -> str:
            time.sleep(random.random() / 100)
            try:
                drafts.discard(draft, person=writer)
            except HeldError:
                return "refused"
            return "deleted"

        return run

    for number in range(ROUNDS):
        draft = drafts.keep(drafts.Place(talk), drafts.Words(f"Words {number}"), person=writer)
        assert draft is not None
        held: list[Hold] = []
        place = [lambda held=held: held.append(make_holds.hold(writer.holder, by=manager)) or "held"]
        outcome = at_once([*place, discard(draft)])
        assert Draft.objects.filter(pk=draft.pk).exists() == (outcome[1] == "refused")
        holds.release(held[0], by=manager, reason="Settled.")
        Draft.objects.all().delete()


def joined(box: Mailbox, number: int) -> Callable[[], str]:
    """Bring in the letter that shows two threads of a mailbox to be one."""
    first, second = f"<a{number}@halden.example>", f"<b{number}@halden.example>"
    letter = make_mail.eml("Both", f"Both {number}", message_id=f"<c{number}@x>", replies_to=(first, second))

    def run() -> str:
        make_mail.brought_in(box, [letter])
        return "joined"

    return run


def test_two_mailboxes_whose_held_threads_merge_at_once_do_not_wait_for_each_other(talk: Conversation) -> None:
    manager, priya = make_holds.manager(), User.objects.get(name="Priya Raman")
    boxes = [make_mail.mailbox(f"{name}@wexmoor.example", owner=priya) for name in ("one", "two", "three")]
    for box in boxes:
        for number in range(MERGES):
            letters = [make_mail.eml(x, f"{x}{number}", message_id=f"<{x}{number}@halden.example>") for x in "ab"]
            make_mail.brought_in(box, letters)
    for thread in Thread.objects.order_by("pk"):
        make_holds.hold(f"thread:{thread.pk}", by=manager)
    for number in range(MERGES):
        assert at_once([joined(box, number) for box in boxes]) == ["joined"] * len(boxes)
    threads = Thread.objects.filter(message_count=3)
    assert threads.count() == Thread.objects.count() == MERGES * len(boxes)
    for thread in threads:
        assert HoldScope.objects.filter(kind="thread", ref=thread.pk).count() == 2


def test_whoever_carries_holds_over_never_waits_for_another_who_does(talk: Conversation) -> None:
    manager = make_holds.manager()
    posts = [post.pk for post in [talk.posts.get(number=1)]]
    make_holds.hold(f"post:{posts[0]}", by=manager)

    def carry(to: int) -> Callable[[], int]:
        def run() -> int:
            with transaction.atomic():
                return holding.carry("post", posts, to_kind="post", to=to)

        return run

    for number in range(ROUNDS):
        beyond = 10_000 + 4 * number
        assert at_once([carry(beyond + one) for one in range(4)]) == [1] * 4


def test_what_is_carried_over_waits_for_the_hold_that_is_being_placed(talk: Conversation) -> None:
    only_on_postgresql()
    manager, post = make_holds.manager(), talk.posts.get(number=1)

    def carry() -> str:
        with transaction.atomic():
            return str(holding.carry("post", [post.pk], to_kind="post", to=10_000))

    with transaction.atomic():
        make_holds.hold(f"post:{post.pk}", by=manager)
        thread, result = in_thread(carry)
        time.sleep(SOON)
        assert thread.is_alive() and not result
    thread.join(20)
    assert result == ["1"]


def test_a_hold_waits_for_the_deletion_under_way(talk: Conversation) -> None:
    only_on_postgresql()
    manager, post = make_holds.manager(), talk.posts.get(number=1)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM spaces_post WHERE id = %s", [post.pk])
        thread, result = in_thread(hold(post, manager))
        time.sleep(SOON)
        assert thread.is_alive() and not result
    thread.join(20)
    assert result == ["too late"]
    assert not HoldScope.objects.exists()


def test_a_deletion_waits_for_the_hold_that_is_being_placed(talk: Conversation) -> None:
    only_on_postgresql()
    manager, post = make_holds.manager(), talk.posts.get(number=1)
    with transaction.atomic():
        make_holds.hold(f"post:{post.pk}", by=manager)
        thread, result = in_thread(delete(post))
        time.sleep(SOON)
        assert thread.is_alive() and not result
    thread.join(20)
    assert result == ["refused"]
    assert Post.objects.filter(pk=post.pk).exists()


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_transaction_that_looks_back_deletes_nothing(talk: Conversation, level: str) -> None:
    only_on_postgresql()
    manager, post = make_holds.manager(), talk.posts.get(number=1)

    def look_back() -> str:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
                cursor.execute("SELECT count(*) FROM records_holdscope")
                looked.set()
                placed.wait(20)
                cursor.execute("DELETE FROM spaces_post WHERE id = %s", [post.pk])
        except DatabaseError as error:
            return ("READ COMMITTED" in str(error) and "refused") or "failed"
        return "deleted"

    looked, placed = threading.Event(), threading.Event()
    thread, result = in_thread(look_back)
    looked.wait(20)
    make_holds.hold(f"post:{post.pk}", by=manager)
    placed.set()
    thread.join(20)
    assert result == ["refused"]
    assert Post.objects.filter(pk=post.pk).exists()


def test_an_old_look_at_sqlite_deletes_nothing(talk: Conversation) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("for SQLite")
    manager, post = make_holds.manager(), talk.posts.get(number=1)

    def look_back() -> str:
        connection.ensure_connection()
        raw = connection.connection
        raw.execute("BEGIN DEFERRED")
        raw.execute("SELECT count(*) FROM records_holdscope").fetchall()
        looked.set()
        placed.wait(20)
        try:
            raw.execute("DELETE FROM spaces_post WHERE id = ?", [post.pk])
        except Exception as error:
            return type(error).__name__
        finally:
            raw.execute("ROLLBACK")
        return "deleted"

    looked, placed = threading.Event(), threading.Event()
    thread, result = in_thread(look_back)
    looked.wait(20)
    make_holds.hold(f"post:{post.pk}", by=manager)
    placed.set()
    thread.join(60)
    assert result == ["OperationalError"]
    assert Post.objects.filter(pk=post.pk).exists()
