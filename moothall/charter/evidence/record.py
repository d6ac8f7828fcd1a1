"""What is known of one initiative, in plain values: all that a card reads, and nothing that a person claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

SERVICE = "service"
INSIDE, OUTSIDE = "internal", "external"
DESIGN, DEVELOPMENT, IMPLEMENTATION = "design", "development", "implementation"
ENABLER, OBJECTIVE = "enabler", "objective"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with a part in it; `profile` is what they say they do and can be asked about."""

    pk: int
    name: str
    technology: bool = False
    profile: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """An objective that the initiative says it serves, and since when that is said."""

    objective: int
    title: str
    source: str  # the plan and the page
    at: datetime
    adopted_on: date
    valid_to: date | None = None
    replaced_on: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the plan was adopted, valid and not replaced that day."""
        ended = (self.valid_to is not None and self.valid_to < on) or (
            self.replaced_on is not None and self.replaced_on <= on
        )
        return self.adopted_on <= on and not ended


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Somebody inside or outside; of those inside, what their team is there for."""

    pk: int
    name: str
    side: str
    team: int | None = None
    function: str = ""


@dataclass(frozen=True, slots=True)
class Engagement:
    """That stakeholders were asked something, and what came of it."""

    pk: int
    asked: str
    stage: str
    opened_on: date
    closed_on: date | None
    added_on: date
    involved: tuple[int, ...]
    changed: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit with what is known of its measure and its readings."""

    pk: int
    title: str
    disbenefit: bool
    owner: Somebody | None
    described: bool  # who gets it, and how it comes true
    added_at: datetime
    dropped: bool = False
    measure: int | None = None
    measure_title: str = ""
    objective: int | None = None
    plan_adopted_on: date | None = None
    plan_ended_on: date | None = None
    rising: bool = True
    target: Decimal | None = None
    target_on: date | None = None
    first_due: date | None = None
    frequency: str = ""
    retired: bool = False
    readings: int = 0
    last_on: date | None = None
    last_has_value: bool = False  # whether the last of all has one
    value: Decimal | None = None  # the last that there is

    def added_after(self, day: date) -> bool:
        """Whether it was written down after a day, on the council's clock."""
        written = self.added_at.date()
        return written > day or (written == day and timezone.localdate(self.added_at) > day)

    @property
    def reached(self) -> bool:
        """Whether the last value that was read is at its target."""
        if self.value is None or self.target is None:
            return False
        return self.value >= self.target if self.rising else self.value <= self.target


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about a risk, and was not by its day."""

    pk: int
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Weighed:
    """An appraisal that weighs the initiative, and how what was chosen stands; words only where they may be read."""

    appraisal: int
    title: str
    decided: bool = False
    did_at: datetime | None = None  # when it was first decided to do something
    faced: int = 0  # risks of the option that was chosen
    stale: int = 0  # of them, not classified on what stands now
    late: tuple[Step, ...] = ()
    occurred: tuple[tuple[int, str], ...] = ()  # risks that came true


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That an owner said: I led, they helped."""

    guide: int
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Record:
    """One initiative. `maps` says for each thing on the benefits map its kind and what it stands for."""

    pk: int
    title: str
    owner: Somebody | None = None
    accepted_at: datetime | None = None
    guide: Somebody | None = None
    sponsor: Somebody | None = None
    began_on: date | None = None
    before_hall: bool = False
    outcome: str = ""  # of a closed one
    closed_on: date | None = None
    reviewed: bool = False
    aligned: Sequence[Aligned] = ()
    weighed: Sequence[Weighed] = ()
    stakeholders: Sequence[Stakeholder] = ()
    engagements: Sequence[Engagement] = ()
    teams: Mapping[int, str] = field(default_factory=dict)  # that must change, by name
    benefits: Sequence[Benefit] = ()
    nodes: Mapping[int, tuple[str, int | None]] = field(default_factory=dict)  # kind, and benefit or objective
    edges: Sequence[tuple[int, int]] = ()
    lessons: frozenset[str] = frozenset()  # things of which a lesson is published: `benefit:4`
    confirmed: Sequence[Confirmed] = ()

    @property
    def key(self) -> str:
        """How the hall names it: `initiative:7`."""
        return f"initiative:{self.pk}"

    @property
    def decided_at(self) -> datetime | None:
        """When it was first decided to do it."""
        return min((each.did_at for each in self.weighed if each.did_at is not None), default=None)

    @property
    def live(self) -> list[Benefit]:
        """Benefits that were not dropped, disbenefits among them."""
        return [each for each in self.benefits if not each.dropped]

    @property
    def gains(self) -> list[Benefit]:
        """Benefits that were not dropped, without the price that somebody pays."""
        return [each for each in self.live if not each.disbenefit]
