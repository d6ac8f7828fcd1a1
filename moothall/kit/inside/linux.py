"""Namespaces of Linux by way of the C library: what `os` does not offer before Python 3.12, and mounting."""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

NEW_FILES, NEW_NAME, NEW_IPC = 0x00020000, 0x04000000, 0x08000000
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
EVERYTHING = NEW_FILES | NEW_NAME | NEW_IPC | NEW_PROCESSES | NEW_NETWORK
NOSUID, NODEV, NOEXEC, BIND, REC, PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
DETACH = 2
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
MOUNT_SETATTR = 442  # the same number on every machine
READ_ONLY_TREE = (0x1 | 0x2 | 0x4, 0x8000)  # MOUNT_ATTR_RDONLY | NOSUID | NODEV; AT_RECURSIVE

# What a program needs of the system; nothing here is the council's.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store")
SETTINGS = (
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/etc/localtime",
    "/etc/mime.types", "/etc/magic", "/etc/libreoffice",
)  # fmt: skip
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(signal: int) -> None:
    """Have this process killed when the one that started it ends."""
    if sys.platform == "linux":
        _checked(_libc.prctl(DIE_WITH_PARENT, signal, 0, 0, 0), "prctl")


def leave_everything() -> None:
    """Leave the system's network, files and processes (for what is started next); raises OSError where it may not be.

    Someone who is not root does it in a user namespace, in which they are still themselves.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        _checked(_libc.unshare(EVERYTHING), "unshare")
        return
    _checked(_libc.unshare(EVERYTHING | NEW_USER), "unshare")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def enter_room_of_its_own(place: str, *, programs: Iterable[str], size: int) -> None:
    """Make a file system of programs, read-only, and one empty folder `/room`, and enter it; nothing else is there.

    `place` is an empty folder; raises OSError where mounting is not allowed.
    """
    _mount(None, "/", None, REC | PRIVATE)
    _mount("tmpfs", place, "tmpfs", NOSUID | NODEV, f"size={size + (1 << 20)},mode=0755")
    for path in (*SYSTEM, *SETTINGS, *programs):
        _bring(path, place)
    for device in DEVICES:
        target = f"{place}{device}"
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(target).touch()
        _mount(device, target, None, BIND)
    _mount_processes(f"{place}/proc")
    room = Path(place) / "room"
    room.mkdir()
    _mount("tmpfs", str(room), "tmpfs", NOSUID | NODEV, f"size={size},mode=1777")
    os.chdir(place)
    _checked(_libc.pivot_root(b".", b"."), "pivot_root")
    _checked(_libc.umount2(b".", DETACH), "umount2")
    _read_only("/", recursive=False)
    os.chdir("/room")


def _bring(path: str, place: str) -> None:
    """Show this path, with all below it, inside; a link stays a link."""
    source, target = Path(path), Path(f"{place}{path}")
    if not source.exists() or target.exists() or target.is_symlink():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    if source.is_dir():
        target.mkdir()
    else:
        target.touch()
    _mount(path, str(target), None, BIND | REC)
    _read_only(str(target), recursive=True)


def _mount_processes(target: str) -> None:
    """A /proc with only what runs inside; where that is refused (as in many containers) there is none."""
    Path(target).mkdir()
    with contextlib.suppress(OSError):
        _mount("proc", target, "proc", NOSUID | NODEV | NOEXEC)


def _read_only(path: str, *, recursive: bool) -> None:
    attributes, tree = READ_ONLY_TREE
    wanted = (ctypes.c_uint64 * 4)(attributes, 0, 0, 0)
    flags = tree if recursive else 0
    done = _libc.syscall(MOUNT_SETATTR, -100, path.encode(), flags, ctypes.byref(wanted), ctypes.sizeof(wanted))
    _checked(done, f"mount_setattr {path}")


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    done = _libc.mount(
        source.encode() if source else None,
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        data.encode() if data else None,
    )
    _checked(done, f"mount {target}")


def _checked(result: int, what: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
