"""What the worker does for the lessons room."""

from django_tasks import task


@task()
def look(subscription: int) -> None:
    """Look at the feed of a body; how it went is on the page of the subscription."""
    from moothall.lessons.actions import looking

    looking.look(subscription)
