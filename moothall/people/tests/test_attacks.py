"""What a stranger, a thief or a bored colleague would try at the door, and what must come of it."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from http.cookies import SimpleCookie
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from conftest import Cast
from moothall.people import actions
from moothall.people.models import Kind, User
from moothall.people.tests import make

SignIn = Callable[[User], Client]
LOGIN, PASSKEY, RESET = "/account/login/", "/account/2fa/webauthn/login/", "/account/password/reset/"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    """A passkey in memory, registered for one person, that signs what a phone would sign."""

    def __init__(self, user: User) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = sha256(user.handle.encode()).digest()
        self._handle = websafe_encode(user_pk_to_url_str(user).encode())
        self._rp = sha256(b"testserver").digest()
        cose = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call]
        public = AttestedCredentialData.create(Aaguid.NONE, self._id, cose)
        data = AuthenticatorData.create(self._rp, FLAGS | AuthenticatorData.FLAG.AT, 0, public)
        attested = websafe_encode(bytes(AttestationObject.create("none", data, {})))
        made = self._client("webauthn.create", "")
        WebAuthn.add(user, "Phone", self._credential({"attestationObject": attested}, made))

    def sign(self, challenge: str) -> str:
        """What the browser posts after the person touched the key."""
        data, client = AuthenticatorData.create(self._rp, FLAGS, 0), self._client("webauthn.get", challenge)
        signature = self._key.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(signature),
            "userHandle": self._handle,
        }
        return json.dumps(self._credential(answer, client))

    def _credential(self, answer: dict[str, str], client: bytes) -> dict[str, Any]:
        name = websafe_encode(self._id)
        response = {**answer, "clientDataJSON": websafe_encode(client)}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    @staticmethod
    def _client(what: str, challenge: str) -> bytes:
        return json.dumps({"type": what, "challenge": challenge, "origin": "https://testserver"}).encode()


def challenge_for(client: Client) -> str:
    answer = client.get(PASSKEY, headers={"X-Requested-With": "XMLHttpRequest"})
    return str(answer.json()["request_options"]["publicKey"]["challenge"])


def is_in(client: Client) -> bool:
    return client.get("/people/me/").headers.get("Location", "/account/login/").startswith("/people/")


def test_a_passkey_opens_the_door_and_what_it_signed_opens_it_once(cast: Cast) -> None:
    key, phone, thief = SoftKey(cast.priya), Client(), Client()
    signed = key.sign(challenge_for(phone))
    phone.post(PASSKEY, {"credential": signed})
    assert is_in(phone)
    phone.post("/account/logout/")
    phone.post(PASSKEY, {"credential": signed})
    assert not is_in(phone)
    challenge_for(phone)
    phone.post(PASSKEY, {"credential": signed})
    assert not is_in(phone)
    challenge_for(thief)
    thief.post(PASSKEY, {"credential": signed})
    assert not is_in(thief)


def test_a_passkey_of_a_leaver_opens_nothing(cast: Cast) -> None:
    key, phone = SoftKey(cast.priya), Client()
    actions.deactivate(cast.priya, by=cast.admin)
    phone.post(PASSKEY, {"credential": key.sign(challenge_for(phone))})
    assert not is_in(phone)
    actions.reactivate(cast.priya, by=cast.admin)
    phone.post(PASSKEY, {"credential": key.sign(challenge_for(phone))})
    assert not is_in(phone)


def plant(client: Client, session: str) -> None:
    """Put somebody's session into a browser."""
    client.cookies[settings.SESSION_COOKIE_NAME] = session


def carried(answer: Any) -> str:
    """The session that the browser really sent with what was answered."""
    return SimpleCookie(answer.wsgi_request.META["HTTP_COOKIE"])[settings.SESSION_COOKIE_NAME].value


def test_a_session_planted_before_sign_in_is_not_the_session_after_it(cast: Cast) -> None:
    victim, thief = Client(), Client()
    thief.get("/account/login/")
    session = thief.session
    session["planted"] = "yes"
    session.save()
    planted = str(session.session_key)
    plant(victim, planted)
    plant(thief, planted)
    answer = victim.post(LOGIN, {"login": cast.priya.email, "password": make.PASSWORD})
    assert carried(answer) == planted
    assert is_in(victim)
    assert victim.session.session_key != planted
    assert not is_in(thief)


