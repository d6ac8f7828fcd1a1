"""The import pipeline: read ahead, parse ahead, write in short transactions, and index what was written."""

from moothall.mail.importing.locks import is_running
from moothall.mail.importing.pipeline import AlreadyRunningError, run_import

__all__ = ["AlreadyRunningError", "is_running", "run_import"]
