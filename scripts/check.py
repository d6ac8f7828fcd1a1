"""Everything that can be said about the code without running it: one line a step, stopping at the first fault."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from scripts.machine import ROOT, VENV, say, stop

TYPED = ("moothall", "e2e", "scripts", "tests", "conftest.py")
WIDTH = 46
SHOWN = 80  # lines of what a failing step said


@dataclass(frozen=True)
class Step:
    """One check: what it looks at, and the command in `.venv/bin` that looks."""

    about: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)


def main() -> None:
    """Run every step; show what a failing one said, and end with its exit status."""
    with tempfile.TemporaryDirectory(prefix="moothall-check-") as data:
        for step in steps(data):
            if status := look(step):
                stop_with(status)
    say("All is well.")


def steps(data: str) -> Sequence[Step]:
    """All the checks, quick ones first."""
    typed = [name for name in TYPED if (ROOT / name).exists()]
    local = {"MOOTHALL_DATA": data}
    return (
        Step("formatting (`make fix` mends it)", ("ruff", "format", "--check", "--quiet", ".")),
        Step("lint", ("ruff", "check", "--quiet", ".")),
        Step("templates", ("djlint", "moothall", "--lint", "--quiet")),
        Step("the way imports point", ("lint-imports", "--no-cache")),
        Step("migrations match models", ("moothall", "makemigrations", "--check", "--dry-run"), local),
        Step("settings fit for production", ("moothall", "check", "--deploy", "--fail-level", "WARNING"), live(data)),
        Step("licences of what we depend on", ("python", "-m", "scripts.dependencies", "licences")),
        Step("known weaknesses of what we depend on", ("python", "-m", "scripts.dependencies", "weaknesses")),
        Step("types", ("mypy", *typed), local),
    )


def live(data: str) -> dict[str, str]:
    """Settings as in production, with secrets that live as long as this check."""
    return {
        "MOOTHALL_ENV": "production",
        "MOOTHALL_DATA": data,
        "MOOTHALL_URL": "https://hall.example",
        "MOOTHALL_SECRET_KEY": secrets.token_urlsafe(64),
        "MOOTHALL_AUDIT_KEYS": f"check:{secrets.token_hex(32)}",
    }


def look(step: Step) -> int:
    """Run one step without the developer's own MOOTHALL_* settings; give its exit status."""
    sys.stdout.write(f"{step.about} ".ljust(WIDTH, "."))
    sys.stdout.flush()
    env = {name: value for name, value in os.environ.items() if not name.startswith("MOOTHALL_")} | step.env
    begun = time.monotonic()
    program, *arguments = step.command
    done = subprocess.run(
        [VENV / "bin" / program, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    told = done.stdout.strip().splitlines()
    partly = done.returncode == 0 and any(line.startswith("not checked") for line in told)
    outcome = "not checked" if partly else "ok" if done.returncode == 0 else "FAILED"
    say(f" {outcome} ({time.monotonic() - begun:.1f} s)")
    if partly:
        say("\n".join(f"  {line}" for line in told))
    if done.returncode:
        lines = (done.stdout + done.stderr).splitlines()
        rest = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
        say("\n".join([f"\n$ {' '.join(step.command)}", *lines[:SHOWN], *rest]))
    return done.returncode


def stop_with(status: int) -> None:
    """Fail, also for a command that a signal ended."""
    sys.exit(status if status > 0 else 128 - status)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("Stopped.")
