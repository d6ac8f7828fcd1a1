"""What the hall depends on when it runs: under which licences, and with which weaknesses that are known.

    python -m scripts.dependencies licences      every run-time package is permissive, or stands in EXCEPTIONS
    python -m scripts.dependencies weaknesses    asks the advisory sources about uv.lock and package-lock.json

Without a way to an advisory source the second says so and ends well: a machine that builds need not have the street.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

from scripts.machine import ROOT, say, stop
from scripts.setup import uv

PERMISSIVE = re.compile(
    # MPL binds changes to its own files alone
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|ZPL|Zope|HPND|Unlicense|0BSD|MPL|Mozilla Public",
    re.I,
)
COPYLEFT = re.compile(r"\b(A|L)?GPL|General Public", re.I)
EXCEPTIONS = {  # see docs/adr/0007-dependencies.md
    "psycopg": "LGPL, used as a library; no permissive driver of that quality exists",
    "psycopg-binary": "LGPL, as psycopg",
    "psycopg-pool": "LGPL, as psycopg",
    "pyphen": "under GPL, LGPL or MPL 1.1 as one chooses; we choose the MPL",
}
NOT_SAID = {"django-tasks-db": "BSD-3-Clause in its repository"}  # packages whose metadata name no licence
UNREACHABLE = re.compile(
    r"error sending request|dns error|Request failed|failed to lookup|timed out|ENOTFOUND|ECONNREFUSED|EAI_AGAIN"
    r"|audit endpoint returned an error|40[35] |50[0-9] ",
    re.I,
)


def main() -> None:
    """Run one of the two."""
    asked = sys.argv[1:2]
    if asked == ["licences"]:
        faults = [words for name in sorted(run_time()) if (words := fault(name))]
        if faults:
            stop("\n".join(faults))
        return
    if asked == ["weaknesses"]:
        weaknesses()
        return
    stop("Say licences or weaknesses.")


def run_time(root: str = "moothall") -> set[str]:
    """Every package that the hall needs when it runs, by its canonical name."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        name = waiting.pop()
        for wanted in _needs(name):
            if wanted not in found:
                found.add(wanted)
                waiting.append(wanted)
    return found


def _needs(name: str) -> Iterator[str]:
    package, _bracket, extras = name.partition("[")
    try:
        requires = distribution(package).requires or []
    except PackageNotFoundError:  # for another system than this
        return
    wanted_extras = [extra for extra in extras.rstrip("]").split(",") if extra] or [""]
    for line in requires:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in wanted_extras):
            canonical = re.sub(r"[-_.]+", "-", requirement.name).lower()
            yield f"{canonical}[{','.join(sorted(requirement.extras))}]" if requirement.extras else canonical


def fault(name: str) -> str | None:
    """What is wrong with a package's licence, in words; None where nothing is."""
    package = name.partition("[")[0]
    if package in EXCEPTIONS or package in NOT_SAID:
        return None
    try:
        told = licence(distribution(package))
    except PackageNotFoundError:
        return None
    if not told:
        return f"{package} does not say under which licence it comes."
    if COPYLEFT.search(told) or not PERMISSIVE.search(told):
        return f"{package} comes under {told[:80]!r}, which is not permissive."
    return None


def licence(package: Distribution) -> str:
    """What a package says of its licence: the SPDX expression, else its classifiers, else the old field."""
    about = package.metadata
    if expression := about.get_all("License-Expression"):
        return str(expression[0])
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return "; ".join(classifiers or about.get_all("License") or [])


def weaknesses() -> None:
    """Ask about both locks; ends with 1 where a weakness is known."""
    quick = {**os.environ, "UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "15"}
    asked = [("Python", [str(uv()), "audit", "--frozen", "--no-dev"])]
    if npm := shutil.which("npm"):
        asked.append(("npm", [npm, "audit", "--omit=dev", "--fetch-retries=0"]))
    for what, command in asked:
        done = subprocess.run(command, cwd=ROOT, env=quick, capture_output=True, text=True, check=False)
        told = done.stdout + done.stderr
        if done.returncode == 0:
            continue
        if UNREACHABLE.search(told) and not re.search(r"GHSA-|CVE-|PYSEC-", told):
            say(f"not checked: no source of advisories for {what} can be reached from here")
            continue
        stop(told)


if __name__ == "__main__":
    main()
