"""Appraisals of other bodies beside one's own, for those who may see both."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.lessons.tests import make_exchange
from moothall.lessons.tests.serving import Elsewhere, elsewhere
from moothall.people.models import User
from moothall.risks.actions import appraisals
from moothall.risks.models import Appraisal
from moothall.risks.tests import make

SignIn = Callable[[User], Client]


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    monkeypatch.setattr(settings, "MOOTHALL_EXCHANGE_PRIVATE", True)
    with elsewhere() as found:
        yield found


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.appraisal(by=cast.priya, question="How do volunteers find one another?")


def publishes(place: Elsewhere, cast: Cast, *titles: str, kind: str = "appraisal", path: str = "/feed") -> None:
    """What another body weighs in public."""
    entries = [make_exchange.entry(f"{path}{n}", kind=kind, title=title, data={}) for n, title in enumerate(titles)]
    make_exchange.followed(place, *entries, by=cast.admin, path=path)


def test_what_others_weigh_on_the_like_stands_beside_with_its_origin(
    place: Elsewhere, cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    publishes(place, cast, "Where should volunteers meet?", "Which bins to buy?")
    publishes(place, cast, "Volunteers policy", kind="policy", path="/policies")
    page = as_user(cast.priya).get(asked.get_absolute_url()).content.decode()
    assert "Weighed elsewhere" in page
    assert "From Elmbridge Council" in page and "Where should volunteers meet?" in page
    assert "It too speaks of: volunteers." in page
    assert "bins" not in page and "Volunteers policy" not in page


def test_who_may_not_see_ours_sees_nothing_and_outside_nothing_of_theirs_is_shown(
    place: Elsewhere, cast: Cast, as_user: SignIn
) -> None:
    publishes(place, cast, "Where should volunteers meet?")
    closed = make.appraisal(by=cast.priya, question="How do volunteers meet?", closed=True)
    for stranger in (as_user(cast.marcus), as_user(cast.joan)):
        assert stranger.get(closed.get_absolute_url()).status_code == 404
    assert "Where should volunteers meet?" in as_user(cast.priya).get(closed.get_absolute_url()).content.decode()
    shown = appraisals.publish(make.appraisal(by=cast.priya, question="Where do volunteers meet?"), by=cast.priya)
    outside = Client().get(reverse("risks:public_appraisal", args=[shown.pk]))
    assert outside.status_code == 200
    assert "Where should volunteers meet?" not in outside.content.decode()


def test_the_page_costs_the_same_however_much_others_publish(
    place: Elsewhere, cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    browser = as_user(cast.priya)

    def cost() -> int:
        browser.get(asked.get_absolute_url())
        with CaptureQueriesContext(connection) as counted:
            browser.get(asked.get_absolute_url())
        return len(counted)

    bare = cost()
    publishes(place, cast, "Where should volunteers meet?")
    some = cost()
    publishes(place, cast, *(f"Volunteers {n}" if n % 4 == 0 else f"Bins {n}" for n in range(30)), path="/many")
    assert some == cost() <= bare + 1
