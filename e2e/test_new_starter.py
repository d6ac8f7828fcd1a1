"""A new starter's first two minutes, on a phone."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import SignIn
from e2e.passkeys import hold_passkeys

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
MOST_CLICKS = 10


class Thumb:
    """Presses things, and counts."""

    def __init__(self) -> None:
        self.presses = 0

    def press(self, thing: Locator) -> None:
        thing.click()
        self.presses += 1


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def let_in(admin: Page, name: str, **fields: str) -> None:
    """An administrator lets someone in."""
    admin.goto("/people/add/")
    admin.get_by_label("Name", exact=True).fill(name)
    for label, value in fields.items():
        admin.get_by_label(label.replace("_", " ")).fill(value)
    admin.get_by_label("Staff", exact=True).check()


def invitation(admin: Page, address: str) -> str:
    """The link in the invitation, as the outbox keeps it where no mail server is set."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        admin.goto("/notices/mail/?state=kept")
        found = admin.get_by_role("row").filter(has_text=address).get_by_role("link")
        if not found.count():
            found = admin.locator("li").filter(has_text=address).get_by_role("link")
        if found.count():
            found.first.click()
            match = re.search(r"/people/invitation/[\w.:-]+/", admin.locator("main").inner_text())
            assert match is not None
            return match[0]
        time.sleep(0.3)
    raise AssertionError("the invitation did not leave")


def test_from_the_invitation_to_the_first_hello(visit: SignIn, accessible: Check) -> None:
    admin = visit("ada.minton")
    let_in(admin, "Nia Rowlands", **{"E-mail address": "nia.rowlands@wexmoor.example"})
    admin.get_by_role("button", name="Let them in").click()
    link = invitation(admin, "nia.rowlands@wexmoor.example")

    thumb, nia = Thumb(), visit(narrow=True)
    hold_passkeys(nia)
    nia.goto(link)
    heading(nia, "Welcome, Nia")
    accessible(nia)
    thumb.press(nia.get_by_role("button", name="Come in"))

    heading(nia, "Make a passkey")
    accessible(nia)
    thumb.press(nia.get_by_role("button", name="Make a passkey"))

    heading(nia, "Say what you do")
    accessible(nia)
    nia.get_by_label("Job").fill("Librarian")
    thumb.press(nia.get_by_role("button", name="Save and go on"))

    heading(nia, "Join three spaces")
    accessible(nia)
    boxes = nia.get_by_role("checkbox")
    for number in range(boxes.count()):
        if boxes.nth(number).is_checked():
            continue
        if nia.get_by_role("checkbox", checked=True).count() == 3:
            break
        thumb.press(boxes.nth(number))
    expect(nia.get_by_role("checkbox", checked=True)).to_have_count(3)
    thumb.press(nia.get_by_role("button", name="Join these"))

    heading(nia, "Say hello")
    accessible(nia)
    nia.get_by_label("Your first post").fill("Hello, I am Nia, the new librarian at Harrowby.")
    thumb.press(nia.get_by_role("button", name="Say hello"))
    expect(nia.locator("main")).to_contain_text("the new librarian at Harrowby")

    assert thumb.presses <= MOST_CLICKS
    nia.goto("/")
    heading(nia, "Nia")
    accessible(nia)
    expect(nia.get_by_text("Make a passkey")).to_have_count(0)

    # The passkey opens the door the next morning.
    nia.goto("/account/logout/")
    nia.locator("main").get_by_role("button").first.click()
    nia.goto("/account/login/")
    nia.get_by_role("button", name="Use a passkey").click()
    heading(nia, "Nia")

    # The invitation was for once.
    stranger = visit()
    stranger.goto(link)
    expect(stranger.get_by_role("button", name="Come in")).to_have_count(0)


def test_a_worker_without_an_address_comes_in_by_staff_number(visit: SignIn, accessible: Check) -> None:
    admin = visit("ada.minton")
    let_in(admin, "Dai Howells", Staff_number="CR 20417")
    admin.get_by_label("By a one-time code that I print").check()
    admin.get_by_role("button", name="Let them in").click()
    accessible(admin)
    told = re.search(r"one-time code: ([0-9A-Z-]+)", admin.locator("main").inner_text())
    assert told is not None
    code = told[1]

    dai = visit(narrow=True)
    hold_passkeys(dai)
    dai.goto("/account/login/")
    dai.get_by_label("E-mail or staff number").fill("cr20417")
    dai.get_by_label("Password").fill(code.lower())
    dai.get_by_role("button", name="Sign in", exact=True).click()
    heading(dai, "Make a passkey")
    dai.get_by_role("button", name="Make a passkey").click()
    heading(dai, "Say what you do")
    dai.goto("/account/logout/")
    dai.locator("main").get_by_role("button").first.click()

    # The code was for once; the passkey stays.
    dai.goto("/account/login/")
    dai.get_by_label("E-mail or staff number").fill("CR20417")
    dai.get_by_label("Password").fill(code)
    dai.get_by_role("button", name="Sign in", exact=True).click()
    expect(dai.get_by_role("alert")).to_be_visible()
    dai.get_by_role("button", name="Use a passkey").click()
    heading(dai, "Dai")
