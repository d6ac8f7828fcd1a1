"""With an upper room switched off the rest of the hall stands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

WALK = """
import django; django.setup()
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
call_command("migrate", verbosity=0)
from moothall.kit.registries import navigation
from moothall.people.models import Role
from moothall.people.tests import make
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(make.user("Ada Minton", roles=tuple(Role)))
doors = [item.url_name for item in navigation]
assert "home:desk" in doors
for door in [*doors, "home:help", "people:me"]:
    answer = client.get(reverse(door), follow=True)
    assert answer.status_code == 200, (door, answer.status_code)
print(client.get("/%s/").status_code)
"""


@pytest.mark.parametrize("room", settings.UPPER_ROOMS)
def test_the_hall_stands_without(room: str, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MOOTHALL_")}
    environment |= {
        "MOOTHALL_DATA": str(tmp_path),
        "MOOTHALL_ROOMS_OFF": room,
        "DJANGO_SETTINGS_MODULE": "moothall.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", WALK % room], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.strip() == "404", done.stderr
