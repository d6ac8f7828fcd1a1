"""Every kind of page about requests that an officer comes to by links, on a phone: open to all, and none too wide."""

from collections import deque
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from e2e.conftest import SignIn

pytestmark = pytest.mark.e2e
ROOM = "/requests/"
FEWEST = 40  # kinds of page; the demo council leads to more


def test_no_page_about_requests_is_wide_or_shuts_anybody_out(visit: SignIn, accessible: Callable[[Page], None]) -> None:
    page = visit("samira.haddad", narrow=True)
    todo, seen, kinds, faults = deque([ROOM]), {ROOM}, set[str](), list[str]()
    while todo:
        address = todo.popleft()
        kind = kind_of(address)
        if kind in kinds or "text/html" not in page.request.get(address).headers.get("content-type", ""):
            continue
        kinds.add(kind)
        page.goto(address)
        try:
            accessible(page)
        except AssertionError as fault:
            faults.append(str(fault)[:1500])
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        for found in (urlsplit(urljoin(page.url, link)) for link in links):
            if found.path.startswith(ROOM) and found.path not in seen:
                seen.add(found.path)
                todo.append(found.path)
    assert faults == []
    assert len(kinds) >= FEWEST, sorted(kinds)


def kind_of(address: str) -> str:
    """The name of what answers at an address."""
    try:
        return str(resolve(address).view_name)
    except Resolver404:
        return address
