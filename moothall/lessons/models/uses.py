"""The use of lessons: that one was adopted for a matter, or is not applicable to it, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from moothall.kit import clock
from moothall.lessons.choices import Verdict
from moothall.lessons.models.lessons import Lesson


class LessonUseQuerySet(models.QuerySet["LessonUse"]):
    """Which verdicts count."""

    def counting(self) -> "LessonUseQuerySet":
        """The last word on each lesson and thing: whoever thinks otherwise later says so, and both stay."""
        later = LessonUse.objects.filter(
            lesson=OuterRef("lesson"), thing=OuterRef("thing"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def adopted(self) -> "LessonUseQuerySet":
        """Those of which the last word is that the lesson was adopted."""
        return self.counting().filter(verdict=Verdict.ADOPTED)


class LessonUse(models.Model):
    """What was done with a lesson for a thing of the hall (`initiative:7`).

    Verdicts are only ever added: `number` 1 is the first for this lesson and thing, and the highest is what counts.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="uses")
    thing = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField(default=1)
    verdict = models.CharField(max_length=14, choices=Verdict)
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = LessonUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "thing", "number"], name="lesson_use_numbered_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="lesson_use_verdict_known"),
            models.CheckConstraint(condition=Q(thing__contains=":"), name="lesson_use_for_a_thing"),
            models.CheckConstraint(condition=Q(number__gte=1), name="lesson_use_numbered_from_one"),
            models.CheckConstraint(
                condition=~Q(verdict="not_applicable") | ~Q(reason=""), name="lesson_use_not_applicable_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["thing", "lesson"], name="lesson_use_by_thing")]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.verdict} for {self.thing}"

    @property
    def is_adopted(self) -> bool:
        """Whether the lesson was taken up."""
        return self.verdict == Verdict.ADOPTED
