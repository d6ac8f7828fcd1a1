"""What the worker does for the mail room."""

from django_tasks import task

from moothall.mail.importing import AlreadyRunningError, run_import


@task()
def bring_in(run_pk: int) -> None:
    """Run an import to its end; how it ended is on its page."""
    try:
        run_import(run_pk)
    except AlreadyRunningError:
        return
