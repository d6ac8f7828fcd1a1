"""The way of one benefit: where it began, what was planned, what was read, the target, and where it is heading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.change.forecasts import Forecast, forecast
from moothall.change.pictures.measured import Expected, Measured, Reading
from moothall.change.standing import Course, Point, State, share
from moothall.kit.pictures.axes import Days, Numbers, Tick, figures
from moothall.kit.pictures.parts import Cell, Table, capital, slug, table, width

WIDE, TALL = 600, 300  # of the lines' own space, about its size on paper, where strokes are scaled with it
_Box = tuple[float, float, float, float]  # left, top, right, bottom
_PHONE = 290.0  # pixels: the width that labels must fit on
_LABEL = 17.0  # pixels: how tall a label is
MOST_FIGURES = 5  # of a number on the axis, with its sign and commas, before the plot makes more room
LINE = 0.7  # percent: how far a band of one number reaches to each side of it
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
    told_expected: str
    told_gaps: tuple[str, ...]
    table: Table

    @property
    def wide(self) -> bool:
        """Whether the numbers of the axis need more room than most do."""
        return any(len(tick.words) > MOST_FIGURES for tick in self.numbers)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is said of the day of the target: where its readings are heading, what is expected, and the band of it."""

    heading: Forecast | None
    expected: Expected | None
    band: Forecast | None


def trajectory(name: str, measured: Measured, today: date, *, conclusion: str = "") -> Trajectory:
    """The picture of one measure, as it stands today."""
    course = measured.course
    readings = sorted(measured.readings, key=lambda reading: reading.on)
    ahead, numbers = _ahead(measured, today)
    days = Days([point.on for point in course.plan] + [reading.on for reading in readings], spare=False)
    at = _Places(days, numbers)
    return Trajectory(
        name=slug(name),
        title=f"{measured.title}, {measured.unit}",
        conclusion=conclusion or _conclusion(measured, course.state(today)),
        note=_note(measured, numbers),
        description=_told(measured, ahead, numbers),
        days=days.ticks(),
        numbers=numbers.ticks(),
        plan=at.line(course.plan),
        actual=tuple(at.line(run) for run in _runs(course)),
        wedge=at.wedge(ahead.band) if ahead.band else "",
        dots=tuple(at.dot(point) for point in _read(course)),
        gaps=tuple(Dot(days.at(day), 100.0) for day in course.gaps),
        target=at.dot(course.target),
        labels=_labels(measured, at),
        told_forecast=_told_forecast(measured, ahead.heading),
        told_expected=_told_expected(measured, ahead.expected),
        told_gaps=_told_gaps(readings),
        table=_table(measured, readings, ahead, numbers),
    )


def _ahead(measured: Measured, today: date) -> tuple[_Ahead, Numbers]:
    """What its owner expects, or else the forecast as exact as the scale that holds it; nothing once the day came."""
    course = measured.course
    heading = forecast(course, least=measured.least)
    start = course.latest or course.baseline
    expected = measured.expected[-1] if measured.expected and max(today, start.on) < course.target.on else None
    band = Forecast(start, course.target.on, expected.low, expected.high) if expected else heading
    values = [point.value for point in (*course.plan, *course.readings)]
    numbers = Numbers([*values, *((band.low, band.high) if band else ())])
    if heading is not None:
        heading = replace(heading, low=numbers.near(heading.low), high=numbers.near(heading.high))
    return _Ahead(heading, expected, band if expected else heading), numbers


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
        """The band of a forecast; of one number it is as wide as a line."""
        start, low, high = (
            self.dot(each) for each in (ahead.start, Point(ahead.on, ahead.low), Point(ahead.on, ahead.high))
        )
        spare = LINE if low.y == high.y else 0.0
        ends = ((start.x, start.y), (low.x, min(low.y + spare, 100.0)), (high.x, max(high.y - spare, 0.0)))
        return " ".join(f"{x * WIDE / 100:.1f},{y * TALL / 100:.1f}" for x, y in ends)


def _read(course: Course) -> list[Point]:
    """The baseline, and what was read after it and before."""
    return sorted([course.baseline, *course.readings], key=lambda point: point.on)


def _runs(course: Course) -> list[list[Point]]:
    """What was read, in runs that no missing reading breaks; a run of one is a dot alone."""
    runs: list[list[Point]] = []
    for point in _read(course):
        if runs and not any(runs[-1][-1].on <= day <= point.on for day in course.gaps):
            runs[-1].append(point)
        else:
            runs.append([point])
    return [run for run in runs if len(run) > 1]


def _labels(measured: Measured, at: _Places) -> tuple[Label, ...]:
    """Baseline, target and last reading said beside their points, where they stand clear of one another on a phone."""
    course = measured.course
    last = course.latest
    said = [
        (course.baseline, _("Baseline {n}").format(n=measured.told(course.baseline.value))),
        (course.target, _("Target {n}").format(n=measured.told(course.target.value))),
    ]
    if last:
        day = date_format(last.on, "M")
        said.insert(1, (last, _("{month}: {n}").format(month=day, n=measured.told(last.value))))
    points = [at.dot(point) for point in [*_along(course), *_between(_read(course))]]
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
        yield Point(day, course.planned_on(day))


