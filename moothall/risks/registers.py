"""A register that was read from a file and checked, and is not written yet: what an act is given, and a page shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from moothall.people.models import User
from moothall.risks.models import Option, Response, ResponseKind


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
    is_known: bool = False  # the same sentence stood in the round when it was read
    starter: str = ""  # which risk of the template it is

    @property
    def answered(self) -> frozenset[int]:
        """The options under which it is answered as soon as it is written: a toleration is signed for first."""
        steps = (options for step, options in self.steps.items() if step.kind != ResponseKind.TOLERATE)
        return frozenset(pk for options in steps for pk in options)

    @property
    def served(self) -> frozenset[int]:
        """The options under which something is done about it."""
        return frozenset(pk for options in self.steps.values() for pk in options)


@dataclass(frozen=True)
class Fault:
    """What cannot be, where it stands in the file, in plain words."""

    row: int
    column: str
    words: str


@dataclass(frozen=True)
class Becomes:
    """What a risk of a file becomes, in the letters of options."""

    said: RiskSaid
    steps: Sequence[tuple[StepSaid, str]]
    answered: str
    waits: str  # where it waits for a signature
    unfaced: str


@dataclass(frozen=True)
class Incoming:
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

    def becoming(self, options: Sequence[Option]) -> list[Becomes]:
        """What each risk becomes under these options."""

        def letters(keys: Collection[int]) -> str:
            return ", ".join(option.letter for option in options if option.pk in keys)

        return [
            Becomes(
                said=one,
                steps=[(step, letters(served)) for step, served in one.steps.items()],
                answered=letters(one.answered),
                waits=letters(one.served - one.answered),
                unfaced=letters(one.not_faced),
            )
            for one in self.risks
        ]


def sentence(stance: str, cause: str, event: str, consequence: str) -> tuple[str, ...]:
    """By what a risk is known again: its side and its sentence, however it is spaced and capitalised."""
    return stance, *(" ".join(part.split()).casefold() for part in (cause, event, consequence))
