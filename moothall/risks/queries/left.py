"""What waits for somebody who may no longer come in, told to the administrators until somebody else is named.

Only how many: an administrator may not be able to read the appraisals.
"""

from collections.abc import Iterator

from django.utils.translation import ngettext

from moothall.people.models import User
from moothall.risks.models import Exposure, ResponseKind
from moothall.risks.queries import living


def troubles() -> Iterator[str]:
    """Steps of what is lived with whose person has left, tolerations that they signed for, and risks they own."""
    gone = User.objects.filter(is_active=False)
    steps = living.planned(living.steps()).filter(actionee__in=gone)
    if count := steps.count():
        yield ngettext(
            "{n} step about a risk is to be taken by someone who left: a risk manager names somebody else.",
            "{n} steps about risks are to be taken by people who left: a risk manager names others.",
            count,
        ).format(n=count)
    borne = living.steps().filter(kind=ResponseKind.TOLERATE, approver__in=gone)
    if count := borne.count():
        yield ngettext(
            "{n} risk is borne because someone signed who has left: a risk manager has it answered anew.",
            "{n} risks are borne because people signed who have left: a risk manager has them answered anew.",
            count,
        ).format(n=count)
    owned = Exposure.objects.filter(applies=True, option__in=living.in_force().values("option"), risk__owner__in=gone)
    if count := owned.values("risk").distinct().count():
        yield ngettext(
            "{n} risk we live with is owned by someone who left: a risk manager names an owner.",
            "{n} risks we live with are owned by people who left: a risk manager names owners.",
            count,
        ).format(n=count)
