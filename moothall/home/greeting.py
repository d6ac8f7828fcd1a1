"""What `moothall serve` tells the person who started it."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.people import credentials
from moothall.people.models import Role, User
from moothall.people.tests.make import PASSWORD


def lines(address: str) -> Iterator[str]:
    """The address, and who can sign in."""
    yield _("{council}’s hall is open at {address}").format(council=settings.MOOTHALL_COUNCIL.name, address=address)
    people = [user for user in User.objects.active().order_by("pk")[:20] if user.check_password(PASSWORD)]
    if people:
        yield _("This is the demo council. Sign in with the password {password} as:").format(password=PASSWORD)
        for user in people:
            parts = [user.does() or str(user.get_kind_display()), *(str(Role(role).label) for role in user.roles)]
            yield f"  {user.email:36} {user.name}: {', '.join(parts)}"
    elif not User.objects.exists():
        yield _("Nobody lives here yet. Open {address} and make the first administrator with this key:").format(
            address=f"{address}{reverse('people:first_run')}"
        )
        yield f"  {credentials.first_run_key()}"
    yield _("Ctrl-C closes it.")
