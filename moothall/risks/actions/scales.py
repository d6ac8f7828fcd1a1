"""Adopting scales, and saying what the council would bear."""

from decimal import Decimal

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions, scoring
from moothall.risks.models import Appetite, Axis, Category, Level, Scale, Unit


@audit.act
def adopt_scale(draft: scoring.Draft, *, by: User) -> Scale:
    """Adopt a scale for appraisals that begin from now on; raises ValueError with its first fault, or a name taken."""
    require(permissions.keeps_risks(by))
    if Scale.objects.filter(name=draft.name).exists():
        raise ValueError("There is a scale of that name.")
    return _adopt(draft, by=by)


def current_scale(by: User) -> Scale:
    """The scale that new appraisals take; where none was adopted yet, the one that we suggest."""
    return Scale.objects.current() or _adopt(scoring.suggested(), by=by)


@audit.act
def set_appetite(
    category: Category,
    *,
    by: User,
    sentence: str,
    unit: Unit,
    often: tuple[Decimal, Decimal],
    rare: tuple[Decimal, Decimal],
) -> Appetite:
    """Say what the council would bear in a category: each point is a probability (0 to 1) and a loss in a year."""
    require(permissions.keeps_risks(by))
    made = Appetite.objects.create(
        category=category,
        sentence=sentence.strip(),
        unit=unit,
        often_probability=often[0],
        often_loss=often[1],
        rare_probability=rare[0],
        rare_loss=rare[1],
        set_by=by,
    )
    audit.record("appetite.set", by=by, on=made, category=category)
    return made


def _adopt(draft: scoring.Draft, *, by: User) -> Scale:
    wrong = scoring.faults(draft)
    if wrong:
        raise ValueError(wrong[0])
    scale = Scale.objects.create(name=draft.name, matrix=draft.matrix, adopted_by=by)
    Level.objects.bulk_create(
        Level(scale=scale, axis=axis, number=number, label=level.label, low=level.low, high=level.high)
        for axis, levels in ((Axis.LIKELIHOOD, draft.likelihood), (Axis.IMPACT, draft.impact))
        for number, level in enumerate(levels, start=1)
    )
    audit.record("scale.adopted", by=by, on=scale, name=scale.name)
    return scale
