"""Initiatives: who owns, guides and champions them, what they serve and touch, and how far they came."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from moothall.change.choices import Openness, Outcome, Part, Purpose
from moothall.change.models.plans import Objective
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import Team, User
from moothall.policies.models import Policy
from moothall.records.models import InformationSystem
from moothall.risks.models import Appraisal
from moothall.spaces.models import Space


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Which initiatives a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "InitiativeQuerySet":
        """Those whose container they hold."""
        return self.filter(pk__in=grants.held(user, "initiative"))


class Initiative(models.Model):
    """A change of how the organisation works, owned by the business and supported by a guide who never owns it."""

    title = models.CharField(max_length=160)
    problem = models.TextField()
    outline = models.TextField(blank=True)  # what is to change
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="initiatives_owned"
    )
    owner_accepted_at = models.DateTimeField(null=True)
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="initiatives_guided"
    )
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="initiatives_championed"
    )
    openness = models.CharField(max_length=6, choices=Openness)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, related_name="initiatives")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[InitiativeQuerySet] = InitiativeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(problem=""), name="initiative_says_what_it_is_for"),
            models.CheckConstraint(condition=Q(openness__in=Openness.values), name="initiative_openness_known"),
            models.CheckConstraint(condition=~Q(owner=F("guide")), name="initiative_guide_never_owns"),
            models.CheckConstraint(
                condition=Q(owner_accepted_at=None) | Q(owner__isnull=False), name="initiative_owner_accepts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The initiative."""
        return reverse("change:initiative", args=[self.pk])

    @property
    def container(self) -> str:
        """What the grants name: `initiative:7`."""
        return f"initiative:{self.pk}"


class _OfInitiative(models.Model):
    """A row about one initiative, by somebody, at some time."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Helper(_OfInitiative):
    """That somebody works on an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="helpers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="initiatives_helped")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "user"], name="helper_once")]

    def __str__(self) -> str:
        return f"{self.user_id} works on {self.initiative_id}"


class TouchedTeam(_OfInitiative):
    """That a team must change with an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="teams")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="initiatives")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "team"], name="team_touched_once")]

    def __str__(self) -> str:
        return f"{self.initiative_id} touches team {self.team_id}"


class Handover(_OfInitiative):
    """That a part in an initiative passed on: the trail of who answered for it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="handovers")
    part = models.CharField(max_length=7, choices=Part)
    before = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(part__in=Part.values), name="handover_part_known")]

    def __str__(self) -> str:
        return f"{self.part} of {self.initiative_id}"


class Alignment(_OfInitiative):
    """That an initiative serves an objective, and how; when it was said counts."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="alignments")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="alignments")
    how = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "objective"], name="aligned_once"),
            models.CheckConstraint(condition=~Q(how=""), name="alignment_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} serves {self.objective_id}"


class Weighing(_OfInitiative):
    """That an appraisal weighs the risks of an initiative, of doing it and of not doing it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="weighings")
    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="initiatives")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "appraisal"], name="weighed_once")]

    def __str__(self) -> str:
        return f"{self.appraisal_id} weighs {self.initiative_id}"


class Touch(_OfInitiative):
    """That an initiative touches a policy or an information system."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="touches")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, related_name="initiatives")
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, null=True, related_name="initiatives")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(policy__isnull=False, system=None) | Q(policy=None, system__isnull=False),
                name="touch_is_one_thing",
            ),
            models.UniqueConstraint(fields=["initiative", "policy"], name="policy_touched_once"),
            models.UniqueConstraint(fields=["initiative", "system"], name="system_touched_once"),
        ]

    def __str__(self) -> str:
        return f"policy {self.policy_id}" if self.policy_id else f"system {self.system_id}"


class Delivery(_OfInitiative):
    """That delivery began; `before_hall` for work begun before this hall was there, whose gaps stay "not proved"."""

    initiative = models.OneToOneField(Initiative, on_delete=models.PROTECT, related_name="delivery")
    began_on = models.DateField()
    before_hall = models.BooleanField(default=False)
    finished_on = models.DateField(null=True)  # of work that was finished before the hall

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_on=None) | Q(before_hall=True, finished_on__gte=F("began_on")),
                name="delivery_finished_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} since {self.began_on}"


class InitiativeReview(_OfInitiative):
    """What a look back at the whole initiative found."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="reviews")
    words = models.TextField()
    went_well = models.TextField(blank=True)
    went_badly = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="initiative_review_has_words")]

    def __str__(self) -> str:
        return self.words


class Closing(_OfInitiative):
    """That an initiative is closed, and what came of it; what failed has its lesson published first."""

    initiative = models.OneToOneField(Initiative, on_delete=models.PROTECT, related_name="closing")
    outcome = models.CharField(max_length=8, choices=Outcome)
    words = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="closing_outcome_known"),
            models.CheckConstraint(condition=~Q(words=""), name="closing_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class Confirmation(_OfInitiative):
    """The owner's word that they led and the guide helped."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="confirmations")
    guide = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="confirmations")
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(by=F("guide")), name="confirmation_by_another")]

    def __str__(self) -> str:
        return f"{self.by_id} led {self.initiative_id}"


class PurposeReview(_OfInitiative):
    """What an owner or guide decided who asked what value they add: go on, change, or hand over."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="purpose_reviews")
    part = models.CharField(max_length=7, choices=Part)
    verdict = models.CharField(max_length=9, choices=Purpose)
    words = models.TextField()
    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, null=True, related_name="purpose_review")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=("owner", "guide")), name="purpose_review_part_known"),
            models.CheckConstraint(condition=Q(verdict__in=Purpose.values), name="purpose_review_verdict_known"),
            models.CheckConstraint(condition=~Q(words=""), name="purpose_review_has_words"),
            models.CheckConstraint(
                condition=Q(verdict="hand_over", handover__isnull=False) | Q(handover=None) & ~Q(verdict="hand_over"),
                name="purpose_review_hands_over",
            ),
        ]

    def __str__(self) -> str:
        return self.words
