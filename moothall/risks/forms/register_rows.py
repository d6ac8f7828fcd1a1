"""Reading a register from a table: which rows are one risk, what is done about it, and each fault where it stands."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.forms import Form
from django.utils.translation import gettext as _

from moothall.kit import sheets
from moothall.kit.sheets import Unreadable, unsafe
from moothall.kit.text import is_plain
from moothall.people.models import User
from moothall.records.asset_columns import plain_name
from moothall.risks import columns
from moothall.risks.actions.risks import MOST
from moothall.risks.columns import BY_NAME, CALLED, NEEDED, OF_RISK, OF_STEP, OLD_SCORES
from moothall.risks.forms.registers import People, RiskRow, StepRow
from moothall.risks.models import Exposure, Option, Risk, Round, Stance, Treatment
from moothall.risks.registers import Fault, Incoming, RiskSaid, StepSaid, sentence

REF = re.compile(r"[DN][0-9]{1,4}")
REASON = re.compile(r"([A-Z])\s*[:.–-]\s*(.+)")
MOST_ROWS, MOST_COLUMNS = 2000, 60  # of a file
LONGEST_WHY = 400
LONGEST_SCORE = 300
RISK_CELLS = tuple(column.name for column in OF_RISK if column.name not in {"ref", "twin", "not_faced"})
STEP_CELLS = tuple(column.name for column in OF_STEP if column.name != "serves")


@dataclass(frozen=True)
class Assumed:
    """What holds where the file does not say it; empty where the file must."""

    stance: str = ""
    category: str = ""
    acts_on: str = ""
    control: str = ""
    options: Sequence[int] = ()


@dataclass
class _Group:
    """The rows of one risk, on their way to a `RiskSaid`."""

    key: str  # by which its rows are told
    ref: str
    first: int
    cells: Mapping[str, str]
    rows: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    scores: dict[str, str] = field(default_factory=dict)


def read(data: bytes, *, name: str, by: User, round: Round, assumed: Assumed) -> Incoming:
    """Read and check a whole file; raises `Unreadable` where there is no telling rows from each other."""
    table = sheets.read(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    header = [plain_name(cell) for cell in table[0][1]]
    places = _places(header)
    reader = _Reader(by, round, assumed, header, places)
    groups = reader.gather(table[1:])
    if not groups and not reader.faults:
        raise Unreadable(_("The file has names of columns and no row below them."))
    said = reader.joined([one for group in groups if (one := reader.understand(group))])
    passed_over = [cell for cell in header if cell and cell not in CALLED and cell not in OLD_SCORES]
    digest = hashlib.sha256(data).hexdigest()
    order = {name: place for place, name in enumerate(BY_NAME)}
    found = sorted(reader.faults, key=lambda fault: (fault.row, order.get(fault.column, 0)))
    return Incoming(name[:150], digest, said, found, passed_over)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands."""
    known = [CALLED[name] for name in header if name in CALLED]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise Unreadable(_("A column stands twice: {names}. Leave one of them out.").format(names=", ".join(twice)))
    missing = [name for name in NEEDED if name not in known]
    if missing:
        words = _("The first row has no column “{names}”. A risk is read as one sentence: cause, event, consequence.")
        raise Unreadable(words.format(names="”, “".join(missing)))
    return {CALLED[name]: place for place, name in enumerate(header) if name in CALLED and BY_NAME[CALLED[name]].read}


