"""How often something may be done, as a setting says it: `60/m` is sixty times in any minute."""

import re
from dataclasses import dataclass

from moothall.kit.env import BadSetting

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SPELT = re.compile(r"([1-9]\d{0,6})/([1-9]\d{0,3})?([smhd])")


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds."""

    amount: int
    seconds: int


def parse(setting: str, written: str) -> Rate | None:
    """Read `30/m`, `5/10m` or `off` (None, no limit); raises `BadSetting` for anything else."""
    if written == "off":
        return None
    spelt = SPELT.fullmatch(written)
    if not spelt:
        raise BadSetting(
            f"MOOTHALL_{setting} is {written!r}; write how often, such as 60/m (a minute), 5/10m, 100/h, or off."
        )
    amount, count, unit = spelt.groups()
    return Rate(int(amount), int(count or 1) * UNITS[unit])
