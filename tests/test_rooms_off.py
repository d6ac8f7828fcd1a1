"""With upper rooms switched off the rest of the hall stands."""

import os
import shutil
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
from django.urls import reverse
from tests.attacks.living import ROUNDS
from tests.attacks.test_crawler import addresses, one_of_each
from moothall.files.models import Upload
from moothall.home import models as home_models
from moothall.home import worker
from moothall.kit.registries import navigation, periodic
from moothall.notices.models import Notice
from moothall.people import actions, export
from moothall.people.models import Role, RoleHolding, User
from moothall.search import writer
from moothall.kit import clock

priya = User.objects.get(email="priya.raman@wexmoor.example")
RoleHolding.objects.bulk_create([RoleHolding(user=priya, role=role) for role in Role], ignore_conflicts=True)

def sign_in():
    client = Client(HTTP_HOST="127.0.0.1", raise_request_exception=False)
    client.force_login(priya)
    return client

client = sign_in()
doors = [reverse(item.url_name) for item in navigation]
assert reverse("home:desk") in doors
for door in [*doors, reverse("home:help"), reverse("people:me")]:
    assert client.get(door, follow=True).status_code == 200, door
for room in %r:
    assert client.get(f"/{room}/").status_code == 404, room

home_models.ALIVE *= 1000  # however long this takes
home_models.Heartbeat.objects.beat("the hall is ready")
writer.drain()
statuses, wrong = {}, []
for address in one_of_each((each for each in addresses(junk=False) if "?" not in each), but="no room"):
    answer = client.get(address)
    answer.close()
    if answer.status_code == 302 and "login" in answer.headers["Location"]:
        client = sign_in()  # an address may end the visit
        answer = client.get(address)
        answer.close()
    statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
    if answer.status_code >= 500:
        wrong.append(f"{answer.status_code} {address}")
assert not wrong, wrong[:40]
assert set(statuses) <= {200, 204, 302, 400, 403, 404, 405, 409, 410, 429}, statuses
assert statuses[200] > (150 if ROUNDS else 40), statuses

Notice.objects.filter(read_at=None).update(due_at=clock.now())
for job in (worker.PULSE, worker.FORGET, *periodic):
    job.run()
export.zipped(priya, own=True).close()
leaver = User.objects.get(email="gareth.pugh@wexmoor.example")
actions.deactivate(leaver, by=priya)
actions.reactivate(leaver, by=priya)
writer.drain()
for command in (["check"], ["check_index"], ["verify_audit"], ["backup", %r]):
    call_command(*command)
print("stands")
"""
CHOICES = [(room,) for room in settings.UPPER_ROOMS] + [settings.UPPER_ROOMS]


def environment(data: Path) -> dict[str, str]:
    """A hall of its own; rates are for strangers, and here is one person in a hurry."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("MOOTHALL_")}
    limits = {f"MOOTHALL_LIMIT_{name.upper()}": "1000000/m" for name in settings.MOOTHALL_LIMITS}
    rounds = {"MOOTHALL_ATTACK_ROUNDS": os.environ.get("MOOTHALL_ATTACK_ROUNDS", "0")}
    own = {"MOOTHALL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "moothall.config.settings"}
    return ours | limits | rounds | own


@pytest.fixture(scope="module")
def full_hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a hall in which every room is on and in use."""
    data = tmp_path_factory.mktemp("full") / "data"
    for command in (["migrate", "-v0"], ["demo"]):
        subprocess.run([sys.executable, "-m", "moothall", *command], env=environment(data), check=True)
    return data


@pytest.mark.words  # the hall that it walks is one of its own, on SQLite
@pytest.mark.parametrize("rooms", CHOICES, ids="+".join)
def test_a_hall_in_use_stands_without(rooms: tuple[str, ...], full_hall: Path, tmp_path: Path) -> None:
    """Rooms that were in use are switched off; someone with every role opens every address with every id."""
    shutil.copytree(full_hall, tmp_path / "data")
    env = environment(tmp_path / "data") | {"MOOTHALL_ROOMS_OFF": ",".join(rooms), "MOOTHALL_DISK_RESERVE_MB": "0"}
    walk = WALK % (rooms, str(tmp_path / "backup"))
    done = subprocess.run(
        [sys.executable, "-c", walk], env=env, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.stdout.strip().endswith("stands"), done.stdout[-2000:] + done.stderr[-4000:]


def test_the_case_of_a_thing_whose_room_is_off_leads_nowhere(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    space = make.space(by=cast.priya, members=[cast.auditor])
    assert cases.of("spaces.space", str(space.pk), cast.auditor).url == space.get_absolute_url()
    monkeypatch.setattr(settings, "MOOTHALL_ROOMS_OFF", ("spaces",))
    case = cases.of("spaces.space", str(space.pk), cast.auditor)
    assert (case.url, case.title, case.entries.exists()) == ("", space.name, True)
