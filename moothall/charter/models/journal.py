"""The journal: words that only their writer sees."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people.models import User


class Prompts(models.TextChoices):
    """Questions to write along, if one wishes."""

    OWN = "own", _("None: I just write")
    CHARTER = "charter", _("The charter’s own questions")
    GIBBS = "gibbs", _("Gibbs’ reflective cycle")
    AFTER_ACTION = "after_action", _("After-action review")
    START_STOP = "start_stop", _("Start, stop, continue")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Whose entries they are."""

    def visible_to(self, user: User | AnonymousUser) -> "EntryQuerySet":
        """One's own, and nobody else's: no role opens another person's journal."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(writer=user)


class Entry(models.Model):
    """One entry of a journal: one text, for its writer alone."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="journal")
    body = models.TextField()
    prompts = models.CharField(max_length=12, choices=Prompts, default=Prompts.OWN)
    about = models.CharField(max_length=60, blank=True)  # a thing of the hall, such as `initiative:7`
    written_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["writer", "-id"], name="journal_of_writer")]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="journal_says_something"),
            models.CheckConstraint(condition=Q(prompts__in=Prompts.values), name="journal_prompts_known"),
            models.CheckConstraint(condition=Q(about="") | Q(about__contains=":"), name="journal_about"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of the entry, for its writer."""
        return reverse("charter:entry", args=[self.pk])
