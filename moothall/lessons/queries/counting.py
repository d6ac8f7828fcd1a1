"""What this room counts of itself: lessons that were shared, and lessons that were used again."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from moothall.kit.registries import Measured
from moothall.lessons.models import Lesson, LessonUse, Verdict


def shared(first: date, last: date) -> Measured:
    """How many lessons were published in these days."""
    own = Lesson.objects.filter(author__isnull=False)  # what was brought in from elsewhere is shared by its body
    return Measured(Decimal(own.filter(published_at__range=_span(first, last)).count()))


def adopted(first: date, last: date) -> Measured:
    """For how many matters a lesson was adopted in these days; a verdict that was changed since does not count."""
    rows = LessonUse.objects.counting().filter(verdict=Verdict.ADOPTED, at__range=_span(first, last))
    return Measured(Decimal(rows.count()))


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    return timezone.make_aware(datetime.combine(first, time.min)), timezone.make_aware(datetime.combine(last, time.max))
