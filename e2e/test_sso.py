"""Coming in from a council account, at the width of a phone, through real providers on loopback."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e import providers
from e2e.conftest import NARROW, Ground, free_port, opened

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
PEOPLE = {"s-priya": {"email": "priya.raman@wexmoor.example", "name": "Priya Raman", "email_verified": True}}
TRUSTED = {"MOOTHALL_SSO_TRUSTED_DOMAINS": "wexmoor.example"}


@contextmanager
def hall_with_oidc(folder: Path) -> Iterator[str]:
    """A hall whose people come in by OpenID Connect."""
    port = free_port()
    with providers.oidc(f"http://localhost:{port}/account/sso/oidc/back/", PEOPLE) as issuer:
        client = {
            "MOOTHALL_OIDC_CLIENT_ID": providers.CLIENT_ID,
            "MOOTHALL_OIDC_CLIENT_SECRET": providers.CLIENT_SECRET,
        }
        with opened(Ground(folder, port, TRUSTED | client | {"MOOTHALL_OIDC_ISSUER": issuer})) as address:
            yield address


@contextmanager
def hall_with_saml(folder: Path) -> Iterator[str]:
    """A hall whose people come in by SAML 2.0."""
    port = free_port()
    ours = f"http://localhost:{port}/account/sso/saml"
    with providers.saml(f"{ours}/acs/", f"{ours}/metadata/", PEOPLE, providers.signing_key(folder)) as idp:
        saml = {"MOOTHALL_SAML_METADATA": idp, "MOOTHALL_SAML_IDP": idp}
        with opened(Ground(folder, port, TRUSTED | saml)) as address:
            yield address


def at_the_oidc_provider(page: Page) -> None:
    """Say there who one is."""
    page.locator("input[name=who]").fill("s-priya")
    page.get_by_role("button").first.click()


def at_the_saml_provider(page: Page) -> None:
    """Say there who one is, and let the browser carry the answer back."""
    page.get_by_label("Name").fill("s-priya")
    page.get_by_role("button").click()
    page.get_by_role("button", name="Go back").click()


@pytest.mark.parametrize(
    ("hall_with", "say_who"),
    [(hall_with_oidc, at_the_oidc_provider), (hall_with_saml, at_the_saml_provider)],
    ids=["oidc", "saml"],
)
def test_priya_comes_in_from_her_council_account(
    hall_with: Callable[[Path], Iterator[str]],
    say_who: Check,
    tmp_path: Path,
    browser: Browser,
    accessible: Check,
) -> None:
    width, height = NARROW
    with hall_with(tmp_path) as address:  # type: ignore[attr-defined]
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=address, locale="en-GB")
        context.set_default_timeout(15_000)
        faults: list[str] = []  # the provider's too: it has no picture for the browser's tab
        page = context.new_page()
        page.on("console", lambda said: faults.append(f"{said.location['url']} {said.text}"))
        page.on("pageerror", lambda error: faults.append(f"{address} {error}"))

        # She wants to go to the spaces, and the door leads her to the provider first.
        page.goto("/spaces/")
        accessible(page)
        page.get_by_role("link", name=re.compile("^Sign in with")).or_(
            page.get_by_role("button", name=re.compile("^Sign in with"))
        ).first.click()
        say_who(page)

        # She is where she wanted to go, as herself, and nothing of the provider's answer stays in the browser.
        expect(page).to_have_url(f"{address}/spaces/")
        expect(page.locator(".lintel__name")).to_have_text("Priya Raman")
        accessible(page)
        assert {cookie["name"] for cookie in context.cookies(address)} <= {"moothall", "moothall-csrf"}

        # A second time, the hall knows her; signing out of it leads to the door.
        page.goto("/account/logout/")
        page.locator("main").get_by_role("button").first.click()
        page.goto("/spaces/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Come in")
        context.close()
        assert [fault for fault in faults if fault.startswith(address)] == [], faults
