"""A register that was read from a file and checked, and is not written yet: what an act is given, and a page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.people.models import User
from moothall.risks.models import Response


@dataclass(frozen=True)
class StepSaid:
    """What a file says of one step. Two that say the same are one step, entered once and listed wherever it serves."""

    kind: str
    step: str
    acts_on: str = ""
    control: str = ""
    actionee: User | None = None
    due_on: date | None = None
    cost: Decimal | None = None
    in_place_on: date | None = None
    rationale: str = ""
    approver: User | None = None
    review_on: date | None = None

    @classmethod
    def of(cls, response: Response) -> "StepSaid":
        """What is said of one that stands already; its people come with it."""
        return cls(**{name: getattr(response, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class RiskSaid:
    """What a file says of one risk, in the rows where it stands."""

    ref: str  # as the file or the template calls it
    rows: Sequence[int]
    number: int | None  # within its side, where it is free; None for the next one
    stance: str
    name: str
    cause: str
    event: str
    consequence: str
    category: str
    owner: User | None
    proximity: date | None
    note: str
    old_score: str  # what the file says of likelihood and impact, in one line; it counts for nothing
    twin: str  # the ref of another risk of the file, or empty
    twin_pk: int | None  # or a risk that stands in the round already
    not_faced: Mapping[int, str]  # why not, by the key of the option
    steps: Mapping[StepSaid, frozenset[int]]  # the options that each serves, by their keys
    known_pk: int | None = None  # the same sentence stands in the round already
    starter: str = ""  # which risk of the template it is

    @property
    def served(self) -> frozenset[int]:
        """The options under which something is done about it."""
        return frozenset().union(*self.steps.values())


@dataclass(frozen=True)
class Fault:
    """What cannot be, where it stands in the file, in plain words."""

    row: int
    column: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """A file that was read as a whole."""

    name: str
    digest: str  # SHA-256 of its bytes
    risks: Sequence[RiskSaid]
    faults: Sequence[Fault]
    passed_over: Sequence[str]  # columns that a register does not have

    @property
    def may_come_in(self) -> bool:
        """Whether all of it can be written: nothing is done by halves."""
        return bool(self.risks) and not self.faults


def sentence(stance: str, cause: str, event: str, consequence: str) -> tuple[str, ...]:
    """By what a risk is known again: its side and its sentence, however it is spaced and capitalised."""
    return stance, *(" ".join(part.split()).casefold() for part in (cause, event, consequence))
