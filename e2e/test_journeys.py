"""Journeys that a council's people make, in a real browser."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Ground, SignIn
from e2e.passkeys import hold_passkeys
from moothall.mail.tests import make as make_mail
from moothall.people.tests.make import PASSWORD

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
FOUND_WITHIN = 2.0
LONGEST_IMPORT = 30.0


def search(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("heading", level=1, name=text.strip('"')).wait_for()


def finds_soon(page: Page, text: str, title: str, within: float = FOUND_WITHIN) -> None:
    """What was just written can be found; the clock starts now."""
    deadline = time.monotonic() + within
    while True:
        search(page, text)
        if page.get_by_role("link", name=title).count():
            return
        assert time.monotonic() < deadline, f"{text} was not found within {within} seconds"


def test_talk_bring_mail_in_and_find_it(visit: SignIn, accessible: Check, tmp_path: Path) -> None:
    bethan, gareth = visit("bethan.lloyd"), visit("gareth.pugh")

    # Bethan joins a space and starts a conversation with a file.
    bethan.get_by_role("link", name="Spaces", exact=True).click()
    bethan.get_by_role("link", name="Highways", exact=True).click()
    bethan.get_by_role("button", name="Join").first.click()
    bethan.get_by_role("link", name="Start a conversation").click()
    accessible(bethan)
    bethan.get_by_label("What is it about?").fill("Gulley outside the branch")
    bethan.get_by_label("Your post").fill("The gulley overflowed on Sunday and the ramp was *slippery*.")
    bethan.get_by_label("Files (if you wish)").set_input_files(
        {"name": "Ramp photograph quokka.txt", "mimeType": "text/plain", "buffer": b"a photograph"}
    )
    bethan.get_by_role("button", name="Start the conversation").click()
    expect(bethan.get_by_role("heading", level=1)).to_have_text("Gulley outside the branch")
    accessible(bethan)
    address = bethan.url

    # Gareth replies and names her; it stands on her desk.
    gareth.goto(address)
    gareth.get_by_role("textbox", name="Your reply").fill(
        "@Bethan Lloyd the jetter comes at daybreak; keep the ramp shut until then."
    )
    gareth.get_by_role("button", name="Post reply").click()
    expect(gareth.get_by_role("link", name="@Bethan Lloyd")).to_be_visible()
    bethan.goto("/")
    expect(bethan.locator("li", has_text="Gulley outside the branch")).to_contain_text("Gareth Pugh named you")
    accessible(bethan)

    # Words of the post, of the reply, and the file's name are found.
    for words in ("gulley overflowed", "jetter daybreak", "quokka"):
        finds_soon(bethan, words, "Gulley outside the branch")
    accessible(bethan)

    # She brings a mailbox in and finds a letter by a phrase.
    letters = [
        make_mail.eml(
            "Boiler at Harrowby", "The pressure valve hisses like a kettle.", sender="Heat <heat@boilers.example>"
        ),
        make_mail.eml("Oil delivery", "Four hundred litres before the frost.", sender="Heat <heat@boilers.example>"),
    ]
    (tmp_path / "harrowby.mbox").write_bytes(make_mail.mbox(letters))
    bethan.get_by_role("link", name="Mail", exact=True).click()
    bethan.get_by_role("link", name="libraries@wexmoor.example").first.click()
    accessible(bethan)
    bethan.get_by_role("link", name="Bring mail in").click()
    accessible(bethan)
    bethan.get_by_label("Mailbox file").set_input_files(tmp_path / "harrowby.mbox")
    bethan.get_by_role("button", name="Bring it in").click()  # once the file is sent whole
    expect(bethan.get_by_role("heading", name="Bringing in: harrowby.mbox")).to_be_visible(timeout=15_000)
    accessible(bethan)
    finds_soon(bethan, '"hisses like a kettle"', "Boiler at Harrowby", within=LONGEST_IMPORT)
    bethan.get_by_role("link", name="Boiler at Harrowby").click()
    expect(bethan.get_by_text("The pressure valve hisses like a kettle.")).to_be_visible()
    accessible(bethan)
    letter = bethan.url

    # Marcus, a guest of another space, finds none of it, by page, search or address.
    marcus = visit("marcus.finch")
    for words in ("gulley overflowed", "jetter daybreak", "quokka", '"hisses like a kettle"'):
        search(marcus, words)
        expect(marcus.locator(".hit")).to_have_count(0)
    for closed in (address, letter):
        answer = marcus.goto(closed)
        assert answer is not None
        assert answer.status == 404
    marcus.goto("/spaces/")
    expect(marcus.get_by_text("Highways")).to_have_count(0)


PAGES = (
    "/",
    "/spaces/",
    "/spaces/new/",
    "/spaces/libraries-and-neighbourhoods/",
    "/spaces/libraries-and-neighbourhoods/people/",
    "/spaces/working-in-the-open/",
    "/mail/",
    "/mail/1/",
    "/mail/1/custodians/",
    "/find/",
    "/find/?q=keys+alarms",
    "/people/",
    "/people/priya-raman/",
    "/people/priya-raman/edit/",
    "/account/2fa/",
    "/account/sessions/",
    "/what-is-kept/",
    "/accessibility/",
    "/help/",
    "/notices/",
    "/notices/settings/",
    "/notices/settings/place/?place=space:1",
    "/people/data/",
    "/spaces/drafts/",
    "/spaces/feeds/",
)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_every_page_can_be_read_by_everyone(visit: SignIn, accessible: Check, narrow: bool) -> None:
    page = visit("priya.raman", narrow=narrow)
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        accessible(page)


KEEPERS_PAGES = (
    "/overview/",
    "/audit/",
    "/people/add/",
    "/people/manage/",
    "/people/gareth-pugh/manage/",
    "/people/gareth-pugh/export/",
    "/people/corrections/",
    "/mail/new/",
    "/notices/mail/",
    "/spaces/unattended/",
)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_the_door_and_the_keepers_pages_can_be_read_by_everyone(visit: SignIn, accessible: Check, narrow: bool) -> None:
    accessible(visit(narrow=narrow))
    page = visit("ada.minton", narrow=narrow)
    for address in KEEPERS_PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        accessible(page)


def test_the_pages_that_ask_first_can_be_read_on_a_phone(visit: SignIn, accessible: Check, ground: Ground) -> None:
    """Before the tables one says again who one is; the page that stops a mail works for whoever has the mail."""
    ada = visit("ada.minton", narrow=True)
    ada.goto("/people/tables/")
    if ada.get_by_label("Password").count():
        accessible(ada)
        ada.get_by_label("Password").fill(PASSWORD)
        ada.locator("main").get_by_role("button").first.click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Look into the tables")
    accessible(ada)
    code = "from moothall.notices.stopping import Stop; print(Stop(1, kind='spaces.mention', place='space:1').url())"
    page = visit(narrow=True)
    page.goto(ground.run("shell", "-v0", "-c", code).strip())
    accessible(page)
    page.get_by_role("button").first.click()
    accessible(page)


def test_everything_works_without_javascript(visit: SignIn) -> None:
    page = visit("leila.osman", narrow=True, javascript=False)
    page.goto("/spaces/front-desk/")
    page.get_by_role("link", name="Start a conversation").first.click()
    page.get_by_role("button", name="Start the conversation").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What is it about?").fill("No scripts here")
    page.get_by_label("Your post").fill("The heron returned to the pond.")
    page.get_by_role("button", name="Start the conversation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No scripts here")
    finds_soon(page, "heron pond", "No scripts here")


def test_the_keyboard_alone_is_enough(visit: SignIn) -> None:
    page = visit("ewan.mackie")
    page.goto("/spaces/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Working in the open":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Working in the open")


def test_a_passkey_opens_the_door(visit: SignIn) -> None:
    page = visit("idris.vaughan")  # nobody else's journey: from then on his door asks for more than a password
    hold_passkeys(page)
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button").last.click()
    passwordless = page.get_by_role("checkbox")
    if passwordless.count():
        passwordless.first.check()
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url(lambda address: "add" not in address)
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button").first.click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vaughan")
