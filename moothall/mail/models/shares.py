"""What was brought from a mailbox into a space."""

from django.conf import settings
from django.db import models

from moothall.kit import clock, guards
from moothall.mail.models.messages import Thread
from moothall.records.held import Held
from moothall.spaces.models import Conversation


class ThreadShare(models.Model):
    """That a thread was brought into a conversation, where its members can read it."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="shares")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation"], name="conversation_shared_from_one_thread")]


guards.declare(
    Held(
        ThreadShare,
        scopes={
            "thread": ("thread",),
            "mailbox": ("thread__mailbox",),
            "conversation": ("conversation",),
            "space": ("conversation__space",),
            "user": ("by", "thread__mailbox__custodians__user"),
        },
        keeps=("conversation", "by", "at"),
    )
)
