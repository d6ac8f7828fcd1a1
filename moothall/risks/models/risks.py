"""Risks, and how each option faces them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.risks.choices import Category, Stance
from moothall.risks.models.appraisals import Option, Round


class RiskQuerySet(models.QuerySet["Risk"]):
    """Which risks a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "RiskQuerySet":
        """Those of appraisals that they may read."""
        return self.filter(round__appraisal__in=grants.held(user, "appraisal"))


class Risk(models.Model):
    """Something that may happen, of doing or of not doing; it has no score of its own.

    `revision` grows whenever the sentence changes: what was classified before is then stale.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="risks")
    stance = models.CharField(max_length=9, choices=Stance)
    number = models.PositiveSmallIntegerField()  # within its stance: 1 of doing is D1
    name = models.CharField(max_length=100)
    cause = models.CharField(max_length=400)
    event = models.CharField(max_length=400)
    consequence = models.CharField(max_length=400)
    category = models.CharField(max_length=12, choices=Category)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="risks_owned")
    proximity = models.DateField(null=True)  # by when it may happen
    twin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="twins")
    arises_from = models.ForeignKey("Response", on_delete=models.PROTECT, null=True, related_name="gives_rise_to")
    note = models.TextField(blank=True)  # facts with their sources and dates; an old score that came with an import
    starter = models.CharField(max_length=12, blank=True)  # which risk of the template it was made from
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[RiskQuerySet] = RiskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "stance", "number"], name="risk_numbered_once"),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="risk_stance_known"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="risk_category_known"),
            models.CheckConstraint(
                condition=~Q(cause="") & ~Q(event="") & ~Q(consequence="") & ~Q(name=""), name="risk_is_a_sentence"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="risk_number_from_one"),
            models.CheckConstraint(condition=Q(twin=None) | ~Q(twin=F("id")), name="risk_is_not_its_own_twin"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"

    def get_absolute_url(self) -> str:
        """The risk, with what every option does about it."""
        return reverse("risks:risk", args=[self.pk])

    @property
    def ref(self) -> str:
        """How it is called in short: D1 of doing, N1 of not doing."""
        return f"{'D' if self.stance == Stance.DOING else 'N'}{self.number}"

    @property
    def sentence(self) -> str | Promise:
        """Cause, event and consequence, read as one sentence."""
        return _("Because %(cause)s, %(event)s, leading to %(consequence)s.") % {
            "cause": self.cause,
            "event": self.event,
            "consequence": self.consequence,
        }


class Exposure(models.Model):
    """How one option faces one risk: every option faces every risk, or says why it does not."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="exposures")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="exposures")
    applies = models.BooleanField(default=True)
    why_not = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["risk", "option"], name="exposure_once"),
            models.CheckConstraint(
                condition=Q(applies=True, why_not="") | Q(applies=False) & ~Q(why_not=""),
                name="exposure_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"risk {self.risk_id} under option {self.option_id}"
