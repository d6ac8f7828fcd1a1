"""What the pictures of risks share: stances, bands and the scale they lie on."""

from dataclasses import dataclass

from moothall.risks.choices import Stance

TONES = ("low", "moderate", "high", "severe")


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a scale: its colour (`tone`, one of four), its name, a letter and a short word, and its rank from 1."""

    tone: str
    name: str
    letter: str
    short: str
    rank: int

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"{self.tone} is no tone of a band")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The band of every pair, by likelihood and then impact, both from the lowest; and what the steps are called."""

    bands: tuple[tuple[Band, ...], ...]
    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]

    def __post_init__(self) -> None:
        even = len(self.bands) == len(self.likelihoods) and all(len(row) == len(self.impacts) for row in self.bands)
        if not even or not self.likelihoods or not self.impacts:
            raise ValueError("a band for every likelihood and impact")

    def band(self, place: tuple[int, int]) -> Band:
        """The band of a likelihood and an impact, each counted from 1."""
        likelihood, impact = place
        if not (1 <= likelihood <= len(self.likelihoods) and 1 <= impact <= len(self.impacts)):
            raise ValueError(f"{place} lies outside the scale")
        return self.bands[likelihood - 1][impact - 1]


def stance_words(stance: str) -> str:
    """Which side a risk lies on, in words."""
    return str(Stance(stance).label)
