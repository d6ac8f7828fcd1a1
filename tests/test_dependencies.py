"""The check of what the hall depends on can fail."""

from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from scripts import dependencies


def package(folder: Path, *lines: str) -> PathDistribution:
    info = folder / "thing-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("\n".join(("Metadata-Version: 2.4", "Name: thing", "Version: 1", *lines)), "utf-8")
    return PathDistribution(info)


@pytest.mark.parametrize(
    ("lines", "good"),
    [
        (["License-Expression: BSD-3-Clause"], True),
        (["Classifier: License :: OSI Approved :: MIT License"], True),
        (["License: Apache 2.0"], True),
        (["License-Expression: AGPL-3.0-only"], False),
        (["Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)"], False),
        (["License-Expression: LicenseRef-Proprietary"], False),
        ([], False),
    ],
)
def test_a_licence_that_is_not_permissive_is_found(
    lines: list[str], good: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dependencies, "distribution", lambda _name: package(tmp_path, *lines))
    assert (dependencies.fault("thing") is None) is good


def test_what_the_hall_needs_is_followed_to_the_end() -> None:
    needed = {name.partition("[")[0] for name in dependencies.run_time()}
    assert {"django", "sqlparse", "gunicorn", "psycopg", "cryptography", "cffi"} <= needed
    assert not {"pytest", "ruff", "mypy", "playwright"} & needed