def test_a_session_planted_before_an_invitation_is_not_the_session_after_it(cast: Cast) -> None:
    newcomer = make.user("Nia Field")
    way = actions.send_invitation(newcomer, by=cast.admin)
    victim, thief = Client(), Client()
    thief.force_login(cast.outsider)
    planted = str(thief.session.session_key)
    plant(victim, planted)
    answer = victim.post(f"/people/invitation/{way.token}/")
    assert carried(answer) == planted
    assert is_in(victim)
    assert victim.session.session_key != planted
    assert str(newcomer.pk) != thief.session.get("_auth_user_id")


def shown(client: Client, address: str, words: dict[str, str], named: str) -> tuple[int, str, str]:
    """Everything that an answer tells, but for what was typed and the token against forgery."""
    answer = client.post(address, words)
    page = answer.content.decode().replace(named, "NAMED")
    kept = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "nonce" not in line]
    return answer.status_code, answer.headers.get("Location", ""), "\n".join(kept)


@pytest.mark.parametrize("left", [False, True])
def test_sign_in_does_not_tell_who_is_here(cast: Cast, left: bool) -> None:
    if left:
        actions.deactivate(cast.gareth, by=cast.admin)
    told = []
    for email in (cast.gareth.email, "nobody.here@wexmoor.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            told.append((shown(Client(), LOGIN, {"login": email, "password": "a-wrong-password"}, email), len(queries)))
    assert told[0] == told[1]
    assert told[0][0][0] != 302


def test_a_staff_number_that_nobody_has_is_answered_like_one_that_somebody_has(cast: Cast) -> None:
    make.user("Dev Patel", email="", staff_number="W1234")
    told = [
        shown(Client(), LOGIN, {"login": number, "password": "a-wrong-password"}, number)
        for number in ("W1234", "W9999")
    ]
    assert told[0] == told[1]


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}})
def test_asking_for_a_new_password_does_not_tell_who_is_here_nor_by_its_work(cast: Cast) -> None:
    told = []
    for email in (cast.gareth.email, "nobody.here@wexmoor.example", cast.priya.email.upper()):
        with CaptureQueriesContext(connection) as queries:
            answer = shown(Client(), RESET, {"email": email}, email)
        told.append((answer, [query["sql"].split()[:3] for query in queries]))
    assert told[0] == told[1] == told[2]
    assert mail.outbox == []  # the worker writes it
    assert DBTaskResult.objects.ready().count() == 3


def test_a_new_password_comes_by_mail_to_whoever_is_here_and_to_nobody_else(cast: Cast) -> None:
    actions.deactivate(cast.joan, by=cast.admin)
    mail.outbox.clear()
    for email in (cast.gareth.email.upper(), cast.joan.email, "nobody.here@wexmoor.example"):
        assert Client().post(RESET, {"email": email}).status_code == 302
    [letter] = mail.outbox
    assert letter.to == [cast.gareth.email]
    [address] = re.findall(rf"{re.escape(settings.MOOTHALL_URL)}(/\S+)", str(letter.body))
    client = Client()
    form = client.get(address, follow=True)
    words = {"password1": "a-quite-new-password", "password2": "a-quite-new-password"}
    assert client.post(form.redirect_chain[-1][0], words).status_code == 302
    cast.gareth.refresh_from_db()
    assert cast.gareth.check_password("a-quite-new-password")
    again = Client().get(address, follow=True)
    assert "password1" not in again.text


def test_a_profile_form_changes_nothing_but_its_own_fields(cast: Cast, as_user: SignIn) -> None:
    more = {"kind": "councillor", "roles": "administrator", "role": "administrator", "is_active": "", "is_staff": "on"}
    more |= {
        "handle": "boss",
        "email": "boss@wexmoor.example",
        "name": "Boss",
        "team": "1",
        "manager": str(cast.admin.pk),
    }
    answer = as_user(cast.marcus).post("/people/marcus-finch/edit/", {"job": "Treasurer", "ask_about": "books", **more})
    assert answer.status_code == 302
    after = User.objects.get(pk=cast.marcus.pk)
    assert (after.job, after.kind, after.is_active, after.handle) == ("Treasurer", Kind.GUEST, True, "marcus-finch")
    assert (after.email, after.name, after.team, after.manager) == (cast.marcus.email, "Marcus Finch", None, None)
    assert not after.role_holdings.exists()


