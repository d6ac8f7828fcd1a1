"""A question from the starter register to its decision, in a real browser, by a risk manager and a business owner."""

import contextlib
import re
import zlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import SignIn
from moothall.kit import clock

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
QUESTION = "How should we manage social software next?"
KEPT = ("D1", "N4")  # the two risks that this council weighs first
MOST = 40  # things that a board can want of two risks and five options


def unpacked(pdf: bytes) -> bytes:
    """A PDF with its compressed parts opened."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(found[1]))
    return b"".join(parts)


def press(page: Page, name: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def fill(page_: Page, **fields: str) -> None:
    for name, words in fields.items():
        page_.locator(f"[name={name}]").first.fill(words)


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name={name}][value='{value}']").check()


def begun(ruth: Page, accessible: Check) -> str:
    """Begin from the starter register, with two of its risks; gives the appraisal's address."""
    ruth.goto("/risks/")
    accessible(ruth)
    ruth.get_by_role("link", name="Begin from the starter register").click()
    if not re.search(r"starters/[\w-]+/", ruth.url):
        ruth.locator("main a[href*='/risks/starters/']").first.click()
    accessible(ruth)
    fill(ruth, question=QUESTION)
    for box in ruth.locator("[name=risks]").all():
        if (box.get_attribute("value") in KEPT) != box.is_checked():
            box.set_checked(box.get_attribute("value") in KEPT, force=True)
    with ruth.expect_navigation():
        ruth.locator("main form button[type=submit]").first.click()
    return "/risks/" + re.sub(r".*/risks/(\d+)/.*", r"\1", ruth.url) + "/"


def give_to(ruth: Page, address: str, who: str) -> None:
    """Name the business owner."""
    ruth.goto(f"{address}people/")
    form = ruth.locator("form", has=ruth.locator("[name=act][value=owner]"))
    form.locator("input[type=text]").first.fill(who)
    with ruth.expect_navigation():
        form.get_by_role("button").click()


def propose(page: Page, address: str, letter: str) -> None:
    page.goto(f"{address}propose/")
    page.get_by_role("radio", name=re.compile(rf"^{letter}\b")).check()
    fill(page, balance="Going on as we are is not the careful choice: what we do not see still costs us.")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def bear(ruth: Page, accessible: Check) -> None:
    """Answer a risk under "do nothing": it is borne as it is, once somebody else signs for that."""
    accessible(ruth)
    choose(ruth, "kind", "tolerate")
    fill(
        ruth,
        step="We live with it as it is",
        why_borne="It is what we live with today, and mending it alone would cost more than it can cost us.",
        approver="priya-raman",
        review_on=(clock.today() + timedelta(days=200)).isoformat(),
    )
    press(ruth, "Save and go on")


def judge(page: Page) -> None:
    """Classify: without what is done it is likely and bad, with it less so."""
    for name, value in (("likelihood_without", "4"), ("impact_without", "4"), ("likelihood", "2"), ("impact", "2")):
        choose(page, name, value)
    choose(page, "confidence", "fair")
    fill(page, reasoning="As we judged it in one meeting, from what we saw last year.")
    press(page, "Classify it and go on")


def put_beside(page: Page) -> None:
    """Mark all that is left under an option beside where it is classified."""
    for box in page.locator("input[name^=verdict_][value=worse]").all():
        box.check()
    reason = page.locator("[name=reason_for_all]")
    if reason.count():
        reason.fill("It is walked round, out of our sight")
    else:
        for field in page.locator("[name^=reason_]").all():
            field.fill("It is walked round, out of our sight")
    press(page, "Save and go on")


def give_out(page: Page) -> None:
    """Say who takes each step of what is proposed, and by when."""
    for field in page.locator("input[name^=actionee]").all():
        field.fill("tom-ashby")
    for field in page.locator("input[name^=due]").all():
        field.fill((clock.today() + timedelta(days=90)).isoformat())
    press(page, "Save and go on")


def sign_all(page: Page, address: str) -> None:
    """Sign for whatever one is asked to."""
    for _turn in KEPT:
        page.goto(f"{address}board/")
        asked = page.get_by_role("link", name="Read what you are asked to sign")
        if not asked.count():
            return
        asked.click()
        press(page, "Sign for it")


