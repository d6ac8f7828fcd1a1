"""Letters to requesters, each of their wordings, who agreed to which wording, and what the law lets them leave out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.law.letters import Requirement
from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor
from moothall.people.models import User


class How(models.TextChoices):
    """How a letter went."""

    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")


class OutgoingQuerySet(models.QuerySet["Letter"]):
    """Which letters a person may read, and which are still being written."""

    def visible_to(self, user: User | AnonymousUser) -> "OutgoingQuerySet":
        """Those of cases they work on, and those that they are asked to approve; never of a case about them."""
        if not isinstance(user, User) or not user.is_active or user.is_guest:
            return self.none()
        asked = Approver.objects.filter(letter=OuterRef("pk"), person=user)
        mine = Q(case__in=Case.objects.visible_to(user)) | Q(Exists(asked))
        return self.filter(mine).exclude(case__about=user)

    def under_way(self) -> "OutgoingQuerySet":
        """Those that are neither sent nor put by."""
        return self.filter(sent_at=None, put_by_at=None)


class Letter(models.Model):
    """A letter to a requester. Its words are rows of their own; once it is sent nothing of it changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=15, choices=LetterKind)
    language = models.CharField(max_length=2, default="en", choices=[("en", _("English")), ("cy", _("Welsh"))])
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    put_by_at = models.DateTimeField(null=True)
    # The wording that was sent; each would keep the other, so whoever disposes of a case file takes both at once.
    wording = models.ForeignKey("Wording", on_delete=models.DO_NOTHING, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_how = models.CharField(max_length=5, blank=True, choices=How)

    objects: ClassVar[OutgoingQuerySet] = OutgoingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="letter_language_known"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None, wording=None, sent_how="")
                | Q(sent_at__isnull=False, sent_by__isnull=False, wording__isnull=False, put_by_at=None)
                & Q(sent_how__in=How.values),
                name="letter_is_sent_wholly_or_not",
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="letter_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of case {self.case_id}"

    def get_absolute_url(self) -> str:
        """The letter with what it lacks beside it."""
        return reverse("disclosure:letter", args=[self.pk])

    @property
    def under_way(self) -> bool:
        """Whether it can still be written, approved and sent."""
        return self.sent_at is None and self.put_by_at is None

    def last(self) -> "Wording":
        """Its wording as it stands."""
        return self.wordings.select_related("by").order_by("-number")[0]


class Decided(models.TextChoices):
    """What a review came to."""

    UPHELD = "upheld", _("The first decision stands")
    PARTLY = "partly", _("It stands in part")
    OVERTURNED = "overturned", _("It is overturned")


class Because(models.TextChoices):
    """Why a review did not uphold the first decision."""

    SEARCHES = "searches", _("Proper searches were not carried out, or information was missing")
    EXEMPTION = "exemption", _("An incorrect exemption was engaged")
    REDACTION = "redaction", _("Too much was redacted")
    OTHER = "other", _("Another reason")


class Wording(models.Model):
    """The words of a letter at one time; writing it anew adds another, and who agreed to this one agreed to no other.

    `details` is what this letter alone rests on: the question asked, the fee, the day of the decision.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)  # of all that is approved
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="wording_numbered_once"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(text="") & ~Q(digest=""), name="wording_in_words"),
        ]

    def __str__(self) -> str:
        return f"wording {self.number} of letter {self.letter_id}"

    @property
    def said(self) -> "Details":
        """Its details as values."""
        return Details.read(self.details)


class Approver(models.Model):
    """That somebody is asked to approve a letter: they read it, whether or not they work on the case."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="approvers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "person"], name="approver_asked_once")]

    def __str__(self) -> str:
        return f"letter {self.letter_id} before {self.person_id}"


class Approval(models.Model):
    """That somebody who wrote none of a letter agrees to one wording of it, or does not, and why."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=64)
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wording", "by"], name="approval_once_of_each"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(words=""), name="approval_refused_says_why"),
        ]

    def __str__(self) -> str:
        return f"wording {self.wording_id} {'agreed' if self.agrees else 'refused'} by {self.by_id}"


WAIVABLE = [
    (Requirement.WHY.value, _("Why it applies (FOIA s.17(4))")),
    (Requirement.PUBLIC_INTEREST.value, _("The public interest (FOIA s.17(4))")),
    (Requirement.NOTICE.value, _("The whole notice, as an earlier one was given (FOIA s.17(6))")),
]


class Waiver(models.Model):
    """That a named officer lets a part of a letter be left out, as the law lets them, and why; or does so no longer."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="waivers")
    what = models.CharField(max_length=15, choices=WAIVABLE)
    cited = models.CharField(max_length=40, blank=True)  # one provision, such as 43(2); all of them without it
    reason = models.TextField()
    dropped = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_says_why"),
            models.CheckConstraint(
                condition=Q(what__in=[value for value, _label in WAIVABLE]), name="waiver_of_what_the_law_names"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} left out of letter {self.letter_id}"


