"""Being told, and choosing how, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import SignIn

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
TITLE = "Saturday opening at Harrowby: volunteers or relief staff?"


def name_gareth(priya: Page, words: str) -> None:
    """Priya names Gareth in a conversation of the demo council."""
    priya.get_by_role("link", name="Spaces", exact=True).click()
    priya.get_by_role("link", name="Libraries and Neighbourhoods", exact=True).first.click()
    priya.get_by_role("link", name=TITLE).first.click()
    priya.get_by_role("textbox", name="Your reply").fill(f"@Gareth Pugh {words}")
    priya.get_by_role("button", name="Post reply").click()
    expect(priya.get_by_text(words)).to_be_visible()


def counted(bell: Locator) -> int:
    """How many the bell says are new."""
    return int("".join(letter for letter in bell.inner_text() if letter.isdigit()) or 0)


def test_priya_names_gareth_and_he_is_told_once(visit: SignIn, accessible: Check) -> None:
    priya = visit("priya.raman")
    name_gareth(priya, "is the bin at Church Lane full?")

    # His bell counts it, his desk says who and where, once.
    gareth = visit("gareth.pugh", narrow=True)
    bell = gareth.get_by_role("link", name=re.compile("^Notices"))
    before = counted(bell)
    expect(gareth.locator("main li", has_text="is the bin at Church Lane full?")).to_contain_text(
        "Priya Raman named you"
    )
    accessible(gareth)

    # The bell leads to all of them, and the title to the post.
    bell.click()
    expect(gareth.get_by_role("heading", level=1)).to_have_text("Notices")
    row = gareth.locator("main li", has_text="is the bin at Church Lane full?")
    expect(row).to_contain_text("New")
    accessible(gareth)
    row.get_by_role("link", name=TITLE).click()
    expect(gareth.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(gareth.get_by_text("is the bin at Church Lane full?")).to_be_in_viewport()

    # Now it is read: the bell counts less, and the list calls it new no more, until he is done with it.
    gareth.goto("/notices/")
    expect(row).not_to_contain_text("New")
    assert counted(bell) < before
    row.get_by_role("button", name="Done").click()
    expect(gareth.locator("main li", has_text="is the bin at Church Lane full?")).to_have_count(0)


def test_choosing_how_to_be_told_with_the_keyboard_alone(visit: SignIn, accessible: Check) -> None:
    page = visit("leila.osman")
    page.goto("/notices/settings/")
    accessible(page)
    kind = page.get_by_label("Someone names me")
    for _press in range(60):
        if kind.evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError("the first question is not reached by the keyboard")
    page.keyboard.type("In a weekly")
    for _press in range(200):  # one stop for each kind that there is to be told of
        if page.evaluate("document.activeElement.textContent.trim()") == "Save":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Mail that is still to come follows it.")).to_be_visible()
    expect(page.get_by_label("Someone names me")).to_have_value("weekly")
    accessible(page)


def test_notices_without_javascript(visit: SignIn) -> None:
    priya = visit("priya.raman", javascript=False)
    name_gareth(priya, "and the one at Mill Street?")
    gareth = visit("gareth.pugh", javascript=False)
    row = gareth.locator("main li", has_text="and the one at Mill Street?")
    row.get_by_role("button", name="Tomorrow").click()
    expect(gareth.get_by_text("It comes back to your desk tomorrow")).to_be_visible()
    expect(gareth.locator("main li", has_text="named you").filter(has_text="Mill Street")).to_have_count(0)
    gareth.goto("/notices/?show=all")
    gareth.locator("main li", has_text="and the one at Mill Street?").get_by_role("link", name=TITLE).click()
    expect(gareth.get_by_role("heading", level=1)).to_have_text(TITLE)
    gareth.goto("/notices/settings/")
    gareth.get_by_label("Space or mailbox").select_option(label="Highways")
    gareth.get_by_role("button", name="Choose for it").click()
    gareth.get_by_label("Nothing, not even on my desk").check()
    gareth.get_by_role("button", name="Save").click()
    expect(gareth.get_by_text("Saved for Highways.")).to_be_visible()


def test_an_administrator_reads_mail_that_is_kept(visit: SignIn, accessible: Check) -> None:
    ada = visit("ada.minton", narrow=True)
    ada.goto("/notices/mail/")
    expect(ada.get_by_text("No mail server is set")).to_be_visible()
    accessible(ada)
