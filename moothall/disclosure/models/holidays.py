"""Bank holidays proclaimed or struck out since the list of holidays was made."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.days import Amendment, Nation
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


guards.declare(AppendOnly(Holiday, why="the holidays that deadlines were counted with are only ever added to"))
