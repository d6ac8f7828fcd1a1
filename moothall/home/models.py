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
        """Those heard of within a minute."""
        return self.filter(at__gte=clock.now() - ALIVE)

    def beat(self, name: str) -> None:
        """Say that a worker is at work; those long silent are forgotten."""
        self.update_or_create(name=name, defaults={"at": clock.now()})
        self.filter(at__lt=clock.now() - FORGET).delete()


class Heartbeat(models.Model):
    """When a worker was last heard of."""

    name = models.CharField(max_length=120, unique=True)  # machine and process
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Heartbeat"]] = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
