"""What is not kept for ever: words of kept mail, old letters, notices long dealt with."""

from datetime import timedelta

from django.db.models import Q

from moothall.kit import clock
from moothall.notices.models import Letter, Notice
from moothall.notices.models.letters import State

WORDS = timedelta(days=30)
LETTERS = timedelta(days=180)
NOTICES = timedelta(days=400)
BATCH = 1000


def tidy() -> None:
    """Take a batch of each away; the rest at the next turn."""
    now = clock.now()
    worded = Letter.objects.filter(state=State.KEPT, settled_at__lt=now - WORDS).exclude(text="", html="")
    worded.update(subject="", text="", html="", headers={})
    over = Q(read_at__isnull=False) | Q(done_at__isnull=False)
    notices = Notice.objects.filter(over, at__lt=now - NOTICES, due_at=None).order_by("pk")
    Notice.objects.filter(pk__in=list(notices.values_list("pk", flat=True)[:BATCH])).delete()
    letters = Letter.objects.filter(settled_at__lt=now - LETTERS).order_by("pk")
    Letter.objects.filter(pk__in=list(letters.values_list("pk", flat=True)[:BATCH])).delete()
