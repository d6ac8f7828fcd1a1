"""The versions of the charter, and what each promises."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.charter.texts import Promise, Wording
from moothall.kit import clock


class Check(models.TextChoices):
    """What is read from the records to see whether a commitment is kept."""

    PEOPLE = "people", _("The people it touches were involved")
    PURPOSE = "purpose", _("Our own plans ask for it")
    VALUE = "value", _("Every benefit has a plan, and is read")
    RISK = "risk", _("Risks are answered, and lessons shared")
    OWNER = "owner", _("The business owns it")
    MEASURE = "measure", _("Every measure quotes a plan")
    GUIDE = "guide", _("Nobody is a guru")


class CharterQuerySet(models.QuerySet["Charter"]):
    """Which versions there are."""

    def adopted(self) -> "CharterQuerySet":
        """Those that can no longer be changed, and can be signed while they are the latest."""
        return self.filter(adopted_at__isnull=False)

    def drafts(self) -> "CharterQuerySet":
        """The one that is being written, if any."""
        return self.filter(adopted_at__isnull=True)

    def current(self) -> "Charter | None":
        """The latest that was adopted."""
        return self.adopted().order_by("-number").first()


class Charter(models.Model):
    """One version of the charter: a draft until it is adopted, and from then on as it is.

    The first came with the hall, so nobody adopted it: the council does so by signing it, or by adopting its own.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    introduction = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=600, blank=True)  # what changed since the version before
    digest = models.CharField(max_length=64, blank=True)  # `Wording.digest`, once it is adopted
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    objects: ClassVar[CharterQuerySet] = CharterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True, digest="")
                | Q(adopted_at__isnull=False) & ~Q(digest=""),
                name="charter_adopted_with_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True) | Q(number=1) | Q(adopted_by__isnull=False) & ~Q(note=""),
                name="charter_adopted_by_someone_who_says_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page, whichever version is current."""
        return reverse("charter:draft") if self.is_draft else reverse("charter:version", args=[self.number])

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.adopted_at is None

    def wording(self) -> Wording:
        """Its words as they stand, with one question for the commitments."""
        promises = [Promise(row.short, row.words, row.check_key) for row in self.commitments.order_by("number")]
        return Wording(self.number, self.title, self.introduction, self.source, promises)


class Commitment(models.Model):
    """One promise of a version."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    short = models.CharField(max_length=24)  # one word, under its arch
    words = models.CharField(max_length=400)
    check_key = models.CharField(max_length=10, choices=Check, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="commitment_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="commitment_numbered_from_one"),
            models.CheckConstraint(condition=~Q(short="") & ~Q(words=""), name="commitment_in_words"),
            models.CheckConstraint(condition=Q(check_key__in=["", *Check.values]), name="commitment_check_known"),
        ]

    def __str__(self) -> str:
        return self.words
