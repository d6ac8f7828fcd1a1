"""Lessons of one's own that were begun from what another body publishes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moothall.kit import clock
from moothall.lessons.models.exchange import Item
from moothall.lessons.models.lessons import Lesson


class Drawn(models.Model):
    """That a draft was begun from a thing of another body: whose it is, what it was called, and under what licence.

    It is kept as it was then, so that a lesson says for good where it comes from, whatever that body says later. As
    long as the lesson is a draft this is its author's alone, as all of it is.
    """

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="drawn")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="drawn")
    origin = models.CharField(max_length=160)  # the body, as the council called it then
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=1000, blank=True)
    licence = models.CharField(max_length=200, blank=True)  # as that body names it; empty where it names none
    licence_url = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name_plural = "drawn"
        constraints = [
            models.UniqueConstraint(fields=["item", "by"], name="drawn_once_by_a_person"),
            models.CheckConstraint(condition=~Q(origin="") & ~Q(title=""), name="drawn_from_somewhere"),
        ]

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} from item {self.item_id}"

    @property
    def has_licence(self) -> bool:
        """Whether that body says under what others may use its words."""
        return bool(self.licence or self.licence_url)

    @property
    def licence_words(self) -> str:
        """Its licence in words, where we know it by its SPDX name."""
        return Item(licence=self.licence).licence_words or self.licence_url
