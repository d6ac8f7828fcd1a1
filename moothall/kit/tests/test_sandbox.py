"""Foreign content is opened where it can do little, and whatever it does, an end is made of it."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from moothall.kit import sandbox
from moothall.kit.inside.limits import MIB
from moothall.kit.sandbox import End, Limits, Wall

HOSTILE = "moothall.kit.tests.hostile"
ROOT = Path(__file__).parents[3]
LINUX = sys.platform == "linux"


@pytest.fixture(autouse=True)
def try_anew() -> None:
    sandbox.walls.cache_clear()


def hostile(name: str, data: bytes = b"", limits: Limits | None = None) -> sandbox.Result:
    return sandbox.run(f"{HOSTILE}:{name}", data, limits=limits or Limits(seconds=20))


def processes_with(mark: str) -> list[int]:
    """Every process of the machine whose command line holds this mark, zombies by their parent."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                if mark.encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


def children() -> set[int]:
    tasks = Path("/proc/self/task")
    lists = tasks.glob("*/children") if tasks.exists() else []
    return {int(pid) for path in lists for pid in path.read_text().split()}


needs_walls = pytest.mark.skipif(
    not LINUX or Wall.FILES not in sandbox.walls(), reason="this system gives the sandbox no file system of its own"
)
needs_no_network = pytest.mark.skipif(not sandbox.network_is_cut(), reason="this system cannot cut off the network")


def test_an_honest_reader_does_its_work() -> None:
    result = hostile("shout", b"minutes of the meeting")
    assert (result.end, result.output, result.exit_code) == (End.DONE, b"MINUTES OF THE MEETING", 0), result.errors
    assert result.ok


def test_it_runs_the_code_that_called_it() -> None:
    """Another copy of this code may be installed in this Python: what is meant is the one that is at work."""
    assert hostile("where_am_i").output.decode() == str(ROOT / "moothall" / "kit" / "tests" / "hostile.py")


def test_a_stream_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"a" * (3 * MIB))
    with (tmp_path / "in").open("rb") as stream:
        assert sandbox.run(f"{HOSTILE}:shout", stream).output == b"A" * (3 * MIB)


def test_a_command_can_be_run() -> None:
    assert sandbox.run(["wc", "-c"], b"12345").output.strip() == b"5"
    with pytest.raises(FileNotFoundError, match="not installed"):
        sandbox.run(["no-such-program"], b"")


def test_what_breaks_is_told_and_its_half_answer_is_not_used() -> None:
    result = hostile("fail")
    assert (result.end, result.output, result.exit_code) == (End.FAILED, b"", 1)
    assert "this page is damaged" in result.errors


def test_an_endless_loop_is_ended_by_the_processor_limit() -> None:
    result = hostile("run_for_ever", limits=Limits(seconds=30, cpu_seconds=1))
    assert result.end is End.TOO_SLOW
    assert result.seconds < 29


def test_an_endless_wait_is_ended_by_the_clock() -> None:
    before = children()
    result = hostile("sleep_for_ever", limits=Limits(seconds=1))
    assert result.end is End.TOO_SLOW
    assert children() <= before, "no zombie is left"


@pytest.mark.skipif(not LINUX, reason="only Linux keeps this limit")
def test_a_memory_hog_is_stopped() -> None:
    result = hostile("eat", limits=Limits(seconds=20, memory=256 * MIB))
    assert result.end is End.TOO_MUCH_MEMORY


def test_endless_output_is_cut_off_and_dropped() -> None:
    result = hostile("talk_for_ever", limits=Limits(seconds=20, output=MIB))
    assert (result.end, result.output) == (End.TOO_MUCH_OUTPUT, b"")


@needs_walls
def test_the_disk_it_may_fill_is_small() -> None:
    result = hostile("fill_the_disk", limits=Limits(seconds=20, disk=8 * MIB))
    assert 0 < int(result.output) <= 8 * MIB


def test_it_may_open_few_files() -> None:
    assert int(hostile("open_everything", limits=Limits(seconds=20, open_files=32)).output) < 32


def test_a_fork_bomb_is_bounded() -> None:
    result = hostile("multiply", limits=Limits(seconds=20, processes=12))
    assert result.end is End.DONE
    assert int(result.output) <= 12


def test_a_fork_bomb_that_stays_is_ended_whole() -> None:
    began = set(processes_with(HOSTILE))
    assert hostile("multiply", b"stay", limits=Limits(seconds=2, processes=12)).end is End.TOO_SLOW
    assert set(processes_with(HOSTILE)) <= began


@needs_walls
def test_nothing_it_started_outlives_it() -> None:
    mark = f"left-behind-{os.getpid()}-{time.monotonic_ns()}"
    assert hostile("leave_one_behind", mark.encode()).output == b"left"
    assert processes_with(mark) == []


@needs_no_network
def test_the_network_is_out_of_reach() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        result = hostile("call_out", str(listener.getsockname()[1]).encode())
        assert result.end is End.DONE, result.errors
        assert b"reached" not in result.output
        with pytest.raises(TimeoutError):
            listener.accept()


