"""How gunicorn serves the hall: a few processes with a few threads, and none that outlives its supervisor."""

import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any

from prometheus_client import multiprocess

worker_class = "gthread"
threads = 4
preload_app = False  # the search index is opened after the fork
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 120
graceful_timeout = 15
keepalive = 15

# Where the processes count requests for /metrics: set before any of them imports what counts.
_counts = Path(os.environ.get("MOOTHALL_DATA", "var")) / "metrics"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_counts)

_POLL = 1.0
_parent = os.getppid()


def on_starting(server: Any) -> None:
    """Serve no hall that a restore left half done, and count from nothing."""
    if (_counts.parent / "restoring").exists():
        sys.exit("A restore was not finished: `moothall serve` says what to do.")
    shutil.rmtree(_counts, ignore_errors=True)
    _counts.mkdir(parents=True, exist_ok=True)


def child_exit(server: Any, worker: Any) -> None:
    """Keep the counts of a process that ended, without its gauges."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def when_ready(server: Any) -> None:
    """Watch the process that started us: when it is killed, stop serving."""

    def watch() -> None:
        while os.getppid() == _parent:
            time.sleep(_POLL)
        os.kill(os.getpid(), 15)

    threading.Thread(target=watch, name="parent", daemon=True).start()
