"""How gunicorn serves the hall: a few processes with a few threads, and none that outlives its supervisor."""

import os
import threading
import time
from typing import Any

worker_class = "gthread"
threads = 4
preload_app = False  # the search index is opened after the fork
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 120
graceful_timeout = 15
keepalive = 15

_POLL = 1.0
_parent = os.getppid()


def when_ready(server: Any) -> None:
    """Watch the process that started us: when it is killed, stop serving."""

    def watch() -> None:
        while os.getppid() == _parent:
            time.sleep(_POLL)
        os.kill(os.getpid(), 15)

    threading.Thread(target=watch, name="parent", daemon=True).start()
