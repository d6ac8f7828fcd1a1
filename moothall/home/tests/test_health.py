"""What monitors and probes are told, and what is logged of a request."""

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from prometheus_client.parser import text_string_to_metric_families

from conftest import Cast
from moothall.home import health
from moothall.home.models import Heartbeat
from moothall.kit import clock, counting, logs, rate
from moothall.search.models import OutboxRow
from moothall.spaces.tests import make

pytestmark = pytest.mark.django_db


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_it_is_alive_without_asking_anything(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/healthz").text == "ok\n"


def test_it_is_ready_while_a_worker_is_heard_of() -> None:
    status, told = ready(Client())
    assert (status, told["ready"], told["checks"]["worker"]["ok"]) == (503, False, False)
    Heartbeat.objects.beat("hall 1")
    assert ready(Client())[0] == 200
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert ready(Client())[0] == 503


def test_it_is_not_ready_when_what_is_new_is_not_found() -> None:
    Heartbeat.objects.beat("hall 1")
    OutboxRow.objects.create(kind="post", ref=1, created=clock.now() - timedelta(minutes=6))
    status, told = ready(Client())
    assert (status, told["checks"]["outbox"]["ok"]) == (503, False)
    assert "waited 36" in told["checks"]["outbox"]["words"]


def test_it_is_not_ready_without_room_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    Heartbeat.objects.beat("hall 1")
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    status, told = ready(Client())
    assert (status, told["checks"]["disk"]["ok"]) == (503, False)


def test_it_says_so_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError("secret words of a driver")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert "The database does not answer" in answer.text
    assert "secret" not in answer.text


def test_workers_that_fell_silent_are_forgotten() -> None:
    with clock.at(clock.now() - timedelta(days=2)):
        Heartbeat.objects.beat("old")
    Heartbeat.objects.beat("new")
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["new"]


def test_a_stranger_is_told_whether_and_not_why_and_not_without_end(settings: LazySettings) -> None:
    Heartbeat.objects.beat("hall 1")
    settings.MOOTHALL_LIMITS = {**settings.MOOTHALL_LIMITS, "public": rate.parse("LIMIT_PUBLIC", "2/h")}
    for _time in range(2):
        answer = Client().get("/readyz", REMOTE_ADDR="192.0.2.7")
        assert (answer.status_code, answer.json()) == (200, {"ready": True})
    assert Client().get("/readyz", REMOTE_ADDR="192.0.2.7").status_code == 429
    for _time in range(3):
        assert "free" in Client().get("/readyz").json()["checks"]["disk"]["words"]
    settings.MOOTHALL_METRICS_TOKEN = "s3cret"
    assert Client().get("/readyz").json() == {"ready": True}
    away = Client().get("/readyz", REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer s3cret"})
    assert away.json()["checks"]["worker"]["words"] == "1 at work."


def test_figures_can_be_read_by_prometheus(cast: Cast) -> None:
    make.space(by=cast.priya)
    families = {one.name: one for one in text_string_to_metric_families(Client().get("/metrics").text)}
    assert {"moothall_workers", "moothall_outbox_rows", "moothall_disk_free_bytes"} <= set(families)
    held = {sample.labels["kind"]: sample.value for sample in families["moothall_held"].samples}
    assert held["spaces"] == 1


def test_figures_are_for_this_machine_or_for_the_token(settings: LazySettings) -> None:
    assert Client().get("/metrics").status_code == 200
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert Client().get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    settings.MOOTHALL_METRICS_TOKEN = "s3cret"
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    away = Client().get("/metrics", REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer s3cret"})
    assert away.status_code == 200


def test_methods_that_a_stranger_makes_up_are_counted_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(counting.FOLDER, str(tmp_path))
    count = counting.Counting(lambda _request: HttpResponse())
    assert count.seconds is not None
    for number in range(20):
        count(RequestFactory().generic(f"MADEUP{number}", "/"))
    count(RequestFactory().put("/"))
    methods = {sample.labels["method"] for one in count.seconds.collect() for sample in one.samples}
    assert {"OTHER", "PUT"} <= methods
    assert not [method for method in methods if method.startswith("MADEUP")]


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "semi;colon-and-more", "line\nbreak-in-it", "abc def ghi jkl"]
)
def test_a_request_gets_an_id_where_none_good_was_given(given: str) -> None:
    name = Client().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert name != given
    assert len(name) == 16


def test_an_id_of_the_proxy_is_kept_and_shown_on_pages_of_errors(cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.priya).get("/nowhere/", headers={"X-Request-ID": "proxy-12345678"})
    assert answer.headers["X-Request-ID"] == "proxy-12345678"
    assert "proxy-12345678" in answer.text
    assert logs.request_id() == ""


def test_the_page_of_a_broken_hall_gives_the_number_of_the_request_and_asks_nothing(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def breaks() -> None:
        raise RuntimeError("Gareth’s dismissal")

    monkeypatch.setattr(health, "checks", breaks)
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        answer = client.get("/readyz", headers={"X-Request-ID": "proxy-12345678"})
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (500, "proxy-12345678")
    assert "<code>proxy-12345678</code>" in answer.text
    assert "dismissal" not in answer.text


def test_the_log_has_the_route_and_nothing_of_what_was_asked(
    cast: Cast, as_user: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = as_user(cast.priya)
    with caplog.at_level(logging.INFO, "moothall.access"):
        client.get("/people/?q=dismissal")
        client.get(f"/people/{cast.gareth.handle}/")
        client.get("/healthz")
    told = [
        json.loads(logs.JsonLines().format(record)) for record in caplog.records if record.name == "moothall.access"
    ]
    assert [(one["route"], one["status"], one["person"]) for one in told] == [
        ("/people/", 200, cast.priya.pk),
        ("/people/<slug:handle>/", 200, cast.priya.pk),
    ]
    assert "dismissal" not in str(told)
    assert cast.gareth.handle not in str(told)


def test_a_secret_in_an_address_is_in_no_line_of_django() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", ("/spaces/feed/s3cret/",), None
    )
    request = RequestFactory().get("/spaces/feed/s3cret/")
    request.resolver_match = None
    record.request = request
    logs.Discreet().filter(record)
    assert "s3cret" not in record.getMessage()


def test_an_error_is_told_by_its_type_and_not_by_its_words() -> None:
    try:
        raise ValueError("Gareth’s dismissal")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "It broke", (), (type(error), error, error.__traceback__))
    told = json.loads(logs.JsonLines().format(record))
    assert told["error"] == "ValueError"
    assert Path(__file__).name in told["lines"][-1]
    assert "dismissal" not in json.dumps(told)


def test_an_id_ends_with_its_request() -> None:
    seen: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(logs.request_id())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        logs.RequestId(view)(RequestFactory().get("/"))
    assert len(seen[0]) == 16
    assert logs.request_id() == ""
