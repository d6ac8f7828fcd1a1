"""What somebody may be told of a letter that they are asked to approve; never who asked."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.disclosure.models import Approver, Letter
from moothall.notices.kinds import Told
from moothall.people.models import User


def load_to_approve(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Letters that wait for this person's approval."""
    mine = Letter.objects.visible_to(user).under_way()
    rows = Approver.objects.filter(pk__in=pks, person=user, letter__in=mine).select_related("letter__case")
    return {
        row.pk: Told(
            title=f"{row.letter.case.reference}: {row.letter.get_kind_display()}",
            url=row.letter.get_absolute_url(),
            line=_("You are asked to approve a letter"),
            place=_("Requests"),
            thread=f"letter:{row.letter_id}",
            closed=True,
            bare=row.letter.case.sensitive,
        )
        for row in rows
    }
