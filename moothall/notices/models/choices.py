"""How a person wants to be told: by kind, by place, at which hours."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.notices.kinds import When


class Choice(models.Model):
    """One person's choice for a kind, for a place, or for a kind in a place; empty means every kind, every place."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_choices")
    kind = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=60, blank=True)
    when = models.CharField(max_length=6, choices=When)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "place"], name="notice_choice_once"),
            models.CheckConstraint(condition=~Q(kind="", place=""), name="notice_choice_of_something"),
            models.CheckConstraint(condition=Q(when__in=When.values), name="notice_choice_known"),
        ]


class Day(models.IntegerChoices):
    """A day of the week, Monday first, as `datetime.weekday` counts."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Hours(models.Model):
    """When mail may come to a person, on the clock where they are; without a row the defaults here hold."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="notice_hours"
    )
    quiet_from = models.TimeField(null=True, default=time(20))
    quiet_until = models.TimeField(null=True, default=time(7))
    digest_hour = models.PositiveSmallIntegerField(default=8)
    digest_day = models.PositiveSmallIntegerField(choices=Day, default=Day.MONDAY)
    zone = models.CharField(max_length=60, blank=True)
    """A name of the IANA time zone database; empty for the council's own."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="notice_digest_hour_of_the_day"),
            models.CheckConstraint(condition=Q(digest_day__lte=6), name="notice_digest_day_of_the_week"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notice_quiet_hours_begin_and_end",
            ),
        ]
