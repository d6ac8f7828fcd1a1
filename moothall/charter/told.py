"""What one person may be told of a subject of this room at this moment; what they may no longer see is left out."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.charter.models import Charter, Invitation, Signature
from moothall.notices.kinds import Told
from moothall.people.models import User


def load_invited(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Invitations to sign the charter that is current, while this person has not."""
    current = Charter.objects.current()
    if current is None:
        return {}
    signed = Signature.objects.standing().filter(charter=OuterRef("charter"), person=user)
    rows = Invitation.objects.filter(~Exists(signed), pk__in=pks, invited=user, charter=current)
    return {
        row.pk: Told(
            title=current.title,
            url=reverse("charter:charter"),
            line=_("{name} asks you to read the charter, and to sign it if you wish").format(name=row.inviter.name),
            text=row.words,
            thread=f"charter:{current.pk}",
        )
        for row in rows.select_related("inviter")
    }


def load_look_back(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Weeks to look back on; nothing of what they hold is said outside the hall."""
    found = {}
    for subject in subjects:
        day = date.fromordinal(subject)
        found[subject] = Told(
            title=_("Your week"),
            url=f"{reverse('charter:look_back')}?week={day.isoformat()}",
            line=_("Look back on the week of {day}, if you like").format(day=date_format(day, "j F")),
        )
    return found
