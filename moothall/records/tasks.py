"""What the worker does for the records room."""

from datetime import timedelta

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from moothall.kit import clock
from moothall.records import disposing
from moothall.records.models import Disposal

LATE = timedelta(seconds=5)  # a task is queued within milliseconds of the approval, or never
LOOK = timedelta(minutes=1)


@task()
def dispose(pk: int) -> None:
    """Carry an approved disposal out; how it went is on its page."""
    try:
        disposing.carry_out(pk)
    except disposing.AlreadyRunning:
        return


def take_up_lost() -> int:
    """Queue the approved disposals that have no task: their process died, or they had to wait; returns how many."""
    waiting = Disposal.objects.at_work().filter(approved_at__lt=clock.now() - LATE).values_list("pk", flat=True)
    lost = [pk for pk in waiting if not disposing.is_running(pk)]
    if not lost:
        return 0
    queued = DBTaskResult.objects.filter(
        task_path=dispose.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    known = {given["args"][0] for given in queued.values_list("args_kwargs", flat=True)}
    lost = [pk for pk in lost if pk not in known]
    for pk in lost:
        dispose.enqueue(pk)
    return len(lost)


@task()
def make_bundle(pk: int) -> None:
    """Write a bundle that was asked for."""
    from moothall.records.actions import bundles

    bundles.make(pk)
