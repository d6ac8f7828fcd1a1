"""What other web sites and hostile clients try on every address: forged forms, frames, lent hosts, floods of fields."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings, settings
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from conftest import Cast
from moothall.kit import rate
from moothall.people.tests import make
from moothall.people.tests.make import PASSWORD

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
# Mail readers (RFC 8058) and identity providers have no token of ours; nor has the public, who asks without a session.
OTHERS_POST_HERE = {"stop", "sso_saml_acs", "make_request"}
VALUES = {
    "int": "1",
    "slug": "harrowby-library",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "str": "x",
    "path": "x",
}


def addresses() -> Iterator[tuple[str, str]]:
    """The name and one spelling of every address."""
    yield from _of(get_resolver(), "/")


def _of(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _of(entry, prefix + _spelt(entry))
        elif "(?P" not in str(entry.pattern):
            yield entry.name or "", prefix + _spelt(entry)


def _spelt(entry: URLPattern | URLResolver) -> str:
    text = str(entry.pattern).removeprefix("^")
    for kind, value in VALUES.items():
        while f"<{kind}:" in text:
            start = text.index(f"<{kind}:")
            text = text[:start] + value + text[text.index(">", start) + 1 :]
    return text


def test_a_forged_form_does_nothing_at_any_address(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)
    asked = [(name, path) for name, path in addresses() if name not in OTHERS_POST_HERE]
    assert len(asked) > 100
    taken = [f"{client.post(path, {'x': '1'}).status_code} {path}" for _name, path in asked]
    assert [line for line in taken if line[:3] not in {"403", "404", "405"}] == []


def test_every_answer_carries_its_headers(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    for _name, path in addresses():
        answer = client.get(path)
        answer.getvalue()
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy.replace("style-src 'unsafe-inline'; sandbox", ""), path
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", path
        assert answer.headers.get("Referrer-Policy"), path
        assert "frame-ancestors" in policy or answer.headers.get("X-Frame-Options"), path
        assert answer.headers.get("Permissions-Policy"), path
        assert answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin", path
        assert answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin", path


def test_a_lent_host_is_refused_and_never_reaches_a_mail(cast: Cast) -> None:
    answer = Client().post("/account/password/reset/", {"email": cast.priya.email}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert mail.outbox == []
    Client().post("/account/password/reset/", {"email": cast.priya.email}, headers={"x-forwarded-host": "evil.example"})
    [letter] = mail.outbox
    assert "/account/password/reset/key/" in letter.body
    assert "evil.example" not in str(letter.message())
    assert "evil.example" not in Client().get("/account/login/").text


def test_a_flood_of_fields_is_refused(cast: Cast, as_user: SignIn) -> None:
    fields = {f"f{number}": "x" for number in range(1_500)}
    assert as_user(cast.priya).post(f"/people/{cast.priya.handle}/edit/", fields).status_code == 400


@pytest.mark.parametrize(
    "path", ["/account/login/", "/people/first-run/", "/account/sso/saml/acs/", "/spaces/drafts/keep/"]
)
def test_a_body_without_end_is_refused_and_not_held_in_memory(cast: Cast, as_user: SignIn, path: str) -> None:
    for client in (Client(raise_request_exception=False), as_user(cast.priya)):
        body = "login=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {302, 400, 404, 413}, (path, answer.status_code)
        if answer.status_code == 302:
            assert "login" in answer["Location"]


def test_forgetting_the_cookie_and_lending_an_address_does_not_reset_the_count(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {**settings.MOOTHALL_LIMITS, "sign_in": rate.parse("LIMIT_SIGN_IN", "3/h")}
    monkeypatch.setattr(settings, "MOOTHALL_LIMITS", limits)
    lent = [
        {},
        {"x-forwarded-for": "192.0.2.1"},
        {"x-forwarded-for": "192.0.2.2, 127.0.0.1"},
        {"x-real-ip": "192.0.2.3"},
        {"forwarded": "for=192.0.2.4"},
        {"client-ip": "192.0.2.5", "true-client-ip": "192.0.2.6", "cf-connecting-ip": "192.0.2.7"},
    ]
    told = [
        Client(headers=headers).post(path, {"login": f"p{number}@wexmoor.example", "password": "x"}).status_code
        for number, headers in enumerate(lent)
        for path in ("/account/login/", "/account/login/?x=1")
    ]
    assert 429 not in told[:3]
    assert set(told[3:]) == {429}


def test_a_method_cannot_be_smuggled(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.admin)
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        answer = client.get(f"/people/{cast.gareth.handle}/deactivate/", headers={name: "POST"})
        assert answer.status_code in {200, 405}
    cast.gareth.refresh_from_db()
    assert cast.gareth.is_active


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1"])
def test_signing_in_leads_nowhere_else(cast: Cast, target: str) -> None:
    make.user("Nia Rowlands")
    answer = Client().post(
        f"/account/login/?next={target}", {"login": cast.priya.email, "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/kit//../../x"])
def test_static_files_are_no_way_out(path: str, settings: LazySettings) -> None:
    assert Client().get(path).status_code in {400, 404}