@needs_walls
def test_it_sees_neither_our_files_nor_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOTHALL_SECRET_KEY", "in the environment of the hall")
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    secret.chmod(0o644)
    ours = [str(secret), str(ROOT / "README.md"), "/etc/passwd", "/etc/hostname", f"/proc/{os.getpid()}/environ"]

    seen = json.loads(hostile("look_round", json.dumps(ours).encode()).output)

    assert seen["readable"] == []
    assert seen["folder"] == []
    assert seen["processes"] <= 2
    assert set(seen["environment"]) <= {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE"}
    assert len(seen["descriptors"]) <= 4  # the three, and the listing itself
    assert seen["user"] != 0


@needs_walls
def test_it_writes_in_its_own_folder_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    places = [str(tmp_path / "mark"), str(ROOT / "moothall" / "mark"), "/tmp/mark"]
    assert json.loads(hostile("write_about", json.dumps(places).encode()).output) == ["./mark"]
    assert not (tmp_path / "mark").exists()


@pytest.mark.skipif(not LINUX or Wall.CALLS not in sandbox.walls(), reason="no filter on system calls here")
def test_the_filter_refuses_what_no_reader_needs() -> None:
    result = hostile("escape")
    assert result.output == b"[]", result


@pytest.mark.skipif(not LINUX, reason="only Linux tells a process that its parent is gone")
def test_when_the_hall_is_killed_its_sandboxes_end() -> None:
    code = (
        "import django; django.setup()\nfrom moothall.kit import sandbox\n"
        f"sandbox.run('{HOSTILE}:sleep_for_ever', b'', limits=sandbox.Limits(seconds=600))"
    )
    before = set(processes_with("moothall.kit.inside"))
    hall = subprocess.Popen([sys.executable, "-c", code], env={**os.environ})
    assert _comes(lambda: set(processes_with(f"{HOSTILE}:sleep")) - before)
    hall.send_signal(signal.SIGKILL)
    hall.wait()
    assert _comes(lambda: not set(processes_with("moothall.kit.inside")) - before)


def _comes(happened: object, patience: float = 30) -> bool:
    assert callable(happened)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.05)
    return False


def test_without_a_cut_network_a_strict_hall_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "walls", lambda: frozenset({Wall.USER}))
    monkeypatch.setattr(settings, "MOOTHALL_SANDBOX_STRICT", True)
    with pytest.raises(sandbox.TooWeak, match=r"operations\.md"):
        hostile("shout", b"a")
    monkeypatch.setattr(settings, "MOOTHALL_SANDBOX_STRICT", False)
    assert hostile("shout", b"a").output == b"A"


SYSTEM_PYTHON = "/usr/bin/python3"
HARNESS = f"""
import json, os, sys
sys.path.insert(0, {str(ROOT)!r})
from moothall.kit.inside import launcher
sys.argv = ["launcher", json.dumps(dict(
    told=int(sys.argv[1]), disk=1 << 23, memory=1 << 30, cpu_seconds=5, open_files=64, processes=8,
    programs=[{str(ROOT / "moothall")!r}],
    command=[{SYSTEM_PYTHON!r}, "-I", "-c", sys.argv[2]],
))]
launcher.main()
"""
CALL_OUT = """
import os, socket, sys
try:
    socket.create_connection(("127.0.0.1", int(sys.stdin.read())), timeout=2)
    reached = True
except OSError:
    reached = False
writable = []
for place in ("/var/tmp", "/usr", %r, "."):
    try:
        open(place + "/moothall-mark", "w").close(); writable.append(place)
    except OSError: pass
print(os.getuid(), reached, writable)
"""


@pytest.fixture
def open_room() -> Iterator[Path]:
    """A folder that everybody reaches; pytest's own are for its owner only."""
    room = Path("/tmp") / f"moothall-open-{os.getpid()}"
    room.mkdir()
    room.chmod(0o777)
    yield room
    shutil.rmtree(room)


@pytest.mark.skipif(
    not LINUX or os.geteuid() != 0 or not Path(SYSTEM_PYTHON).exists() or not shutil.which("setpriv"),
    reason="becoming someone else takes root, setpriv and a Python that everyone may run",
)
@pytest.mark.parametrize("who", ["a user", "root in a container"])
def test_others_than_a_free_root_cannot_get_out_either(who: str, open_room: Path) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    become = {
        "a user": [f"--reuid={nobody}", f"--regid={nobody}", "--clear-groups"],
        "root in a container": ["--bounding-set=-sys_admin", "--inh-caps=-all"],
    }[who]
    listen, told = os.pipe()
    setpriv = str(shutil.which("setpriv"))
    with socket.socket() as listener, os.fdopen(listen) as heard:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        done = subprocess.run(
            [setpriv, *become, SYSTEM_PYTHON, "-I", "-c", HARNESS, str(told), CALL_OUT % str(open_room)],
            input=str(listener.getsockname()[1]), cwd=open_room, pass_fds=(told,), capture_output=True, text=True,
            check=False, timeout=60,
        )  # fmt: skip
        os.close(told)
        said = [json.loads(line) for line in heard]
    if not done.stdout:
        pytest.skip(f"{who} may not read this checkout: {done.stderr}")
    assert done.stdout.split(maxsplit=2)[:2] == [str(nobody), "False"]
    assert "network" in said[0]["walls"]
    assert said[1] == {"status": 0}
    assert ("files" in said[0]["walls"]) == (who == "a user")
    outside = [place for place in ("/var/tmp", "/usr", str(open_room)) if f"'{place}'" in done.stdout]
    if "files" in said[0]["walls"]:
        assert outside == []
