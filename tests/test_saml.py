"""Single sign-on by SAML 2.0: against a real provider on loopback, and against answers that nobody may believe.

The forged answers are signed with the provider's own key wherever the attack leaves a signature, so that what refuses
them is the check they are made for.
"""

import base64
import datetime
import re
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.conf import LazySettings, settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import etree

from conftest import Cast
from e2e import providers
from moothall.audit.models import Entry
from moothall.kit.clock import now
from moothall.people.models import Role
from moothall.people.sso import saml
from moothall.people.sso.identity import Reason
from moothall.people.sso.options import Admission, Saml, SingleSignOn

signing = pytest.importorskip("onelogin.saml2.utils", reason="what reads SAML is not installed: moothall[saml]")

IDP = "https://idp.example/metadata"
EMAIL, NAME, GROUPS = Saml("", "").email, Saml("", "").person_name, "https://idp.example/groups"
METADATA = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{idp}">
<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing">
<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data>
</KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
Location="https://idp.example/login"/></IDPSSODescriptor></EntityDescriptor>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
ID="{assertion}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject>
<saml:NameID Format="{format}">{subject}</saml:NameID><saml:SubjectConfirmation
Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{request}"
NotOnOrAfter="{later}" Recipient="{recipient}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{earlier}" NotOnOrAfter="{later}">{audience}</saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{assertion}"><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response}" Version="2.0" IssueInstant="{now}"
Destination="{destination}" InResponseTo="{request}"><saml:Issuer>{issuer}</saml:Issuer><samlp:Status>
<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>{assertions}</samlp:Response>"""
AUDIENCE = "<saml:AudienceRestriction><saml:Audience>{}</saml:Audience></saml:AudienceRestriction>"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRUSTING = Admission(trusted_domains=("wexmoor.example",))
"""SAML does not say whether an address is verified, so a council says whose addresses it believes."""
PEOPLE = {"s-priya": {"email": "Priya.Raman@wexmoor.example", "name": "Priya Raman"}}


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> providers.SigningKey:
    """The provider's key."""
    return providers.signing_key(tmp_path_factory.mktemp("idp"))


@pytest.fixture
def sso(settings: LazySettings, key: providers.SigningKey, tmp_path: Path) -> Saml:
    """A hall whose provider is known by a file of metadata."""
    certificate = "".join(key.certificate.read_text().splitlines()[1:-1])
    (tmp_path / "idp.xml").write_text(METADATA.format(idp=IDP, certificate=certificate))
    options = Saml(metadata=str(tmp_path / "idp.xml"), idp=IDP, name="Harrowby account", groups=GROUPS)
    settings.MOOTHALL_SSO = SingleSignOn(saml=options, admission=TRUSTING)
    return options


def set_out(client: Client) -> str:
    """Go to the door; gives the number of the request that the hall makes."""
    door = client.get(reverse("sso_saml"))
    assert door.status_code == 302, door.content
    asked = parse_qs(urlsplit(door["Location"]).query)["SAMLRequest"][0]
    return str(etree.fromstring(zlib.decompress(base64.b64decode(asked), -15)).get("ID"))


def when(minutes: float) -> str:
    """A time in the form of SAML."""
    return f"{now() + datetime.timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


def attribute(name: str, *values: str) -> str:
    """One attribute as XML."""
    inside = "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
    return f'<saml:Attribute Name="{name}">{inside}</saml:Attribute>'


def facts(request: str, **changed: str) -> dict[str, str]:
    """What a good answer says, but for what is changed."""
    who = attribute(EMAIL, "priya.raman@wexmoor.example") + attribute(NAME, "Priya Raman")
    good = {
        "assertion": f"_{uuid.uuid4()}",
        "response": f"_{uuid.uuid4()}",
        "request": request,
        "issuer": IDP,
        "format": PERSISTENT,
        "subject": "s-priya",
        "recipient": saml.acs_address(),
        "destination": saml.acs_address(),
        "audience": AUDIENCE.format(f"{settings.MOOTHALL_URL}{reverse('sso_saml_metadata')}"),
        "attributes": who,
        "status": "Success",
        "now": when(0),
        "earlier": when(-1),
        "later": when(5),
    }
    return good | changed


def signed(xml: str, key: providers.SigningKey) -> str:
    """The XML with the provider's signature."""
    done = signing.OneLogin_Saml2_Utils.add_sign(
        xml,
        key.key.read_text(),
        key.certificate.read_text(),
        sign_algorithm=saml.RSA_SHA256,
        digest_algorithm=saml.SHA256,
    )
    return done.decode() if isinstance(done, bytes) else str(done)


def bring(client: Client, response: str) -> HttpResponse:
    """Post an answer as the browser does on the provider's behalf, and come round."""
    posted = client.post(reverse("sso_saml_acs"), {"SAMLResponse": base64.b64encode(response.encode()).decode()})
    assert posted.status_code == 302, posted.content
    return client.get(posted["Location"])  # type: ignore[return-value]


