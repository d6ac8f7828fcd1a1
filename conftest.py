"""What every test world has: a fixed cast, data of its own, and a way to sign in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from moothall.charter import documents
from moothall.kit import manners
from moothall.people.models import Kind, Role, User
from moothall.people.tests import make
from moothall.people.views import founding
from moothall.policies import guidance
from moothall.search.sources import sources

pytest_plugins = ["moothall.kit.testing"]

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("hall", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("hall")

DATABASES = {"db", "transactional_db", "committed_db"}  # the fixtures that give one


@dataclass(frozen=True)
class Cast:
    """The people of every test world, always with the same parts."""

    priya: User
    gareth: User
    joan: User
    marcus: User
    admin: User
    auditor: User
    outsider: User


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what touches no database, or is about words alone: the run on SQLite shows the same."""
    if connection.vendor != "postgresql":
        return
    left = [item for item in items if not _touches_a_database(item)]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


def _touches_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("words"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & {"db", "transactional_db", "committed_db"}
    )


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Files, index and anchors of one test only."""
    data = tmp_path / "data"
    monkeypatch.setattr(settings, "MOOTHALL_DATA", data)
    monkeypatch.setattr(settings, "MOOTHALL_AUDIT_ANCHOR", data / "audit" / "heads.log")
    storages_setting = {
        **settings.STORAGES,
        "blobs": {**settings.STORAGES["blobs"], "OPTIONS": {"location": data / "blobs", "base_url": None}},
    }
    with override_settings(STORAGES=storages_setting):
        yield data
    cache.clear()
    guidance.forget()


@pytest.fixture(autouse=True)
def full_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run in here step back for no one: a process of tests would stay nice for all the tests after."""
    monkeypatch.setattr(manners, "STEP", 0)


@pytest.fixture(autouse=True)
def lived_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door of a hall in which somebody lives; the tests of the first run begin before that."""
    monkeypatch.setattr(founding._Lived, "known", True)


@pytest.fixture(autouse=True)
def only_what_is_written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index holds what a test writes: not the charter that comes with the hall, until one is adopted.

    Where other processes look into the same index it holds all that they expect.
    """
    found = sources.get(documents.CHARTER)
    if found is not None and "committed_db" not in request.fixturenames:
        monkeypatch.setitem(sources._items, found.key, replace(found, ids=lambda _after: ()))


@pytest.fixture
def cast(db: None) -> Cast:
    """Priya and Gareth (staff), Joan (councillor), Marcus (guest), an administrator, an auditor, and an outsider."""
    return Cast(
        priya=make.user("Priya Raman", job="Team leader"),
        gareth=make.user("Gareth Pugh", job="Supervisor"),
        joan=make.user("Cllr Joan Tregarthen", Kind.COUNCILLOR),
        marcus=make.user("Marcus Finch", Kind.GUEST, organisation="Friends of Harrowby Library"),
        admin=make.user("Ada Minton", roles=(Role.ADMINISTRATOR,)),
        auditor=make.user("Otto Ditchling", roles=(Role.AUDITOR,)),
        outsider=make.user("Olwen Side"),
    )


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which a person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