@pytest.mark.parametrize("page", ["manage", "roles", "move", "correct", "deactivate", "reactivate", "code", "invite"])
def test_nobody_but_an_administrator_manages_people(cast: Cast, as_user: SignIn, page: str) -> None:
    before = User.objects.filter(pk=cast.gareth.pk).values().get()
    words = {"roles": "administrator", "kind": "guest", "name": "Nobody", "email": "x@wexmoor.example", "reason": "x"}
    answer = as_user(cast.priya).post(f"/people/gareth-pugh/{page}/", words)
    assert answer.status_code in {403, 404}
    assert User.objects.filter(pk=cast.gareth.pk).values().get() == before
    assert not cast.gareth.role_holdings.exists()


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "http:evil.example"]


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_leads_nowhere_else(cast: Cast, place: str) -> None:
    words = {"login": cast.priya.email, "password": make.PASSWORD, "next": place}
    answer = Client().post(f"{LOGIN}?next={place}", words)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_out_leads_nowhere_else(cast: Cast, as_user: SignIn, place: str) -> None:
    answer = as_user(cast.priya).post("/account/logout/", {"next": place})
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]
    assert answer.headers["Location"].startswith("/")


def test_guessing_a_one_time_code_is_stopped_and_the_right_one_then_waits_too(cast: Cast) -> None:
    worker = make.user("Dev Patel", email="", staff_number="W1234")
    code = actions.make_code(worker, by=cast.admin)
    for guess in range(8):
        Client().post(LOGIN, {"login": "w 12-34", "password": f"ABCDE-FGH{guess}{guess}"})
    thief = Client()
    answer = thief.post(LOGIN, {"login": "W1234", "password": code})
    assert not is_in(thief)
    assert answer.status_code != 302
    assert worker.ways_in.get().is_open


def test_an_invitation_and_a_code_each_open_the_door_once(cast: Cast) -> None:
    newcomer = make.user("Nia Field")
    way = actions.send_invitation(newcomer, by=cast.admin)
    first, second = Client(), Client()
    first.post(f"/people/invitation/{way.token}/")
    second.post(f"/people/invitation/{way.token}/")
    assert (is_in(first), is_in(second)) == (True, False)
    worker = make.user("Dev Patel", email="", staff_number="W1234")
    code = actions.make_code(worker, by=cast.admin)
    first, second = Client(), Client()
    first.post(LOGIN, {"login": "W1234", "password": code})
    second.post(LOGIN, {"login": "W1234", "password": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_an_invitation_that_was_changed_opens_nothing(cast: Cast) -> None:
    way = actions.send_invitation(make.user("Nia Field"), by=cast.admin)
    client = Client()
    for token in (way.nonce, way.token[:-1] + ("a" if way.token[-1] != "a" else "b"), f"x{way.token}"):
        client.post(f"/people/invitation/{token}/")
        assert not is_in(client)
    assert way.is_open


def corrected(cast: Cast, person: User, **changes: str) -> User:
    """An administrator puts something right; all else stays."""
    words = {"name": person.name, "email": person.email, "staff_number": person.staff_number, "organisation": ""}
    return actions.correct(person, by=cast.admin, **{**words, **changes}, manager=None)


def test_an_invitation_to_a_wrong_address_opens_nothing_once_it_is_put_right(cast: Cast) -> None:
    person = actions.create_user(by=cast.admin, email="nia@elsewhere.example", name="Nia Hart", staff_number="4711")
    way = actions.send_invitation(person, by=cast.admin)
    corrected(cast, person, name="Nia Hartley")
    assert Client().get(f"/people/invitation/{way.token}/").status_code == 200  # another name is no other address
    corrected(cast, person, email="nia.hart@wexmoor.example")
    stranger = Client()
    assert stranger.get(f"/people/invitation/{way.token}/").status_code == 404
    assert stranger.post(f"/people/invitation/{way.token}/").status_code == 404
    assert stranger.get("/people/").status_code == 302
    way.refresh_from_db()
    assert way.used_at is None
    assert (
        Client().get(f"/people/invitation/{actions.send_invitation(person, by=cast.admin).token}/").status_code == 200
    )


def test_a_slip_of_paper_is_good_whatever_address_is_put_right(cast: Cast) -> None:
    person = actions.create_user(by=cast.admin, email="nia@elsewhere.example", name="Nia Hart", staff_number="4711")
    code = actions.make_code(person, by=cast.admin)
    corrected(cast, person, email="nia.hart@wexmoor.example")
    answer = Client().post(LOGIN, {"login": "4711", "password": code})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/welcome/")