def work_through(ruth: Page, address: str, accessible: Check) -> None:
    """Do whatever the board offers next, until it offers nothing to this person."""
    for _turn in range(MOST):
        ruth.goto(f"{address}board/")
        following = ruth.get_by_role("link", name=re.compile("^Next:"))
        if not following.count():
            return
        with ruth.expect_navigation():
            following.click()
        if "/classify/" in ruth.url:
            judge(ruth)
        elif "/compare/" in ruth.url:
            put_beside(ruth)
        elif ruth.url.endswith("/steps/"):
            give_out(ruth)
        elif "/exposure/" in ruth.url and ruth.get_by_text("Nothing yet.").count():
            bear(ruth, accessible)
        elif "/exposure/" in ruth.url:
            ruth.goto(f"{ruth.url}classify/")
            judge(ruth)
        elif "/step/" in ruth.url:
            return  # somebody is asked to sign
        else:
            raise AssertionError(f"Where does this lead? {ruth.url}")
    raise AssertionError(f"The board is not done after {MOST} turns: {ruth.url}")


def test_a_question_is_taken_from_the_starter_register_to_its_decision(visit: SignIn, accessible: Check) -> None:
    ruth = visit("ruth.penhale")
    address = begun(ruth, accessible)
    give_to(ruth, address, "priya-raman")
    ruth.goto(address)
    accessible(ruth)
    expect(ruth.get_by_role("heading", name=re.compile("Not ready to decide"))).to_be_visible()

    ruth.goto(f"{address}board/")
    accessible(ruth)
    ruth.get_by_role("link", name=re.compile("To answer")).first.click()
    ruth.goto(f"{ruth.url}classify/")
    expect(ruth.get_by_role("heading", level=1)).to_have_text("First say what is done about it")
    accessible(ruth)

    propose(ruth, address, "E")
    priya = visit("priya.raman", narrow=True, javascript=False)
    for _risk in KEPT:
        work_through(ruth, address, accessible)
        sign_all(priya, address)
    work_through(ruth, address, accessible)
    expect(ruth.get_by_text("Nothing is missing: it can be decided.")).to_be_visible()
    accessible(ruth)

    propose(ruth, address, "B")
    ruth.goto(address)
    expect(ruth.get_by_text("nobody else has challenged it").first).to_be_visible()
    joan = visit("joan.tregarthen")
    joan.goto(f"{address}challenges/")
    accessible(joan)
    joan.get_by_role("radio", name=re.compile(r"^B\b")).check()
    fill(joan, question="And what will staff do on their own phones?")
    with joan.expect_navigation():
        joan.locator("main form button[type=submit]").last.click()
    ruth.goto(f"{address}challenges/")
    ruth.get_by_role("link", name=re.compile("Answer")).first.click()
    fill(ruth, answer="What they do now. So we propose the platform after all.")
    with ruth.expect_navigation():
        ruth.locator("main form button[type=submit]").first.click()
    propose(ruth, address, "E")

    priya.goto(f"{address}decide/")
    fill(priya, dissent="Joan would rather wait a year.", review_on=(clock.today() + timedelta(days=182)).isoformat())
    press(priya, "Decide for option E")
    priya.goto(address)
    expect(priya.get_by_text("Joan would rather wait a year.").first).to_be_visible()
    ruth.goto(address)
    accessible(ruth)
    ruth.goto(f"{address}report/")
    accessible(ruth)
    printed = ruth.request.get(f"{address}report.pdf")
    assert printed.ok
    assert printed.body().startswith(b"%PDF-")
    assert b"/StructTreeRoot" in unpacked(printed.body())  # tagged, so that it can be read aloud


def test_half_a_year_later_a_decision_is_due_for_review_and_stale_where_a_step_was_dropped(
    visit: SignIn, accessible: Check
) -> None:
    """The demo council decided 186 days ago, as its clock was moved then, and dropped a step nine days ago."""
    priya = visit("priya.raman")
    priya.goto("/risks/?show=all")
    priya.get_by_role("link", name="How should we manage social software?").click()
    accessible(priya)
    expect(priya.get_by_text(re.compile("[Dd]ue for review|looked at again")).first).to_be_visible()
    expect(priya.locator(".state", has_text="Stale").first).to_be_visible()
    priya.get_by_role("link", name="Social software policy").first.click()
    expect(priya.get_by_text("Rests on this decision").first).to_be_visible()
    priya.get_by_role("link", name="How should we manage social software?").first.click()
    expect(priya.get_by_role("heading", level=1)).to_have_text("How should we manage social software?")
    for page in ("/risks/register/", "/risks/appetite/", "/risks/scales/", "/risks/incidents/"):
        priya.goto(page)
        accessible(priya)
    narrow = visit("ruth.penhale", narrow=True)
    for page in ("/risks/", "/risks/1/", "/risks/1/board/", "/risks/risk/1/", "/risks/register/", "/risks/scales/"):
        narrow.goto(page)
        accessible(narrow)
