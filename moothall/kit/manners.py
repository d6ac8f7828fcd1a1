"""Work that nobody waits for gives way to work that somebody waits for."""

import contextlib
import os

STEP = 10
"""How much nicer than the pages: the scale of nice(2), of which 19 is the end."""


def step_back() -> None:
    """Let this process, its threads and what it starts run when the pages leave time; for good, as nice(2) is."""
    with contextlib.suppress(OSError, AttributeError):  # a system without it runs everything alike
        os.setpriority(os.PRIO_PROCESS, 0, max(os.getpriority(os.PRIO_PROCESS, 0), STEP))
