"""What this machine has, and plain words when something is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
BROWSER_PLACES = (
    ("/Applications", "Google Chrome.app/Contents/MacOS/Google Chrome"),
    ("/Applications", "Chromium.app/Contents/MacOS/Chromium"),
    ("~/.cache/ms-playwright", "chromium-*/chrome-linux*/chrome"),
)
POSTGRES_PLACES = (
    ("/usr/lib/postgresql", "*/bin/initdb"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin/initdb"),  # PostgreSQL's own packages for Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin/initdb"),
    ("/usr/local/opt", "postgresql@*/bin/initdb"),
)


def say(words: str) -> None:
    """Tell the person what is being done; seen at once also where the output is a file."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def stop(words: str) -> NoReturn:
    """End with words that say what to do."""
    sys.exit(f"\n{words}")


def run(command: Sequence[str | Path], *, hush: bool = False, **env: str) -> None:
    """Run a command and end with its exit status if it fails; `hush` leaves only what it says of errors."""
    out = subprocess.DEVNULL if hush else None
    status = subprocess.call([str(part) for part in command], cwd=ROOT, env={**os.environ, **env}, stdout=out)
    if status:
        sys.exit(status if status > 0 else 128 - status)


def can_apt() -> bool:
    """Whether missing packages can be installed without asking: root on Debian, Ubuntu or their kin."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages, after one update of the lists."""
    say(f"Installing {', '.join(packages)} …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    patient = ("-o", "DPkg::Lock::Timeout=300", "-qq")
    run(["apt-get", *patient, "update"], hush=True, **quiet)
    run(["apt-get", *patient, "install", "-y", "--no-install-recommends", *packages], hush=True, **quiet)


def chromium() -> Path | None:
    """The Chromium or Chrome that browser journeys drive; the variable CHROMIUM names another one."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if Path(named).exists() else None
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    return _newest(BROWSER_PLACES)


def postgres_bin() -> Path | None:
    """The folder with PostgreSQL's `initdb` and `postgres`; the newest where there are several."""
    initdb = _newest(POSTGRES_PLACES) or shutil.which("initdb")
    if not initdb:
        return None
    folder = Path(initdb).resolve().parent
    return folder if (folder / "postgres").exists() else None


def has_fonts() -> bool:
    """Whether a page's last-resort fonts are there (Chromium draws boxes without any)."""
    if sys.platform == "darwin":
        return True
    places = (Path("/usr/share/fonts"), Path("~/.fonts").expanduser(), Path("~/.local/share/fonts").expanduser())
    return any(next(place.rglob("*.[to]tf"), None) for place in places)


def _newest(places: Sequence[tuple[str, str]]) -> Path | None:
    found = [path for folder, pattern in places for path in Path(folder).expanduser().glob(pattern)]
    return max(found, key=_number, default=None)


def _number(path: Path) -> tuple[int, ...]:
    """The numbers in a path, so that 15 comes after 9."""
    return tuple(int(digits) for digits in "".join(c if c.isdigit() else " " for c in str(path)).split())
