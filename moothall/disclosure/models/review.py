"""The review set of a case: what was found, each thing once with all its places, and what was decided of it.

A set is written whole and stays as it was made; a later search makes another, into which decisions are carried by the
items' seals. What holds of an item now is its newest decision by a first reader.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from moothall.disclosure import sifting
from moothall.disclosure.models.cases import Case, KeptWhileOpen
from moothall.disclosure.models.searches import OnlyWhileOpen
from moothall.disclosure.sifting.others import LOADED, is_other
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people.models import User
from moothall.search.sources import sources

BATCH = 2000


class Tag(models.TextChoices):
    """What a reader says of an item. It sorts the work; whether an exemption holds is decided elsewhere, and argued."""

    IN_SCOPE = "in", _("In scope")
    OUT_OF_SCOPE = "out", _("Out of scope")
    SPECIALIST = "ask", _("Needs a specialist")
    EXEMPT = "exempt", _("Exempt")


class Reader(models.TextChoices):
    """Whose reading a decision comes from."""

    FIRST = "first", _("First reader")
    SECOND = "second", _("Second reader")
    ELUSION = "elusion", _("Reader of the discard pile")


class Purpose(models.TextChoices):
    """Why items were drawn."""

    SECOND = "second", _("For a second reader")
    ELUSION = "elusion", _("From the discard pile")


class ReviewSetQuerySet(models.QuerySet["ReviewSet"]):
    """Questions about review sets."""

    def visible_to(self, user: User | AnonymousUser) -> "ReviewSetQuerySet":
        """Those of cases this person works on."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def newest_of(self, case: Case) -> "ReviewSet | None":
        """The set of a case that is read."""
        return self.filter(case=case).order_by("-pk").first()


class ReviewSet(models.Model):
    """All that the searches of a case had found at one time, sifted; the newest of a case is the one that is read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="review_sets")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    alike = models.FloatField(default=sifting.ALIKE)
    """How alike near-duplicates had to be."""
    found = models.PositiveIntegerField()
    """How many things were found, copies and what came with them counted."""
    item_count = models.PositiveIntegerField()
    family_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 over all items and their places: the same searches of the same hall give it again."""

    objects: ClassVar[ReviewSetQuerySet] = ReviewSetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(alike__gt=0, alike__lte=1), name="review_set_likeness_is_a_share"),
            models.CheckConstraint(
                condition=Q(item_count__lte=F("found"), family_count__lte=F("item_count")),
                name="review_set_counts_agree",
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="review_set_newest")]

    def __str__(self) -> str:
        return f"Review set {self.pk}"


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    """Questions about items of a review."""

    def decided(self, reader: str = Reader.FIRST) -> "ReviewItemQuerySet":
        """Those that such a reader has decided."""
        return self.filter(Exists(Decision.objects.filter(item=OuterRef("pk"), reader=reader)))

    def undecided(self, reader: str = Reader.FIRST) -> "ReviewItemQuerySet":
        """Those that no such reader has decided."""
        return self.filter(~Exists(Decision.objects.filter(item=OuterRef("pk"), reader=reader)))

    def with_tag(self, reader: str = Reader.FIRST) -> "QuerySet[ReviewItem]":
        """Each with `tag`, what such a reader said last of it, or None."""
        newest = Decision.objects.filter(item=OuterRef("pk"), reader=reader).order_by("-pk").values("tag")[:1]
        return self.annotate(tag=Subquery(newest))


class ReviewItem(models.Model):
    """One thing to read, once, wherever it lies; numbers count from 0 in the order of work."""

    review_set = models.ForeignKey(ReviewSet, on_delete=models.CASCADE, related_name="items", db_index=False)
    number = models.PositiveIntegerField()
    seal = models.CharField(max_length=60)
    """The same for the same content in a like family, in every set of the case."""
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    family = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    """In its family: 0 for the message, then its files."""
    thread = models.PositiveIntegerField(null=True)
    group = models.PositiveIntegerField(null=True)
    likeness = models.FloatField(null=True)
    """To the first of its group."""
    date = models.DateTimeField(null=True)
    was_found = models.BooleanField()
    """A search found it; otherwise it came with its family."""
    problem = models.CharField(max_length=300, blank=True)
    """Why its words could not be read."""

    objects: ClassVar[ReviewItemQuerySet] = ReviewItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review_set", "number"], name="review_item_numbered_once"),
            models.UniqueConstraint(fields=["review_set", "seal"], name="review_item_once"),
            models.UniqueConstraint(fields=["review_set", "family", "place"], name="review_item_once_in_family"),
            models.CheckConstraint(
                condition=Q(group=None, likeness=None) | Q(group__gte=0, likeness__gt=0, likeness__lte=1),
                name="review_item_likeness_in_a_group",
            ),
        ]
        indexes = [
            models.Index(fields=["review_set", "thread"], name="review_item_in_thread"),
            models.Index(fields=["review_set", "group"], name="review_item_in_group"),
        ]

    def __str__(self) -> str:
        return f"Item {self.number}"


class Copy(models.Model):
    """Where an item lies, in whose care, and which searches found it there."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="copies")
    key = models.CharField(max_length=60)
    custodian = models.CharField(max_length=320)
    location = models.CharField(max_length=200)
    searches = models.TextField(blank=True)
    """A line for each; none when it only came with its family."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="review_copy_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.custodian}"

    @property
    def what(self) -> str:
        """What it is, in a word."""
        if "/" in self.key:
            return str(_("File"))
        kind = self.key.partition(":")[0]
        if kind in LOADED:
            return str(_("Message") if kind == "mail" else _("Post"))
        source = sources.get(kind)
        return str(source.label) if source else kind

    @property
    def holder(self) -> str:
        """The mailbox or the space that it lies in; nothing for what lies in a room as such."""
        return "" if is_other(self.key) else self.custodian


