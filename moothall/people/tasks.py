"""What the worker does for the people room."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from moothall.people.models import User, WayIn


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


@task()
def send_reset(email: str) -> None:
    """Send whoever has this address, if anybody has, the way to a new password; nothing goes to a stranger."""
    for person in User.objects.active().filter(email=email.lower()):
        key = default_token_generator.make_token(person)
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
        context = {"person": person, "council": settings.MOOTHALL_COUNCIL, "address": settings.MOOTHALL_URL + path}
        subject = _("A new password for {council}’s hall").format(council=settings.MOOTHALL_COUNCIL.name)
        body = render_to_string("people/reset_mail.txt", context)
        send_mail(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [person.email])
