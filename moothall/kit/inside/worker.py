"""Runs one function of ours inside the sandbox: `python -I -m moothall.kit.inside.worker package.module:function`."""

import os
import sys
from importlib import import_module

OUT_OF_MEMORY = 97


def main() -> None:
    """Call `function(data, out)` with standard input and output; running out of memory has an exit code of its own."""
    module, _colon, name = sys.argv[1].partition(":")
    try:
        getattr(import_module(module), name)(sys.stdin.buffer, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
