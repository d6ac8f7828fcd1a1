"""What the worker does for the files room: reading files, a few at a time, so that other tasks have their turn."""

from datetime import timedelta

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from . import reading
from .models import Reading
from .ways import ways

LOOK = timedelta(seconds=5)


@task()
def read_files() -> None:
    """Read files that wait to be read, for a while; `take_up` sees to the rest."""
    reading.read_waiting()


def take_up() -> bool:
    """Queue the reading of files where some wait and nobody is at it; whether it was queued."""
    if not Reading.objects.filter(read_at__isnull=True, way__in=[way.key for way in ways]).exists():
        return False
    queued = DBTaskResult.objects.filter(
        task_path=read_files.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    if queued.exists():
        return False
    read_files.enqueue()
    return True
