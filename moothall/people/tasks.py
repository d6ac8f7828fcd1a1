"""What the worker does for the people room."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from moothall.people.models import WayIn


@task()
def send_invitation(way_pk: int) -> None:
    """Send an invitation that still opens the door; the address in it is worked out here and stored nowhere."""
    way = WayIn.objects.open().filter(pk=way_pk, form="link").select_related("user", "made_by").first()
    if way is None or not way.user.email:
        return
    context = {
        "way": way,
        "council": settings.MOOTHALL_COUNCIL,
        "address": settings.MOOTHALL_URL + reverse("people:invitation", args=[way.token]),
    }
    subject = _("You are invited to {council}’s hall").format(council=settings.MOOTHALL_COUNCIL.name)
    body = render_to_string("people/invitation_mail.txt", context)
    send_mail(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [way.user.email])
