"""What somebody was told."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from moothall.kit import clock
from moothall.notices.kinds import When
from moothall.notices.models.letters import Letter
from moothall.people import grants
from moothall.people.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def visible_to(self, user: User | AnonymousUser) -> "NoticeQuerySet":
        """A person's own, while they hold the place that it came from; what it is about is asked of its room."""
        return self.in_places(user.pk, grants.tokens(user))

    def in_places(self, person: int | None, places: Iterable[str]) -> "NoticeQuerySet":
        """A person's own that came from one of these places."""
        return self.filter(person=person, place__in=places)

    def fresh(self, now: datetime | None = None) -> "NoticeQuerySet":
        """Neither read nor done nor put off."""
        awake = Q(snoozed_until=None) | Q(snoozed_until__lte=now or clock.now())
        return self.filter(awake, read_at=None, done_at=None)


class Notice(models.Model):
    """That something was told to a person: which kind of thing, about what, where. Its words stay in its room."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    place = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    how = models.CharField(max_length=6, choices=When)
    due_at = models.DateTimeField(null=True)
    """When it is to be mailed; None once it was put into a letter, or where no mail is wanted."""
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="notices")
    thread = models.CharField(max_length=80, blank=True)
    """What it was mailed as part of, such as `conversation:12`."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thing", "subject"], name="notice_told_once"),
            models.CheckConstraint(condition=Q(how__in=When.values), name="notice_how_known"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="notice_due"),
            models.Index(fields=["person", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["person", "-at"], condition=Q(read_at=None, done_at=None), name="notice_fresh"),
        ]
