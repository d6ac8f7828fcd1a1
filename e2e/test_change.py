"""A change through its year in the demo council: a benefit missed, its lesson published, and used by the next one."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import Ground, SignIn, free_port, opened
from moothall.people.tests.make import PASSWORD

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
TALK, FORMS = "Talk in the open", "Forms that the front desk knows"
WORKER = 90.0  # seconds it may take on a busy machine
LESSON = "Ask how people read before you move their papers"


def go_on(page: Page, name: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def to_change(page: Page, title: str) -> str:
    """Open a change from the front page of its room; gives its address."""
    page.goto("/change/")
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return re.sub(r"^https?://[^/]+", "", page.url)


def commitment(page: Page, number: int) -> str:
    """What the card says of one commitment."""
    state = page.locator(f"#c{number} .commit__state")
    return state.inner_text().strip()


def write_lesson(page: Page, line: str) -> None:
    """Fill in the lesson that is begun, look it over and publish it."""
    page.get_by_role("radio", name="Failure").check()
    page.get_by_label("What is the lesson, in a line?").fill(line)
    page.get_by_label("Where and when was it?").fill("Four teams and all councillors, this spring.")
    page.get_by_label("What happened?").fill("We set up a space for papers and a training hour. Few came.")
    page.get_by_label("Why did it happen?").fill("Most read on paper at the weekend, and nobody had asked them.")
    page.get_by_label("What would you do another time?").fill("Ask three of them first how they read, and print.")
    page.get_by_label("What does it apply to?").fill("front desk, forms, papers")
    go_on(page, "Save and look it over")
    go_on(page, "Publish it in the hall")


def test_a_missed_benefit_keeps_the_card_from_green_until_its_lesson_is_shared(
    visit: SignIn, accessible: Check, ground: Ground, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    priya = visit("priya.raman")
    address = to_change(priya, TALK)
    accessible(priya)
    expect(priya.locator(".thread .is-loose")).to_contain_text("Lesson")
    card = f"/charter/cards/{address.split('/')[2]}/"
    priya.goto(card)
    accessible(priya)
    assert commitment(priya, 4) == "Needs attention"
    assert commitment(priya, 6) == "Met"

    priya.goto(f"{address}review/")
    priya.locator("main textarea").first.fill("The teams talk in the open. Councillors do not find their papers there.")
    with priya.expect_navigation():
        priya.locator("main form button[type=submit]").first.click()
    expect(priya.locator("main")).to_contain_text("Reviewed")
    priya.goto(f"{address}close/")
    accessible(priya)
    priya.get_by_role("radio", name="Some of its value was realised").check()
    priya.locator("main textarea").first.fill("Two of three benefits came true.")
    go_on(priya, "Close it")
    expect(priya.locator(".missing")).to_contain_text("Councillors find papers without asking")

    priya.goto(card)
    with priya.expect_navigation():
        priya.locator("#c4").get_by_role("link", name=re.compile("lesson", re.IGNORECASE)).first.click()
    expect(priya.get_by_role("checkbox", name=re.compile("Councillors find papers"))).to_be_checked()
    write_lesson(priya, LESSON)
    accessible(priya)
    lesson = priya.url
    priya.goto(card)
    expect(priya.locator("#c4")).not_to_contain_text("was not met")
    expect(priya.locator("#c4")).not_to_contain_text("not met, and has no published lesson")

    publish(priya, lesson)
    offered_and_reused(visit, accessible, lesson)
    followed(browser, tmp_path_factory, ground)


def publish(priya: Page, lesson: str) -> None:
    """Put the lesson on the public site, where other bodies find it."""
    priya.goto(f"{lesson}public-site/")
    with priya.expect_navigation():
        priya.locator("main form button[type=submit]").first.click()


def offered_and_reused(visit: SignIn, accessible: Check, lesson: str) -> None:
    """The next change is offered the lesson, on a phone and without JavaScript, and adopts it."""
    leila = visit("leila.osman", narrow=True, javascript=False)
    to_change(leila, FORMS)
    offer = leila.locator(".offer")
    expect(offer).to_contain_text(LESSON)
    offer.get_by_role("button", name=re.compile("^Adopt it")).first.click()
    expect(leila.locator(".offer")).to_contain_text("Adopted")
    leila.goto(lesson)
    expect(leila.locator("main")).to_contain_text(FORMS)


def followed(browser: Browser, tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> None:
    """A second hall on another port follows the first one's lessons, and shows them."""
    other = Ground(
        tmp_path_factory.mktemp("other-hall"),
        free_port(),
        {"MOOTHALL_EXCHANGE_PRIVATE": "1", "MOOTHALL_COUNCIL": "Stokeham Council"},
    )
    with opened(other) as address:
        context = browser.new_context(base_url=address, locale="en-GB")
        context.set_default_timeout(20_000)
        ada = context.new_page()
        ada.goto("/")
        ada.get_by_label("E-mail or staff number").fill("ada.minton@wexmoor.example")
        ada.get_by_label("Password").fill(PASSWORD)
        go_on(ada, "Sign in")
        ada.goto("/lessons/bodies/")
        ada.locator("main input[name=address]").fill(f"{ground.address}/lessons/published/lessons.json")
        ada.locator("main input[name=name]").fill("Wexmoor Council")
        with ada.expect_navigation():
            ada.locator("main form", has=ada.locator("input[name=address]")).get_by_role("button").first.click()
        if ada.get_by_role("button", name="Look now").count():
            go_on(ada, "Look now")
        until = time.monotonic() + WORKER
        while LESSON not in ada.locator("main").inner_text() and time.monotonic() < until:
            ada.goto("/lessons/others/")  # the worker looks as soon as it can, and the page says what it found
        expect(ada.locator("main")).to_contain_text(LESSON)
        expect(ada.locator("main")).to_contain_text("Wexmoor Council")
        context.close()


def test_the_golden_thread_is_walked_both_ways(visit: SignIn) -> None:
    tom = visit("tom.ashby")
    to_change(tom, TALK)
    names = tom.locator(".thread li span").all_inner_texts()
    assert names[:4] == ["Objective", "Initiative", "Appraisal", "Decision"]
    links = [link.get_attribute("href") for link in tom.locator(".thread a").all()]
    assert len(links) >= 7
    for link in links:
        assert link is not None
        tom.goto(link)
        back = tom.locator(".thread").get_by_role("link", name=TALK, exact=True)
        expect(back.first).to_be_visible()  # more than one thread may run through it
