"""A copy of what the hall holds about one person: a zip with one JSON file for each part that a room registered."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from moothall.kit import clock
from moothall.kit.registries import Person, PersonalData, personal_data
from moothall.people.models import Correction, Grant, User, WayIn

IN_MEMORY = 4 * 1024 * 1024  # bytes; a larger copy is written to a temporary file


def parts(*, own: bool) -> list[PersonalData]:
    """What is in a copy: all in one's own; in one made for someone else, nothing that is theirs alone."""
    return [part for part in personal_data if own or not part.private]


def zipped(person: User, *, own: bool) -> IO[bytes]:
    """The zip, at its beginning; it is written row by row, so that its size is no matter."""
    target = cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", _line(_about(person, own=own)))
        for part in parts(own=own):
            with archive.open(f"{part.key}.json", "w") as file:
                for piece in _array(part.export(person)):
                    file.write(piece.encode())
    target.seek(0)
    return target


def _about(person: User, *, own: bool) -> dict[str, object]:
    held = {part.key: str(part.label) for part in parts(own=own)}
    return {"person": person.name, "council": settings.MOOTHALL_COUNCIL.name, "made_at": clock.now(), "parts": held}


def _array(rows: Iterable[dict[str, object]]) -> Iterator[str]:
    yield "["
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + _line(row)
    yield "\n]\n"


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)


def profile(person: Person) -> Iterator[dict[str, object]]:
    """The person's own entry."""
    user = User.objects.select_related("team", "manager").get(pk=person.pk)
    yield {
        "name": user.name,
        "email": user.email,
        "staff_number": user.staff_number,
        "handle": user.handle,
        "kind": user.kind,
        "job": user.job,
        "team": user.team.name if user.team else "",
        "manager": user.manager.name if user.manager else "",
        "organisation": user.organisation,
        "ask_about": user.ask_about,
        "roles": sorted(user.role_holdings.values_list("role", flat=True)),
        "may_sign_in": user.is_active,
        "joined_at": user.joined_at,
        "last_signed_in_at": user.last_login,
    }


def signing_in(person: Person) -> Iterator[dict[str, object]]:
    """Passkeys by name, sessions, invitations and codes; never what would open the door."""
    for key in Authenticator.objects.filter(user_id=person.pk).order_by("pk"):
        yield {"what": key.type, "made_at": key.created_at, "used_at": key.last_used_at}
    for session in UserSession.objects.filter(user_id=person.pk).order_by("pk"):
        yield {"what": "session", "begun_at": session.created_at, "ip": session.ip, "browser": session.user_agent}
    for way in WayIn.objects.filter(user_id=person.pk).order_by("pk"):
        yield {"what": f"way in: {way.form}", "made_at": way.made_at, "used_at": way.used_at}


def grants_by_name(person: Person) -> Iterator[dict[str, object]]:
    """What the person may see by their own name."""
    for grant in Grant.objects.filter(holder=f"user:{person.pk}").order_by("pk"):
        yield {"may_see": grant.token}


def corrections(person: Person) -> Iterator[dict[str, object]]:
    """What the person asked to have put right."""
    for one in Correction.objects.filter(user_id=person.pk).order_by("pk"):
        yield {"asked": one.asked, "asked_at": one.asked_at, "answer": one.answer, "answered_at": one.answered_at}
