"""A request split into its questions, who was asked for each, and what they answered."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.cost import Activity
from moothall.disclosure.models.cases import Case, KeptWhileOpen, covered_by
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people.models import Team, User


class PartQuerySet(models.QuerySet["Part"]):
    """Which parts a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "PartQuerySet":
        """Those of cases they work on; and those that they, their team, or somebody they stand in for were asked."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        asked = Allocation.objects.standing().to(user).filter(part=OuterRef("pk"))
        mine = Q(case__in=Case.objects.visible_to(user)) | Q(Exists(asked))
        return self.filter(mine).exclude(case__about=user)

    def waiting(self) -> "PartQuerySet":
        """Those that were not put by and have no answer, or one that was sent back."""
        return self.filter(~Exists(Answer.objects.standing().filter(part=OuterRef("pk"))), dropped_at=None)

    def unasked(self) -> "PartQuerySet":
        """Those that were not put by, of which nobody is asked and that nobody answered."""
        return self.filter(dropped_at=None, allocations=None, answers=None)


class Part(models.Model):
    """One question of a request.

    `number` names it for good, on record and after it was put by. `position` is where it stands, as whoever asked would
    count: pages and letters call it by that, and one that was put by has none.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(null=True, default=1)
    words = models.TextField()
    asset = models.ForeignKey("records.InformationAsset", on_delete=models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)  # split another way

    objects: ClassVar[PartQuerySet] = PartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="part_numbered_once"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, position__isnull=False)
                | Q(dropped_at__isnull=False, position__isnull=True),
                name="part_stands_somewhere_or_is_put_by",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="part_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.words}"

    def get_absolute_url(self) -> str:
        """The part as whoever is asked for it sees it: without the requester."""
        return reverse("disclosure:part", args=[self.pk])


class AllocationQuerySet(models.QuerySet["Allocation"]):
    """Who is asked now."""

    def standing(self) -> "AllocationQuerySet":
        """The last asking of each part that was not put by: it was passed on to nobody else."""
        later = Allocation.objects.filter(part=OuterRef("part"), turn__gt=OuterRef("turn"))
        return self.filter(~Exists(later), part__dropped_at=None)

    def waiting(self) -> "AllocationQuerySet":
        """What is asked now in open cases and nobody answered; `sent_back` says of which an answer was sent back."""
        answered = Answer.objects.standing().filter(part=OuterRef("part"))
        rows = self.standing().filter(~Exists(answered), part__case__closed_on=None)
        return rows.annotate(sent_back=Exists(Answer.objects.filter(part=OuterRef("part"))))

    def to(self, user: User) -> "AllocationQuerySet":
        """What a person was asked: themselves, by their team, or for a colleague whom they stand in for."""
        teams = [team.pk for team in user.team.ancestry()] if user.team else []
        return self.filter(Q(person__in=covered_by(user, clock.today())) | Q(team__in=teams))


class Allocation(models.Model):
    """That a person or a team is asked for a part, by an inside date; passed on by asking another in the next turn."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="allocations")
    turn = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    chased_at = models.DateTimeField(null=True)

    objects: ClassVar[AllocationQuerySet] = AllocationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "turn"], name="part_asked_of_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="allocation_to_a_person_or_a_team",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "due_on"], name="allocation_of_person"),
            models.Index(fields=["team", "due_on"], name="allocation_of_team"),
        ]

    def __str__(self) -> str:
        return f"part {self.part_id} with {self.with_whom}"

    @property
    def with_whom(self) -> str:
        """The name of whoever is asked."""
        if self.person is not None:
            return self.person.name
        return self.team.name if self.team is not None else ""


class Outcome(models.TextChoices):
    """What becomes of a part."""

    GIVEN = "given", _("Given")
    PARTLY = "partly", _("Given in part")
    WITHHELD = "withheld", _("Withheld")
    NOT_HELD = "not_held", _("Not held")
    NEITHER = "neither", _("Neither confirmed nor denied")


REFUSING = (Outcome.PARTLY, Outcome.WITHHELD, Outcome.NEITHER)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Which answers stand."""

    def standing(self) -> "AnswerQuerySet":
        """The last answer of each part, unless who read it last sent it back."""
        later = Answer.objects.filter(part=OuterRef("part"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), ~Exists(Check.objects.sent_back().filter(answer=OuterRef("pk"))))


