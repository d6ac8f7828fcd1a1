"""The way of one benefit: where it began, what was planned, what was read, the target, and where it is heading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.change.value import Course, Forecast, Point, Reading, Standing, forecast, latest, standing
from moothall.kit.pictures.axes import Days, Numbers, Tick, figures
from moothall.kit.pictures.parts import Cell, Table, capital, slug, table, width

WIDE, TALL = 600, 300  # of the lines' own space, about its size on paper, where strokes are scaled with it
_Box = tuple[float, float, float, float]  # left, top, right, bottom
_PHONE = 290.0  # pixels: the width that labels must fit on
_LABEL = 17.0  # pixels: how tall a label is
MOST_FIGURES = 5  # of a number on the axis, with its sign and commas, before the plot makes more room
MOST_GAPS = 4  # reasons for missing readings that are told under the picture; the table has them all


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading, or a day on which there was none."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a point: how far below it in pixels, and which end of them is there."""

    x: float
    y: float
    dx: int
    dy: int
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A trajectory, ready to print."""

    name: str
    title: str
    conclusion: str
    note: str
    description: str
    days: tuple[Tick, ...]
    numbers: tuple[Tick, ...]
    plan: str
    actual: tuple[str, ...]
    wedge: str
    dots: tuple[Dot, ...]
    gaps: tuple[Dot, ...]
    target: Dot
    labels: tuple[Label, ...]
    told_forecast: str
    told_gaps: tuple[str, ...]
    table: Table

    @property
    def wide(self) -> bool:
        """Whether the numbers of the axis need more room than most do."""
        return any(len(tick.words) > MOST_FIGURES for tick in self.numbers)


@dataclass(frozen=True, slots=True)
class Measured:
    """A benefit with its measure: `unit` is said after a number, `source` says who counts."""

    title: str
    unit: str
    course: Course
    readings: tuple[Reading, ...] = ()
    source: str = ""
    least: Decimal | None = None

    def told(self, value: Decimal) -> str:
        """A number as people read it; a percent sign stands close."""
        return f"{figures(value)}%" if self.unit == "%" else figures(value)


def trajectory(name: str, measured: Measured, today: date, *, conclusion: str = "") -> Trajectory:
    """The picture of one measure, as it stands today."""
    course = measured.course
    readings = sorted(measured.readings, key=lambda reading: reading.on)
    ahead, numbers = _ahead(measured, readings)
    days = Days([point.on for point in course.points] + [reading.on for reading in readings], spare=False)
    at = _Places(days, numbers)
    stands = standing(course, readings, today)
    return Trajectory(
        name=slug(name),
        title=f"{measured.title}, {measured.unit}",
        conclusion=conclusion or _conclusion(measured, readings, stands),
        note=_note(measured, numbers),
        description=_told(measured, readings, ahead, numbers),
        days=days.ticks(),
        numbers=numbers.ticks(),
        plan=at.line(course.points),
        actual=tuple(at.line(run) for run in _runs(course.baseline, readings)),
        wedge=at.wedge(ahead) if ahead else "",
        dots=tuple(at.dot(point) for point in _read(course.baseline, readings)),
        gaps=tuple(Dot(days.at(reading.on), 100.0) for reading in readings if reading.value is None),
        target=at.dot(course.target),
        labels=_labels(measured, readings, at),
        told_forecast=_told_forecast(measured, ahead),
        told_gaps=_told_gaps(readings),
        table=_table(measured, readings, ahead, numbers),
    )


def _ahead(measured: Measured, readings: Sequence[Reading]) -> tuple[Forecast | None, Numbers]:
    """The forecast, as exact as the scale that holds it."""
    course = measured.course
    ahead = forecast(course, readings, least=measured.least)
    values = [point.value for point in course.points] + [each.value for each in readings if each.value is not None]
    numbers = Numbers([*values, *((ahead.low, ahead.high) if ahead else ())])
    if ahead is None:
        return None, numbers
    return replace(ahead, low=numbers.near(ahead.low), high=numbers.near(ahead.high)), numbers


@dataclass(frozen=True, slots=True)
class _Places:
    """Days and numbers as places in the picture."""

    days: Days
    numbers: Numbers

    def dot(self, point: Point) -> Dot:
        """A point, in percent."""
        return Dot(self.days.at(point.on), self.numbers.at(point.value))

    def line(self, points: Iterable[Point]) -> str:
        """Points, as an SVG polyline takes them."""
        dots = [self.dot(point) for point in points]
        return " ".join(f"{dot.x * WIDE / 100:.1f},{dot.y * TALL / 100:.1f}" for dot in dots)

    def wedge(self, ahead: Forecast) -> str:
        """The band of a forecast."""
        return self.line([ahead.start, Point(ahead.on, ahead.low), Point(ahead.on, ahead.high)])


def _read(baseline: Point, readings: Sequence[Reading]) -> list[Point]:
    """The baseline, and what was read after it and before."""
    known = [Point(reading.on, reading.value) for reading in readings if reading.value is not None]
    return sorted([baseline, *known], key=lambda point: point.on)


def _runs(baseline: Point, readings: Sequence[Reading]) -> list[list[Point]]:
    """What was read, in runs that no missing reading breaks; a run of one is a dot alone."""
    missing = [reading.on for reading in readings if reading.value is None]
    runs: list[list[Point]] = []
    for point in _read(baseline, readings):
        if runs and not any(runs[-1][-1].on <= day <= point.on for day in missing):
            runs[-1].append(point)
        else:
            runs.append([point])
    return [run for run in runs if len(run) > 1]


def _labels(measured: Measured, readings: Sequence[Reading], at: _Places) -> tuple[Label, ...]:
    """Baseline, target and last reading said beside their points, where they stand clear of one another on a phone."""
    course, last = measured.course, latest(readings)
    said = [
        (course.baseline, _("Baseline {n}").format(n=measured.told(course.baseline.value))),
        (course.target, _("Target {n}").format(n=measured.told(course.target.value))),
    ]
    if last:
        day = date_format(last.on, "M")
        said.insert(1, (last, _("{month}: {n}").format(month=day, n=measured.told(last.value))))
    points = [at.dot(point) for point in [*_along(course), *_between(_read(course.baseline, readings))]]
    placed: list[tuple[Label, _Box]] = []
    for point, words in said:
        choice = min(_choices(at.dot(point), words), key=lambda each: _trouble(each[1], placed, points))
        if not any(_overlap(choice[1], box) for _label, box in placed):
            placed.append(choice)
    return tuple(label for label, _box in placed)


def _along(course: Course) -> Iterable[Point]:
    """Points all along the plan."""
    days = (course.target.on - course.baseline.on).days
    for step in range(41):
        day = course.baseline.on + timedelta(days * step // 40)
        yield Point(day, course.planned(day))


def _between(points: Sequence[Point]) -> Iterable[Point]:
    """Points all along what was read."""
    yield from points
    for before, after in pairwise(points):
        for share in (Decimal("0.25"), Decimal("0.5"), Decimal("0.75")):
            day = before.on + timedelta(int((after.on - before.on).days * share))
            yield Point(day, before.value + (after.value - before.value) * share)


def _choices(dot: Dot, words: str) -> list[tuple[Label, _Box]]:
    """Above and below, beginning, in the middle and at its end, as far as it stays inside; each with its box."""
    found = []
    wide = width(words) * 14
    x, y = dot.x * _PHONE / 100, dot.y * TALL / 100
    for anchor, left, dx in (("middle", wide / 2, 0), ("start", 0.0, 2), ("end", wide, -2)):
        for dy in (-12, 24):
            box = (x + dx - left, y + dy - 13, x + dx - left + wide, y + dy - 13 + _LABEL)
            if box[0] >= -20 and box[2] <= _PHONE + 14 and box[3] <= TALL:
                found.append((Label(dot.x, dot.y, dx, dy, anchor, words), box))
    return found or [(Label(dot.x, dot.y, 0, -12, "middle", words), (x - wide / 2, y - 25, x + wide / 2, y - 8))]


def _trouble(box: _Box, placed: Sequence[tuple[Label, _Box]], dots: Sequence[Dot]) -> float:
    """How much a label would cover."""
    covered = sum(
        box[0] - 5 <= dot.x * _PHONE / 100 <= box[2] + 5 and box[1] - 5 <= dot.y * TALL / 100 <= box[3] + 5
        for dot in dots
    )
    return covered + 100 * sum(_overlap(box, other) for _label, other in placed)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _conclusion(measured: Measured, readings: Sequence[Reading], stands: Standing) -> str:
    last = latest(readings)
    if last is None:
        return f"{measured.title}: {stands.words[:1].lower()}{stands.words[1:]}"
    words = {
        Standing.REACHED: _("{title} has reached its target"),
        Standing.AHEAD: _("{title} is ahead of plan"),
        Standing.ON_PLAN: _("{title} is on plan"),
        Standing.BEHIND: _("{title} is behind plan"),
        Standing.MISSED: _("{title} missed its target"),
    }[stands]
    share = rounded_share(measured.course.realised(last.value))
    told = _("{n}% of the way, read on {day}").format(n=figures(share), day=date_format(last.on, "j F Y"))
    return f"{words.format(title=measured.title)}: {told}"


def rounded_share(share: Decimal) -> Decimal:
    """A share in hundredths, rounded towards the baseline, so that nothing is told as reached that is not."""
    return Decimal(int(share * 100))


def _note(measured: Measured, numbers: Numbers) -> str:
    unit = _("per cent") if measured.unit == "%" else measured.unit
    said = [f"{capital(unit)}."]
    if numbers.first:
        said.append(_("The scale starts at {n}.").format(n=measured.told(Decimal(str(numbers.first)))))
    return " ".join([*said, measured.source]).strip()


def _told(measured: Measured, readings: Sequence[Reading], ahead: Forecast | None, numbers: Numbers) -> str:
    course, last = measured.course, latest(readings)
    said = [
        _("Baseline {n} on {day}.").format(
            n=measured.told(course.baseline.value), day=date_format(course.baseline.on, "j F Y")
        )
    ]
    if last:
        planned = measured.told(numbers.near(course.planned(last.on), 1))
        said.append(
            _("On {day} it was {n}, where the plan said {planned}.").format(
                day=date_format(last.on, "j F Y"), n=measured.told(last.value), planned=planned
            )
        )
    said.append(
        _("Target {n} by {day}.").format(
            n=measured.told(course.target.value), day=date_format(course.target.on, "j F Y")
        )
    )
    missing = sum(reading.value is None for reading in readings)
    if missing:
        said.append(ngettext("{n} reading is missing.", "{n} readings are missing.", missing).format(n=missing))
    return " ".join([*said, _told_forecast(measured, ahead)]).strip()


def _told_forecast(measured: Measured, ahead: Forecast | None) -> str:
    if ahead is None:
        return ""
    low, high = measured.told(ahead.low), measured.told(ahead.high)
    return _("Forecast {low} to {high}, if it goes on as it has.").format(low=low, high=high)


def _told_gaps(readings: Sequence[Reading]) -> tuple[str, ...]:
    """The reasons for the last few missing readings, and how many more there are."""
    missing = [reading for reading in readings if reading.value is None]
    told = [f"{date_format(reading.on, 'j F Y')}: {reading.why_none}" for reading in missing[-MOST_GAPS:]]
    more = len(missing) - len(told)
    if more:
        told.append(ngettext("{n} earlier is in the table", "{n} earlier are in the table", more).format(n=more))
    return tuple(told)


def _table(measured: Measured, readings: Sequence[Reading], ahead: Forecast | None, numbers: Numbers) -> Table:
    """A line for each day on which something was planned or read."""
    course = measured.course
    read = {reading.on: reading for reading in readings}
    days = sorted({point.on for point in course.points} | set(read))
    rows = []
    for day in days:
        told, said = _actual(measured, read.get(day)), []
        if day == course.baseline.on:
            said.append(_("baseline"))
            told = told if day in read else measured.told(course.baseline.value)
        if day == course.target.on:
            said.append(_("target"))
            said += [_told_forecast(measured, ahead)] if ahead else []
        if day in read:
            said += [words for words in (read[day].why_none, read[day].comment) if words]
        planned = measured.told(numbers.near(course.planned(day), 1))
        rows.append(
            (
                Cell(date_format(day, "j F Y")),
                Cell(planned, is_number=True),
                Cell(told, is_number=True),
                Cell("; ".join(said) or "–"),
            )
        )
    return table(f"{measured.title}, {measured.unit}", (_("Day"), _("Plan"), _("Read"), _("Words")), rows)


def _actual(measured: Measured, reading: Reading | None) -> str:
    if reading is None:
        return "–"
    return _("none") if reading.value is None else measured.told(reading.value)
