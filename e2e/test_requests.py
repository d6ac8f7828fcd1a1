"""A request for information from its arrival by mail to its answer on the public site, in a real browser."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e import answering as work
from e2e.answering import ANSWER, BALANCE
from e2e.arriving import ADDRESS, TITLE, WHO, bring_in, listening, mail_to_who, send_by_mail
from e2e.conftest import Ground, SignIn
from e2e.pressing import choose, fill, follow, follow_in, path_of, press

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
COUNTED = "Bollards on the quay"


def read_by_anybody(visit: SignIn, accessible: Check, public: str) -> None:
    """A visitor finds it by a word, on a phone and without scripts; nothing that can be read says who asked."""
    visitor = visit(narrow=True, javascript=False)
    visitor.goto("/requests/published/")
    fill(visitor, q="arborist")
    press(visitor, "Search")
    expect(visitor.locator("main")).to_contain_text("One answered request has all of these words.")
    follow(visitor, TITLE)
    assert path_of(visitor) == public
    expect(visitor.locator("main")).to_contain_text(ANSWER)
    feeds = [f"/lessons/published/requests.{kind}" for kind in ("atom", "json")]
    for address in (public, "/requests/published/", "/requests/published/requests.csv", *feeds):
        read = visitor.request.get(address)
        assert read.ok, address
        assert ANSWER in read.text() or address == "/requests/published/", address
        for word in ("quenby", "orsolya", ADDRESS, "letters.example"):
            assert word not in read.text().casefold(), f"{word} at {address}"
    seen = visit(narrow=True)
    for address in ("/requests/published/?q=arborist", public, "/requests/published/figures/"):
        seen.goto(address)
        accessible(seen)


def counted(page: Page) -> dict[str, int]:
    """What the public figures say now: received, answered in time, given in part, and refused under 43(2)."""
    page.goto("/requests/published/figures/")
    law = page.locator("main tr", has=page.get_by_role("rowheader", name="Freedom of information", exact=True))
    numbers = [int(cell.inner_text()) for cell in law.get_by_role("cell").all()]
    found = {"received": numbers[0], "in time": numbers[1]}
    for term in ("Given in part", "43(2)"):
        row = page.locator(".facts > div", has=page.locator("dt", has_text=re.compile(rf"^{re.escape(term)}$")))
        found[term] = int(row.locator("dd").inner_text()) if row.count() else 0
    return found


def test_a_request_comes_by_mail_and_its_answer_is_read_by_anybody(
    visit: SignIn, accessible: Check, ground: Ground, tmp_path: Path
) -> None:
    before = counted(visit(javascript=False))
    ada = visit("ada.minton")
    bring_in(visit, ada, tmp_path)
    with listening(ground) as port:
        send_by_mail(port)
    (acknowledgement,) = mail_to_who(ground)
    assert re.search(r"Its reference is FOI \d{4}-\d{4}", acknowledgement)
    assert re.search(r"our answer by \w+ \d+ \w+ \d{4}", acknowledgement)
    assert "arborist" not in acknowledgement

    samira = visit("samira.haddad")
    case = work.taken(samira, accessible)
    due = re.search(r"is due on (\w+ \d+ \w+ \d{4})", samira.locator("main").inner_text())
    assert due
    assert due[1] in acknowledgement
    work.answered_by_nkechi(samira, visit, accessible, case)
    work.searched(samira, accessible, case)
    work.reviewed(samira, accessible, case)
    work.claimed(samira, accessible, case)
    letter = work.stopped(samira, accessible, case)
    work.put_right(samira, accessible, letter)
    work.officer(ada, is_one=True)
    try:
        work.approved(visit, samira, accessible, letter)
    finally:
        work.officer(ada, is_one=False)
    work.sent(samira, accessible, letter)
    answer = mail_to_who(ground)[-1]
    for told in (f"Dear {WHO}", ANSWER, "section 43(2)", BALANCE):
        assert told in answer
    read_by_anybody(visit, accessible, work.published(samira, accessible))
    after = counted(visit(javascript=False))
    assert {key: after[key] - before[key] for key in after} == dict.fromkeys(after, 1)
    assert "The record is as it was written." in ground.run("verify_audit")


def typed_in(leila: Page, accessible: Check) -> None:
    """Type in what somebody asked by telephone; whoever types it in need not be an officer."""
    leila.goto("/requests/")
    accessible(leila)
    follow(leila, "A request came")
    accessible(leila)
    fill(leila, title=COUNTED, words="How many bollards stand on the quay?", name="A. Fontaine", address="2 Quay Row")
    choose(leila, "channel", "phone")
    choose(leila, "regime", "foia")
    press(leila, "Open")
    expect(leila.locator("main")).to_contain_text(re.compile(r"FOI \d{4}-\d{4} is open"))


def due_day(page: Page) -> date:
    """When the answer is due, as the case's page says it."""
    found = re.search(r"is due on \w+ (\d+ \w+ \d{4})", page.locator("main").inner_text())
    assert found
    return datetime.strptime(found[1], "%d %B %Y").replace(tzinfo=UTC).date()