def _between(points: Sequence[Point]) -> Iterable[Point]:
    """Points all along what was read."""
    yield from points
    for before, after in pairwise(points):
        for part in (Decimal("0.25"), Decimal("0.5"), Decimal("0.75")):
            day = before.on + timedelta(int((after.on - before.on).days * part))
            yield Point(day, before.value + (after.value - before.value) * part)


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


def _conclusion(measured: Measured, state: State) -> str:
    course = measured.course
    if course.latest is None:
        return f"{measured.title}: {state.words[:1].lower()}{state.words[1:]}"
    words = {
        State.MET: _("{title} has reached its target"),
        State.AHEAD: _("{title} is ahead of plan"),
        State.ON_PLAN: _("{title} is on plan"),
        State.BEHIND: _("{title} is behind plan"),
        State.MISSED: _("{title} missed its target"),
    }[state]
    gone = rounded_share(share(course.latest.value, course.baseline.value, course.target.value))
    told = _("{n}% of the way, read on {day}").format(n=figures(gone), day=date_format(course.latest.on, "j F Y"))
    return f"{words.format(title=measured.title)}: {told}"


def rounded_share(gone: Decimal) -> Decimal:
    """A share in hundredths, rounded towards the baseline, so that nothing is told as reached that is not."""
    return Decimal(int(gone * 100))


def _note(measured: Measured, numbers: Numbers) -> str:
    unit = _("per cent") if measured.unit == "%" else measured.unit
    said = [f"{capital(unit)}."]
    if numbers.first:
        said.append(_("The scale starts at {n}.").format(n=measured.told(Decimal(str(numbers.first)))))
    return " ".join([*said, measured.source]).strip()


def _told(measured: Measured, ahead: _Ahead, numbers: Numbers) -> str:
    course = measured.course
    last = course.latest
    said = [
        _("Baseline {n} on {day}.").format(
            n=measured.told(course.baseline.value), day=date_format(course.baseline.on, "j F Y")
        )
    ]
    if last:
        planned = measured.told(numbers.near(course.planned_on(last.on), 1))
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
    missing = len(course.gaps)
    if missing:
        said.append(ngettext("{n} reading is missing.", "{n} readings are missing.", missing).format(n=missing))
    said += [_told_expected(measured, ahead.expected), _told_forecast(measured, ahead.heading)]
    return " ".join(words for words in said if words)


def _told_expected(measured: Measured, expected: Expected | None) -> str:
    if expected is None:
        return ""
    range_, day = measured.between(expected.low, expected.high), date_format(expected.on, "j F Y")
    return _("{who} expects {range}, as of {day}.").format(who=expected.who, range=range_, day=day)


def _told_forecast(measured: Measured, heading: Forecast | None) -> str:
    if heading is None:
        return ""
    low, high = measured.told(heading.low), measured.told(heading.high)
    return _("Forecast {low} to {high}, if it goes on as it has.").format(low=low, high=high)


def _told_gaps(readings: Sequence[Reading]) -> tuple[str, ...]:
    """The reasons for the last few missing readings, and how many more there are."""
    missing = [reading for reading in readings if reading.value is None]
    told = [f"{date_format(reading.on, 'j F Y')}: {reading.why_none}" for reading in missing[-MOST_GAPS:]]
    more = len(missing) - len(told)
    if more:
        told.append(ngettext("{n} earlier is in the table", "{n} earlier are in the table", more).format(n=more))
    return tuple(told)


def _table(measured: Measured, readings: Sequence[Reading], ahead: _Ahead, numbers: Numbers) -> Table:
    """A line for each day on which something was planned, read, or expected of the target's day."""
    course = measured.course
    read = {reading.on: reading for reading in readings}
    days = sorted({point.on for point in course.plan} | set(read) | {each.on for each in measured.expected})
    rows = []
    for day in days:
        told, said = _actual(measured, read.get(day)), []
        if day == course.baseline.on:
            said.append(_("baseline"))
            told = told if day in read else measured.told(course.baseline.value)
        if day == course.target.on:
            said.append(_("target"))
            said += [_told_forecast(measured, ahead.heading)] if ahead.heading else []
        if day in read:
            said += [words for words in (read[day].why_none, read[day].comment) if words]
        said += [_expects(measured, each) for each in measured.expected if each.on == day]
        planned = measured.told(numbers.near(course.planned_on(day), 1))
        rows.append(
            (
                Cell(date_format(day, "j F Y")),
                Cell(planned, is_number=True),
                Cell(told, is_number=True),
                Cell("; ".join(said) or "–"),
            )
        )
    return table(f"{measured.title}, {measured.unit}", (_("Day"), _("Plan"), _("Read"), _("Words")), rows)


def _expects(measured: Measured, each: Expected) -> str:
    range_, day = measured.between(each.low, each.high), date_format(measured.course.target.on, "j F Y")
    words = _("{who} expects {range} by {day}").format(who=each.who, range=range_, day=day)
    return f"{words}: {each.words}" if each.words else words


def _actual(measured: Measured, reading: Reading | None) -> str:
    if reading is None:
        return "–"
    return _("none") if reading.value is None else measured.told(reading.value)