@dataclass(frozen=True)
class Details:
    """What one letter rests on beside its case. `fee` is written in pounds: `12.40`."""

    question: str = ""
    fee: str = ""
    pay_to: str = ""
    reasons: str = ""
    transfer_to: str = ""
    processing: str = ""
    findings: str = ""
    decided: str = ""
    because: str = ""
    decision_by: date | None = None
    extended_to: date | None = None
    earlier_notice_on: date | None = None

    def written(self) -> dict[str, str]:
        """As it is kept: what says nothing is left out."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: v.isoformat() if isinstance(v, date) else v for name, v in found.items() if v}

    @classmethod
    def read(cls, kept: Any) -> "Details":
        """From what is kept; what cannot be understood is as if it were not there."""
        given = kept if isinstance(kept, dict) else {}
        found: dict[str, Any] = {}
        for name in cls.__dataclass_fields__:
            value = given.get(name)
            if isinstance(value, str) and value:
                found[name] = _day(value) if name in DAYS else value
        return cls(**found)


DAYS = frozenset({"decision_by", "extended_to", "earlier_notice_on"})


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


SENT, ANEW = "a letter that was sent stays as it was sent", "a letter goes in its last wording"
OWN = "nobody approves what they wrote, nor any other words than those they read"


@dataclass(frozen=True)
class SentStays:
    """The guard of letters: born unsent, sent once in their last wording, and never changed afterwards."""

    model: type[models.Model] = Letter

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse all three ways round it."""
        words = Wording._meta.db_table
        yield Rule(Event.INSERT, ANEW, when="NEW.sent_at IS NOT NULL")
        yield Rule(Event.UPDATE, SENT, when="OLD.sent_at IS NOT NULL")
        last = f'(SELECT MAX(w.id) FROM "{words}" w WHERE w.letter_id = NEW.id)'  # noqa: S608  our own names
        yield Rule(Event.UPDATE, ANEW, when=f"NEW.sent_at IS NOT NULL AND NEW.wording_id <> {last}")


@dataclass(frozen=True)
class NotAfterSending:
    """The guard of a letter's rows: none comes to a letter that was sent, or was put by."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse the row."""
        table = Letter._meta.db_table
        gone = f'SELECT 1 FROM "{table}" l WHERE l.id = NEW.letter_id AND l.sent_at IS NOT NULL'  # noqa: S608
        yield Rule(Event.INSERT, SENT, when=f"EXISTS ({gone})")


@dataclass(frozen=True)
class ByAnother:
    """The guard of approvals: by nobody who wrote any of the letter, and of the very words that stand."""

    model: type[models.Model] = Approval

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse one's own, and another digest."""
        table = Wording._meta.db_table
        own = (
            f'SELECT 1 FROM "{table}" w JOIN "{table}" o ON o.letter_id = w.letter_id'  # noqa: S608  our own names
            " WHERE w.id = NEW.wording_id AND o.by_id = NEW.by_id"
        )
        other = f'SELECT 1 FROM "{table}" w WHERE w.id = NEW.wording_id AND w.digest <> NEW.digest'  # noqa: S608
        yield Rule(Event.INSERT, OWN, when=f"EXISTS ({own}) OR EXISTS ({other})")


_OF_LETTER = '(SELECT l.case_id FROM "disclosure_letter" l WHERE l.id = OLD.letter_id)'
_OF_WORDING = (
    '(SELECT l.case_id FROM "disclosure_letter" l JOIN "disclosure_wording" w ON w.letter_id = l.id'
    " WHERE w.id = OLD.wording_id)"
)

guards.declare(
    AppendOnly(
        Letter,
        may_change=("put_by_at", "wording", "sent_at", "sent_by", "sent_how"),
        allow_delete=True,
        why="what a letter is stays",
    ),
    SentStays(),
    KeptWhileOpen(Letter),
    AppendOnly(Wording, allow_delete=True, why="the words of a letter stay; write them anew"),
    NotAfterSending(Wording),
    KeptWhileOpen(Wording, case=_OF_LETTER),
    AppendOnly(Approval, allow_delete=True, why="who agreed to what stays"),
    ByAnother(),
    KeptWhileOpen(Approval, case=_OF_WORDING),
    AppendOnly(Waiver, allow_delete=True, why="what was left out, and why, stays"),
    NotAfterSending(Waiver),
    KeptWhileOpen(Waiver, case=_OF_LETTER),
)
