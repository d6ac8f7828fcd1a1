"""Sessions that have run out, and what was noted of where they were begun."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from moothall.kit import clock

EVERY = timedelta(minutes=10)
BEGUN = timedelta(hours=1)  # a session that somebody begins just now is not overtaken
BATCH = 1000


def clear_sessions() -> None:
    """Take a batch of each away; the rest at the next turn."""
    now = clock.now()
    over = Session.objects.filter(expire_date__lt=now).order_by("expire_date").values_list("pk", flat=True)
    Session.objects.filter(pk__in=list(over[:BATCH])).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    stale = UserSession.objects.filter(~Exists(alive), created_at__lt=now - BEGUN).order_by("pk")
    UserSession.objects.filter(pk__in=list(stale.values_list("pk", flat=True)[:BATCH])).delete()
