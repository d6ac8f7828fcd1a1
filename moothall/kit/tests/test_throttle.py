"""Not too often: counted by person or address, for every process, with words and a time to come back."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from conftest import Cast
from moothall.kit import address, buckets, clock, throttle
from moothall.kit.buckets import Store, TableInFile, WindowsInCache
from moothall.kit.env import BadSetting
from moothall.kit.rate import Rate, parse
from moothall.kit.testing import at_once

SignIn = Callable[..., Client]
THREE = Rate(3, 60)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set some limits for one test."""

    def set_them(**limits: str) -> None:
        read = {name: parse(name, written) for name, written in limits.items()}
        monkeypatch.setattr(settings, "MOOTHALL_LIMITS", {**settings.MOOTHALL_LIMITS, **read})

    return set_them


@pytest.fixture(params=["file", "cache"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return TableInFile(tmp_path / "table") if request.param == "file" else WindowsInCache()


@pytest.mark.parametrize(
    ("written", "rate"), [("60/m", Rate(60, 60)), ("5/10m", Rate(5, 600)), ("1/d", Rate(1, 86400)), ("off", None)]
)
def test_a_limit_is_written_plainly(written: str, rate: Rate | None) -> None:
    assert parse("LIMIT_FIND", written) == rate


@pytest.mark.parametrize("written", ["", "60", "0/m", "60 / m", "60/y", "-1/m", "60/0m"])
def test_a_limit_that_is_none_stops_the_start(written: str) -> None:
    with pytest.raises(BadSetting, match="MOOTHALL_LIMIT_FIND"):
        parse("LIMIT_FIND", written)


def test_so_many_may_come_at_once_and_then_one_has_to_wait(store: Store) -> None:
    with clock.at(clock.now()):
        assert [store.take("ann", THREE) for _ in range(3)] == [0, 0, 0]
        assert store.take("ann", THREE) > 0
        assert store.take("bob", THREE) == 0


def test_after_the_wait_one_may_go_on(store: Store) -> None:
    start = clock.now()
    with clock.at(start):
        for _ in range(3):
            store.take("ann", THREE)
    with clock.at(start + timedelta(minutes=2)):
        assert store.take("ann", THREE) == 0


def test_the_wait_that_is_told_is_long_enough(tmp_path: Path) -> None:
    store, start = TableInFile(tmp_path / "table"), clock.now()
    with clock.at(start):
        waits = [store.take("ann", THREE) for _ in range(5)]
    assert waits[3] == pytest.approx(20, abs=0.01)
    with clock.at(start + timedelta(seconds=waits[3] - 1)):
        assert store.take("ann", THREE) > 0
    with clock.at(start + timedelta(seconds=waits[3] + 1)):
        assert store.take("ann", THREE) == 0


def test_a_clock_that_is_set_back_locks_nobody_out(tmp_path: Path) -> None:
    store, start = TableInFile(tmp_path / "table"), clock.now()
    with clock.at(start + timedelta(days=30)):
        for _ in range(3):
            store.take("ann", THREE)
    with clock.at(start):
        assert [store.take("ann", THREE) for _ in range(3)] == [0, 0, 0]
        assert store.take("ann", THREE) > 0


def test_the_file_stays_small_however_many_come(tmp_path: Path) -> None:
    store = TableInFile(tmp_path / "table")
    for number in range(2000):
        store.take(f"address:{number}", THREE)
    assert store.path.stat().st_size == buckets.SLOTS * buckets.SLOT.size == 1 << 20


def test_a_full_table_still_counts_whoever_comes_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "SLOTS", buckets.NEIGHBOURHOOD + 1)
    store = TableInFile(tmp_path / "table")
    with clock.at(clock.now()):
        for number in range(100):
            store.take("most", THREE)
            store.take(f"other:{number}", THREE)
        assert store.take("most", THREE) > 0


def test_threads_and_processes_count_together(tmp_path: Path) -> None:
    path, rate = tmp_path / "table", Rate(20, 3600)
    code = (
        "import django, pathlib; django.setup()\n"
        "from moothall.kit.buckets import TableInFile; from moothall.kit.rate import Rate\n"
        "from django.conf import settings; settings.SECRET_KEY = 'only-for-tests'\n"
        f"store = TableInFile(pathlib.Path({str(path)!r}))\n"
        "print(sum(store.take('ann', Rate(20, 3600)) == 0 for _ in range(8)))"
    )
    others = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    ours = at_once([lambda: sum(TableInFile(path).take("ann", rate) == 0 for _ in range(4)) for _ in range(4)])
    theirs = [int(other.communicate(timeout=60)[0]) for other in others]
    assert sum(ours) + sum(theirs) == rate.amount


def test_a_broken_disk_stops_nobody(limits: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    limits(find="1/h")
    (Path(settings.MOOTHALL_DATA) / "throttle.table").mkdir(parents=True)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert [throttle.take(request, "find") for _ in range(3)] == [0, 0, 0]
    assert "could not be counted" in caplog.text


def test_a_shared_cache_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MOOTHALL_SHARED_CACHE", True)
    assert isinstance(buckets.store(), WindowsInCache)
    monkeypatch.setattr(settings, "MOOTHALL_SHARED_CACHE", False)
    assert isinstance(buckets.store(), TableInFile)


def test_a_view_that_comes_too_often_says_when_to_try_again(
    cast: Cast, limits: Callable[..., None], rf: RequestFactory
) -> None:
    limits(public="1/h")

    @throttle.limited("public", methods=frozenset({"GET"}))
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("here")

    def ask(who: object) -> HttpResponse:
        request = rf.get("/")
        request.user = who  # type: ignore[assignment]
        answer = view(request)
        assert isinstance(answer, HttpResponse)
        return answer

    assert [ask(cast.priya).status_code, ask(cast.gareth).status_code] == [200, 200]
    refused = ask(cast.priya)
    assert refused.status_code == 429
    assert 3500 < int(refused["Retry-After"]) <= 3600
    assert "Wait 60 minutes, then try again" in refused.content.decode()


def test_searching_too_often_is_refused_in_words(cast: Cast, as_user: SignIn, limits: Callable[..., None]) -> None:
    limits(find="2/h")
    client = as_user(cast.priya)
    statuses = [client.get(reverse("search:find"), {"q": "roads"}).status_code for _ in range(3)]
    assert statuses[:2] != [429, 429]
    assert statuses[2] == 429
    assert client.get(reverse("search:find")).status_code == 200


def test_signing_in_too_often_is_refused_by_address(db: None, limits: Callable[..., None]) -> None:
    limits(sign_in="3/h")
    given = {"login": "ann@wexmoor.example", "password": "wrong"}
    client = Client()
    statuses = [client.post(reverse("account_login"), given).status_code for _ in range(4)]
    assert statuses[3] == 429
    assert 429 not in statuses[:3]
    assert Client(REMOTE_ADDR="192.0.2.9").post(reverse("account_login"), given).status_code != 429
    spoofed = Client(HTTP_X_FORWARDED_FOR="192.0.2.10").post(reverse("account_login"), given)
    assert spoofed.status_code == 429


def test_an_account_takes_five_wrong_passwords(cast: Cast) -> None:
    def try_it(number: int) -> str:
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        return client.post(reverse("account_login"), {"login": cast.priya.email, "password": "wrong"}).content.decode()

    pages = [try_it(number) for number in range(1, 8)]
    assert "Too many tries" not in "".join(pages[:5])
    assert "Too many tries" in pages[6]


PROXY = ("10.1.0.0/16", "unix")


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("192.0.2.1", "203.0.113.5", "192.0.2.1"),
        ("10.1.0.3", "203.0.113.5", "203.0.113.5"),
        ("10.1.0.3", "1.2.3.4, 203.0.113.5", "203.0.113.5"),
        ("10.1.0.3", "1.2.3.4, 203.0.113.5, 10.1.0.9", "203.0.113.5"),
        ("10.1.0.3", "", "10.1.0.3"),
        ("10.1.0.3", "rubbish", "10.1.0.3"),
        ("10.1.0.3", "10.1.0.4", "10.1.0.3"),
        ("10.1.0.3", "::ffff:203.0.113.5", "203.0.113.5"),
        ("", "2001:db8::7", "2001:db8::7"),
        ("", "", "unknown"),
        ("::ffff:10.1.0.3", "203.0.113.5", "203.0.113.5"),
    ],
)
def test_only_trusted_proxies_say_who_asks(
    monkeypatch: pytest.MonkeyPatch, peer: str, forwarded: str, found: str
) -> None:
    monkeypatch.setattr(settings, "MOOTHALL_TRUSTED_PROXIES", address.proxies("TRUSTED_PROXIES", PROXY))
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert address.of(request) == found


def test_a_proxy_that_is_no_address_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="MOOTHALL_TRUSTED_PROXIES"):
        address.proxies("TRUSTED_PROXIES", ("proxy.example",))


def test_ipv6_is_counted_by_network() -> None:
    assert address.household("2001:db8:1:2:3:4:5:6") == address.household("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert address.household("192.0.2.1") == "192.0.2.1"
