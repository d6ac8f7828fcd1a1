"""Single sign-on by OpenID Connect, against a real provider on loopback."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from conftest import Cast
from e2e import providers
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.people import actions
from moothall.people.models import Role, User, WayIn
from moothall.people.sso.identity import Reason
from moothall.people.sso.options import Admission, Oidc, SingleSignOn
from moothall.people.tests.make import PASSWORD

PEOPLE: dict[str, dict[str, object]] = {
    "s-priya": {"email": "Priya.Raman@wexmoor.example", "email_verified": True, "name": "Priya Raman"},
    "s-impostor": {"email": "priya.raman@wexmoor.example", "email_verified": True, "name": "Somebody Else"},
    "s-unsure": {"email": "priya.raman@wexmoor.example", "email_verified": False, "name": "Priya Raman"},
    "s-silent": {"email": "gareth.pugh@wexmoor.example", "name": "Gareth Pugh"},
    "s-nobody": {"email": "noone@wexmoor.example", "email_verified": True, "name": "No One", "groups": ["hall"]},
    "s-marcus": {"email": "marcus.finch@wexmoor.example", "email_verified": True, "name": "Marcus Finch"},
    "s-ada": {"email": "ada.minton@wexmoor.example", "email_verified": True, "name": "Ada", "groups": ["auditors"]},
    "s-nowhere": {"name": "Without an address"},
}

Walk = Callable[..., HttpResponse]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    callback = f"{settings.MOOTHALL_URL}{reverse('sso_oidc_back')}"
    with providers.oidc(callback, PEOPLE) as address:
        yield address


@pytest.fixture
def sso(settings: LazySettings, issuer: str) -> SingleSignOn:
    options = SingleSignOn(
        oidc=Oidc(issuer, providers.CLIENT_ID, providers.CLIENT_SECRET, name="Harrowby account", groups="groups")
    )
    settings.MOOTHALL_SSO = options
    return options


@pytest.fixture
def admit(settings: LazySettings, sso: SingleSignOn) -> Callable[..., None]:
    def set_rules(**rules: object) -> None:
        settings.MOOTHALL_SSO = replace(sso, admission=Admission(**rules))  # type: ignore[arg-type]

    return set_rules


def at_provider(address: str, who: str) -> str:
    """Sign in at the provider, in a browser that is not the hall's; gives the address to come back to."""
    with requests.Session() as browser:
        page = browser.get(address)
        form = re.search(r'action="(/login/[^"]+/in)"', page.text)
        assert form, page.text
        answer = browser.post(
            f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}{form[1]}", {"who": who}, allow_redirects=False
        )
        while not answer.headers["Location"].startswith(settings.MOOTHALL_URL):
            answer = browser.get(answer.headers["Location"], allow_redirects=False)
    return answer.headers["Location"]


def back(client: Client, address: str) -> HttpResponse:
    return client.get(address.removeprefix(settings.MOOTHALL_URL))  # type: ignore[return-value]


@pytest.fixture
def walk(sso: SingleSignOn) -> Walk:
    """Set out from the door, sign in at the provider, and come back."""

    def come_in(who: str, client: Client | None = None, onward: str = "") -> HttpResponse:
        client = client or Client()
        door = client.get(reverse("sso_oidc"), {"next": onward} if onward else {})
        assert door.status_code == 302
        return back(client, at_provider(door["Location"], who))

    return come_in


def is_in(client: Client) -> bool:
    return client.get(reverse("home:desk")).status_code == 200


def says(response: HttpResponseBase, reason: Reason) -> bool:
    assert isinstance(response, HttpResponse)
    return str(reason.label) in response.content.decode().replace("&#x27;", "'")


def test_the_door_offers_the_provider_first(sso: SingleSignOn, db: None) -> None:
    text = Client().get(reverse("account_login"), {"next": "/spaces/"}).content.decode()
    assert text.index("Sign in with Harrowby account") < text.index('name="password"')
    assert f"{reverse('sso_oidc')}?next=%2Fspaces%2F" in text