def answer(key: providers.SigningKey, request: str, **changed: str) -> str:
    """A whole answer with a signed assertion."""
    told = facts(request, **changed)
    return RESPONSE.format(**told, assertions=signed(ASSERTION.format(**told), key))


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return client.get(reverse("home:desk")).status_code == 200


def broken(response: HttpResponse) -> bool:
    """Whether the door stayed shut without saying more than that."""
    return response.status_code == 400 and str(Reason.BROKEN.label) in unescape(response.content.decode())


def test_a_real_provider_brings_somebody_in(settings: LazySettings, cast: Cast, key: providers.SigningKey) -> None:
    with providers.saml(
        saml.acs_address(), f"{settings.MOOTHALL_URL}{reverse('sso_saml_metadata')}", PEOPLE, key
    ) as metadata:
        settings.MOOTHALL_SSO = SingleSignOn(saml=Saml(metadata=metadata, idp=metadata), admission=TRUSTING)
        client = Client()
        door = client.get(reverse("sso_saml"), {"next": "/spaces/"})
        with requests.Session() as browser:
            page = browser.post(door["Location"], {"who": "s-priya"})
        found = re.search(r'name="SAMLResponse" value="([^"]+)"', page.text)
        assert found, page.text
        posted = client.post(reverse("sso_saml_acs"), {"SAMLResponse": found[1]})
        back = client.get(posted["Location"])
    assert back["Location"] == "/spaces/"
    assert is_in(client)
    assert Entry.objects.filter(object_id=cast.priya.pk, verb="person.came_in_by_provider").exists()


def test_the_hall_describes_itself(sso: Saml, db: None) -> None:
    page = Client().get(reverse("sso_saml_metadata"))
    assert page["Content-Type"] == "application/samlmetadata+xml"
    assert saml.acs_address() in page.content.decode()
    assert b'WantAssertionsSigned="true"' in page.content


def test_a_good_answer_is_believed_once(sso: Saml, cast: Cast, key: providers.SigningKey) -> None:
    client = Client()
    response = answer(key, set_out(client))
    came_back = bring(client, response)
    assert came_back.status_code == 302
    assert is_in(client)
    assert client.cookies["moothall-saml"].value == ""  # nothing of the answer stays in the browser
    assert came_back.cookies["moothall-saml"]["path"] == reverse("sso_saml_back")
    assert broken(bring(client, response))  # the same browser again
    assert broken(bring(Client(), response))  # somebody who caught it


FORGERIES: dict[str, dict[str, str]] = {
    "too old": {"earlier": when(-70), "later": when(-60)},
    "from the future": {"earlier": when(60), "later": when(70)},
    "for another hall": {"audience": AUDIENCE.format("https://other.example/metadata")},
    "for no hall in particular": {"audience": ""},
    "from another provider": {"issuer": "https://evil.example/metadata"},
    "sent to another place": {"recipient": "https://other.example/acs"},
    "meant for another place": {"destination": "https://other.example/acs"},
    "a name for this visit only": {"format": saml.TRANSIENT},
    "nobody in particular": {"subject": ""},
    "two addresses": {"attributes": attribute(EMAIL, "a@wexmoor.example", "priya.raman@wexmoor.example")},
    "the provider says no": {"status": "Responder"},
}


