"""Reads for the pages of disposals: how far one is, its certificate, and what keeps one from going on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from moothall.people.models import User
from moothall.records import disposing
from moothall.records.custody import custodies
from moothall.records.models import Disposal, Outcome

FORMAT = "moothall.disposal.1"
MOST_CONTAINERS = 20


@dataclass(frozen=True)
class RunView:
    """A run as its page shows it."""

    run: Disposal
    state: str  # proposed, declined, waiting, handing, handed, running, stopped, emptying or done
    words: str
    tone: str
    met: int
    expected: int

    @property
    def live(self) -> bool:
        """Whether the page should look again by itself."""
        return self.state in ("waiting", "handing", "running", "emptying", "stopped")


def listing() -> "QuerySet[Disposal]":
    """Every run."""
    return Disposal.objects.select_related("application__rule", "proposed_by", "approved_by")


def view_of(run: Disposal) -> RunView:
    """Say how far a run is."""
    state = _state(run)
    words, tone = {
        "proposed": (_("Waits for a second person"), "care"),
        "declined": (_("Turned down"), "plain"),
        "waiting": (_("Waits for the worker"), "plain"),
        "handing": (_("Bundles for the archive are being written"), "news"),
        "handed": (_("Waits for the archive’s receipt"), "care"),
        "running": (_("Under way"), "news"),
        "stopped": (_("Broke off; it is taken up again within a minute"), "care"),
        "emptying": (_("Taken; files and search index are being emptied"), "news"),
        "done": (_("Done"), "good"),
    }[state]
    met = _met(run)
    return RunView(run, state, words, tone, met, int(run.foreseen.get("due", 0)))


def counts(run: Disposal) -> list[tuple[str, int]]:
    """How often each outcome stands in the list."""
    return [(str(outcome.label), run.counts[outcome.value]) for outcome in Outcome if outcome.value in run.counts]


def containers(user: User, run: Disposal) -> list[tuple[str, int]]:
    """From which containers the most was disposed of, by name for who may know it."""
    rows = run.items.filter(outcome=Outcome.DISPOSED).order_by().values("container").annotate(n=Count("pk"))
    found = list(rows.order_by("-n", "container").values_list("container", "n")[:MOST_CONTAINERS])
    names: dict[str, str] = {}
    for custody in custodies:
        refs = [int(token.partition(":")[2]) for token, _n in found if token.partition(":")[0] == custody.key]
        if refs:
            names |= {f"{custody.key}:{ref}": one.title for ref, one in custody.named(user, custody.key, refs).items()}
    return [(names.get(token, token), number) for token, number in found]


def certificate(run: Disposal) -> dict[str, Any]:
    """The certificate as it is handed out: everything but the list, which its digest seals."""
    rule = run.application.rule
    return {
        "format": FORMAT,
        "disposal": run.pk,
        "rule": {
            "reference": rule.reference,
            "version": rule.version,
            "class": rule.class_path,
            "title": rule.title,
            "trigger": rule.trigger,
            "period": {"years": rule.years, "months": rule.months, "days": rule.days},
            "action": rule.action,
            "authority": rule.authority,
        },
        "applied_to": run.application.container,
        "counted_from": run.application.event_date.isoformat() if run.application.event_date else None,
        "cutoff": run.cutoff.isoformat(),
        "receipt": run.receipt,
        "transfer": _transfer(run) if run.transfer else None,
        "proposed": _act(run.proposed_by, run.proposed_at),
        "approved": _act(run.approved_by, run.approved_at),
        "started_at": _moment(run.started_at),
        "finished_at": _moment(run.finished_at),
        "counts": run.counts,
        "first_day": run.first_day.isoformat() if run.first_day else None,
        "last_day": run.last_day.isoformat() if run.last_day else None,
        "list_sha256": run.digest,
    }


def list_lines(run: Disposal) -> Iterator[str]:
    """The list as it is handed out and hashed."""
    return (f"{item.line}\n" for item in disposing.list_of(run))


def troubles() -> Iterable[str]:
    """Runs that had to wait, for administrators."""
    for pk, trouble in Disposal.objects.under_way().exclude(trouble="").values_list("pk", "trouble")[:5]:
        yield _("Disposal {n} waits: {why}").format(n=pk, why=trouble)


def _state(run: Disposal) -> str:
    state = run.state
    if state == "approved":
        return "waiting"
    if state in ("running", "handing") and not disposing.is_running(run.pk):
        return "stopped"
    return state


def _met(run: Disposal) -> int:
    """How many things a run has come to: in bundles first, then in the list."""
    if run.finished_at:
        return sum(run.counts.values())
    if run.transfer and run.receipt_entered_at is None:
        return run.handed.count()
    return run.items.count() if run.started_at else 0


def _transfer(run: Disposal) -> dict[str, Any]:
    """To whom things were handed, who entered the receipt, and the hashes of the bundles."""
    return {
        "to": run.received_by,
        "reference": run.receipt,
        "on": run.received_on.isoformat() if run.received_on else None,
        "entered": _act(run.receipt_entered_by, run.receipt_entered_at),
        "bundles": [
            {
                "number": bundle.number,
                "things": bundle.things,
                "files": bundle.files,
                "bytes": bundle.size,
                "sha256": bundle.sha256,
                "manifest_sha256": bundle.manifest,
            }
            for bundle in run.bundles.order_by("number")
        ],
    }


def _act(person: Any, at: datetime | None) -> dict[str, Any]:
    return {"by": person.name if person else None, "user": person.pk if person else None, "at": _moment(at)}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
