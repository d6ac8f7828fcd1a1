"""Blocks that nobody answered in time: each is a risk of not doing, which an appraisal can name and weigh."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.kit.apps import is_on
from moothall.people.models import User
from moothall.records.models import Report
from moothall.records.queries import reports
from moothall.risks.models import Stance
from moothall.risks.queries.rounds import Sheet

MOST = 5  # offered at a time, the oldest first
LONGEST = {"name": 100, "cause": 400, "event": 400}


@dataclass(frozen=True)
class Block:
    """Something that people can't get to, and that a risk of not doing can be named from."""

    pk: int
    about: str
    purpose: str
    url: str
    due_on: date


@dataclass(frozen=True)
class Blocks:
    """The blocks that an appraisal may name; with `more` where there are others, which `url` lists."""

    rows: tuple[Block, ...]
    more: bool
    url: str


def to_name(sheet: Sheet, user: User) -> Blocks:
    """Blocks that were not answered in time, that this person may read, and that no risk of the round names yet."""
    if not is_on("records"):
        return Blocks((), more=False, url="")
    notes = " ".join(risk.note for risk in sheet.risks)
    rows = [row for row in _unanswered(user) if row.get_absolute_url() not in notes]
    found = tuple(Block(row.pk, row.about, row.purpose, row.get_absolute_url(), row.due_on) for row in rows[:MOST])
    return Blocks(found, more=len(rows) > MOST, url=f"{reverse('records:reports')}?which=blocks")


def as_risk(user: User, pk: str) -> dict[str, str]:
    """What a block says of the risk that it is, for the form; nothing where there is no such block to be read.

    What it leads to is left to whoever names it.
    """
    if not is_on("records") or not (pk.isascii() and pk.isdecimal() and len(pk) < 10):
        return {}
    row = reports.unanswered_blocks(Report.objects.visible_to(user)).select_related("system").filter(pk=pk).first()
    if row is None:
        return {}
    asked, due = (date_format(day, "j F Y") for day in (timezone.localdate(row.asked_at), row.due_on))
    purpose = row.purpose.strip().rstrip(".")
    words = {
        "name": _("%(about)s can’t be reached") % {"about": row.about},
        "cause": _("%(about)s is blocked and nobody has answered for it") % {"about": row.about},
        "event": _("somebody may do this elsewhere, or not at all: %(purpose)s") % {"purpose": purpose},
    }
    note = _("A block reported on %(asked)s, to be answered by %(due)s and not answered: %(url)s")
    return {
        **{name: said[: LONGEST[name]] for name, said in words.items()},
        "stance": Stance.NOT_DOING.value,
        "note": note % {"asked": asked, "due": due, "url": row.get_absolute_url()},
    }


def _unanswered(user: User) -> list[Report]:
    rows = reports.unanswered_blocks(Report.objects.visible_to(user)).select_related("system")
    return list(rows.order_by("asked_at", "pk")[: 10 * MOST])
