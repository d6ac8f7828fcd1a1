"""The address in a mail that stops such mails, without signing in: signed, for one person and one sort of mail only."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

SIGNER = signing.Signer(salt="notices.stop")
ONE_CLICK = "List-Unsubscribe", "One-Click"  # RFC 8058, section 3.2


@dataclass(frozen=True)
class Stop:
    """What is to stop: a kind in a place, or (`digest`) the daily or weekly digest."""

    person: int
    kind: str = ""
    place: str = ""
    digest: str = ""

    def url(self) -> str:
        """The whole address."""
        token = SIGNER.sign_object([self.person, self.kind, self.place, self.digest])
        return f"{settings.MOOTHALL_URL}{reverse('notices:stop', args=[token])}"


def read_token(token: str) -> Stop | None:
    """What a token stops, or None if we did not make it."""
    try:
        person, kind, place, digest = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Stop(int(person), str(kind), str(place), str(digest))