@pytest.mark.parametrize("changed", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_signed_answer_is_refused_that_is(
    changed: dict[str, str], sso: Saml, cast: Cast, key: providers.SigningKey
) -> None:
    client = Client()
    assert broken(bring(client, answer(key, set_out(client), **changed)))
    assert not is_in(client)


def test_an_answer_to_somebody_elses_request_is_refused(sso: Saml, cast: Cast, key: providers.SigningKey) -> None:
    """Signing a victim in to the attacker's account, or the other way about."""
    attacker, victim = Client(), Client()
    request = set_out(attacker)
    set_out(victim)
    assert broken(bring(victim, answer(key, request)))
    assert not is_in(victim)
    assert broken(bring(Client(), answer(key, "")))  # asked for by nobody


def test_unsigned_and_wrongly_signed_answers_are_refused(
    sso: Saml, cast: Cast, key: providers.SigningKey, tmp_path: Path
) -> None:
    client = Client()
    request = set_out(client)
    told = facts(request)
    assert broken(bring(client, RESPONSE.format(**told, assertions=ASSERTION.format(**told))))
    client = Client()
    assert broken(bring(client, answer(providers.signing_key(tmp_path, "evil"), set_out(client))))
    client = Client()
    request = set_out(client)
    changed = answer(key, request).replace("priya.raman@wexmoor.example", "ada.minton@wexmoor.example")
    assert broken(bring(client, changed))
    assert not is_in(client)


def wrapped(key: providers.SigningKey, request: str, *, first: bool, nested: bool) -> str:
    """XML signature wrapping: a signed assertion stands by, and a forged one beside it says what is wanted."""
    told = facts(request)
    good = signed(ASSERTION.format(**told), key)
    evil = ASSERTION.format(**(told | {"assertion": f"_{uuid.uuid4()}", "subject": "s-ada"})).replace(
        "priya.raman@", "ada.minton@"
    )
    if nested:
        evil = evil.replace("</saml:Assertion>", f"<saml:Advice>{good}</saml:Advice></saml:Assertion>")
        return RESPONSE.format(**told, assertions=evil)
    return RESPONSE.format(**told, assertions=evil + good if first else good + evil)


@pytest.mark.parametrize(("first", "nested"), [(True, False), (False, False), (True, True)])
def test_a_forged_assertion_beside_a_signed_one_is_refused(
    first: bool, nested: bool, sso: Saml, cast: Cast, key: providers.SigningKey
) -> None:
    client = Client()
    assert broken(bring(client, wrapped(key, set_out(client), first=first, nested=nested)))
    assert not is_in(client)


def test_a_comment_does_not_cut_an_address_short(sso: Saml, cast: Cast, key: providers.SigningKey) -> None:
    """CVE-2018-0489 and its kin: text behind a comment was dropped after the signature had been checked."""
    client = Client()
    who = attribute(EMAIL, "ada.minton@wexmoor.example<!---->.evil.example")
    bring(client, answer(key, set_out(client), attributes=who, subject="s-evil"))
    assert not is_in(client)


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "x",
        "<a/>",
        "<samlp:Response",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
    ],
)
def test_junk_is_refused(junk: str, sso: Saml, db: None) -> None:
    client = Client()
    set_out(client)
    posted = client.post(reverse("sso_saml_acs"), {"SAMLResponse": base64.b64encode(junk.encode()).decode()})
    last = client.get(posted["Location"]) if posted.status_code == 302 else posted
    assert broken(last)  # type: ignore[arg-type]
    raw = client.post(reverse("sso_saml_acs"), {"SAMLResponse": "%%% not base64 %%%"})
    assert broken(client.get(raw["Location"]))  # type: ignore[arg-type]
    assert broken(client.post(reverse("sso_saml_acs"), {"SAMLResponse": "A" * 300_000}))  # type: ignore[arg-type]


def test_groups_give_and_take_roles_but_too_many_of_them_change_nothing(
    settings: LazySettings, sso: Saml, cast: Cast, key: providers.SigningKey
) -> None:
    settings.MOOTHALL_SSO = replace(
        settings.MOOTHALL_SSO, admission=replace(TRUSTING, roles=(("auditors", Role.AUDITOR),))
    )
    priya = cast.priya
    who = facts("")["attributes"]

    def visit(attributes: str) -> bool:
        client = Client()
        bring(client, answer(key, set_out(client), attributes=attributes))
        assert is_in(client)
        return priya.role_holdings.filter(role=Role.AUDITOR).exists()

    assert visit(who + attribute(GROUPS, "auditors", "others"))
    assert visit(who + attribute(saml.OVERAGE, "https://graph.example/groups"))
    assert not visit(who + attribute(GROUPS, "others"))
    assert visit(who + attribute(GROUPS, "auditors"))
    assert not visit(who)
    visit(who + attribute(GROUPS, "auditors"))
    settings.MOOTHALL_SSO = replace(settings.MOOTHALL_SSO, saml=replace(sso, groups=""))
    assert visit(who)


@pytest.mark.parametrize(
    "metadata", ["", "not xml", "<a/>", METADATA.format(idp="https://other.example", certificate="")]
)
def test_metadata_that_does_not_serve_is_said_so_at_the_door(
    metadata: str, settings: LazySettings, sso: Saml, tmp_path: Path, db: None
) -> None:
    (tmp_path / "bad.xml").write_text(metadata)
    for where in (str(tmp_path / "bad.xml"), str(tmp_path / "none.xml"), "http://127.0.0.1:9/metadata"):
        settings.MOOTHALL_SSO = SingleSignOn(saml=replace(sso, metadata=where))
        page = Client().get(reverse("sso_saml"))
        assert page.status_code == 503
        assert str(Reason.UNREACHABLE.label) in unescape(page.content.decode())


@pytest.fixture
def moved() -> Iterator[str]:
    """An address whose document has moved, and one that is too large."""
    import http.server
    import threading

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/moved" else 200)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            if self.path == "/large":
                self.wfile.write(b" " * (saml.LARGEST_METADATA + 1))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/moved", "/large"])
def test_metadata_is_taken_from_the_address_that_was_set_and_whole(
    path: str, moved: str, settings: LazySettings, sso: Saml, db: None
) -> None:
    settings.MOOTHALL_SSO = SingleSignOn(saml=replace(sso, metadata=moved + path))
    assert Client().get(reverse("sso_saml")).status_code == 503
