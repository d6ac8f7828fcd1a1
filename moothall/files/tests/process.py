"""Running Python beside a test, on the test's own database and data, to kill it or to race it."""

import os
import subprocess
import sys
from textwrap import dedent
from urllib.parse import quote

from django.conf import settings
from django.db import connection

_PRELUDE = "import django; django.setup()\n"


def start(code: str) -> subprocess.Popen[str]:
    """Start a process that runs `code` in a set-up Django."""
    environment = {
        **os.environ,
        "MOOTHALL_DATA": str(settings.MOOTHALL_DATA),
        "MOOTHALL_DATABASE_URL": _database_url(),
        "MOOTHALL_SECRET_KEY": "only-for-tests",
        "MOOTHALL_AUDIT_KEYS": "t1:" + "7e" * 32,
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.Popen(
        [sys.executable, "-c", _PRELUDE + dedent(code)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a process; give its exit code and what it wrote."""
    written, _ = process.communicate(timeout=60)
    return process.returncode, written


def _database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"] or "", safe=""), quote(database["PASSWORD"] or "", safe="")
    host, port = quote(database["HOST"] or "localhost", safe=""), database["PORT"] or 5432
    return f"postgresql://{user}:{password}@{host}:{port}/{quote(database['NAME'], safe='')}"