def change_holiday(ada: Page, accessible: Check, day: str, *, what: str) -> None:
    """Proclaim a bank holiday in Scotland alone, or strike it out again."""
    ada.goto("/requests/")
    follow(ada, "Terms, bank holidays, who stands in")
    follow(ada, "Bank holidays")
    accessible(ada)
    follow(ada, "One was proclaimed")
    accessible(ada)
    choose(ada, "what", what)
    choose(ada, "nations", "SCT")
    fill(ada, day=day, name="Bollard Day", source="An order that is invented")
    press(ada, "Save")
    expect(ada.locator("main")).to_contain_text("Open cases are counted anew.")
    accessible(ada)


def test_a_holiday_that_is_proclaimed_moves_an_open_case_which_says_why(visit: SignIn, accessible: Check) -> None:
    leila, samira, ada = visit("leila.osman", narrow=True), visit("samira.haddad"), visit("ada.minton")
    typed_in(leila, accessible)
    samira.goto("/requests/")
    follow(samira, COUNTED)
    follow(samira, "Say who")
    press(samira, "Save")
    case, before = path_of(samira), due_day(samira)
    steps = samira.locator("details .history li")
    day = steps.filter(has_text=re.compile(r"Day 9\.")).locator("time").get_attribute("datetime")
    assert day
    change_holiday(ada, accessible, day, what="proclaim")
    try:
        samira.goto("/notices/")
        told = samira.locator("main li", has_text=COUNTED).filter(has_text="counted anew")
        follow_in(told)
        assert path_of(samira) == case
        assert due_day(samira) > before
        samira.get_by_text("How this date is reached, day by day").click()
        expect(steps.filter(has=samira.locator(f"time[datetime='{day}']"))).to_contain_text("Bollard Day")
        history = samira.locator("main .history").last
        expect(history).to_contain_text(f"and no more on {before.day} {before:%B %Y}")
        accessible(samira)
    finally:
        change_holiday(ada, accessible, day, what="strike")
    samira.goto(case)
    assert due_day(samira) == before


def test_anybody_asks_without_an_account_and_without_scripts(visit: SignIn, accessible: Check) -> None:
    accessible(visit_public(visit, "/requests/make/"))
    page = visit(narrow=True, javascript=False)
    with page.expect_navigation():
        page.get_by_role("link", name="Ask for information").click()
    shown = time.monotonic()
    fill(page, words="How much do you pay to agencies for grounds staff in parks?")
    press(page, "First see what is published on it")
    expect(page.get_by_role("link", name="Spending on agency staff in parks")).to_be_visible()
    press(page, "Send the request")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    for wanted in ("Enter your name", "Enter an e-mail address, or a postal address below"):
        expect(page.locator(".govuk-error-summary")).to_contain_text(wanted)
    fill(page, name="Perpetua Lamb", email="p.lamb@letters.example")
    page.wait_for_timeout(max(0.0, 3_500 - 1000 * (time.monotonic() - shown)))  # no person writes quicker
    press(page, "Send the request")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request was received")
    expect(page.locator("main")).to_contain_text("You should have our answer by")
    expect(page.locator("body")).not_to_contain_text("Lamb")
    accessible(visit_public(visit, path_of(page)))
    reference = re.search(r"FOI \d{4}-\d{4}", page.locator("main").inner_text())
    assert reference
    samira = visit("samira.haddad", narrow=True)
    samira.goto("/requests/")
    row = samira.locator("main tr", has_text=reference[0])
    follow_in(row)
    expect(samira.locator("main")).to_contain_text("How much do you pay to agencies")
    expect(samira.locator("main")).not_to_contain_text("Perpetua")
    accessible(samira)


def visit_public(visit: SignIn, address: str) -> Page:
    """A page of the public site on a phone."""
    page = visit(narrow=True)
    page.goto(address)
    return page


def test_what_was_answered_is_found_with_the_keyboard_alone(visit: SignIn) -> None:
    page = visit_public(visit, "/requests/published/")
    tab_to(page, "document.activeElement.name === 'q'")
    page.keyboard.type("agency")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "document.activeElement.textContent === 'Spending on agency staff in parks'")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Spending on agency staff in parks")


def tab_to(page: Page, there: str) -> None:
    """Press Tab until the focus is where it is wanted."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"the keyboard does not reach it: {there}")
