"""Weighing options beside each other: counts by band and stance, and which option is no better anywhere than another.

Only what is classified and fresh has a band. A risk marked better, the same or worse than under another option is said
in those words, and never gets a band of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from moothall.risks.models import Band, Comparison, Stance
from moothall.risks.standing import Line, State

OPEN = (State.STALE, State.NAMED, State.ANSWERED)


@dataclass(frozen=True)
class Tally:
    """How many risks of one stance lie in which band after mitigation, and how many have none, by why."""

    bands: Mapping[Band, int]
    compared: Mapping[Comparison, int]
    open: Mapping[State, int]
    not_faced: int

    @property
    def total(self) -> int:
        """All risks of the stance."""
        return sum((*self.bands.values(), *self.compared.values(), *self.open.values(), self.not_faced))

    @property
    def known(self) -> str:
        """“2 low, 1 moderate, 1 better than elsewhere”; empty where nothing is known yet."""
        said = [f"{n} {band.label}" for band, n in self.bands.items() if n]
        compared = {
            Comparison.BETTER: _("{n} better than elsewhere"),
            Comparison.SAME: _("{n} the same as elsewhere"),
            Comparison.WORSE: _("{n} worse than elsewhere"),
        }
        said += [compared[verdict].format(n=n) for verdict, n in self.compared.items() if n]
        if self.not_faced:
            said.append(_("{n} not faced").format(n=self.not_faced))
        return ", ".join(said)

    @property
    def unknown(self) -> str:
        """“1 stale, 1 not answered”; empty where all is known."""
        words = {
            State.STALE: _("{n} stale"),
            State.NAMED: _("{n} not answered"),
            State.ANSWERED: _("{n} not classified"),
        }
        return ", ".join(words[state].format(n=n) for state, n in self.open.items() if n)


def tally(lines: Iterable[Line], stance: Stance) -> Tally:
    """Count one option's risks of a stance."""
    bands, compared = dict.fromkeys(Band, 0), dict.fromkeys(Comparison, 0)
    open_, not_faced = dict.fromkeys(OPEN, 0), 0
    for line in lines:
        if line.risk.stance != stance:
            continue
        state = line.state
        if state is State.NOT_FACED:
            not_faced += 1
        elif state in OPEN:
            open_[state] += 1
        elif state is State.COMPARED and line.mark is not None:
            compared[Comparison(line.mark.verdict)] += 1
        elif line.shift is not None:
            bands[line.shift.with_.band] += 1
    return Tally(bands, compared, open_, not_faced)


def dominated(options: Mapping[int, Sequence[Line]]) -> dict[int, list[int]]:
    """For each option that is dominated, by which: no better than it on any risk, and worse on some.

    Only options every risk of which is classified, fresh or not faced can be set beside each other so; a risk that is
    not faced is better than any that is. A risk that is likelier and hurts less is neither better nor worse. Cost is
    not counted.
    """
    whole = {key: places for key, lines in options.items() if (places := _places(lines)) is not None}
    found: dict[int, list[int]] = {}
    for key, mine in whole.items():
        over = [other for other, theirs in whole.items() if other != key and _dominates(theirs, mine)]
        if over:
            found[key] = over
    return found


_Place = tuple[int, int]
_NOWHERE: _Place = (0, 0)


def _places(lines: Sequence[Line]) -> dict[int, _Place] | None:
    """Likelihood and impact of every risk under one option; None where one is not known, or where there is none."""
    places: dict[int, _Place] = {}
    for line in lines:
        if line.state is State.NOT_FACED:
            places[line.risk.pk] = _NOWHERE
            continue
        shift = line.shift
        if shift is None:
            return None
        places[line.risk.pk] = (shift.with_.likelihood, shift.with_.impact)
    return places or None


def _dominates(better: Mapping[int, _Place], worse: Mapping[int, _Place]) -> bool:
    if better.keys() != worse.keys():
        return False
    pairs = [(better[risk], worse[risk]) for risk in better]
    no_worse = all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairs)
    return no_worse and any(a != b for a, b in pairs)


def dominated_words(letters: Sequence[str]) -> str:
    """“Dominated by D and E”."""
    return _("Dominated by {options}").format(options=get_text_list(list(letters), _("and")))
