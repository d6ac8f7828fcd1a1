"""What the worker does for the disclosure room."""

from django_tasks import task

from moothall.disclosure.models import Case
from moothall.people.models import User


@task()
def gather(case: int, by: int) -> None:
    """Make the review set of a case in which much was found; its permission is asked again, as it may have gone."""
    from django.core.exceptions import PermissionDenied

    from moothall.disclosure.actions import review
    from moothall.disclosure.actions.cases import Impossible

    try:
        review.make(Case.objects.get(pk=case), by=User.objects.get(pk=by))
    except (Impossible, PermissionDenied):
        return  # the case was closed, or given to others, while the task waited
