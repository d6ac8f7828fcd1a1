"""Attaching files in a real browser: chosen, pasted, dropped, and a mailbox in parts."""

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import SignIn
from moothall.mail.tests import make as make_mail

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
SPACE = "/spaces/libraries-and-neighbourhoods/"
PART = 8 * 1024 * 1024
PATIENCE = 60_000  # milliseconds for a large file on a busy machine

LISTEN = """() => {
  window.heard = [];
  const live = document.querySelector("[data-upload-says]");
  new MutationObserver(() => window.heard.push(live.textContent)).observe(live, {childList: true, characterData: true});
}"""
HAND_OVER = """([how, name, type]) => {
  const bytes = type === "image/png" ? new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0]) : "dropped words";
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
  const place = document.querySelector("form textarea[name=body]");
  const options = {bubbles: true, cancelable: true};
  if (how === "drop") place.dispatchEvent(new DragEvent("drop", {...options, dataTransfer: data}));
  else place.dispatchEvent(new ClipboardEvent("paste", {...options, clipboardData: data}));
}"""


def conversation(page: Page) -> None:
    """Open a conversation of the demo council, and its place for files."""
    page.goto(SPACE)
    page.get_by_role("link", name=re.compile("^Saturday opening at Harrowby")).first.click()
    page.get_by_text("Add files", exact=True).click()


def picture(width: int, height: int) -> bytes:
    """A whole PNG (ISO/IEC 15948) of one grey."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7a" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_files_are_chosen_pasted_and_dropped_in_a_reply(
    visit: SignIn, accessible: Check, tmp_path: Path, narrow: bool
) -> None:
    page = visit("priya.raman", narrow=narrow)
    conversation(page)
    page.evaluate(LISTEN)
    chosen = tmp_path / f"rota-{narrow}.csv"
    chosen.write_text("day,who\nSaturday,Priya\n")
    page.locator("input[type=file]").set_input_files(chosen)
    page.evaluate(HAND_OVER, ["paste", "image.png", "image/png"])
    page.evaluate(HAND_OVER, ["drop", "notes.txt", "text/plain"])
    for name in (chosen.name, "Pasted picture 1.png", "notes.txt"):
        expect(page.locator(".upload__file", has_text=name).locator("input[type=hidden]")).to_have_count(1)
    accessible(page)
    assert f"{chosen.name} is ready" in page.evaluate("window.heard")

    # One is taken away again; the rest goes with the reply.
    page.get_by_role("button", name="Remove notes.txt").click()
    expect(page.locator(".upload__file", has_text="notes.txt")).to_have_count(0)
    words = f"The rota is attached ({narrow})."
    page.get_by_role("textbox", name="Your reply").fill(words)
    page.get_by_role("button", name="Post reply").click()
    post = page.locator("article", has_text=words)
    expect(post.get_by_role("link", name=re.compile(re.escape(chosen.name)))).to_be_visible()
    expect(post.get_by_text("Pasted picture 1.png")).to_be_visible()
    expect(post.get_by_text("notes.txt")).to_have_count(0)


def test_a_photo_is_posted_from_a_phone(visit: SignIn, accessible: Check, tmp_path: Path) -> None:
    page = visit("priya.raman", narrow=True)
    conversation(page)
    photo = tmp_path / "gulley.png"
    photo.write_bytes(picture(1200, 1600))
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.locator(".upload__file", has_text=photo.name).locator("input[type=hidden]")).to_have_count(1)
    accessible(page)
    page.get_by_role("textbox", name="Your reply").fill("The gulley as it is now.")
    page.get_by_role("button", name="Post reply").click()
    post = page.locator("article", has_text="The gulley as it is now.")
    expect(post.get_by_role("link", name=re.compile("gulley"))).to_be_visible()
    accessible(page)


def test_a_mailbox_comes_in_by_parts(visit: SignIn, accessible: Check, tmp_path: Path) -> None:
    page = visit("priya.raman")
    letters = [make_mail.eml(f"Part letter {n}", "Words and words. " * 60_000) for n in range(30)]
    box = tmp_path / "thirty.mbox"
    box.write_bytes(make_mail.mbox(letters))
    assert box.stat().st_size > 3 * PART
    page.goto("/mail/1/bring-in/")
    page.get_by_label("Mailbox file").set_input_files(box)
    expect(page.locator(".upload__file input[type=hidden]")).to_have_count(1, timeout=PATIENCE)
    accessible(page)
    page.locator("main form button.govuk-button").last.click()
    page.wait_for_url(re.compile(r"/mail/imports/\d+/"), timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("thirty.mbox")
