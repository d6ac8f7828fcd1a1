"""What a person does on a page: press, follow, fill in, choose, and come again."""

import re
import time

from playwright.sync_api import Locator, Page

WORKER = 60.0  # seconds it may take on a busy machine


def press(page: Page, name: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow a link of the page and wait for where it leads."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name).first.click()


def fill(page_: Page, **fields: str) -> None:
    for name, words in fields.items():
        page_.locator(f"main [name='{name}']").first.fill(words)


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name='{name}'][value='{value}']").check()


def path_of(page: Page) -> str:
    """The address of the page without its host, query and place."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def again_until(page: Page, wanted: Locator) -> None:
    """Open the page anew until the worker has done what is waited for."""
    deadline = time.monotonic() + WORKER
    while not wanted.count():
        assert time.monotonic() < deadline, f"{page.url}: {wanted} never came"
        page.wait_for_timeout(300)
        page.reload()


def follow_in(row: Locator) -> None:
    """Follow the first link of a row."""
    with row.page.expect_navigation():
        row.get_by_role("link").first.click()