class _Reader:
    """Understands groups of rows, with everything that they share asked once."""

    def __init__(
        self, by: User, round: Round, assumed: Assumed, header: Sequence[str], places: Mapping[str, int]
    ) -> None:
        self.by, self.assumed, self.header, self.places = by, assumed, header, places
        self.options: dict[str, Option] = {option.letter: option for option in round.options.order_by("place")}
        risks = list(Risk.objects.filter(round=round))
        self.known = {sentence(risk.stance, risk.cause, risk.event, risk.consequence): risk for risk in risks}
        self.by_ref = {risk.ref: risk for risk in risks}
        unfaced = Exposure.objects.filter(risk__round=round, applies=False).values_list("risk", "option")
        self.unfaced = set(unfaced)
        self.served = self._standing(round)
        self.people: People = {}
        self.faults: list[Fault] = []

    @staticmethod
    def _standing(round: Round) -> dict[tuple[int, StepSaid], frozenset[int]]:
        """Under which options a step serves a risk already."""
        standing: dict[tuple[int, StepSaid], frozenset[int]] = {}
        live = Treatment.objects.filter(exposure__risk__round=round, dropped_at=None, response__dropped_at=None)
        for one in live.select_related("exposure", "response__actionee", "response__approver"):
            key = one.exposure.risk_id, StepSaid.of(one.response)
            standing[key] = standing.get(key, frozenset()) | {one.exposure.option_id}
        return standing

    def fault(self, row: int, column: str, words: str) -> None:
        """Note what cannot be."""
        self.faults.append(Fault(row, column, f"{words.rstrip('.')}."))

    def gather(self, table: sheets.Table) -> list[_Group]:
        """The rows of each risk together, in the order of the file."""
        groups: dict[str, _Group] = {}
        last: _Group | None = None
        for row, raw in table:
            if self._misshapen(row, raw):
                continue
            cells = {name: unsafe(raw[place]).strip() for name, place in self.places.items()}
            key = self._key(row, cells, last)
            group = groups.setdefault(key, _Group(key, cells.get("ref", ""), row, cells))
            group.rows.append((row, cells))
            group.scores |= self._scores(raw)
            self._agrees(group, row, cells)
            last = group
        return list(groups.values())

    def _misshapen(self, row: int, raw: Sequence[str]) -> bool:
        if len(raw) <= max(self.places.values()):
            self.fault(row, "", _("The row has fewer cells than the first row"))
        elif any(cell.strip() for cell in raw[len(self.header) :]):
            self.fault(row, "", _("The row has more cells than the first row"))
        elif bad := [place for place, cell in enumerate(raw) if not is_plain(cell)]:
            self.fault(row, self.header[bad[0]], _("The cell holds characters that can’t be shown"))
        else:
            return False
        return True

    def _key(self, row: int, cells: Mapping[str, str], last: _Group | None) -> str:
        """By what rows of one risk are told: their ref, else their sentence; without both, it is the one above."""
        if cells.get("ref"):
            return cells["ref"].upper()
        if last and not any(cells.get(name) for name in NEEDED):
            return last.key
        return "\n".join(cells.get(name, "").casefold() for name in ("stance", *NEEDED)) or f"row {row}"

    def _agrees(self, group: _Group, row: int, cells: Mapping[str, str]) -> None:
        """A row that says something else of the risk than its first one is a fault."""
        for name in (*RISK_CELLS, "twin", "not_faced"):
            if cells.get(name) and cells[name] != group.cells.get(name):
                self.fault(row, name, _("It says something else than row {n} of the same risk").format(n=group.first))

    def _scores(self, raw: Sequence[str]) -> dict[str, str]:
        """What the row says in columns of scores, which count for nothing here."""
        found = {name: unsafe(cell).strip() for name, cell in zip(self.header, raw, strict=False) if name in OLD_SCORES}
        return {name.replace("_", " "): " ".join(cell.split()) for name, cell in found.items() if cell}

    def understand(self, group: _Group) -> RiskSaid | None:
        """What the rows of one risk say together; None where that cannot be told."""
        cells = {name: group.cells.get(name, "") for name in RISK_CELLS}
        cells["stance"] = columns.choice(BY_NAME["stance"], cells["stance"]) or self._side(group.ref)
        cells["category"] = columns.choice(BY_NAME["category"], cells["category"]) or self.assumed.category
        form = RiskRow(cells, by=self.by, people=self.people)
        not_faced = self._not_faced(group)
        known = self.known.get(sentence(cells["stance"], cells["cause"], cells["event"], cells["consequence"]))
        shut = frozenset(not_faced)
        if known:
            shut = frozenset(option.pk for option in self.options.values() if (known.pk, option.pk) in self.unfaced)
        steps = self._steps(group, shut)
        if known:
            lacking = {step: pks - self.served.get((known.pk, step), frozenset()) for step, pks in steps.items()}
            steps = {step: pks for step, pks in lacking.items() if pks}
        if not self._holds(form, group.first):
            return None
        said = form.cleaned_data
        return RiskSaid(
            ref=group.ref,
            rows=[row for row, _cells in group.rows],
            number=self._number(group.ref, said["stance"]),
            **{name: said[name] for name in RISK_CELLS},
            old_score=", ".join(f"{name} {cell}" for name, cell in group.scores.items())[:LONGEST_SCORE],
            twin=group.cells.get("twin", "").upper(),
            twin_pk=None,
            not_faced=not_faced,
            steps=steps,
            is_known=known is not None,
        )

    def _side(self, ref: str) -> str:
        """The side that a ref such as D1 or N1 tells."""
        if REF.fullmatch(ref.upper()):
            return Stance.DOING if ref.upper().startswith("D") else Stance.NOT_DOING
        return self.assumed.stance

    def _number(self, ref: str, stance: str) -> int | None:
        """The number that a ref such as D1 or N1 tells."""
        if not REF.fullmatch(ref.upper()) or self._side(ref) != stance:
            return None
        return int(ref[1:]) or None

    def _holds(self, form: Form, row: int) -> bool:
        for name, errors in form.errors.items():
            for error in errors:
                self.fault(row, name, str(error))
        return not form.errors

    def _not_faced(self, group: _Group) -> dict[int, str]:
        """Why options do not face the risk, by their keys."""
        reasons: dict[int, str] = {}
        for line in group.cells.get("not_faced", "").splitlines():
            found = REASON.fullmatch(line.strip())
            option = self.options.get(found[1]) if found else None
            if not found or not option:
                words = _("Write the letter of an option and why it does not face the risk, such as “B: we keep none”")
                self.fault(group.first, "not_faced", words)
            elif len(found[2]) > LONGEST_WHY:
                self.fault(group.first, "not_faced", _("Use at most {n} characters for a reason").format(n=LONGEST_WHY))
            else:
                reasons[option.pk] = found[2]
        return reasons

    def _steps(self, group: _Group, shut: frozenset[int]) -> dict[StepSaid, frozenset[int]]:
        """What is done, and under which options."""
        steps: dict[StepSaid, frozenset[int]] = {}
        for row, cells in group.rows:
            if not any(cells.get(name) for name in (*STEP_CELLS, "serves")):
                continue
            form = StepRow(self._filled(cells), by=self.by, people=self.people)
            served = self._served(row, cells.get("serves", ""), shut)
            if self._holds(form, row) and served:
                said = form.cleaned_data
                step = StepSaid(
                    kind=said["response"],
                    step=said["step"],
                    acts_on=said["acts_on"],
                    control=said["control"],
                    actionee=said["actionee"],
                    due_on=said["due"],
                    cost=said["cost"],
                    in_place_on=said["in_place"],
                    rationale=said["rationale"],
                    approver=said["approver"],
                    review_on=said["review"],
                )
                steps[step] = steps.get(step, frozenset()) | served
        return steps

    def _filled(self, cells: Mapping[str, str]) -> dict[str, str]:
        """The cells of a step, with what holds where the file does not say it."""
        said = {name: cells.get(name, "") for name in STEP_CELLS}
        said["cost"] = said["cost"].replace(",", "").replace("£", "")
        for name in ("response", "acts_on", "control"):
            said[name] = columns.choice(BY_NAME[name], said[name])
        if said["response"] in ("", "treat", "transfer"):
            said["acts_on"] = said["acts_on"] or self.assumed.acts_on
        if said["response"] in ("", "treat"):
            said["control"] = said["control"] or self.assumed.control
        return said

    def _served(self, row: int, cell: str, shut: frozenset[int]) -> frozenset[int]:
        """The options that a step serves, by their keys."""
        if not cell:
            found = frozenset(self.assumed.options) - shut
            if not found:
                self.fault(row, "serves", _("Enter the letters of the options that the step serves"))
            return found
        letters = [letter for word in re.split(r"[\s,;/&]+", cell.upper()) for letter in word]
        strange = sorted({letter for letter in letters if letter not in self.options})
        if strange:
            words = _("There is no option {names} here. The options are {letters}")
            self.fault(row, "serves", words.format(names=", ".join(strange)[:60], letters=", ".join(self.options)))
            return frozenset()
        chosen = frozenset(self.options[letter].pk for letter in letters)
        if chosen & shut:
            names = ", ".join(letter for letter, option in self.options.items() if option.pk in chosen & shut)
            self.fault(row, "serves", _("Option {names} does not face this risk").format(names=names))
        return chosen - shut

    def joined(self, said: Sequence[RiskSaid]) -> list[RiskSaid]:
        """The risks with their twins, found in the file first, then in the round; none twice, and not too many."""
        of_file = {one.ref.upper(): one for one in said if one.ref}
        seen: dict[tuple[str, ...], int] = {}
        for one in said:
            first = seen.setdefault(sentence(one.stance, one.cause, one.event, one.consequence), one.rows[0])
            if first != one.rows[0]:
                self.fault(one.rows[0], "event", _("The same sentence stands in row {n} already").format(n=first))
        if len(self.by_ref) + sum(not one.is_known for one in said) > MOST:
            self.fault(said[-1].rows[0], "", _("An appraisal holds at most {n} risks. Leave some out").format(n=MOST))
        return list(self._twinned(said, of_file))

    def _twinned(self, said: Iterable[RiskSaid], of_file: Mapping[str, RiskSaid]) -> Iterator[RiskSaid]:
        for one in said:
            other = of_file.get(one.twin) or self.by_ref.get(one.twin)
            if not one.twin:
                yield one
            elif other is None:
                self.fault(one.rows[0], "twin", _("There is no risk {ref}, here or in the file").format(ref=one.twin))
            elif other.stance == one.stance:
                self.fault(
                    one.rows[0], "twin", _("{ref} is on the same side. A twin is on the other").format(ref=one.twin)
                )
            elif isinstance(other, Risk):
                yield replace(one, twin="", twin_pk=other.pk)
            else:
                yield one
