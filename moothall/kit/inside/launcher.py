"""The inside of the sandbox: started by the runner as a program, it builds the walls, starts the work and waits for it.

    python -I -m moothall.kit.inside.launcher '{"command": […], …}'

Three processes: this one, which tells the runner how it ended; the first inside, with which everything inside dies;
and the work. It imports nothing of Django, so that it starts fast and holds nothing.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from moothall.kit.inside import linux, seccomp
from moothall.kit.inside.limits import Wall

NOBODY = 65534
COULD_NOT_START = 126
KILL = signal.SIGKILL


def main() -> NoReturn:
    """Build what walls can be built, say which, run the command behind them, say how it ended."""
    order: dict[str, Any] = json.loads(sys.argv[1])
    told: int = order["told"]
    os.set_inheritable(told, False)
    walls = _leave()
    first = os.fork()
    if first == 0:
        _first_inside(order, told, walls)
    os.waitpid(first, 0)
    os._exit(0)


def _leave() -> set[Wall]:
    if sys.platform != "linux":
        return set()
    linux.die_with_parent(KILL)
    try:
        linux.leave_everything()
    except OSError:
        return set()
    return {Wall.NETWORK, Wall.PROCESSES}


def _first_inside(order: dict[str, Any], told: int, walls: set[Wall]) -> NoReturn:
    """Lay out the room, start the work, take in what it leaves behind, and end: then nothing inside goes on."""
    try:
        linux.die_with_parent(KILL)
        if walls:
            _lay_out(order, walls)
        started, begun = os.pipe()
        work = os.fork()
        if work == 0:
            _work(order, begun, walls)
        os.close(begun)
        with os.fdopen(started, encoding="utf-8") as stream:
            _tell(told, {"walls": stream.read().split()})
        _tell(told, {"status": _wait(work)})
    finally:
        os._exit(0)


def _lay_out(order: dict[str, Any], walls: set[Wall]) -> None:
    try:
        linux.enter_room_of_its_own(str(Path.cwd()), programs=order["programs"], size=order["disk"])
    except OSError as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return
    walls.add(Wall.FILES)


def _work(order: dict[str, Any], begun: int, walls: set[Wall]) -> NoReturn:
    """Take on the limits, say which walls stand, and become the command."""
    try:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        if _limit(order):
            walls.add(Wall.MEMORY)
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        linux.die_with_parent(KILL)  # it is forgotten when the user changes
        walls.add(Wall.USER)
        if seccomp.install():
            walls |= {Wall.CALLS, Wall.NETWORK}
        os.write(begun, " ".join(walls).encode())
        os.set_inheritable(begun, False)
        room = str(Path.cwd())
        env = {"PATH": "/usr/bin:/bin", "HOME": room, "TMPDIR": room, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        os.execve(order["command"][0], order["command"], env)  # noqa: S606 - there is no shell in here
    except Exception as error:
        os.write(2, f"sandbox: the work could not be started: {error}\n".encode())
    os._exit(COULD_NOT_START)


def _limit(order: dict[str, Any]) -> bool:
    """Set the limits; returns whether the one on memory is kept by this system."""
    cpu = order["cpu_seconds"]
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, order["disk"]),
        (resource.RLIMIT_NOFILE, order["open_files"]),
        (resource.RLIMIT_NPROC, order["processes"] + _already()),
    ):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    except (ValueError, OSError):
        return False
    return sys.platform == "linux"


def _already() -> int:
    """How many threads the user has already, as the limit counts them on older kernels and for nobody."""
    user = NOBODY if os.geteuid() == 0 else os.getuid()
    count = 0
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():  # noqa: PTH112, PTH208 - quicker
        try:
            if name.isdecimal() and os.stat(f"/proc/{name}").st_uid == user:  # noqa: PTH116
                count += len(os.listdir(f"/proc/{name}/task"))  # noqa: PTH208
        except OSError:
            continue
    return count


def _wait(work: int) -> int:
    """The exit status of the work; whatever else ends inside meanwhile is taken in."""
    while True:
        pid, status = os.wait()
        if pid == work:
            return os.waitstatus_to_exitcode(status)


def _tell(told: int, what: dict[str, Any]) -> None:
    os.write(told, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
