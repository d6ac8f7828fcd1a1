"""Makers of register files and of rounds that hold a bit of everything; they call the real actions."""

import csv
import io
from collections.abc import Mapping
from typing import cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from moothall.people.models import User
from moothall.risks.actions import registers as act
from moothall.risks.forms.register_rows import Assumed, read
from moothall.risks.forms.registers import FILE
from moothall.risks.models import Appraisal, OptionKind, RegisterImport, Round
from moothall.risks.queries import registers
from moothall.risks.queries.rounds import load
from moothall.risks.registers import Incoming
from moothall.risks.standing import State
from moothall.risks.tests import make

SAYS_ALL = {"options": [], "stance": FILE, "category": FILE, "acts_on": FILE, "control": FILE}
SENTENCE = {
    "name": "Our name is taken",
    "cause": "our name is free for anybody to take",
    "event": "an impostor may open an account",
    "consequence": "residents who are misled",
}


def asked(by: User) -> Appraisal:
    """An appraisal with the options A to D: do nothing, prohibit, policy, platform."""
    made = make.appraisal(by=by)
    for kind in (OptionKind.PROHIBIT, OptionKind.POLICY, OptionKind.PLATFORM):
        make.option(made, by=by, kind=kind, name=str(kind.label))
    return made


def row(**cells: str) -> dict[str, str]:
    """A row that says all that a risk needs."""
    return {"ref": "N1", "category": "reputation", **SENTENCE, **cells}


def step(**cells: str) -> dict[str, str]:
    """The cells of a step that says all it needs."""
    return {"step": "Claim the name", "acts_on": "likelihood", "control": "preventive", "serves": "C D", **cells}


def data(*rows: Mapping[str, str], delimiter: str = ",", mark: bool = False) -> bytes:
    """A file of rows, with every column that one of them has."""
    names = list(dict.fromkeys(name for one in rows for name in one))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def said(content: bytes, *, by: User, round: Round, assumed: Assumed | None = None) -> Incoming:
    """What a file says."""
    return read(content, name="register.csv", by=by, round=round, assumed=assumed or Assumed())


def look(client: Client, appraisal: Appraisal, content: bytes, **more: object) -> HttpResponse:
    """Send a file, to look at what it becomes."""
    file = SimpleUploadedFile("register.csv", content, content_type="text/csv")
    url = reverse("risks:bring_in", args=[appraisal.pk])
    return cast(HttpResponse, client.post(url, {**SAYS_ALL, **more, "file": file}))


def agree(client: Client, appraisal: Appraisal, looked: HttpResponse, **more: object) -> HttpResponse:
    """Bring in what was looked at."""
    kept = looked.content.decode().split('name="file-kept" value="')[1].split('"')[0]
    url = reverse("risks:bring_in", args=[appraisal.pk])
    return cast(HttpResponse, client.post(url, {**SAYS_ALL, **more, "file-kept": kept, "bring_in": "yes"}))


def register(round: Round) -> list[tuple[str, ...]]:
    """All that a register says, in an order of its own; what was judged is left out, for it is never brought in."""
    names = [name for name in registers.NAMES if name != "judged"]
    return sorted(tuple(cells.get(name, "") for name in names) for cells in registers.rows_of(round))


def taken_away(round: Round) -> bytes:
    """The round as a file."""
    return b"".join(registers.file_of(round))


def table(content: bytes) -> list[dict[str, str]]:
    """A file as it reads."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def faults(incoming: Incoming) -> list[tuple[int, str]]:
    """Where the faults stand."""
    return [(fault.row, fault.column) for fault in incoming.faults]


def brought_in(round: Round, content: bytes, *, by: User, assumed: Assumed | None = None) -> RegisterImport:
    """Bring a file in, as somebody agreed to it."""
    return act.bring_in(round, by=by, incoming=said(content, by=by, round=round, assumed=assumed))


def states(round: Round, ref: str) -> dict[str, State]:
    """How a risk stands under each option, by letter."""
    return {line.option.letter: line.state for line in load(round).lines if line.risk.ref == ref}
