"""The Gunning principles as checks on a public consultation.

They come from R v Brent London Borough Council, ex parte Gunning (1985), and are put here as what can be read off the
records. What counts as enough time is a rule of the organisation: no number of days is asserted to be the law.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.change.models import Consultation, Engagement, EngagementStage, Theme
from moothall.change.queries.readiness import decisions


class Kept(StrEnum):
    """How it stands with one principle."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"

    @property
    def words(self) -> str:
        """The same in words."""
        return {Kept.YES: _("Met"), Kept.NOT_YET: _("Not yet"), Kept.NO: _("Not met")}[self]

    @property
    def tone(self) -> str:
        """Its look among the states of a page."""
        return {Kept.YES: "good", Kept.NO: "care"}.get(self, "")


@dataclass(frozen=True)
class Check:
    """One principle, how it stands, and the words that say why."""

    number: int
    principle: str
    kept: Kept
    words: str


@dataclass(frozen=True)
class Themes:
    """How many things people said are written down, and how many say what came of them."""

    count: int
    answered: int
    published_at: datetime | None


def checks(engagement: Engagement) -> list[Check]:
    """How a public consultation stands, by each of the four principles."""
    decided = decisions(engagement.initiative).values_list("at", flat=True).first()
    held = Consultation.objects.filter(engagement=engagement).first()
    opened, closed = engagement.opened_on, engagement.closed_on
    if held is not None:
        opened, closed = held.opens_on, held.last_on
    return [
        formative(engagement, opened, decided),
        informed(engagement),
        in_time(opened, closed, settings.MOOTHALL_CONSULTATION_DAYS),
        considered(engagement, _themes(held) if held else None, decided),
    ]


def formative(engagement: Engagement, opened_on: date, decided: datetime | None) -> Check:
    """At a formative stage: at design, and opened before the decision."""
    principle = _("While the proposal is still being formed")
    opened = date_format(opened_on, "j F Y")
    if engagement.stage != EngagementStage.DESIGN:
        return Check(1, principle, Kept.NO, _("It was not held at design, when it could still change everything."))
    if decided is None:
        return Check(1, principle, Kept.YES, _("It opens on {day}, and nothing is decided yet.").format(day=opened))
    day = timezone.localdate(decided)
    words = {"opened": opened, "decided": date_format(day, "j F Y")}
    if opened_on < day:
        return Check(1, principle, Kept.YES, _("Opened {opened}, decided {decided}.").format(**words))
    words_no = _("Opened {opened}, but it was decided on {decided}.").format(**words)
    return Check(1, principle, Kept.NO, words_no)


def informed(engagement: Engagement) -> Check:
    """With enough information: where people find what they need to answer well."""
    principle = _("With enough information to answer well")
    if engagement.information:
        return Check(2, principle, Kept.YES, _("What people were told beforehand is linked."))
    return Check(2, principle, Kept.NO, _("No link says what people were told beforehand."))


def in_time(opened_on: date, closed_on: date | None, least: int) -> Check:
    """With enough time, by the rule of the organisation."""
    principle = _("With enough time to answer")
    rule = ngettext("Our own rule is {n} day.", "Our own rule is {n} days.", least).format(n=least)
    if closed_on is None:
        return Check(3, principle, Kept.NOT_YET, f"{_('No closing day is given.')} {rule}")
    days = (closed_on - opened_on).days
    said = ngettext("Open for {n} day.", "Open for {n} days.", days).format(n=days)
    return Check(3, principle, Kept.YES if days >= least else Kept.NO, f"{said} {rule}")


def considered(engagement: Engagement, themes: Themes | None, decided: datetime | None) -> Check:
    """Taken into account with care: each thing that people said is answered, before the decision."""
    principle = _("And what people said was weighed before the decision")
    if themes is None:
        if engagement.is_answered:
            return Check(4, principle, Kept.YES, _("What they said, and what came of it, is written down."))
        late = Kept.NO if decided else Kept.NOT_YET
        return Check(4, principle, late, _("What they said, or what came of it, is not written down."))
    open_ = themes.count - themes.answered
    if not themes.count:
        words = _("No theme of what people said is written down.")
    elif open_:
        words = ngettext("{n} theme is not answered.", "{n} themes are not answered.", open_).format(n=open_)
    elif themes.published_at is None:
        words = _("Each theme is answered, and nobody was told yet.")
    elif decided is None or themes.published_at <= decided:
        words = ngettext("{n} theme, answered.", "{n} themes, each answered.", themes.count).format(n=themes.count)
        return Check(4, principle, Kept.YES, words)
    else:
        return Check(4, principle, Kept.NO, _("Each theme is answered, but only after the decision."))
    return Check(4, principle, Kept.NO if decided else Kept.NOT_YET, words)


def _themes(held: Consultation) -> Themes:
    corrected = Theme.objects.filter(corrects=OuterRef("pk"))
    rows = list(Theme.objects.filter(~Exists(corrected), consultation=held))
    return Themes(len(rows), sum(row.is_answered for row in rows), held.answered_at)
