"""Whom a change touches, and how they were involved."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from moothall.change.choices import AgeGroup, Disposition, EngagementStage, Form, Raci, Side
from moothall.change.models.initiatives import Initiative
from moothall.kit import clock
from moothall.people.models import Team

LEVELS = range(1, 6)


class Stakeholder(models.Model):
    """Somebody whom a change touches, with their power and interest from 1 to 5, and where they stand."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="stakeholders")
    name = models.CharField(max_length=160)
    side = models.CharField(max_length=8, choices=Side)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="stakes")  # of those inside
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="stakes")
    power = models.PositiveSmallIntegerField()
    interest = models.PositiveSmallIntegerField()
    now = models.CharField(max_length=7, choices=Disposition)
    wanted = models.CharField(max_length=7, choices=Disposition)
    raci = models.CharField(max_length=11, choices=Raci, blank=True)
    notes = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "name"], name="stakeholder_named_once"),
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(raci="accountable"), name="stakeholder_accountable_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="stakeholder_has_name"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="stakeholder_side_known"),
            models.CheckConstraint(condition=Q(side="internal") | Q(team=None), name="stakeholder_team_is_inside"),
            models.CheckConstraint(
                condition=Q(power__gte=1, power__lte=5, interest__gte=1, interest__lte=5),
                name="stakeholder_power_and_interest",
            ),
            models.CheckConstraint(
                condition=Q(now__in=Disposition.values, wanted__in=Disposition.values),
                name="stakeholder_disposition_known",
            ),
            models.CheckConstraint(condition=Q(raci__in=("", *Raci.values)), name="stakeholder_raci_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """That people were involved: what was asked, what they said, and what changed because of it.

    `thing` names a conversation of the hall, and with it the poll that it opens with; what happened elsewhere says
    where. With anybody under 18 there is a safeguarding lead. Nobody needs an account.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="engagements")
    stage = models.CharField(max_length=14, choices=EngagementStage)
    form = models.CharField(max_length=12, choices=Form)
    asked = models.CharField(max_length=400)
    information = models.CharField(max_length=500, blank=True)  # the address of what people were told beforehand
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    thing = models.CharField(max_length=60, blank=True)
    elsewhere = models.CharField(max_length=160, blank=True)
    people = models.PositiveIntegerField(null=True)  # how many took part
    age_group = models.CharField(max_length=8, choices=AgeGroup, blank=True)
    safeguarding_lead = models.CharField(max_length=160, blank=True)
    said = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    unchanged_why = models.TextField(blank=True)  # nothing changed, and why
    stakeholders = models.ManyToManyField(Stakeholder, through="Involved", related_name="engagements")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(asked=""), name="engagement_asks_something"),
            models.CheckConstraint(condition=Q(stage__in=EngagementStage.values), name="engagement_stage_known"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="engagement_form_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="engagement_closed_after_opening"
            ),
            models.CheckConstraint(condition=Q(age_group__in=AgeGroup.values), name="engagement_age_group_known"),
            models.CheckConstraint(
                condition=~Q(age_group__in=("mixed", "under_18")) | ~Q(safeguarding_lead=""),
                name="engagement_with_children_is_safeguarded",
            ),
            models.CheckConstraint(
                condition=Q(changed="") | Q(unchanged_why=""), name="engagement_changed_something_or_not"
            ),
        ]

    def __str__(self) -> str:
        return self.asked

    @property
    def is_answered(self) -> bool:
        """Whether it says what people said and what came of it."""
        return bool(self.said and (self.changed or self.unchanged_why))


class Involved(models.Model):
    """That a stakeholder took part in an engagement."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="involved")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="involved")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engagement", "stakeholder"], name="involved_once")]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} in {self.engagement_id}"
