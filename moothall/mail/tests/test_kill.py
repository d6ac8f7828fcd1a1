"""Imports survive being killed, and two of them at once: in processes of their own, on a database of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from moothall.mail.tests import make

MANY = 4000
PATIENCE = 600  # seconds for one command, on a machine that does other work


class Hall:
    """A hall in a folder, driven by its command line."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MOOTHALL_")},
            "MOOTHALL_DATA": str(folder / "var"),
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "moothall", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> str:
        process = self.start(*words)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        return out

    def seen(self) -> int:
        """How far the import is, from outside."""
        import sqlite3

        with sqlite3.connect(Path(self.environment["MOOTHALL_DATA"]) / "moothall.sqlite3") as database:
            return int(database.execute("SELECT COALESCE(MAX(seen), 0) FROM mail_importrun").fetchone()[0])


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a hall in which nothing has happened yet; migrations take half a minute."""
    folder = tmp_path_factory.mktemp("new")
    made = Hall(folder)
    made.run("migrate", "--verbosity", "0")
    made.run("create_user", "priya@wexmoor.example", "--name", "Priya Raman")
    return folder


@pytest.fixture
def hall(tmp_path: Path, new: Path) -> Hall:
    shutil.copytree(new / "var", tmp_path / "var")
    return Hall(tmp_path)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    path = tmp_path / "big.mbox"
    letters = [make.eml(f"Number {n}", f"unique{n} " + "words and words " * 60) for n in range(500)]
    copies = [
        letter.replace(b"Subject: Number ", f"Subject: Copy {copy} number ".encode())
        for copy in range(MANY // 500)
        for letter in letters
    ]
    path.write_bytes(make.mbox(copies))
    return path


OPEN = ("--mailbox", "libraries@wexmoor.example", "--owner", "priya@wexmoor.example", "--json")


def test_an_import_that_was_killed_goes_on_and_counts_nothing_twice(hall: Hall, big: Path) -> None:
    process = hall.start("import_mail", str(big), *OPEN)
    deadline = time.monotonic() + 60
    while hall.seen() == 0 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = hall.seen()
    result = json.loads(hall.run("import_mail", str(big), *OPEN))
    assert 0 < done <= MANY
    assert result["resumed"] == (done < MANY)
    assert result["seen"] == MANY
    if result["resumed"]:
        assert (result["imported"], result["duplicates"]) == (MANY, 0)
    found = json.loads(hall.run("search", '"copy 7 number 499"', "--as", "priya@wexmoor.example", "--json"))
    assert found["total"] == 1
    everything = json.loads(hall.run("search", "number", "--as", "priya@wexmoor.example", "--json"))
    assert everything["total"] == MANY


def test_two_imports_of_the_same_file_at_once_bring_each_message_in_once(hall: Hall, big: Path) -> None:
    processes = [hall.start("import_mail", str(big), *OPEN)]
    while hall.seen() == 0:
        time.sleep(0.005)
    processes.append(hall.start("import_mail", str(big), *OPEN))
    results = []
    for process in processes:
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        results.append(json.loads(out))
    assert [result["seen"] for result in results] == [MANY, MANY]
    assert sum(result["imported"] for result in results) == MANY
    assert sum(result["duplicates"] for result in results) == MANY
