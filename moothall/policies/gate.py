"""The gate: a policy is acknowledged before a capability is used. This is what other rooms call.

Acts call `require`, which asks the rows and the clock: nothing that is stale lets anybody through. Pages call `closed`
or `stop`, which look at the tokens that the request has at hand anyway and ask the database nothing.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.apps import is_on
from moothall.people import grants
from moothall.people.models import User
from moothall.policies.models import Capability
from moothall.policies.models.gates import GATES, PASSED, gate_kind
from moothall.policies.queries import gates

__all__ = [
    "Capability",
    "GateClosed",
    "address",
    "closed",
    "require",
    "require_any",
    "safe_back",
    "stop",
    "way",
    "words",
]

ROOM = "policies"


class GateClosed(PermissionDenied):
    """Something has to be acknowledged first. Pages turn it into a way to the gate and back; elsewhere it is a 403."""

    def __init__(self, capability: Capability, place: str = "") -> None:
        super().__init__(f"The gate before {capability} is closed.")
        self.capability, self.place = capability, place

    @property
    def words(self) -> str:
        """What to do, for whoever has no page to be led to."""
        return _("There is a policy to read and acknowledge first. Do that in the hall, then try again.")


def closed(user: User, capability: Capability, place: str = "") -> tuple[int, ...]:
    """The requirements that stop this person, as their tokens say; asks the database nothing that it was not asked."""
    if not is_on(ROOM):
        return ()
    held = grants.tokens(user)
    kinds = {gate_kind(capability), gate_kind(capability, place)}
    gates_held = (grants.split(token) for token in held if token.startswith(GATES))
    return tuple(sorted(ref for kind, ref in gates_held if kind in kinds and f"{PASSED}:{ref}" not in held))


def stop(user: User, capability: Capability, place: str = "") -> None:
    """Lead a person to the gate before a page on which they would act; raises `GateClosed`."""
    if closed(user, capability, place):
        raise GateClosed(capability, place)


def require(by: User, capability: Capability, place: str = "") -> None:
    """In an act: go on only if nothing stops this person at this moment; raises `GateClosed`."""
    require_any([by], capability, place)


def require_any(people: Iterable[User], capability: Capability, place: str = "") -> None:
    """Go on if nothing stops one of these people, who answer for it together; raises `GateClosed`.

    Where there is nobody, it is closed as soon as anything is asked at all.
    """
    asked = gates.asked_at(capability, place) if is_on(ROOM) else []
    if not asked:
        return
    now, answering = clock.now(), list(people)
    for person in answering:
        if not any(one.stops(now) for one in gates.due_under(person, asked)):
            return
    if answering or any(gates.bites(requirement, now) for requirement in asked):
        raise GateClosed(capability, place)


def address(capability: Capability, place: str = "", *, back: str = "") -> str:
    """The page of the gate, with the way back."""
    wanted = {name: value for name, value in (("place", place), ("next", back)) if value}
    url = reverse("policies:gate", args=[capability])
    return f"{url}?{urlencode(wanted)}" if wanted else url


def way(request: HttpRequest, user: User, capability: Capability, place: str = "", *, part: str = "") -> str:
    """The address of the gate that stands before this page's act, leading back to a part of it; empty if it is open."""
    if not closed(user, capability, place):
        return ""
    return address(capability, place, back=f"{request.get_full_path()}{part}")


def safe_back(wanted: str) -> str:
    """Where the way back may lead: a path of this hall, or nowhere."""
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else ""


def words(found: GateClosed) -> SafeString:
    """For a form that keeps what was typed: what has to be done in another tab before it is sent again."""
    url = address(found.capability, found.place)
    link = format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, _("Read it in a new tab"))
    return format_html("{} {}.", _("There is a policy to acknowledge first. What you typed stays here."), link)
