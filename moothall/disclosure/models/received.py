"""What came in as a letter, whole: mail to the council's address, and what a colleague passed on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor
from moothall.mail.models.messages import MAX_MESSAGE_ID
from moothall.mail.parsing.message import MAX_ADDRESS, MAX_SUBJECT
from moothall.people.models import Role, User


class Became(models.TextChoices):
    """What became of something that came."""

    CASE = "case", _("A case was opened")
    NOTE = "note", _("It was added to a case")
    MACHINE = "machine", _("A machine sent it")
    HELD = "held", _("It waits to be looked at")
    ASIDE = "aside", _("It was put aside")


class Why(models.TextChoices):
    """Why something made no case by itself."""

    UNREADABLE = "unreadable", _("It could not be read")
    EMPTY = "empty", _("There are no words in it")
    OFTEN = "often", _("Very many came from this sender at once")
    FLOOD = "flood", _("Very many came at once, from many senders")
    COLLEAGUE = "colleague", _("A colleague sent it")
    OTHERS = "others", _("It names a case, and comes from somebody else than who asked")
    LOOP = "loop", _("It came from ourselves, or went in a circle")
    BOUNCE = "bounce", _("It reports that a mail did not arrive")
    AUTOMATIC = "automatic", _("It was sent automatically")
    LIST = "list", _("It came through a mailing list")


MADE_BY_MACHINE = frozenset({Why.LOOP, Why.BOUNCE, Why.AUTOMATIC, Why.LIST})
WITH_A_CASE = (Became.CASE.value, Became.NOTE.value)


class ReceivedQuerySet(models.QuerySet["Received"]):
    """What still wants somebody's eyes."""

    def visible_to(self, user: User) -> "ReceivedQuerySet":
        """Of what has no case: for disclosure officers, but not what comes from them or names them in its subject.

        Where it names every officer it is for all of them: nothing that came is seen by nobody.
        """
        if not user.is_active or not user.has_role(Role.DISCLOSURE_OFFICER):
            return self.none()
        of = {"subject": ExpressionWrapper(OuterRef("subject"), output_field=models.CharField())}
        of["sender"] = ExpressionWrapper(OuterRef("sender"), output_field=models.CharField())
        officers = User.objects.active().filter(role_holdings__role=Role.DISCLOSURE_OFFICER).exclude(pk=user.pk)
        named = Q(subject__icontains=F("name")) | Q(subject__icontains=F("email")) | Q(sender__iexact=F("email"))
        others = officers.annotate(**of).exclude(named)
        mine = Q(subject__icontains=user.name) | Q(subject__icontains=user.email) | Q(sender__iexact=user.email)
        return self.exclude(mine & Q(Exists(others)))

    def waiting(self) -> "ReceivedQuerySet":
        """What was held back and nobody settled."""
        return self.filter(became=Became.HELD)

    def without_case(self) -> "ReceivedQuerySet":
        """All that made no case and belongs to none."""
        return self.filter(case__isnull=True)


class Received(models.Model):
    """One letter as it came, every byte; the same letter delivered twice is one row.

    Nothing that came is dropped: what makes no case by itself waits here with the reason.
    """

    seal = models.CharField(max_length=64, unique=True)  # of what its writer sent, without what carriers added
    message_id = models.CharField(max_length=MAX_MESSAGE_ID, blank=True)
    source = models.CharField(max_length=40, blank=True)  # where it was passed on: `message:7`
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=MAX_ADDRESS, blank=True)
    subject = models.CharField(max_length=MAX_SUBJECT, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    became = models.CharField(max_length=7, choices=Became)
    why = models.CharField(max_length=10, choices=Why, blank=True)
    detail = models.CharField(max_length=300, blank=True)  # what the reader of mail says of one it can't read
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="received")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_why = models.CharField(max_length=400, blank=True)

    objects: ClassVar[ReceivedQuerySet] = ReceivedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(became__in=Became.values), name="received_became_known"),
            models.CheckConstraint(condition=Q(why__in=["", *Why.values]), name="received_why_known"),
            models.CheckConstraint(
                condition=Q(became__in=WITH_A_CASE, case__isnull=False)
                | ~Q(became__in=WITH_A_CASE) & Q(case__isnull=True),
                name="received_with_its_case",
            ),
            models.CheckConstraint(condition=Q(became__in=WITH_A_CASE) | ~Q(why=""), name="received_no_case_says_why"),
            models.CheckConstraint(
                condition=~Q(became=Became.ASIDE) | ~Q(settled_why=""), name="received_put_aside_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="received_by_message_id"),
            models.Index(fields=["became", "-at", "-id"], name="received_newest"),
            models.Index(fields=["-at", "-id"], condition=Q(case__isnull=True), name="received_without_case"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page, for disclosure officers."""
        return reverse("disclosure:came_letter", args=[self.pk])

    @property
    def title(self) -> str:
        """Its subject, or words for its absence."""
        return self.subject or _now("(no subject)")


@dataclass(frozen=True)
class StaysWithItsCase:
    """The guard of letters: what belongs to a case goes on belonging to it, by whatever path somebody tries."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to take a letter out of its case."""
        gone = "OLD.case_id IS NOT NULL AND (NEW.case_id IS NULL OR NEW.case_id <> OLD.case_id)"
        yield Rule(Event.UPDATE, "a letter stays with its case", when=gone)


guards.declare(
    AppendOnly(
        Received,
        may_change=("became", "case", "settled_by", "settled_at", "settled_why"),
        allow_delete=True,
        why="what came stays as it came",
    ),
    KeptWhileOpen(Received),
    StaysWithItsCase(Received),
)