class Answer(models.Model):
    """What somebody answers to a part; a further answer stands before the one before it, which stays."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=8, choices=Outcome)
    words = models.TextField()  # what the requester is told, or why there is nothing
    enclosed = models.TextField(blank=True)  # names of documents, one a line
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="answer_outcome_known"),
            models.CheckConstraint(condition=~Q(words=""), name="answer_in_words"),
        ]
        indexes = [models.Index(fields=["part", "-id"], name="answer_latest")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: part {self.part_id}"


class CheckQuerySet(models.QuerySet["Check"]):
    """What was said of answers last."""

    def sent_back(self) -> "CheckQuerySet":
        """Those that send an answer back, and nobody agreed to it since."""
        later = Check.objects.filter(answer=OuterRef("answer"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), agrees=False)


class Check(models.Model):
    """That somebody other than its writer reads an answer before it goes into the letter."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="checks")
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[CheckQuerySet] = CheckQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(words=""), name="check_that_disagrees_says_why"),
        ]

    def __str__(self) -> str:
        return f"answer {self.answer_id} {'agreed' if self.agrees else 'sent back'}"


class Reason(models.Model):
    """That an exemption is claimed for a part, with what its form asks; a later row of one citation stands for it.

    `answers` is what `law.exemptions` asks for by key. A marking or a tag never decides: only this does.
    """

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="reasons")
    citation = models.CharField(max_length=40)  # the key of the exemption in its table
    answers = models.JSONField(default=dict)
    ncnd = models.BooleanField(default=False)
    dropped = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(citation=""), name="reason_names_its_section")]
        indexes = [models.Index(fields=["part", "citation", "-id"], name="reason_latest")]

    def __str__(self) -> str:
        return f"{self.citation} for part {self.part_id}"


class TimeSpent(models.Model):
    """Minutes of one person on one activity for a case; a mistake is set right by a row that takes them off."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="time")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    activity = models.CharField(max_length=9, choices=Activity)
    minutes = models.SmallIntegerField()
    on = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(activity__in=Activity.values), name="time_activity_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=-1440, minutes__lte=1440) & ~Q(minutes=0), name="time_of_a_day_at_most"
            ),
        ]
        indexes = [models.Index(fields=["case", "activity"], name="time_by_activity")]

    def __str__(self) -> str:
        return f"{self.minutes} minutes: {self.get_activity_display()}"


_OF_PART = '(SELECT p.case_id FROM "disclosure_part" p WHERE p.id = OLD.part_id)'
_OF_ANSWER = (
    '(SELECT p.case_id FROM "disclosure_part" p JOIN "disclosure_answer" a ON a.part_id = p.id'
    " WHERE a.id = OLD.answer_id)"
)

guards.declare(
    AppendOnly(Part, may_change=("asset", "dropped_at", "position"), allow_delete=True, why="what was asked stays"),
    KeptWhileOpen(Part),
    AppendOnly(Allocation, may_change=("chased_at",), allow_delete=True, why="who was asked stays"),
    KeptWhileOpen(Allocation, case=_OF_PART),
    AppendOnly(Answer, allow_delete=True, why="an answer stays; give another"),
    KeptWhileOpen(Answer, case=_OF_PART),
    AppendOnly(Check, allow_delete=True, why="what was said of an answer stays"),
    KeptWhileOpen(Check, case=_OF_ANSWER),
    AppendOnly(Reason, allow_delete=True, why="a reason stays as it was given; give another"),
    KeptWhileOpen(Reason, case=_OF_PART),
    AppendOnly(TimeSpent, allow_delete=True, why="time that was written down stays; take it off by a further row"),
    KeptWhileOpen(TimeSpent),
)
