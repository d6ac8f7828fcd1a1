"""See that this machine has what the tests or the benchmarks need: `prepare tests`, `prepare bench`.

As root on Debian or Ubuntu what is missing is installed; elsewhere it is named, with how to get it.
"""

import os
import shutil
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass

from scripts.machine import apt_install, can_apt, chromium, has_fonts, postgres_bin, say, stop


@dataclass(frozen=True)
class Need:
    """One thing that must be on the machine; `elsewhere` is how to get it where there is no apt."""

    what: str
    there: Callable[[], object]
    packages: tuple[str, ...]
    elsewhere: str
    can_do_without: bool = False  # the work then says what it left out


BROWSER = Need(
    "a browser (Chromium or Chrome) for the browser journeys",
    chromium,
    ("chromium",),
    "install Chromium or Chrome, or run .venv/bin/playwright install --with-deps chromium, "
    "or name one that you have in the variable CHROMIUM",
)
FONTS = Need("fonts for the browser to draw with", has_fonts, ("fonts-dejavu-core",), "install any TrueType fonts")
POSTGRES = Need(
    "PostgreSQL's server (initdb, postgres); it need not run",
    postgres_bin,
    ("postgresql",),
    "install PostgreSQL 14 or newer, so that initdb is on the PATH (with Homebrew: brew install postgresql@17)",
)
NGINX = Need(
    "nginx, for the tests of the hall behind it, which are skipped without",
    lambda: shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"),
    ("nginx-light",),
    "install nginx",
    can_do_without=True,
)
PANGO = Need(
    "Pango, with which reports are printed to PDF",
    lambda: find_library("pango-1.0") and find_library("pangoft2-1.0"),
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "install Pango (with Homebrew: brew install pango)",
)
NOTMUCH = Need(
    "notmuch, the peer for bringing in mail",
    lambda: shutil.which("notmuch"),
    ("notmuch",),
    "install it",
    can_do_without=True,
)

NEEDS = {"tests": (BROWSER, FONTS, POSTGRES, PANGO, NGINX), "bench": (NOTMUCH,)}


def main() -> None:
    """Install or name what is missing; exit 1 if the work cannot be done without it."""
    needs = NEEDS[sys.argv[1]]
    missing = [need for need in needs if not need.there()]
    if missing and can_apt():
        apt_install([package for need in missing for package in need.packages])
        missing = [need for need in missing if not need.there()]
    if not missing:
        return
    say("\nThis machine lacks:")
    for need in missing:
        debian = f"on Debian: sudo apt install {' '.join(need.packages)}"
        say(f"  - {need.what}\n    {debian}\n    elsewhere: {need.elsewhere}")
    if all(need.can_do_without for need in missing):
        return
    stop("Then run the same command again.")


if __name__ == "__main__":
    main()
