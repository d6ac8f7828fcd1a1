"""What the tests of the exchange begin with."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from moothall.lessons.tests import serving


@pytest.fixture
def elsewhere_serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[serving.Elsewhere]:
    """Another body on this machine, at which the hall may look."""
    monkeypatch.setattr(settings, "MOOTHALL_EXCHANGE_PRIVATE", True)
    with serving.elsewhere() as place:
        yield place
