"""What was asked and answered, as anybody may read it; how often it served again; and what is published by itself."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models.cases import Case
from moothall.disclosure.models.parts import Outcome
from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people.models import User


class OpenLicence(models.TextChoices):
    """Under what others may use it again."""

    OGL = "OGL-UK-3.0", _("Open Government Licence 3.0")
    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC0 = "CC0-1.0", _("Public domain")
    NONE = "", _("No licence: somebody else’s rights are in it")


class LogQuerySet(models.QuerySet["LogEntry"]):
    """Which entries stand."""

    def public(self) -> "LogQuerySet":
        """Those that anybody may read: the newest version of each, unless it was withdrawn."""
        later = LogEntry.objects.filter(key=OuterRef("key"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later), withdrawn_at=None)

    def visible_to(self, user: User | AnonymousUser) -> "LogQuerySet":
        """The same for everybody: the log is public."""
        return self.public()


class LogEntry(models.Model):
    """A request and its answer as published, without a word of who asked; rewritten it is another version.

    It outlives the file of its case, so it repeats what it needs of it.
    """

    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="published")
    key = models.CharField(max_length=12)  # `2026-0147`, as in its address; the same for all versions
    version = models.PositiveSmallIntegerField(default=1)
    regime = models.CharField(max_length=15, choices=Regime)
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    asked = models.TextField()
    answered = models.TextField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    sections = models.CharField(max_length=400, blank=True)  # that were claimed, as cited
    licence = models.CharField(max_length=12, blank=True, choices=OpenLicence, default=OpenLicence.OGL)
    language = models.CharField(max_length=2, default="en", choices=[("en", _("English")), ("cy", _("Welsh"))])
    received_on = models.DateField()
    answered_on = models.DateField()
    published_at = models.DateTimeField(default=clock.now, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    objects: ClassVar[LogQuerySet] = LogQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="log_entry_version_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(asked="") & ~Q(answered=""), name="log_entry_in_words"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="log_entry_outcome_known"),
            models.CheckConstraint(condition=Q(licence__in=OpenLicence.values), name="log_entry_licence_known"),
            models.CheckConstraint(
                condition=~Q(regime__in=[Regime.SAR, Regime.COMPLAINT]), name="log_entry_of_nobodys_own_data"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="log_entry_withdrawn_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(withdrawn_at=None),
                name="log_entry_newest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page, for anybody."""
        return reverse("disclosure:public_request", args=[self.key])


class LogWord(models.Model):
    """How often a word, in its plain form, stands in an entry: by this it is found, in whatever database."""

    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "word"], name="log_word_once")]
        indexes = [models.Index(fields=["word", "entry"], name="log_word_found")]

    def __str__(self) -> str:
        return self.word


class LogFile(models.Model):
    """A released document that goes with an entry."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="log_file_named")]

    def __str__(self) -> str:
        return self.name


class Reuse(models.Model):
    """That an entry of the log served to answer another request: by its link, under FOIA s.21 or EIR reg 6(1)(b)."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="reuses")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reused")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "case"], name="log_entry_served_a_case_once")]

    def __str__(self) -> str:
        return f"entry {self.entry_id} for case {self.case_id}"


class SchemeClass(models.TextChoices):
    """The classes of the publication scheme under FOIA s.19."""

    WHO = "who", _("Who we are and what we do")
    SPEND = "spend", _("What we spend and how we spend it")
    PRIORITIES = "priorities", _("What our priorities are and how we are doing")
    DECISIONS = "decisions", _("How we make decisions")
    POLICIES = "policies", _("Our policies and procedures")
    LISTS = "lists", _("Lists and registers")
    SERVICES = "services", _("The services we offer")


class Proactive(models.Model):
    """That something which is asked for again and again is to be published by itself; then where it stands."""

    what = models.CharField(max_length=300)
    scheme = models.CharField(max_length=10, choices=SchemeClass)
    asset = models.ForeignKey("records.InformationAsset", on_delete=models.SET_NULL, null=True, related_name="+")
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    done_on = models.DateField(null=True)
    where = models.CharField(max_length=500, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="proactive_says_what"),
            models.CheckConstraint(condition=Q(scheme__in=SchemeClass.values), name="proactive_in_a_class"),
            models.CheckConstraint(condition=Q(done_on=None) | ~Q(where=""), name="proactive_done_somewhere"),
            models.CheckConstraint(condition=Q(done_on=None) | Q(dropped_because=""), name="proactive_done_or_dropped"),
        ]
        indexes = [models.Index(fields=["-id"], condition=Q(done_on=None, dropped_because=""), name="proactive_open")]

    def __str__(self) -> str:
        return self.what


guards.declare(
    AppendOnly(
        LogEntry,
        may_change=("case", "withdrawn_at", "withdrawn_by", "withdrawn_because"),
        why="what was published stays as it was; publish another version or withdraw it",
    ),
    AppendOnly(LogFile, why="what was published stays as it was; publish another version or withdraw it"),
    AppendOnly(Reuse, allow_delete=True, why="that an entry served stays"),
    AppendOnly(
        Proactive,
        may_change=("done_on", "where", "done_by", "dropped_because", "asset"),
        why="what was proposed stays as it was",
    ),
)
