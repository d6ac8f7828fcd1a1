"""With upper rooms switched off the rest of the hall stands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from conftest import Cast
from moothall.audit import cases
from moothall.spaces.tests import make

WALK = """
import django; django.setup()
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
call_command("migrate", verbosity=0)
from moothall.kit.registries import navigation
from moothall.people.models import Role
from moothall.people.tests import make

def plain_addresses(resolver, prefix="/"):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if "<" in route or "(?P" in route:
            continue
        if isinstance(entry, URLResolver):
            yield from plain_addresses(entry, route)
        else:
            yield route.replace("^", "").replace("$", "").replace("\\\\Z", "")

def sign_in():
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(ada)
    return client

ada = make.user("Ada Minton", roles=tuple(Role))
client = sign_in()
doors = [reverse(item.url_name) for item in navigation]
assert reverse("home:desk") in doors
for door in [*doors, reverse("home:help"), reverse("people:me")]:
    assert client.get(door, follow=True).status_code == 200, door
walked = 0
for address in plain_addresses(get_resolver()):
    client = sign_in()  # an address may end the visit
    status = client.get(address, follow=True).status_code
    assert status in {200, 204, 302, 400, 403, 404, 405, 410, 503}, (address, status)
    walked += 1
assert walked > 60, walked
for room in %r:
    assert client.get(f"/{room}/").status_code == 404, room
call_command("check")
print("stands")
"""
CHOICES = [(room,) for room in settings.UPPER_ROOMS] + [settings.UPPER_ROOMS]


@pytest.mark.parametrize("rooms", CHOICES, ids="+".join)
def test_the_hall_stands_without(rooms: tuple[str, ...], tmp_path: Path) -> None:
    """Every address that needs no id is looked at by someone with every role."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MOOTHALL_")}
    environment |= {
        "MOOTHALL_DATA": str(tmp_path),
        "MOOTHALL_ROOMS_OFF": ",".join(rooms),
        "DJANGO_SETTINGS_MODULE": "moothall.config.settings",
    }
    walk = WALK % (rooms,)
    done = subprocess.run(
        [sys.executable, "-c", walk], env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.stdout.strip().endswith("stands"), done.stderr


def test_the_case_of_a_thing_whose_room_is_off_leads_nowhere(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    space = make.space(by=cast.priya, members=[cast.auditor])
    assert cases.of("spaces.space", str(space.pk), cast.auditor).url == space.get_absolute_url()
    monkeypatch.setattr(settings, "MOOTHALL_ROOMS_OFF", ("spaces",))
    case = cases.of("spaces.space", str(space.pk), cast.auditor)
    assert (case.url, case.title, case.entries.exists()) == ("", space.name, True)
