"""What an administrator is told before the hall goes live."""

import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from conftest import Cast
from moothall import audit
from moothall.home import deployment
from moothall.home.actions import BACKED_UP
from moothall.home.models import Heartbeat
from moothall.kit import clock

pytestmark = pytest.mark.django_db


def keys(*, unsafe: bool = True) -> set[str]:
    return {finding.key for finding in deployment.findings() if finding.unsafe or not unsafe}


@audit.act
def a_backup() -> None:
    audit.record(BACKED_UP, by=None, manifest="0" * 64, files=1, bytes=1, with_keys=False)


def test_a_hall_for_trying_out_is_called_unsafe(cast: Cast) -> None:
    assert {"environment", "https", "demo", "backup", "worker"} <= keys()


def test_each_danger_goes_when_it_is_mended(cast: Cast, settings: LazySettings) -> None:
    for person in (cast.admin, cast.priya, cast.gareth, cast.joan, cast.marcus, cast.auditor, cast.outsider):
        person.set_password("of their own and long")
        person.save(update_fields=["password"])
    settings.PRODUCTION = settings.HTTPS = settings.MOOTHALL_KEYS_SET = True
    settings.MOOTHALL_DATA.mkdir(exist_ok=True, mode=0o700)
    Heartbeat.objects.beat("hall 1")
    a_backup()
    assert not {"environment", "https", "keys", "demo", "backup", "worker", "permissions"} & keys()
    assert "passkeys" in keys(unsafe=False)
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = True
    settings.MOOTHALL_DATA.chmod(0o755)
    with clock.at(clock.now() + timedelta(days=3)):
        assert {"hosts", "debug", "permissions", "backup", "worker"} <= keys()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "False False"),
        ({"MOOTHALL_SECRET_KEY": "5e" * 32}, "False True"),
        ({"MOOTHALL_AUDIT_KEYS": "k1:" + "7e" * 32}, "False True"),
        ({"MOOTHALL_SECRET_KEY": "5e" * 32, "MOOTHALL_AUDIT_KEYS": "k1:" + "7e" * 32}, "True True"),
    ],
    ids=["neither", "secret", "audit", "both"],
)
def test_the_keys_are_set_when_both_are(tmp_path: Path, given: dict[str, str], told: str) -> None:
    code = "from django.conf import settings as s; print(s.MOOTHALL_KEYS_SET, s.MOOTHALL_ANY_KEY_SET)"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MOOTHALL_")}
    env = ours | {"DJANGO_SETTINGS_MODULE": "moothall.config.settings", "MOOTHALL_DATA": str(tmp_path)} | given
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told


def test_the_command_says_it_in_words_and_with_its_exit_code(cast: Cast) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_deploy", stdout=out)
    assert ended.value.code == 1
    assert "Unsafe: Passwords and pages can be read on the way" in out.getvalue()
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_deploy", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["safe"] is False
    assert {"key", "unsafe", "words"} == set(told["findings"][0])
