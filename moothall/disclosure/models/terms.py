"""Under what terms the council answers, from a day on: its kind of body, the regulator, its own inside dates."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.days import Nation, WeekendRule
from moothall.disclosure.law.regimes import Body
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly

INSIDE = (3, 10, 17)  # working days


class TermsQuerySet(models.QuerySet["Terms"]):
    """Which terms hold on a day."""

    def on(self, day: date) -> "Terms":
        """Those in force on a day: what was said last, from a day that has come; our defaults before anybody said."""
        return self.filter(from_on__lte=day).order_by("-from_on", "-pk").first() or Terms(from_on=day)


class Terms(models.Model):
    """A dated setting of the whole authority. Rows are only added: old letters stay explained by what held then."""

    from_on = models.DateField(_("in force from"))
    body = models.CharField(_("kind of body"), max_length=8, choices=Body, default=Body.COUNCIL)
    nation = models.CharField(_("nation"), max_length=3, choices=Nation, default=Nation.ENGLAND)
    weekend_rule = models.CharField(
        _("requests that come at a weekend"), max_length=4, choices=WeekendRule, default=WeekendRule.ICO
    )
    regulator = models.CharField(_("regulator"), max_length=120, default="Information Commissioner’s Office")
    regulator_address = models.TextField(
        _("its address"), default="Wycliffe House, Water Lane, Wilmslow, Cheshire, SK9 5AF"
    )
    regulator_site = models.CharField(_("its website"), max_length=200, default="ico.org.uk/make-a-complaint")
    review_days = models.PositiveSmallIntegerField(
        _("working days to ask for a review"), default=40, validators=[MinValueValidator(1), MaxValueValidator(250)]
    )
    inside_days = models.CharField(_("inside dates"), max_length=40, default="3, 10, 17")
    approvals = models.PositiveSmallIntegerField(
        _("approvals before an answer goes"), default=1, validators=[MinValueValidator(0), MaxValueValidator(3)]
    )
    hold_at_once = models.BooleanField(_("hold what is closest to a request when it comes"), default=True)
    reply_to = models.CharField(_("where requesters write"), max_length=200, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[TermsQuerySet] = TermsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(body__in=Body.values), name="terms_of_a_known_body"),
            models.CheckConstraint(condition=Q(nation__in=Nation.values), name="terms_of_a_nation"),
            models.CheckConstraint(condition=Q(weekend_rule__in=WeekendRule.values), name="terms_of_a_weekend_rule"),
            models.CheckConstraint(condition=~Q(regulator="") & ~Q(regulator_address=""), name="terms_name_regulator"),
        ]
        indexes = [models.Index(fields=["-from_on", "-id"], name="terms_latest")]

    def __str__(self) -> str:
        return f"from {self.from_on}"

    @property
    def days_inside(self) -> tuple[int, int, int]:
        """The working days, as the clock counts, by which parts are asked for, answered and late inside: `(3, 10, 17)`.

        What the terms don't say is ours, and never sooner than what they say.
        """
        said = [max(1, int(word)) for word in self.inside_days.replace(",", " ").split() if word.isdecimal()][:3]
        first, second, third = (*said, *(max([day, *said]) for day in INSIDE[len(said) :]))
        return first, second, third


guards.declare(AppendOnly(Terms, why="the terms of a time stay; say others from a later day"))
