"""Pages on paper: HTML of ours into a tagged PDF (PDF/UA-1), from what lies on this disk and nothing else."""

import re
import threading
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from moothall.kit.pictures import printing

SHEET = Path(__file__).parent / "static" / "kit" / "report.css"
FONTS = Path(__file__).parent / "static" / "kit" / "built" / "fonts"
SHELF = {
    "hall:latin": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "hall:latin-ext": "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
}
PATIENCE = 45  # seconds that one report waits for another to be set
_PRESS = threading.Lock()  # one at a time in a process: setting a long report takes much memory
_SIGN = re.compile(r'<svg aria-hidden="true"[^>]*>')


class NoPaper(Exception):  # noqa: N818  says what is the matter
    """The library that sets pages (Pango) is not installed where this hall runs."""


class Busy(Exception):  # noqa: N818  says what is the matter
    """Another report is being set."""


class NotOnTheShelf(ValueError):  # noqa: N818  says what is the matter
    """Something other than our fonts was asked for."""


def pdf(html: str) -> bytes:
    """Set a whole page of ours on paper. Raises `NoPaper` where the machine cannot, `Busy` while another is being set.

    Nothing is fetched: an address in the page, whoever wrote it, leads nowhere.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (OSError, ImportError) as error:  # OSError: the package is there, and Pango is not
        raise NoPaper from error
    if not _PRESS.acquire(timeout=PATIENCE):
        raise Busy
    try:
        shelf, fonts = _shelf(), FontConfiguration()
        sheet = CSS(string=SHEET.read_text(encoding="utf-8"), url_fetcher=shelf, font_config=fonts)
        page = HTML(string=dressed(html), base_url=None, url_fetcher=shelf)
        made: bytes = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    finally:
        _PRESS.release()
    return made


def dressed(html: str) -> str:
    """The page with what paper needs: a stylesheet in every picture, and a name for every sign of a key."""
    named = _SIGN.sub(lambda found: f"{found.group()}<title>{escape(_('sign'))}</title>", html)
    return printing.dress(named)


def on_shelf(url: str) -> bytes:
    """What an address stands for: one of our fonts. Raises `NotOnTheShelf` for any other."""
    name = SHELF.get(url)
    if name is None:
        raise NotOnTheShelf(url)
    return (FONTS / name).read_bytes()


def _shelf() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]  # without types
        """Gives out our fonts, and opens no file and no connection for anything else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """One of our fonts."""
            return URLFetcherResponse(url, on_shelf(url), {"Content-Type": "font/woff2"})

    return Shelf(allowed_protocols=["hall"])
