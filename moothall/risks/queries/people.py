"""The people around an appraisal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.people.models import Role, User
from moothall.risks.models import Challenge
from moothall.risks.queries.rounds import Sheet

FEW = 5


@dataclass(frozen=True)
class Around:
    """Who answers for it, who works on it, who looks after risks, and how the proposal was challenged."""

    owner: User | None
    members: Sequence[User]
    members_more: int
    managers: Sequence[User]
    challenge: str


def around(sheet: Sheet) -> Around:
    """The people of an appraisal; of many, the first few."""
    members = User.objects.filter(appraisals_worked_on__appraisal=sheet.appraisal).order_by("name", "pk")
    found = list(members[: FEW + 1])
    more = members.count() - FEW if len(found) > FEW else 0
    managers = User.objects.active().filter(role_holdings__role=Role.RISK_MANAGER).order_by("name", "pk")
    return Around(sheet.appraisal.owner, found[:FEW], more, list(managers[:FEW]), challenged(sheet))


def challenged(sheet: Sheet) -> str:
    """Whether what is proposed or chosen avoids the question, and how that was challenged."""
    option = sheet.leading
    if option is None:
        return _("Nothing is proposed yet")
    decided = sheet.decision is not None
    if not option.avoids:
        if decided:
            return _("Not needed: the decision is neither to do nothing nor to prohibit")
        return _("Not needed: the proposal is neither to do nothing nor to prohibit")
    own = [each for each in sheet.challenges if each.option_id == option.pk]
    answered = [each for each in own if each.is_answered]
    if answered:
        return _("Asked by {asked}, answered by {answered}").format(
            asked=_names([each.asked_by for each in answered]), answered=_answering(answered)
        )
    if own:
        return _("Asked by {asked}, not answered yet").format(asked=_names([each.asked_by for each in own]))
    return _("Nobody has challenged it yet")


def _answering(challenges: Sequence[Challenge]) -> str:
    return _names([each.answered_by for each in challenges if each.answered_by is not None])


def _names(people: Sequence[User]) -> str:
    return ", ".join(dict.fromkeys(person.name for person in people))
