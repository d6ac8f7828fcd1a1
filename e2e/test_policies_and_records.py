"""A policy from its draft to the gate, and a space from its rule of retention to the certificate, in a real browser."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import bagit
import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Ground, SignIn
from moothall.kit import clock
from moothall.people.tests.make import PASSWORD

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
TITLE = "Photos of people"
BODY = """## 1 What we ask

1.1 Ask everyone who can be recognised before you share their picture.

1.2 Ask a parent for each child.
"""
SUMMARY = "Ask before you share a picture.\nAsk a parent for each child.\nTake it down when you are asked to."
RULE = "Talk at the front desk"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def submit(page: Page) -> None:
    """Send the form of the page, and wait until the next page is there."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def fill(page_: Page, **fields: str) -> None:
    for name, words in fields.items():
        page_.locator(f"[name={name}]").first.fill(words)


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name={name}][value='{value}']").check()


def sign_in_again(page: Page, who: str, wanted: str) -> None:
    """Come in by the door, on the way to a page."""
    page.context.clear_cookies()
    page.goto(wanted)
    page.get_by_label("E-mail or staff number").fill(f"{who}@wexmoor.example")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def drafted(ada: Page, accessible: Check) -> str:
    """Write a policy and say all that has to be said of it; gives its address."""
    ada.goto("/policies/new/")
    accessible(ada)
    fill(ada, title=TITLE)
    choose(ada, "genre", "policy")
    fill(ada, owner="ada-minton")
    submit(ada)
    expect(ada).to_have_url(re.compile(r"/policies/[\w-]+/draft/"))
    address = re.sub(r"draft/.*", "", ada.url)
    ada.goto(f"{address}draft/en/")
    fill(ada, title=TITLE, summary=SUMMARY, body=BODY)
    submit(ada)
    ada.goto(f"{address}draft/plan/")
    fill(ada, effective_on=clock.today().isoformat())
    submit(ada)
    ada.goto(f"{address}review/")
    fill(ada, review_on=(clock.today() + timedelta(days=365)).isoformat())
    submit(ada)
    ada.goto(f"{address}audience/")
    ada.locator("[name=everyone]").check()
    submit(ada)
    ada.goto(f"{address}draft/ask/")
    fill(ada, people="Tom Ashby")
    submit(ada)
    return address


def endorsed(tom: Page, address: str) -> None:
    tom.goto(f"{address}draft/")
    tom.locator("#stakeholders a.govuk-button").first.click()
    choose(tom, "verdict", "endorsed")
    submit(tom)


def adopted(ada: Page, address: str) -> None:
    ada.goto(f"{address}draft/adopt/")
    with ada.expect_navigation():
        press(ada, "Adopt it")
    expect(ada.get_by_role("heading", level=1)).to_contain_text(TITLE)


def next_version(ada: Page, tom: Page, address: str, *, material: bool, note: str) -> None:
    """Change a word, say whether it is material and why, have it endorsed and adopt it."""
    ada.goto(address)
    ada.locator(f"form[action='{re.sub('^https?://[^/]+', '', address)}draft/begin/'] button").first.click()
    expect(ada).to_have_url(re.compile("/draft/"))
    ada.goto(f"{address}draft/en/")
    fill(ada, body=BODY + f"\n1.3 {note}\n")
    submit(ada)
    ada.goto(f"{address}draft/plan/")
    fill(ada, effective_on=clock.today().isoformat(), change_note=note)
    choose(ada, "material", "yes" if material else "no")
    submit(ada)
    ada.goto(f"{address}draft/ask/")
    fill(ada, people="Tom Ashby")
    submit(ada)
    endorsed(tom, address)
    adopted(ada, address)


def test_a_policy_is_talked_over_adopted_and_met_at_the_door(visit: SignIn, accessible: Check) -> None:
    ada, gareth, tom = visit("ada.minton"), visit("gareth.pugh", narrow=True), visit("tom.ashby", javascript=False)
    address = drafted(ada, accessible)
    gareth.goto(f"{address}draft/")
    gareth.get_by_text("Comment on 1.2").click()
    gareth.locator("[id='say-1.2']").fill("What about a class of thirty?")
    gareth.locator("form:has([id='say-1.2']) button").click()
    expect(gareth.get_by_text("What about a class of thirty?")).to_be_visible()
    accessible(gareth)
    # Nothing is adopted over a comment that nobody answered.
    endorsed(tom, address)
    ada.goto(f"{address}draft/adopt/")
    expect(ada.get_by_role("button", name="Adopt it", exact=True)).to_have_count(0)
    ada.goto(f"{address}draft/")
    accessible(ada)
    ada.get_by_role("link", name=re.compile("^Answer")).first.click()
    choose(ada, "answer", "kept")
    fill(ada, words="The school asks them for us.")
    submit(ada)
    adopted(ada, address)
    accessible(ada)

    # It is asked of one team at the next sign-in.
    ada.goto(f"{address}acknowledgement/")
    pick(ada, "capability", "come_in")
    ada.locator("select[name=audience]").select_option(label="Front Desk")
    fill(ada, grace_days="0")
    press(ada, "See whom it would stop")
    expect(ada.get_by_text("is stopped from this moment on")).to_be_visible()
    press(ada, "Ask for it")
    accessible(ada)

    leila = visit("leila.osman", narrow=True)
    expect(leila.get_by_text("Ask a parent for each child.").first).to_be_visible()
    accessible(leila)
    sign_in_again(leila, "leila.osman", "/spaces/")
    press(leila, "I have read it and will keep to it")
    expect(leila).to_have_url(re.compile(r"/spaces/$"))

    next_version(ada, tom, address, material=False, note="Ask the press office when you are not sure.")
    sign_in_again(leila, "leila.osman", "/spaces/")
    expect(leila).to_have_url(re.compile(r"/spaces/$"))
    next_version(ada, tom, address, material=True, note="Take it down within a day when you are asked to.")
    sign_in_again(leila, "leila.osman", "/spaces/")
    expect(leila.get_by_text("Take it down within a day")).to_have_count(2)
    press(leila, "I have read it and will keep to it")
    expect(leila).to_have_url(re.compile(r"/spaces/$"))
    ada.goto(f"{address}history/")
    accessible(ada)


