"""Reading plans from a table: which rows are of one plan, what they quote, and each fault where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from moothall.change.actions.plans import MOST
from moothall.change.forms.plans import ObjectiveForm, PlanWordsForm
from moothall.change.models import Objective, Plan
from moothall.change.plan_files import CALLED, OF_OBJECTIVE, OF_PLAN, Fault, Incoming, ObjectiveSaid, PlanSaid, known_by
from moothall.kit import sheets
from moothall.kit.sheets import Unreadable, unsafe
from moothall.kit.text import is_plain
from moothall.people.models import User
from moothall.records.asset_columns import plain_name

MOST_ROWS, MOST_COLUMNS = 2000, 60  # of a file
FIELDS = {"plan": "title", "plan_kind": "kind"}  # of the form, where a column is called otherwise
NEEDED = ("plan", "adopted_on", "title", "quote", "source")
Cells = Mapping[str, str]


def read(data: bytes, *, name: str, by: User) -> Incoming:
    """Read and check a whole file; raises `Unreadable` where there is no telling rows from each other."""
    table = sheets.read(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    header = [plain_name(unsafe(cell)) for cell in table[0][1]]
    places = _places(header)
    reader = _Reader(by, places)
    for number, cells in table[1:]:
        reader.take(number, cells)
    reader.finish()
    if len(table) == 1:
        raise Unreadable(_("The file has the names of the columns and no row under them."))
    passed = [cell for cell, plain in zip(table[0][1], header, strict=True) if plain and plain not in CALLED]
    faults = sorted(reader.faults, key=lambda fault: fault.row)
    return Incoming(name=name, plans=list(reader.plans.values()), faults=faults, passed_over=passed)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    known = [CALLED[name] for name in header if name in CALLED]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise Unreadable(_("A column stands twice: {names}. Leave one of them out.").format(names=", ".join(twice)))
    missing = [name for name in NEEDED if name not in known]
    if missing:
        words = _("The first row has no column “{names}”. Download the empty file to see all columns.")
        raise Unreadable(words.format(names="”, “".join(missing)))
    return {CALLED[name]: place for place, name in enumerate(header) if name in CALLED}


class _Reader:
    """Takes rows one by one; what stands in the hall already is asked once for each plan of the file."""

    def __init__(self, by: User, places: Mapping[str, int]) -> None:
        self.by, self.places = by, places
        self.plans: dict[tuple[str, object], PlanSaid] = {}
        self.faults: list[Fault] = []
        self.now: PlanSaid | None = None  # the plan of the row before
        self.quoted: dict[tuple[int, str, str], int] = {}  # the row in which a plan says something
        self.numbered: dict[tuple[int, str], int] = {}  # and in which it gives it a number
        self.standing: dict[int, dict[tuple[str, str], Objective]] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """A row."""
        if not all(is_plain(cell) for cell in cells):
            return self._fault(number, "", _("The row holds characters that can’t be shown."))
        said = {name: self._cell(cells, place) for name, place in self.places.items()}
        if not self._same_plan(said):
            self.now = self._plan(number, said)
        if self.now is not None and any(said.get(column.name) for column in OF_OBJECTIVE):
            self._objective(number, said, self.now)
        return None

    def _same_plan(self, said: Cells) -> bool:
        """Whether a row is of the plan of the row before: it says nothing else of it."""
        if self.now is None:
            return bool(self.plans or self.faults) and not any(said.get(column.name) for column in OF_PLAN)
        given = {column.name: said[column.name] for column in OF_PLAN if said.get(column.name)}
        return not given or (set(given) == {"plan"} and given["plan"].casefold() == self.now.title.casefold())

    def finish(self) -> None:
        """Put each objective behind what it is a part of; what is a part of nothing that there is, is a fault."""
        for key, plan in self.plans.items():
            self.plans[key] = replace(plan, objectives=self._in_order(plan))
            fresh = len(plan.fresh) + len(self.standing.get(plan.known or 0, ()))
            if fresh > MOST:
                words = _("The plan would have {n} objectives, more than {most}").format(n=fresh, most=MOST)
                self._fault(plan.row, "plan", words)

    def _plan(self, number: int, said: Cells) -> PlanSaid | None:
        """The plan of a row, new or of a row before."""
        data = {FIELDS.get(column.name, column.name): said.get(column.name, "") for column in OF_PLAN}
        data["kind"] = _choice(OF_PLAN[1].choices, data["kind"]) or "strategy"
        form = PlanWordsForm(data)
        if not form.is_valid():
            self._told(number, form, {"title": "plan", "kind": "plan_kind"})
            return None
        words = form.words()
        key = (words.title.casefold(), words.adopted_on)
        if key not in self.plans:
            visible = Plan.objects.visible_to(self.by).filter(adopted_on=words.adopted_on, title__iexact=words.title)
            known = visible.order_by("pk").first()
            if known is not None:
                rows = known.objectives.order_by("place", "pk")
                self.standing[known.pk] = {known_by(one.title, one.quote): one for one in rows}
            self.plans[key] = PlanSaid(row=number, known=known.pk if known else None, **vars(words))
        return self.plans[key]

    def _objective(self, number: int, said: Cells, plan: PlanSaid) -> None:
        data = {column.name: said.get(column.name, "") for column in OF_OBJECTIVE}
        data["kind"] = _choice(OF_OBJECTIVE[2].choices, data["kind"]) or "objective"
        form = ObjectiveForm(data)
        if not form.is_valid():
            return self._told(number, form, {})
        words, part_of = form.words(), data["part_of"][:20]
        key = known_by(words.title, words.quote)
        twin = self.quoted.setdefault((plan.row, *key), number)
        if twin != number:
            return self._fault(number, "quote", _("It says the same as row {n}").format(n=twin))
        named = self.numbered.setdefault((plan.row, words.reference.casefold()), number) if words.reference else number
        if named != number:
            said_so = _("The number {ref} stands in row {n} already")
            return self._fault(number, "reference", said_so.format(ref=words.reference, n=named))
        known = key in self.standing.get(plan.known or 0, {})
        plan.objectives.append(ObjectiveSaid(row=number, part_of=part_of, is_known=known, **vars(words)))
        return None

    def _in_order(self, plan: PlanSaid) -> list[ObjectiveSaid]:
        there = {one.reference.casefold() for one in self.standing.get(plan.known or 0, {}).values() if one.reference}
        own = {one.reference.casefold() for one in plan.objectives if one.reference}
        done: list[ObjectiveSaid] = []
        waiting = list(plan.objectives)
        while waiting:
            ready = [one for one in waiting if not one.part_of or one.part_of.casefold() in there]
            if not ready:
                for one in waiting:
                    self._loose(one, own)
                break
            done += ready
            there |= {one.reference.casefold() for one in ready if one.reference}
            taken = {one.row for one in ready}
            waiting = [one for one in waiting if one.row not in taken]
        return done + waiting

    def _loose(self, one: ObjectiveSaid, own: set[str]) -> None:
        known = one.part_of.casefold() in own
        words = _("It would be a part of itself") if known else _("Nothing in this plan has the number {ref}")
        self._fault(one.row, "part_of", words.format(ref=one.part_of))

    def _told(self, number: int, form: PlanWordsForm | ObjectiveForm, called: Mapping[str, str]) -> None:
        for name, errors in form.errors.items():
            for error in errors:
                self._fault(number, called.get(name, name), str(error))

    def _fault(self, number: int, column: str, words: str) -> None:
        self.faults.append(Fault(number, column, words))

    def _cell(self, cells: Sequence[str], place: int) -> str:
        return unsafe(cells[place]).strip() if place < len(cells) else ""


def _choice(choices: Sequence[tuple[str, object]], cell: str) -> str:
    """The value that a cell means, by value or by label, in whatever case; the cell itself where it means none."""
    wanted = cell.strip().casefold()
    return next(
        (value for value, label in choices if wanted in (value.casefold(), str(label).casefold())), cell.strip()
    )
