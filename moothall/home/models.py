"""Which workers are at work, on whatever machine."""

from datetime import timedelta
from typing import ClassVar

from django.db import models

from moothall.kit import clock

ALIVE = timedelta(seconds=60)  # since the last beat
BEAT = timedelta(seconds=10)
FORGET = timedelta(days=1)


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Workers by how long ago they were heard."""

    def alive(self) -> "HeartbeatQuerySet":
        """Those heard of within a minute; a beat from the future is of a clock that was wrong, and proves nothing."""
        now = clock.now()
        return self.filter(at__gte=now - ALIVE, at__lte=now + ALIVE)

    def beat(self, name: str) -> None:
        """Say that a worker is at work; those long silent, or of another time, are forgotten."""
        now = clock.now()
        self.update_or_create(name=name, defaults={"at": now})
        self.filter(models.Q(at__lt=now - FORGET) | models.Q(at__gt=now + FORGET)).delete()


class Heartbeat(models.Model):
    """When a worker was last heard of."""

    name = models.CharField(max_length=120, unique=True)  # machine and process
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Heartbeat"]] = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