def pick(page: Page, name: str, value: str) -> None:
    """A choice, be it a list or radios."""
    field = page.locator(f"[name={name}]").first
    if field.evaluate("node => node.tagName") == "SELECT":
        field.select_option(value)
    else:
        choose(page, name, value)


def talk_of_its_own(page: Page) -> tuple[str, str, str]:
    """A space with two conversations, to be disposed of but for what is held; gives their addresses."""
    page.goto("/spaces/new/")
    fill(page, name=RULE, purpose="What is said at the desk, for a day.")
    choose(page, "openness", "open")
    submit(page)
    space = page.url
    talks = []
    for title, body in (("Parrot in the foyer", "A parrot, green."), ("Heron by the pond", "A heron, grey.")):
        page.goto(f"{space}start/")
        fill(page, title=title, body=body)
        submit(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        talks.append(page.url.split("?")[0])
    return space, talks[0], talks[1]


def taken_out(priya: Page, accessible: Check, space: str, target: Path) -> Path:
    """The bundle of a space, unpacked."""
    priya.goto(space)
    priya.get_by_role("link", name="Take it out as a bundle").click()
    fill(priya, reason="Before the rule takes it")
    press(priya, "Write the bundle")
    expect(priya.get_by_role("heading", level=1)).to_have_text(RULE)
    for _turn in range(60):
        if priya.get_by_role("button", name="Fetch the bundle").count():
            break
        priya.wait_for_timeout(500)
        priya.reload()
    accessible(priya)
    press(priya, "Fetch the bundle")
    priya.get_by_label("Password").fill(PASSWORD)  # the hall asks again who it is
    with priya.expect_download() as coming:
        press(priya, "Confirm")
    with zipfile.ZipFile(io.BytesIO(coming.value.path().read_bytes())) as archive:
        archive.extractall(target / "bag")
    (folder,) = (target / "bag").iterdir()
    return folder


def test_a_rule_takes_what_is_due_a_hold_keeps_one_and_the_rest_is_certified(
    visit: SignIn, accessible: Check, ground: Ground, tmp_path: Path
) -> None:
    priya, samira, ada = visit("priya.raman"), visit("samira.haddad"), visit("ada.minton", narrow=True)
    space, parrot, heron = talk_of_its_own(priya)

    # The whole space goes out first, and another's checker finds it whole.
    assert bagit.Bag(str(taken_out(priya, accessible, space, tmp_path))).validate()

    # A rule of the schedule, seen before it is switched on.
    samira.goto("/records/retention/new/")
    accessible(samira)
    fill(samira, reference="DESK-1", class_path="Customers / front desk / talk", title=RULE)
    fill(samira, years="0", months="0", days="1", authority="The schedule of Wexmoor, which is invented")
    pick(samira, "trigger", "date")
    pick(samira, "action", "destroy")
    submit(samira)
    samira.get_by_role("link", name="Apply it to something").click()
    fill(samira, page=space, event_date=(clock.today() - timedelta(days=10)).isoformat())
    press(samira, "See what it would take")
    accessible(samira)
    press(samira, "I have seen these figures: switch it on")

    hold = samira.context.new_page()
    hold.goto("/records/holds/new/")
    fill(hold, reason="Somebody asked for it", things=heron)
    press(hold, "Place the hold")
    expect(hold.get_by_text("The hold is in force")).to_be_visible()
    accessible(hold)

    press(samira, "Propose a disposal")
    accessible(samira)
    disposal = samira.url
    ada.goto(disposal)
    accessible(ada)
    press(ada, "Approve this disposal")
    for _turn in range(60):
        if ada.get_by_role("link", name="Download the certificate").count():
            break
        ada.wait_for_timeout(500)
        ada.goto(disposal)
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Certificate")
    accessible(ada)

    assert priya.goto(parrot).status == 404  # type: ignore[union-attr]
    assert priya.goto(heron).status == 200  # type: ignore[union-attr]
    priya.goto("/find/?q=parrot")
    expect(priya.get_by_text("Parrot in the foyer")).to_have_count(0)
    priya.goto("/find/?q=heron")
    expect(priya.get_by_text("Heron by the pond").first).to_be_visible()
    assert "The record is as it was written." in ground.run("verify_audit")
    ground.run("check_index")
