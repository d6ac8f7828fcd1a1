"""A real hall in a process of its own, and a real browser to walk through it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from moothall.people.tests.make import PASSWORD
from scripts.machine import chromium

WIDE, NARROW = (1280, 900), (375, 812)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTS_WITHIN = 180.0
COMMAND = [sys.executable, "-m", "moothall"]

SignIn = Callable[..., Page]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Ground:
    """Where a hall will stand: its folder, its port, and what it is set to."""

    data: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """How it is reached."""
        return f"http://localhost:{self.port}"

    def run(self, *words: str) -> str:
        """Run one of its commands; gives what it said."""
        told = subprocess.run([*COMMAND, *words], env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return told.stdout

    @property
    def environment(self) -> dict[str, str]:
        """Its settings, and of the machine's own none that name a database."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MOOTHALL_DATABASE")}
        return kept | {"MOOTHALL_DATA": str(self.data), "MOOTHALL_URL": self.address} | dict(self.settings)


@contextmanager
def opened(ground: Ground) -> Iterator[str]:
    """A hall with the demo council in it, open for a while; gives its address."""
    ground.run("migrate", "-v0")
    ground.run("demo")
    with (ground.data / "serve.log").open("w") as log:
        serving = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(ground.port), "--workers", "2"],
            env=ground.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_up(ground.address, serving)
            yield ground.address
        finally:
            serving.send_signal(signal.SIGINT)
            serving.wait(timeout=40)


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Where the hall of these journeys stands."""
    return Ground(tmp_path_factory.mktemp("hall"), free_port())


@pytest.fixture(scope="session")
def hall(ground: Ground) -> Iterator[str]:
    """The address of a hall with the demo council in it."""
    with opened(ground) as address:
        yield address


def wait_until_up(address: str, serving: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert serving.poll() is None, "the hall did not open"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the hall did not open in time")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium as the machine has it."""
    path = chromium()
    if path is None:
        pytest.fail("No Chromium here. Install it (on Debian: apt-get install chromium), then run this again.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(path), args=SWITCHES)
        yield running
        running.close()


@pytest.fixture
def visit(hall: str, browser: Browser) -> Iterator[SignIn]:
    """Open the hall in a browser of one's own: `visit("priya.raman", width=375, javascript=False)`."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_hall(who: str | None = None, *, narrow: bool = False, javascript: bool = True) -> Page:
        width, height = NARROW if narrow else WIDE
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, base_url=hall, locale="en-GB"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto("/")
        if who:
            page.get_by_label("E-mail or staff number").fill(f"{who}@wexmoor.example")
            page.get_by_label("Password").fill(PASSWORD)
            with page.expect_navigation():
                page.get_by_role("button", name="Sign in").click()
            assert "/account/" not in page.url, f"{who} was not let in: {page.url}"
        return page

    yield open_hall
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as npm brought it."""
    path = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        pytest.fail("axe-core is missing. Run `make assets`, then run this again.")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def accessible(axe: str) -> Callable[[Page], None]:
    """Fail if axe-core finds anything against WCAG 2.2 A or AA on the page in view."""

    def check(page: Page) -> None:
        page.evaluate(axe)
        found = page.evaluate(
            "async () => (await axe.run(document, {runOnly: "
            "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})).violations"
            ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))"
        )
        assert found == [], f"{page.url}: {found}"
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} pixels"

    return check
