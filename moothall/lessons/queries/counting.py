"""What the room counts of itself as metrics: lessons that were shared, and lessons that were used again."""

from decimal import Decimal

from moothall.kit.measuring import Period, over_days
from moothall.kit.registries import Measured
from moothall.lessons.models import Lesson, LessonUse, Verdict


@over_days
def shared(period: Period) -> Measured:
    """How many lessons were published in these days."""
    own = Lesson.objects.filter(author__isnull=False)  # what was brought in from elsewhere is shared by its body
    return Measured(Decimal(own.filter(published_at__gte=period.start, published_at__lt=period.end).count()))


@over_days
def adopted(period: Period) -> Measured:
    """For how many matters a lesson was adopted in these days; a verdict that was changed since does not count."""
    rows = LessonUse.objects.counting().filter(verdict=Verdict.ADOPTED)
    return Measured(Decimal(rows.filter(at__gte=period.start, at__lt=period.end).count()))
