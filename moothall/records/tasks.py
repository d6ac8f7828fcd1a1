"""What the worker does for the records room."""

from django_tasks import task


@task()
def make_bundle(pk: int) -> None:
    """Write a bundle that was asked for."""
    from moothall.records.actions import bundles

    bundles.make(pk)
