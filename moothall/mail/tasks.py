"""What the worker does for the mail room."""

from datetime import timedelta

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from moothall.kit import clock
from moothall.mail.importing import AlreadyRunningError, is_running, run_import
from moothall.mail.models import ImportRun

LATE = timedelta(seconds=5)  # a task is queued within milliseconds of its import, or never
LOOK = timedelta(seconds=20)


@task()
def bring_in(run_pk: int) -> None:
    """Run an import to its end; how it ended is on its page."""
    try:
        run_import(run_pk)
    except AlreadyRunningError:
        return


def take_up_lost() -> int:
    """Queue the uploaded imports that have no task; returns how many.

    A web server that is killed between the commit of an import and the queueing of its task leaves such a one.
    """
    waiting = ImportRun.objects.unfinished().filter(
        upload__isnull=False, paused_at=None, queued_at__lt=clock.now() - LATE
    )
    lost = [pk for pk in waiting.values_list("pk", flat=True) if not is_running(pk)]
    if not lost:
        return 0
    tasks = DBTaskResult.objects.filter(
        task_path=bring_in.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    queued = {given["args"][0] for given in tasks.values_list("args_kwargs", flat=True)}
    lost = [pk for pk in lost if pk not in queued]
    for pk in lost:
        bring_in.enqueue(pk)
    return len(lost)
