"""What foreign content may make a reader do: each of these is run in the sandbox by test_sandbox.py."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO


def shout(data: BinaryIO, out: BinaryIO) -> None:
    """An honest reader."""
    out.write(data.read().upper())


def names(folder: str) -> list[str]:
    """What is in a folder, if it is there."""
    return sorted(path.name for path in Path(folder).iterdir()) if Path(folder).exists() else []


def look_round(data: BinaryIO, out: BinaryIO) -> None:
    """Say what can be seen, and whether the paths given can be read."""
    readable = []
    for path in json.load(data):
        with contextlib.suppress(OSError):
            Path(path).read_bytes()
            readable.append(path)
    seen = {
        "user": os.getuid(),
        "environment": dict(os.environ),
        "descriptors": names("/proc/self/fd"),
        "processes": sum(name.isdecimal() for name in names("/proc")),
        "folder": names("."),
        "readable": readable,
    }
    out.write(json.dumps(seen).encode())


def call_out(data: BinaryIO, out: BinaryIO) -> None:
    """Try to reach an address by every kind of socket."""
    port = int(data.read())
    for family, kind in ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM)):
        try:
            with socket.socket(family, kind) as line:
                line.settimeout(2)
                line.connect(("127.0.0.1", port))
                line.send(b"secret")
                out.write(b"reached ")
        except OSError as error:
            out.write(f"{type(error).__name__} ".encode())


def write_about(data: BinaryIO, out: BinaryIO) -> None:
    """Write wherever it can."""
    written = []
    for place in (*json.load(data), "/usr/mark", "/etc/mark", "/dev/mark", "/mark", "./mark"):
        with contextlib.suppress(OSError):
            Path(place).write_bytes(b"here")
            written.append(place)
    out.write(json.dumps(written).encode())


def run_for_ever(data: BinaryIO, out: BinaryIO) -> None:
    """Use the processor."""
    while True:
        pass


def sleep_for_ever(data: BinaryIO, out: BinaryIO) -> None:
    """Use nothing, and do not end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(3600)


def eat(data: BinaryIO, out: BinaryIO) -> None:
    """Take all the memory there is."""
    held = []
    while True:
        held.append(b"x" * (32 << 20))


def talk_for_ever(data: BinaryIO, out: BinaryIO) -> None:
    """Say more than anyone wants to hear."""
    while True:
        out.write(b"x" * (1 << 20))


def fill_the_disk(data: BinaryIO, out: BinaryIO) -> None:
    """Write many files until there is no room; say how much there was."""
    total = 0
    try:
        for number in range(10_000):
            total += Path(f"file{number}").write_bytes(b"x" * (1 << 20))
    except OSError:
        pass
    out.write(str(total).encode())


def open_everything(data: BinaryIO, out: BinaryIO) -> None:
    """Open files until it may not; say how many."""
    held = []
    try:
        while True:
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        out.write(str(len(held)).encode())


def multiply(data: BinaryIO, out: BinaryIO) -> None:
    """A fork bomb, whose children leave the group where they can; says how many it could start."""
    started = 0
    while started < 5000:
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            with contextlib.suppress(OSError):
                os.setsid()
            time.sleep(3600)
            os._exit(0)
        started += 1
    out.write(str(started).encode())
    out.flush()
    if data.read() == b"stay":
        time.sleep(3600)


def leave_one_behind(data: BinaryIO, out: BinaryIO) -> None:
    """Start a process that goes on when this one has ended."""
    mark = data.read().decode()
    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(3600) # {mark}"], stdin=subprocess.DEVNULL)
    out.write(b"left")


def escape(data: BinaryIO, out: BinaryIO) -> None:
    """Ask the system for what the filter refuses; says what was granted."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    granted = []
    for name, arguments in (
        ("unshare", (0x10000000,)),
        ("ptrace", (0, 0, 0, 0)),
        ("mount", (b"none", b"/", b"tmpfs", 0, None)),
        ("setsid", ()),
        ("kill", (1, 9)),
    ):
        if getattr(libc, name)(*arguments) >= 0:
            granted.append(name)
    out.write(json.dumps(granted).encode())


def fail(data: BinaryIO, out: BinaryIO) -> None:
    """Say something and break."""
    out.write(b"half an answer")
    raise ValueError("this page is damaged")


def where_am_i(_data: BinaryIO, out: BinaryIO) -> None:
    """Say which copy of this code runs."""
    out.write(str(Path(__file__)).encode())
