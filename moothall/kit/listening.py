"""Where a server of ours listens, as a setting says it: `lmtp://127.0.0.1:8024`."""

import re
from dataclasses import dataclass

from moothall.kit.env import BadSetting

SPELT = re.compile(r"(?:(lmtp|smtp)://)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})")


@dataclass(frozen=True)
class Listen:
    """A host and a port, and the protocol that is spoken there."""

    protocol: str  # lmtp or smtp
    host: str
    port: int


def parse(setting: str, written: str) -> Listen | None:
    """Read `lmtp://host:port`, `smtp://host:port` or `host:port` (LMTP); None for nothing. Raises `BadSetting`."""
    if not written:
        return None
    spelt = SPELT.fullmatch(written)
    if spelt is None or not 0 <= int(spelt[3]) <= 65535:
        raise BadSetting(
            f"MOOTHALL_{setting} is {written!r}; write where to listen, such as lmtp://127.0.0.1:8024 or smtp://[::1]:25."
        )
    return Listen(spelt[1] or "lmtp", spelt[2].strip("[]"), int(spelt[3]))
