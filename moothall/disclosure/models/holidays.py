"""Bank holidays proclaimed or struck out since the list was made, and the days on which a school is closed."""

from collections.abc import Iterator
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.days import Amendment, Nation
from moothall.disclosure.models.terms import Terms
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly


class Holiday(models.Model):
    """That a day is a bank holiday of a nation, or is none after all; of several rows about one day the last stands.

    Rows are only ever added, as a deadline of the past must explain itself tomorrow. Who added it is in the audit.
    """

    nation = models.CharField(_("nation"), max_length=3, choices=Nation)
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=200)
    struck = models.BooleanField(_("struck out"), default=False)
    source = models.CharField(_("source"), max_length=300)  # a proclamation, an order, a file of gov.uk
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(nation__in=Nation.values), name="holiday_of_a_nation"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(source=""), name="holiday_has_name_and_source"
            ),
        ]
        indexes = [models.Index(fields=["day", "nation"], name="holiday_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.nation} {self.name}"

    @property
    def amendment(self) -> Amendment:
        """What this row changes in the calendars."""
        return Amendment(Nation(self.nation), self.day, self.name, self.struck)


class Closure(models.Model):
    """That the school is closed from one day to another, or is open then after all; of one day the last row stands.

    These days count only towards the sixty working days of a school (SI 2004/3364 reg 3). Rows are only ever added.
    """

    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    name = models.CharField(_("name"), max_length=200)  # “Summer holidays”
    open = models.BooleanField(_("open after all"), default=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="closure_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name=""), name="closure_has_a_name"),
        ]
        indexes = [models.Index(fields=["first_on", "last_on"], name="closure_by_day")]

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on} {self.name}"

    @property
    def days(self) -> Iterator[date]:
        """Every day of it, the first and the last too."""
        return (date.fromordinal(number) for number in range(self.first_on.toordinal(), self.last_on.toordinal() + 1))


class Counted(models.Model):
    """With which terms, holidays and closures all open cases were counted; while the last row says so they stand.

    `lists` is the version of the list of holidays that comes with the hall. Rows are only ever added.
    """

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, null=True, related_name="+")
    holiday = models.ForeignKey(Holiday, on_delete=models.PROTECT, null=True, related_name="+")  # the last one
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, null=True, related_name="+")
    lists = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return f"counted with terms {self.terms_id}, holiday {self.holiday_id}, closure {self.closure_id}"

    def same_as(self, other: "Counted | None") -> bool:
        """Whether nothing that dates rest on is another."""
        names = ("terms_id", "holiday_id", "closure_id", "lists")
        return other is not None and all(getattr(self, name) == getattr(other, name) for name in names)


guards.declare(
    AppendOnly(Holiday, why="the holidays that deadlines were counted with are only ever added to"),
    AppendOnly(Counted, why="with what dates were counted stays on record"),
    AppendOnly(Closure, why="the closed days that deadlines were counted with are only ever added to"),
)
