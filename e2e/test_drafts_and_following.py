"""Writing with interruptions, following, and feeds, in a real browser at the width of a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import SignIn

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
PLACE, TITLE = "Libraries and Neighbourhoods", "Saturday opening at Harrowby: volunteers or relief staff?"


def open_talk(page: Page) -> str:
    """Go to the conversation as one does, and give its address."""
    page.goto("/spaces/")
    page.get_by_role("link", name=PLACE, exact=True).first.click()
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


def test_words_outlive_a_reload_a_second_tab_and_a_lost_session(visit: SignIn, accessible: Check) -> None:
    page = visit("joan.tregarthen", narrow=True)
    address = open_talk(page)
    box = page.get_by_role("textbox", name="Your reply")
    if not box.count():
        page.get_by_role("button", name="Join this space").click()
    status = page.locator("[data-draft-status]").first
    box.fill("The relief staff know the alarm.")
    expect(status).to_contain_text("Kept as a draft")
    page.reload()
    expect(box).to_have_value("The relief staff know the alarm.")

    # A second tab began from the same words. What it keeps first, the other tab does not replace unasked.
    second = page.context.new_page()
    second.goto(address)
    second.get_by_role("textbox", name="Your reply").fill("From the second tab.")
    expect(second.locator("[data-draft-status]").first).to_contain_text("Kept as a draft")
    box.fill("From the first tab.")
    expect(page.locator("[data-draft-other]").first).to_have_text("From the second tab.")
    accessible(page)
    page.get_by_role("button", name="Keep what is in the box").click()
    second.close()

    # The session goes while words are typed: they stay in the tab, and after signing in they are in the box again.
    page.context.clear_cookies(name="moothall")
    box.fill("Typed after the session had gone.")
    expect(page.locator("[data-draft-problem]").first).to_contain_text("You are signed out")
    page.get_by_role("button", name="Post reply").click()
    page.get_by_label("E-mail or staff number").fill("joan.tregarthen@wexmoor.example")
    page.get_by_label("Password").fill("let-me-in-to-the-hall")
    page.get_by_role("button", name="Sign in").click()
    page.goto(address)
    expect(page.get_by_role("textbox", name="Your reply")).to_have_value("Typed after the session had gone.")


def test_drafts_following_and_keys_work_without_a_script(visit: SignIn, accessible: Check) -> None:
    page = visit("gareth.pugh", narrow=True, javascript=False)
    open_talk(page)
    page.get_by_role("textbox", name="Your reply").fill("Half a thought about keys")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("Kept as a draft. Only you can see it")).to_be_visible()
    page.goto("/spaces/drafts/")
    expect(page.locator("main")).to_contain_text("Half a thought about keys")
    page.goto("/spaces/feeds/")
    page.get_by_role("textbox").last.fill("The reader on my phone")
    page.get_by_role("button", name=re.compile("key", re.IGNORECASE)).first.click()
    expect(page.locator("main")).to_contain_text("The reader on my phone")


@pytest.mark.parametrize("narrow", [True, False])
def test_what_is_ones_own_is_accessible(narrow: bool, visit: SignIn, accessible: Check) -> None:
    page = visit("priya.raman", narrow=narrow)
    for address in ("/spaces/", "/spaces/drafts/", "/spaces/feeds/", "/spaces/write/"):
        page.goto(address)
        accessible(page)
    open_talk(page)
    accessible(page)


@pytest.mark.parametrize("narrow", [True, False])
def test_the_auditor_reads_the_record(narrow: bool, visit: SignIn, accessible: Check) -> None:
    page = visit("ruth.penhale", narrow=narrow)
    page.goto("/audit/")
    expect(page.locator("main li, main tr").first).to_be_visible()
    assert page.url.endswith("/audit/")
    accessible(page)
    page.goto("/audit/?verb=post.added")
    accessible(page)
    page.goto("/audit/1/")
    accessible(page)
    page.goto("/audit/export/")
    accessible(page)
