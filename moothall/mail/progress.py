"""How far an import is, in the words of its page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.mail.importing import is_running
from moothall.mail.models import ImportRun

MINUTE = 60


@dataclass(frozen=True)
class RunView:
    """An import as its panel shows it."""

    run: ImportRun
    state: str
    """waiting, running, paused, stopped, failed or done."""
    words: str
    tone: str
    rate: int
    about: int
    """How many messages there will be, by what has been read so far; 0 while that is unknown."""

    @property
    def live(self) -> bool:
        """Whether the page should look again by itself."""
        return self.state in ("waiting", "running")

    @property
    def can_pause(self) -> bool:
        """Whether it is under way or about to be."""
        return self.live

    @property
    def can_go_on(self) -> bool:
        """Whether it stands still before its end."""
        return self.state in ("paused", "stopped", "failed")


def view_of(run: ImportRun) -> RunView:
    """Say how far an import is."""
    state = _state(run)
    rate = round(run.seen / run.seconds) if run.seconds else 0
    about = round(run.seen * run.bytes_total / run.bytes_done) if run.bytes_done and run.seen else 0
    words, tone = {
        "done": (_("Done"), "good") if not run.ended_early else (_("Done, but the file ended early"), "care"),
        "failed": (_("Could not be read"), "bad"),
        "paused": (_("Paused"), "care"),
        "waiting": (_("Waiting for its turn"), "plain"),
        "stopped": (_("Broke off before the end"), "care"),
        "running": (_("Under way%(left)s") % {"left": _left(run)}, "news"),
    }[state]
    return RunView(run, state, words, tone, rate, about)


def _state(run: ImportRun) -> str:
    if run.failed_at:
        return "failed"
    if run.finished_at:
        return "done"
    if run.paused_at:
        return "paused"
    if run.started_at is None:
        return "waiting"
    return "running" if is_running(run.pk) else "stopped"


def _left(run: ImportRun) -> str:
    """Say about how long the rest will take."""
    if not run.bytes_done or not run.seconds:
        return ""
    seconds = run.seconds * (run.bytes_total - run.bytes_done) / run.bytes_done
    if seconds < MINUTE:
        return _(", less than a minute left")
    minutes = round(seconds / MINUTE)
    return ngettext(", about %(n)s minute left", ", about %(n)s minutes left", minutes) % {"n": minutes}