def test_without_a_provider_there_are_no_doors(db: None) -> None:
    assert "account/sso" not in Client().get(reverse("account_login")).content.decode()
    for name in ("sso_oidc", "sso_oidc_back", "sso_saml", "sso_saml_back", "sso_saml_metadata"):
        assert Client().get(reverse(name)).status_code == 404
    assert Client().post(reverse("sso_saml_acs"), {"SAMLResponse": "x"}).status_code == 404


def test_somebody_known_comes_in_and_it_is_written_down(walk: Walk, cast: Cast) -> None:
    client = Client()
    answer = walk("s-priya", client)
    assert answer["Location"] == reverse("home:desk")
    assert is_in(client)
    account = SocialAccount.objects.get()
    assert (account.user, account.uid, account.extra_data) == (cast.priya, "s-priya", {})
    verbs = list(Entry.objects.filter(object_id=cast.priya.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["person.linked_to_provider", "person.came_in_by_provider"]
    written = str(list(Entry.objects.values_list("details", flat=True)))
    assert providers.CLIENT_SECRET not in written
    assert "s-priya" not in written


def test_one_goes_on_to_where_one_wanted_but_only_here(walk: Walk, cast: Cast) -> None:
    assert walk("s-priya", onward="/people/")["Location"] == "/people/"
    assert walk("s-priya", onward="https://elsewhere.example/")["Location"] == reverse("home:desk")


def test_what_the_visitor_adds_to_the_address_changes_nothing(sso: SingleSignOn, db: None) -> None:
    asked = Client().get(
        reverse("sso_oidc"),
        {"process": "connect", "scope": "admin", "auth_params": "prompt=none", "action": "rerequest"},
    )
    query = parse_qs(urlsplit(asked["Location"]).query)
    assert set(query["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in query
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["nonce"][0]) == 32
    assert query["state"]


def test_a_signed_in_person_who_comes_as_another_becomes_the_other(
    walk: Walk, cast: Cast, as_user: Callable[[User], Client]
) -> None:
    client = as_user(cast.gareth)
    walk("s-priya", client)
    assert client.session["_auth_user_id"] == str(cast.priya.pk)
    assert not SocialAccount.objects.filter(user=cast.gareth).exists()


def test_the_session_is_a_new_one(walk: Walk, cast: Cast) -> None:
    client = Client()
    client.get(reverse("sso_oidc"))
    before = client.session.session_key
    walk("s-priya", client)
    assert client.session.session_key != before


def test_somebody_unknown_is_refused_and_nobody_is_made(walk: Walk, cast: Cast) -> None:
    people, client = User.objects.count(), Client()
    answer = walk("s-nobody", client)
    assert answer.status_code == 403
    assert says(answer, Reason.UNKNOWN)
    assert User.objects.count() == people
    assert not is_in(client)


@pytest.mark.parametrize("who", ["s-unsure", "s-silent", "s-nowhere"])
def test_an_address_that_is_not_vouched_for_links_nobody(who: str, walk: Walk, cast: Cast) -> None:
    client = Client()
    answer = walk(who, client)
    assert answer.status_code == 403
    assert says(answer, Reason.UNVERIFIED)
    assert not SocialAccount.objects.exists()
    assert not is_in(client)


def test_a_trusted_domain_vouches_where_nothing_is_said(walk: Walk, admit: Callable[..., None], cast: Cast) -> None:
    admit(trusted_domains=("wexmoor.example",))
    client = Client()
    walk("s-silent", client)
    assert is_in(client)
    assert says(walk("s-unsure"), Reason.UNVERIFIED)  # it was said that the address is not theirs


def test_somebody_deactivated_is_refused_before_and_after_linking(walk: Walk, cast: Cast) -> None:
    walk("s-priya")
    for person, who in ((cast.priya, "s-priya"), (cast.marcus, "s-marcus")):
        actions.deactivate(person, by=cast.admin)
        client = Client()
        answer = walk(who, client)
        assert answer.status_code == 403
        assert says(answer, Reason.INACTIVE)
        assert not is_in(client)


def test_a_guest_follows_the_same_rule(walk: Walk, cast: Cast) -> None:
    client = Client()
    walk("s-marcus", client)
    assert client.session["_auth_user_id"] == str(cast.marcus.pk)


def test_once_linked_the_subject_decides_and_not_the_address(walk: Walk, cast: Cast) -> None:
    walk("s-priya")
    User.objects.filter(pk=cast.priya.pk).update(email="priya.married@wexmoor.example")
    client = Client()
    walk("s-priya", client)
    assert client.session["_auth_user_id"] == str(cast.priya.pk)


def test_a_second_account_with_the_same_address_is_refused_until_parted(walk: Walk, cast: Cast) -> None:
    walk("s-priya")
    assert says(walk("s-impostor"), Reason.OTHER_ACCOUNT)
    call_command("part_from_provider", "priya.raman@wexmoor.example", verbosity=0)
    client = Client()
    walk("s-impostor", client)
    assert client.session["_auth_user_id"] == str(cast.priya.pk)


def test_newcomers_are_made_only_where_domain_and_group_allow(
    walk: Walk, admit: Callable[..., None], cast: Cast
) -> None:
    for rules in (
        {"new_domains": ("elsewhere.example",)},
        {"new_groups": ("others",)},
        {"new_domains": ("wexmoor.example",), "new_groups": ("others",)},
    ):
        admit(**rules)
        assert says(walk("s-nobody"), Reason.UNKNOWN)
    admit(new_domains=("wexmoor.example",), new_groups=("hall",))
    client = Client()
    walk("s-nobody", client)
    made = User.objects.get(email="noone@wexmoor.example")
    assert client.session["_auth_user_id"] == str(made.pk)
    assert (made.name, made.kind, made.roles, made.has_usable_password()) == ("No One", "staff", frozenset(), False)


def test_groups_give_and_take_only_the_roles_they_govern(walk: Walk, admit: Callable[..., None], cast: Cast) -> None:
    actions.give_role(cast.admin, by=None, role=Role.MODERATOR)
    actions.give_role(cast.admin, by=None, role=Role.RISK_MANAGER)
    walk("s-ada")
    assert User.objects.get(pk=cast.admin.pk).roles == {"administrator", "moderator", "risk_manager"}
    admit(roles=(("auditors", "auditor"), ("moderators", "moderator"), ("chiefs", "administrator")))
    walk("s-ada")
    assert User.objects.get(pk=cast.admin.pk).roles == {
        "administrator",
        "auditor",
        "risk_manager",
    }  # the last one stays


def test_the_state_of_another_session_is_refused(sso: SingleSignOn, cast: Cast) -> None:
    begun, other = Client(), Client()
    address = at_provider(begun.get(reverse("sso_oidc"))["Location"], "s-priya")
    other.get(reverse("sso_oidc"))
    answer = back(other, address)
    assert answer.status_code == 400
    assert says(answer, Reason.BROKEN)
    assert not is_in(other)


def test_coming_back_twice_is_refused(sso: SingleSignOn, cast: Cast) -> None:
    client = Client()
    address = at_provider(client.get(reverse("sso_oidc"))["Location"], "s-priya")
    back(client, address)
    client.logout()
    again = back(client, address)
    assert says(again, Reason.BROKEN)
    assert not is_in(client)


def test_a_code_with_the_nonce_of_another_attempt_is_refused(sso: SingleSignOn, cast: Cast) -> None:
    """A code made for one attempt is brought back with the state, and so the nonce and PKCE verifier, of another."""
    client = Client()
    first = at_provider(client.get(reverse("sso_oidc"))["Location"], "s-priya")
    second = client.get(reverse("sso_oidc"))["Location"]
    code, state = parse_qs(urlsplit(first).query)["code"][0], parse_qs(urlsplit(second).query)["state"][0]
    answer = client.get(reverse("sso_oidc_back"), {"code": code, "state": state})
    assert answer.status_code == 400
    assert not is_in(client)


def test_the_nonce_alone_is_enough_to_refuse(sso: SingleSignOn, cast: Cast) -> None:
    client = Client()
    address = at_provider(client.get(reverse("sso_oidc"))["Location"], "s-priya")
    session = client.session
    (state, when, provider) = session["socialaccount_states"].popitem()[1]
    session["socialaccount_states"] = {
        parse_qs(urlsplit(address).query)["state"][0]: ({**state, "nonce": "another"}, when, provider)
    }
    session.save()
    answer = back(client, address)
    assert says(answer, Reason.BROKEN)
    assert not is_in(client)


def test_stopping_at_the_provider_is_said_in_words(sso: SingleSignOn, db: None) -> None:
    client = Client()
    with requests.Session() as browser:
        page = browser.get(client.get(reverse("sso_oidc"))["Location"])
        form = re.search(r'action="(/login/[^"]+/cancel)"', page.text)
        assert form
        answer = browser.post(f"http://{urlsplit(page.url).netloc}{form[1]}", allow_redirects=False)
        while not answer.headers["Location"].startswith(settings.MOOTHALL_URL):
            answer = browser.get(answer.headers["Location"], allow_redirects=False)
    assert says(back(client, answer.headers["Location"]), Reason.CANCELLED)


def test_a_provider_that_is_down_is_said_in_words(settings: LazySettings, sso: SingleSignOn, db: None) -> None:
    assert sso.oidc
    client = Client()
    address = at_provider(client.get(reverse("sso_oidc"))["Location"], "s-priya")
    settings.MOOTHALL_SSO = replace(sso, oidc=replace(sso.oidc, issuer=f"http://127.0.0.1:{providers.free_port()}"))
    for answer in (client.get(reverse("sso_oidc")), back(client, address)):
        assert answer.status_code in {400, 503}
        assert says(answer, Reason.UNREACHABLE) or says(answer, Reason.BROKEN)
    assert client.get(reverse("sso_oidc")).status_code == 503


def test_a_provider_that_calls_itself_otherwise_is_refused(
    settings: LazySettings, sso: SingleSignOn, issuer: str, db: None
) -> None:
    assert sso.oidc
    settings.MOOTHALL_SSO = replace(sso, oidc=replace(sso.oidc, issuer=issuer.replace("127.0.0.1", "localhost")))
    assert Client().get(reverse("sso_oidc")).status_code == 503


def test_a_demanded_claim_must_be_there(settings: LazySettings, sso: SingleSignOn, walk: Walk, cast: Cast) -> None:
    assert sso.oidc
    settings.MOOTHALL_SSO = replace(sso, oidc=replace(sso.oidc, demanded=(("hd", "wexmoor.example"),)))
    client = Client()
    assert says(walk("s-priya", client), Reason.BROKEN)
    assert not is_in(client)


def test_local_sign_in_can_be_kept_for_those_who_look_after_the_hall(admit: Callable[..., None], cast: Cast) -> None:
    def by_password(person: User) -> bool:
        client = Client()
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        return is_in(client)

    admit(local="administrators")
    assert [by_password(person) for person in (cast.admin, cast.priya, cast.marcus)] == [True, False, False]
    admit(local="guests")
    assert [by_password(person) for person in (cast.admin, cast.priya, cast.marcus)] == [True, False, True]
    answer = Client().post(reverse("account_login"), {"login": cast.priya.email, "password": PASSWORD})
    assert says(answer, Reason.LOCAL_CLOSED)


def test_a_way_in_is_neither_offered_to_nor_used_up_by_who_comes_in_by_the_provider(
    admit: Callable[..., None], cast: Cast, as_user: Callable[[User], Client]
) -> None:
    way = actions.send_invitation(cast.priya, by=cast.admin)
    code = actions.make_code(cast.gareth, by=cast.admin)
    admit(local="administrators")
    for method in ("get", "post"):
        stranger = Client()
        answer = getattr(stranger, method)(f"/people/invitation/{way.token}/")
        assert (answer.status_code, says(answer, Reason.LOCAL_CLOSED), is_in(stranger)) == (403, True, False)
    answer = Client().post(reverse("account_login"), {"login": cast.gareth.email, "password": code})
    assert says(answer, Reason.LOCAL_CLOSED)
    assert WayIn.objects.filter(used_at=None, withdrawn_at=None).count() == 2
    for person in (cast.priya, cast.gareth):
        person.refresh_from_db()
        assert person.check_password(PASSWORD)  # what they had before goes only when a way in is used
    admin, page = as_user(cast.admin), reverse("people:look_after", args=[cast.priya.handle])
    text = admin.get(page).text
    assert "council account" in text
    assert "Send an invitation" not in text
    assert "Print a one-time code" not in text
    for verb in ("invite", "code"):
        assert admin.post(reverse(f"people:{verb}", args=[cast.priya.handle])).status_code == 403
    assert admin.post(reverse("people:withdraw", args=[cast.priya.handle])).status_code == 302


def test_letting_someone_in_who_comes_by_the_provider_sends_nothing(
    admit: Callable[..., None], cast: Cast, as_user: Callable[[User], Client]
) -> None:
    admit(local="administrators")
    words = {"name": "Nia Hart", "email": "nia.hart@wexmoor.example", "kind": "staff", "how": "link"}
    answer = as_user(cast.admin).post(reverse("people:add"), words, follow=True)
    assert "Nia Hart comes in with their council account." in answer.text
    assert not WayIn.objects.exists()
    words = {"name": "Bo Reed", "staff_number": "4711", "kind": "staff", "how": "code"}
    assert "code" in as_user(cast.admin).post(reverse("people:add"), words).text
    assert WayIn.objects.get().user.name == "Bo Reed"


def test_the_libraries_own_pages_are_not_there(
    sso: SingleSignOn, cast: Cast, as_user: Callable[[User], Client]
) -> None:
    client = as_user(cast.priya)
    for path in (
        "3rdparty/",
        "3rdparty/signup/",
        "3rdparty/login/error/",
        "social/signup/",
        "oidc/x/login/",
        "saml/x/acs/",
    ):
        assert client.get(f"/account/{path}").status_code == 404, path


def only_by_provider(person: User) -> None:
    """They have nothing of the hall's own to come in with."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


def sent(client: Client, path: str) -> int:
    answer = client.post(path)
    if answer.streaming:
        list(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


@pytest.mark.parametrize(
    "path",
    ["/people/data/download/", "/account/2fa/webauthn/add/", "/account/password/set/", "/people/welcome/password/"],
)
def test_who_has_only_the_provider_says_there_again_who_they_are(path: str, walk: Walk, cast: Cast) -> None:
    """Neither one's data nor a key for the door is for whoever finds a browser open after a quarter of an hour."""
    only_by_provider(cast.priya)
    client = Client()
    walk("s-priya", client)
    assert sent(client, path) in {200, 422}  # just come in
    with clock.at(clock.now() + timedelta(minutes=16)):
        stopped = client.post(path)
        assert (stopped.status_code, stopped["Location"]) == (302, f"{reverse('sso_oidc')}?{urlencode({'next': path})}")
        assert is_in(client)  # all else goes on
    walk("s-priya", client, onward=path)
    assert sent(client, path) in {200, 422}


def test_an_administrator_who_has_only_the_provider_opens_the_tables_only_just_after(walk: Walk, cast: Cast) -> None:
    only_by_provider(cast.admin)
    client = Client()
    walk("s-ada", client)
    assert client.get(reverse("people:tables")).status_code == 200
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert client.get(reverse("people:tables"))["Location"].startswith(reverse("sso_oidc"))
        assert client.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("sso_oidc"))


def test_who_has_nothing_yet_makes_a_passkey_first(cast: Cast, as_user: Callable[[User], Client]) -> None:
    """As after a one-time code: there is nothing to prove it by, so there is nothing to take away either."""
    only_by_provider(cast.gareth)
    client = as_user(cast.gareth)
    assert client.post("/people/data/download/")["Location"].startswith(reverse("people:welcome_passkey"))
    assert client.get(reverse("people:welcome_passkey")).status_code == 200
    assert client.get(reverse("people:welcome_password")).status_code == 200
