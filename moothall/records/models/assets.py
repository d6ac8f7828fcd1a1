"""Information assets: what the council holds, who answers for it, and who may read of it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.people import grants
from moothall.people.models import User
from moothall.records import markings
from moothall.records.held import Held
from moothall.records.markings import Marked
from moothall.records.models.retention import RetentionRule
from moothall.records.models.systems import InformationSystem

CONTAINER = "asset"
OPEN_TO_ALL = 0  # `asset:0` holds every asset that is not closed; a closed one lies in a container of its own
SHORT, LONG = 200, 2000


class PersonalData(models.TextChoices):
    """Whether an asset holds data about living people."""

    UNKNOWN = "unknown", _("Not known yet")
    NO = "no", _("No")
    YES = "yes", _("Yes")


class LawfulBasis(models.TextChoices):
    """Why personal data may be processed: UK GDPR, article 6(1)."""

    CONSENT = "a", _("Consent, art. 6(1)(a)")
    CONTRACT = "b", _("Contract, art. 6(1)(b)")
    LEGAL_OBLIGATION = "c", _("Legal obligation, art. 6(1)(c)")
    VITAL_INTERESTS = "d", _("Vital interests, art. 6(1)(d)")
    PUBLIC_TASK = "e", _("Public task, art. 6(1)(e)")
    LEGITIMATE_INTERESTS = "f", _("Legitimate interests, art. 6(1)(f)")


class Criticality(models.TextChoices):
    """How soon the council would miss it."""

    UNKNOWN = "unknown", _("Not decided yet")
    LOW = "low", _("Low: a month without it does little harm")
    MEDIUM = "medium", _("Medium: needed within a week")
    HIGH = "high", _("High: needed within a day")
    VITAL = "vital", _("Vital: people come to harm without it")


class Searchable(models.TextChoices):
    """Whether what the asset holds can be searched in this hall."""

    NO = "no", _("No")
    PART = "part", _("In part")
    YES = "yes", _("Yes")


class AssetQuerySet(models.QuerySet["InformationAsset"]):
    """Which assets a person may read, and when each is reviewed."""

    def visible_to(self, user: User | AnonymousUser) -> "AssetQuerySet":
        """Open ones for staff and councillors; a closed one for those who hold it. Others do not know it is there."""
        if not isinstance(user, User) or not user.is_active or user.is_guest:
            return self.none()
        lies_in = Case(When(closed=True, then=F("pk")), default=Value(OPEN_TO_ALL))
        return self.alias(lies_in=lies_in).filter(lies_in__in=grants.held(user, CONTAINER))

    def held_now(self) -> "AssetQuerySet":
        """Those that the council still holds."""
        return self.filter(ended_on=None)

    def with_reviews(self) -> "AssetQuerySet":
        """With `last_review` and `next_review`: from the newest review, or from what was brought in."""
        from moothall.records.models.asset_reviews import AssetReview

        newest = AssetReview.objects.filter(asset=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_review=Coalesce(Subquery(newest.values("on")[:1]), F("reviewed_before")),
            next_review=Coalesce(Subquery(newest.values("next_on")[:1]), F("review_by")),
        )

    def due_by(self, day: date) -> "AssetQuerySet":
        """Those that are held and to be reviewed by a day."""
        return self.held_now().with_reviews().filter(Q(next_review__lte=day))


class InformationAsset(Marked):
    """A body of information managed as one unit, with its own value, risk, content and life cycle."""

    identifier = models.CharField(_("identifier"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=SHORT)
    description = models.TextField(_("description"), max_length=LONG, blank=True)
    function = models.CharField(_("function"), max_length=SHORT, blank=True)
    service = models.CharField(_("service"), max_length=120, blank=True)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, null=True, related_name="+")
    location = models.CharField(_("where it is kept"), max_length=SHORT, blank=True)
    form = models.CharField(_("form"), max_length=120, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    custodian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.TextField(_("purpose"), max_length=LONG, blank=True)

    personal_data = models.CharField(max_length=7, choices=PersonalData, default=PersonalData.UNKNOWN)
    personal_categories = models.TextField(max_length=LONG, blank=True)
    special_category = models.BooleanField(default=False)
    criminal_offence = models.BooleanField(default=False)
    special_condition = models.CharField(max_length=SHORT, blank=True)
    lawful_basis = models.CharField(max_length=1, choices=LawfulBasis, blank=True)
    record_of_processing = models.CharField(max_length=SHORT, blank=True)
    dpia = models.CharField(max_length=SHORT, blank=True)

    who_has_access = models.TextField(max_length=LONG, blank=True)
    shared_with = models.TextField(max_length=LONG, blank=True)
    contracts = models.CharField(max_length=SHORT, blank=True)
    volume = models.CharField(max_length=SHORT, blank=True)
    covers_from = models.DateField(null=True)
    covers_to = models.DateField(null=True)
    value = models.TextField(max_length=LONG, blank=True)
    criticality = models.CharField(max_length=7, choices=Criticality, default=Criticality.UNKNOWN)
    risks = models.TextField(max_length=LONG, blank=True)
    retention_rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, null=True, related_name="+")
    retention = models.CharField(max_length=SHORT, blank=True)
    publication = models.CharField(max_length=SHORT, blank=True)

    searchable = models.CharField(max_length=4, choices=Searchable, default=Searchable.NO)
    searchable_words = models.CharField(max_length=SHORT, blank=True)
    connector = models.CharField(max_length=120, blank=True)
    coverage = models.PositiveSmallIntegerField(null=True)  # in 100 of what it holds
    indexed_on = models.DateField(null=True)

    closed = models.BooleanField(default=False)
    reviewed_before = models.DateField(null=True)  # the last review before it stood here
    review_by = models.DateField(null=True)  # the first one here
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=SHORT, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    brought_from = models.CharField(max_length=120, blank=True, editable=False)  # the hall whose bundle it came in with
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[AssetQuerySet] = AssetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            *markings.constraints("asset"),
            models.CheckConstraint(condition=Q(identifier=Upper("identifier")), name="asset_identifier_upper_case"),
            models.CheckConstraint(condition=~Q(identifier="") & ~Q(name=""), name="asset_has_identifier_and_name"),
            models.CheckConstraint(
                condition=Q(
                    personal_data__in=PersonalData.values,
                    lawful_basis__in=["", *LawfulBasis.values],
                    criticality__in=Criticality.values,
                    searchable__in=Searchable.values,
                ),
                name="asset_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(personal_data=PersonalData.YES)
                | Q(special_category=False, criminal_offence=False, lawful_basis=""),
                name="asset_says_more_only_of_personal_data",
            ),
            models.CheckConstraint(
                condition=Q(covers_from=None) | Q(covers_to=None) | Q(covers_to__gte=F("covers_from")),
                name="asset_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(coverage=None) | Q(coverage__lte=100, searchable=Searchable.PART),
                name="asset_coverage_is_a_part",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                name="asset_ended_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="asset_by_name")]

    def __str__(self) -> str:
        return f"Asset {self.pk}"

    def get_absolute_url(self) -> str:
        """The asset's page."""
        return reverse("records:asset", args=[self.pk])

    @property
    def container(self) -> str:
        """The token that it carries: that of all open ones, or its own."""
        return f"{CONTAINER}:{self.pk if self.closed else OPEN_TO_ALL}"

    @property
    def is_held(self) -> bool:
        """Whether the council still holds it."""
        return self.ended_on is None


guards.declare(Held(InformationAsset, scopes={"asset": ("pk",)}))
