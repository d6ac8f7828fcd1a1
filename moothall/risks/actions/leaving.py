"""What becomes of a person's appraisals when they may no longer come in."""

from typing import cast

from moothall import audit
from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.risks import telling
from moothall.risks.actions.appraisals import let_in
from moothall.risks.models import Appraisal, Member


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: what they answer for passes into the risk managers' care, who are told.

    They no longer work on what they worked on. Steps and risks keep their name until somebody else is named: they are
    told to the administrators as a trouble, as nobody can say who else would do them.
    """
    user, actor = cast(User, person), cast("User | None", by)
    for appraisal in Appraisal.objects.select_for_update().filter(owner=user).order_by("pk"):
        appraisal.owner = None
        appraisal.save(update_fields=["owner"])
        let_in(appraisal)
        telling.owned(appraisal, by=actor)
        audit.record("appraisal.left_without_owner", by=actor, on=appraisal, user=user.pk)
    for member in Member.objects.filter(user=user).select_related("appraisal").order_by("pk"):
        appraisal = Appraisal.objects.select_for_update().get(pk=member.appraisal_id)
        member.delete()
        let_in(appraisal)
        audit.record("appraisal.member_removed", by=actor, on=appraisal, person=user.pk)
