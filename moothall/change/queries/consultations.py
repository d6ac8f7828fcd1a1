"""Open consultations: what those who look after one see of it, and what anybody may read."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from moothall.change.models import AnswerPart, Consultation, PublicAnswer, Theme
from moothall.kit import clock
from moothall.kit.pages import Slice, keyset

PAGE = 20
SHOWS = ("waiting", "shown", "kept_out")


@dataclass(frozen=True)
class Counts:
    """How many answers there are, and how many of them wait, are shown, and were kept out."""

    waiting: int
    shown: int
    kept_out: int

    @property
    def all(self) -> int:
        """However many came."""
        return self.waiting + self.shown + self.kept_out


@dataclass(frozen=True)
class Told:
    """A theme as it stands, and what it corrected, the latest first."""

    theme: Theme
    before: list[Theme]


def counts(consultation: Consultation) -> Counts:
    """How many answers there are of each sort."""
    found = list(PublicAnswer.objects.filter(consultation=consultation).values_list("let_in", flat=True))
    return Counts(found.count(None), found.count(True), found.count(False))


def answers(consultation: Consultation, show: str, after: str | None) -> Slice[PublicAnswer]:
    """The answers that wait (the first to come first), or those that are shown or kept out (the last first)."""
    rows = _with_parts(PublicAnswer.objects.filter(consultation=consultation)).select_related("moderated_by")
    if show == "waiting":
        return keyset(rows.filter(moderated_at=None), by=("said_at", "pk"), after=after, size=PAGE)
    return keyset(rows.filter(let_in=show == "shown"), by=("-said_at", "-pk"), after=after, size=PAGE)


def shown(consultation: Consultation, after: str | None) -> Slice[PublicAnswer]:
    """What anybody may read of what people answered: what somebody let in, the last first."""
    rows = _with_parts(PublicAnswer.objects.shown().filter(consultation=consultation))
    return keyset(rows, by=("-said_at", "-pk"), after=after, size=PAGE)


def parts(answer: PublicAnswer) -> list[AnswerPart]:
    """What one answer says, in the order of the questions."""
    return list(answer.parts.select_related("question").order_by("question__place"))


def themes(consultation: Consultation) -> list[Told]:
    """What people said and what came of it, as it stands, each with what was said of it before."""
    rows = list(Theme.objects.filter(consultation=consultation).select_related("by").order_by("pk"))
    by_pk = {row.pk: row for row in rows}
    corrected = {row.corrects_id for row in rows}
    found = []
    for row in rows:
        if row.pk in corrected:
            continue
        before, earlier = [], row.corrects_id
        while earlier is not None:
            before.append(by_pk[earlier])
            earlier = by_pk[earlier].corrects_id
        found.append(Told(row, before))
    return sorted(found, key=lambda each: each.before[-1].pk if each.before else each.theme.pk)


def is_corrected(theme: Theme) -> bool:
    """Whether a later theme stands in its place."""
    return Theme.objects.filter(corrects=theme).exists()


def running() -> list[Consultation]:
    """The consultations that anybody can answer today, the first to close first."""
    rows = Consultation.objects.running(clock.today())
    return list(rows.order_by("closes_on", "pk")[:PAGE])


def coming() -> list[Consultation]:
    """The published consultations that open later."""
    rows = Consultation.objects.public().filter(opens_on__gt=clock.today())
    return list(rows.order_by("opens_on", "pk")[:PAGE])


def over(after: str | None) -> Slice[Consultation]:
    """The consultations that have closed, the last first."""
    rows = Consultation.objects.over(clock.today())
    return keyset(rows, by=("-closes_on", "-pk"), after=after, size=PAGE)


def unanswered(consultation: Consultation) -> bool:
    """Whether a theme says neither what was done nor why not."""
    later = Theme.objects.filter(corrects=OuterRef("pk"))
    return Theme.objects.filter(~Exists(later), consultation=consultation, did="", why_not="").exists()


def _with_parts(rows: "QuerySet[PublicAnswer]") -> "QuerySet[PublicAnswer]":
    said = AnswerPart.objects.select_related("question").order_by("question__place")
    return rows.prefetch_related(Prefetch("parts", queryset=said))
