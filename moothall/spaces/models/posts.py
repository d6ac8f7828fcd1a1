"""Posts, their former words, their files and whom they name."""

from datetime import datetime
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people import grants
from moothall.people.models import User
from moothall.records.held import Held, HeldBehind
from moothall.spaces.models.spaces import CONTAINER, Space
from moothall.spaces.models.talk import Conversation, page_of


class PostQuerySet(models.QuerySet["Post"]):
    """Which posts a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "PostQuerySet":
        """Posts in spaces this person may read, the markers of removed ones among them."""
        return self.filter(conversation__space__in=grants.held(user, CONTAINER))

    def standing(self) -> "PostQuerySet":
        """Posts that were not removed."""
        return self.filter(removed_at__isnull=True)

    def news_between(self, low: int, high: int, *, user: User, joined: datetime) -> "PostQuerySet":
        """What others said, after this person joined, between two numbers and without them."""
        inside = self.standing().filter(number__gt=low, number__lt=high, created_at__gt=joined)
        return inside.exclude(author=user)


class Post(models.Model):
    """What one person said. A removed post stays as a marker; its words stay in its revisions only."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    body = models.TextField()  # Markdown, as written
    html = models.TextField()  # sanitised, as shown
    created_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_reason = models.CharField(max_length=400, blank=True)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[models.Manager["Post"]] = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="post_numbered_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="") & ~Q(body="")
                | Q(removed_at__isnull=False, removed_by__isnull=False, body="", html="") & ~Q(removed_reason=""),
                name="post_stands_or_was_removed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation"], condition=Q(removed_at__isnull=False), name="post_removed"),
        ]

    def __str__(self) -> str:
        return f"Post {self.pk}"

    def get_absolute_url(self) -> str:
        """The address to share; it leads to the page on which the post stands."""
        return reverse("spaces:post", args=[self.pk])

    @property
    def in_place(self) -> str:
        """Where it stands: the page of its conversation, and the place on it."""
        address = reverse("spaces:conversation", args=[self.conversation_id])
        return f"{address}?page={page_of(self.number)}#post-{self.pk}"

    @property
    def is_removed(self) -> bool:
        """Whether only the marker is left."""
        return self.removed_at is not None


class RevisionQuerySet(models.QuerySet["PostRevision"]):
    """Which former words a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "RevisionQuerySet":
        """Former words of posts that this person may read and that were not removed."""
        return self.filter(post__in=Post.objects.visible_to(user).standing())


class PostRevision(models.Model):
    """What a post said before it was edited or removed."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="revisions")
    body = models.TextField()
    html = models.TextField()
    replaced_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[models.Manager["PostRevision"]] = RevisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Post {self.post_id} until {self.replaced_at:%Y-%m-%d %H:%M}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Which files a person may fetch."""

    def visible_to(self, user: User | AnonymousUser) -> "AttachmentQuerySet":
        """Files of posts that this person may read and that were not removed."""
        return self.filter(post__in=Post.objects.visible_to(user).standing())


class Attachment(models.Model):
    """A file that came with a post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="attachments")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()

    objects: ClassVar[models.Manager["Attachment"]] = AttachmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it can be fetched."""
        return reverse("spaces:attachment", args=[self.pk])

    @property
    def kind(self) -> str:
        """The few letters that its chip shows, such as `XLSX`."""
        return PurePath(self.name).suffix.lstrip(".").upper()[:5] or "FILE"


class Mention(models.Model):
    """That a post names a person who can read it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="named_once_in_post")]
        indexes = [models.Index(fields=["user", "-post"], name="mention_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.post_id}"


OF_A_POST = {
    "post": ("post",),
    "conversation": ("post__conversation",),
    "space": ("post__conversation__space",),
    "user": ("post__author",),
}
SAID_BEFORE = "EXISTS (SELECT 1 FROM spaces_postrevision WHERE post_id = {row}.id AND body = {row}.body)"
HELD_POST = Held(
    Post,
    scopes={"post": ("pk",), "conversation": ("conversation",), "space": ("conversation__space",), "user": ("author",)},
    keeps=("conversation", "number", "author", "created_at"),
    kept_elsewhere={"body": SAID_BEFORE},
)
HELD_FILE = Held(Attachment, scopes=OF_A_POST, keeps=("post", "blob", "name", "content_type", "size"))

guards.declare(
    AppendOnly(PostRevision, allow_delete=True, why="former words are kept as they were written"),
    HELD_POST,
    Held(PostRevision, scopes=OF_A_POST),
    HELD_FILE,
    HeldBehind(Blob, by=HELD_FILE, pointer="blob", keeps=("sha256", "size")),
    HeldBehind(User, by=HELD_POST, pointer="author"),
    Held(
        Conversation,
        scopes={
            "conversation": ("pk",),
            "space": ("space",),
            "post": ("posts__pk",),
            "user": ("posts__author", "started_by", "drafts__user", "poll__by", "poll__voters__person"),
        },
    ),
    Held(
        Space,
        scopes={
            "space": ("pk",),
            "conversation": ("conversations__pk",),
            "post": ("conversations__posts__pk",),
            "user": (
                "conversations__posts__author",
                "conversations__started_by",
                "conversations__drafts__user",
                "drafts__user",
                "conversations__poll__by",
                "conversations__poll__voters__person",
            ),
        },
    ),
)