class ThreadLine(models.Model):
    """One line of a thread, in its order: an item, or what no search found, with where it lies."""

    review_set = models.ForeignKey(ReviewSet, on_delete=models.CASCADE, related_name="lines", db_index=False)
    thread = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, null=True, related_name="+")
    beside = models.TextField(blank=True)
    """Keys of messages that no search found, a line for each."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review_set", "thread", "place"], name="review_line_once"),
            models.CheckConstraint(condition=Q(item__isnull=False) | ~Q(beside=""), name="review_line_is_something"),
        ]

    def __str__(self) -> str:
        return f"Line {self.place} of thread {self.thread}"


class Decision(models.Model):
    """What somebody said of an item. Another one replaces it and it stays; none is ever changed."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    tag = models.CharField(max_length=6, choices=Tag)
    reader = models.CharField(max_length=7, choices=Reader, default=Reader.FIRST)
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """The decision of an earlier set that this one repeats; nobody read the item again for it."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tag__in=Tag.values), name="review_decision_tag_known"),
            models.CheckConstraint(condition=Q(reader__in=Reader.values), name="review_decision_reader_known"),
        ]
        indexes = [models.Index(fields=["item", "reader", "-id"], name="review_decision_newest")]

    def __str__(self) -> str:
        return f"{self.get_tag_display()}: item {self.item_id}"


class Sample(models.Model):
    """Items drawn for a second reader or from the discard pile; `pile` and `seed` let anyone draw them again."""

    review_set = models.ForeignKey(ReviewSet, on_delete=models.CASCADE, related_name="samples")
    purpose = models.CharField(max_length=7, choices=Purpose)
    seed = models.CharField(max_length=64)
    pile = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="review_sample_purpose_known"),
            models.CheckConstraint(condition=~Q(seed=""), name="review_sample_has_seed"),
        ]

    def __str__(self) -> str:
        return f"Sample {self.pk}"


class Drawn(models.Model):
    """That an item is in a sample."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="drawn", db_index=False)
    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "item"], name="review_drawn_once"),
            models.UniqueConstraint(fields=["sample", "place"], name="review_drawn_in_order"),
        ]

    def __str__(self) -> str:
        return f"Item {self.item_id} in sample {self.sample_id}"


def write(review_set: ReviewSet, made: sifting.ReviewSet) -> None:
    """Write the items, copies and thread lines of a new set, in bulk; the caller's transaction holds it together."""
    likeness = {member.item: member.likeness for group in made.groups for member in group.members}
    rows = {item.number: _row(review_set, item, likeness.get(item.number)) for item in made.items}
    ReviewItem.objects.bulk_create(rows.values(), batch_size=BATCH)
    Copy.objects.bulk_create(_copies(made.items, rows), batch_size=BATCH)
    lines = [
        ThreadLine(
            review_set=review_set,
            thread=thread.number,
            place=place,
            item=None if line.item is None else rows[line.item],
            beside="\n".join(line.beside),
        )
        for thread in made.threads
        for place, line in enumerate(thread.lines)
    ]
    ThreadLine.objects.bulk_create(lines, batch_size=BATCH)


def _row(review_set: ReviewSet, item: sifting.Item, likeness: float | None) -> ReviewItem:
    return ReviewItem(
        review_set=review_set,
        number=item.number,
        seal=item.seal,
        kind=item.kind,
        digest=item.digest,
        family=item.family,
        place=item.place,
        thread=item.thread,
        group=item.group,
        likeness=likeness,
        date=item.date,
        was_found=bool(item.searches),
        problem=item.problem[:300],
    )


def _copies(items: Iterable[sifting.Item], rows: dict[int, ReviewItem]) -> Iterator[Copy]:
    for item in items:
        for copy in item.copies:
            yield Copy(
                item=rows[item.number],
                key=copy.key,
                custodian=copy.custodian,
                location=copy.location,
                searches="\n".join(copy.searches),
            )


WHY = "what was reviewed stays as it was found and decided"
"""A case file has its own retention, so rows may be deleted; none may be changed."""

_OF_SET = '(SELECT r.case_id FROM "disclosure_reviewset" r WHERE r.id = {row}.review_set_id)'
_OF_ITEM = (
    '(SELECT r.case_id FROM "disclosure_reviewset" r JOIN "disclosure_reviewitem" i ON i.review_set_id = r.id'
    " WHERE i.id = {row}.item_id)"
)

guards.declare(
    *(
        AppendOnly(model, allow_delete=True, why=WHY)
        for model in (ReviewSet, ReviewItem, Copy, ThreadLine, Decision, Sample, Drawn)
    ),
    KeptWhileOpen(ReviewSet),
    OnlyWhileOpen(ReviewSet, by="by_id"),
    *(KeptWhileOpen(model, case=_OF_SET.format(row="OLD")) for model in (ReviewItem, ThreadLine, Sample)),
    *(KeptWhileOpen(model, case=_OF_ITEM.format(row="OLD")) for model in (Copy, Decision)),
    OnlyWhileOpen(Decision, case=_OF_ITEM.format(row="NEW"), by="by_id", but="NEW.carried_from_id IS NOT NULL"),
)
