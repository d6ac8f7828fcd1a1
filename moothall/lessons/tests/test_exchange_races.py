"""Two who do the same at once, and one who is killed in the middle: on real commits."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.conf import settings

from moothall.kit import clock
from moothall.kit.testing import PATIENCE, CommittedDatabase, at_once
from moothall.lessons.actions import exchange, looking
from moothall.lessons.models import Brought, Item, Lesson, Subscription
from moothall.lessons.tests import make_exchange as make
from moothall.lessons.tests.serving import JSON, Elsewhere, elsewhere
from moothall.people.models import Role
from moothall.people.tests import make as people


def slowly(body: str, go_on: threading.Event) -> Callable[[BaseHTTPRequestHandler], None]:
    """A server that begins to answer and goes on when it is told to."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.send_header("Content-Length", str(len(body.encode())))
        request.end_headers()
        request.wfile.write(body.encode()[:10])
        go_on.wait(PATIENCE)
        request.wfile.write(body.encode()[10:])

    return answer


def wait_for(holds: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def test_of_two_workers_one_looks(committed_db: CommittedDatabase, elsewhere_serving: Elsewhere) -> None:
    body = make.followed(elsewhere_serving, make.entry("1"))
    asked = len(elsewhere_serving.asked)
    go_on = threading.Event()
    elsewhere_serving.does(slowly(make.feed([make.entry("1"), make.entry("2")], total=2), go_on))

    def first() -> looking.Outcome | None:
        return looking.look(body.pk)

    def second() -> looking.Outcome | None:
        try:
            wait_for(lambda: len(elsewhere_serving.asked) > asked, "nobody looked")
            return looking.look(body.pk)
        finally:
            go_on.set()

    done, none = at_once([first, second])
    assert none is None
    assert done is not None
    assert done.new == 1
    assert len(elsewhere_serving.asked) == asked + 1
    assert Item.objects.count() == 2


def test_of_two_who_follow_the_same_address_one_does(committed_db: CommittedDatabase) -> None:
    admins = [people.user(name, roles=(Role.ADMINISTRATOR,)) for name in ("Ada Minton", "Bea Minton")]

    def follow(number: int) -> Callable[[], bool]:
        def run() -> bool:
            try:
                exchange.subscribe(by=admins[number], address="http://127.0.0.1:1/feed", name=f"B{number}")
            except exchange.FollowedAlready:
                return False
            return True

        return run

    assert sorted(at_once([follow(0), follow(1)])) == [False, True]
    assert Subscription.objects.count() == 1


def test_of_two_who_bring_the_same_lesson_in_it_is_brought_in_once(
    committed_db: CommittedDatabase, elsewhere_serving: Elsewhere
) -> None:
    item = make.item(elsewhere_serving)
    staff = [people.user(name) for name in ("Priya Raman", "Gareth Pugh")]
    made = at_once([lambda who=who: exchange.bring_in(item, by=who) for who in staff])  # type: ignore[misc]
    assert made[0] == made[1]
    assert (Lesson.objects.count(), Brought.objects.count()) == (1, 1)


def test_who_ends_it_while_another_looks_wins(committed_db: CommittedDatabase, elsewhere_serving: Elsewhere) -> None:
    admin = people.user("Ada Minton", roles=(Role.ADMINISTRATOR,))
    body = make.followed(elsewhere_serving, make.entry("1"))
    asked = len(elsewhere_serving.asked)
    go_on = threading.Event()
    elsewhere_serving.does(slowly(make.feed([make.entry("2")], total=1), go_on))

    def end() -> None:
        try:
            wait_for(lambda: len(elsewhere_serving.asked) > asked, "nobody looked")
            exchange.end(body, by=admin, keep=False)
        finally:
            go_on.set()

    looked, _ended = at_once([lambda: looking.look(body.pk), end])
    assert looked is None
    assert not Item.objects.exists()


def test_a_worker_that_is_killed_in_the_middle_leaves_nothing_half_and_is_followed_by_another(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MOOTHALL_EXCHANGE_PRIVATE", True)
    with elsewhere() as place:
        body = make.followed(place, make.entry("1"))
        asked, go_on = len(place.asked), threading.Event()
        feed = make.feed([make.entry(str(number)) for number in range(1, 200)], total=199)
        place.does(slowly(feed, go_on))
        process = start(committed_db, body)
        try:
            wait_for(lambda: len(place.asked) > asked, "the other process did not look")
            os.kill(process.pid, signal.SIGKILL)
            process.communicate(timeout=PATIENCE)
        finally:
            go_on.set()
        assert Item.objects.count() == 1
        assert looking.look(body.pk) is None  # its claim runs on for a while
        place.says(feed)
        with clock.at(clock.now() + looking.CLAIM + timedelta(seconds=1)):
            told = looking.look(body.pk)
        assert told is not None
        assert (told.new, told.fault) == (198, "")


def start(database: CommittedDatabase, body: Subscription) -> "subprocess.Popen[str]":
    """Another process that looks."""
    code = f"from moothall.lessons.actions import looking; looking.look({body.pk})"
    return database.start_python(f"from django.conf import settings; settings.MOOTHALL_EXCHANGE_PRIVATE = True\n{code}")
