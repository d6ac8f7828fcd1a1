"""Which days count in law: the calendars of the Acts, from the list of holidays and what was proclaimed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from moothall.kit.workdays import PARTS, Calendar

CHRISTMAS = frozenset({"Christmas Day"})


class Nation(TextChoices):
    """The parts of the United Kingdom that have bank holidays of their own; England and Wales share theirs."""

    ENGLAND = "ENG", _("England")
    WALES = "WLS", _("Wales")
    SCOTLAND = "SCT", _("Scotland")
    NORTHERN_IRELAND = "NIR", _("Northern Ireland")


class WeekendRule(TextChoices):
    """When a request that arrives on a day that is no working day counts as received.

    The Act says the day it arrives (s.10(6)), and so does the ICO: the next working day is day 1. Para 4.2 of the s.45
    Code of Practice (2018) says the next working day, which makes the day after that day 1. The ICO's reading is never
    the later one.
    """

    ICO = "ico", _("The day it arrives (the Act, and the ICO)")
    CODE = "code", _("The next working day (the Code of Practice)")


@dataclass(frozen=True)
class Amendment:
    """A day that became a bank holiday of a nation, or ceased to be one, since the list of holidays was made."""

    nation: Nation
    day: date
    name: str
    struck: bool = False


@dataclass(frozen=True)
class Calendars:
    """The three calendars that deadlines are counted on; `home` is the nation of the controller, for subject access."""

    home: Nation = Nation.ENGLAND
    proclaimed: Mapping[tuple[str, date], str] = field(default_factory=dict)
    struck: frozenset[tuple[str, date]] = frozenset()
    _nations: dict[Nation, Calendar] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def amended(cls, amendments: Iterable[Amendment], *, home: Nation = Nation.ENGLAND) -> "Calendars":
        """Calendars with these amendments, of which the last about a nation and a day stands."""
        last = {(amendment.nation.value, amendment.day): amendment for amendment in amendments}
        return cls(
            home=home,
            proclaimed={key: found.name for key, found in last.items() if not found.struck},
            struck=frozenset(key for key, found in last.items() if found.struck),
        )

    @cached_property
    def uk(self) -> Calendar:
        """No bank holiday in any part of the United Kingdom counts, nor Christmas Day or Good Friday (FOIA s.10(6)).

        Also for the EIR, whose reg 2(1) takes its working day from the Act.
        """
        return Calendar(PARTS, self.proclaimed, self.struck)

    @cached_property
    def scotland(self) -> Calendar:
        """No bank holiday in Scotland counts, nor Christmas Day (FOISA s.73); Easter Monday is a working day."""
        return Calendar((Nation.SCOTLAND.value,), self.proclaimed, self.struck, CHRISTMAS)

    def at_home(self, nation: Nation) -> Calendar:
        """The public holidays of the controller's own nation: a month that ends on one runs on (ICO, of art 12A)."""
        return self._nations.setdefault(nation, Calendar((nation.value,), self.proclaimed, self.struck))
