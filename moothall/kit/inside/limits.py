"""How much a sandboxed process may use, and how it ended."""

from dataclasses import dataclass
from enum import StrEnum

MIB = 1024 * 1024


class Wall(StrEnum):
    """What stands between the process and the rest of the machine."""

    NETWORK = "network"  # it can reach no network
    FILES = "files"  # it sees programs and its own folder, and can write only there
    PROCESSES = "processes"  # it sees no other process, and none of its own outlives it
    CALLS = "calls"  # a filter on system calls
    USER = "user"  # it does not run as root
    MEMORY = "memory"  # its memory is limited


class End(StrEnum):
    """How it ended."""

    DONE = "done"
    FAILED = "failed"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_MUCH_OUTPUT = "too_much_output"
    KILLED = "killed"


@dataclass(frozen=True)
class Limits:
    """What the process may use: seconds by the clock and of the processor, and bytes."""

    seconds: float = 30.0
    cpu_seconds: int = 20
    memory: int = 1024 * MIB  # address space of each process
    disk: int = 64 * MIB  # all that it writes, and the largest file
    open_files: int = 64
    processes: int = 16  # at once, threads included
    output: int = 32 * MIB
    errors: int = 16 * 1024


@dataclass(frozen=True)
class Result:
    """What came out, and how it ended."""

    end: End
    output: bytes
    errors: str
    seconds: float
    walls: frozenset[Wall]
    exit_code: int | None = None

    @property
    def ok(self) -> bool:
        """Whether it did its work to the end."""
        return self.end is End.DONE
