"""A rule of the schedule holds for information assets too: entries end, records under them go, what is held stays."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.records import asset_custody
from moothall.records.actions import bundles
from moothall.records.models import DeclaredRecord, DisposalItem, InformationAsset, Outcome
from moothall.records.tests import make_assets, make_holds
from moothall.records.tests import make_retention as make

LONG_AGO = datetime(2021, 5, 3, 9, tzinfo=UTC)


@pytest.fixture
def rekha(cast: Cast) -> User:
    return make.keeper()


def test_an_asset_whose_time_is_up_ends_with_its_records_and_a_held_one_stays(cast: Cast, rekha: User) -> None:
    other = make.keeper("Ramon Registry")
    with clock.at(LONG_AGO):
        old = make_assets.asset(by=rekha, identifier="IAR-1", name="Old ledger")
        kept = make_assets.asset(by=rekha, identifier="IAR-2", name="Asked for")
        bundles.declare(by=rekha, thing=f"asset:{old.pk}", why="How it stood", asset=f"asset:{old.pk}")
    fresh = make_assets.asset(by=rekha, identifier="IAR-3", name="New ledger")
    make_holds.hold(f"asset:{kept.pk}", by=rekha)
    rule = make.rule(make.line("IAR", title="Ledgers"), by=rekha)
    run = make.carried_out(make.switched_on(rule, "asset:*", by=rekha), by=rekha, other=other)
    outcomes = dict(DisposalItem.objects.filter(disposal=run).values_list("ref", "outcome"))
    assert outcomes == {old.pk: Outcome.DISPOSED, kept.pk: Outcome.HELD}
    ended = InformationAsset.objects.exclude(ended_on=None)
    assert list(ended) == [old]
    assert "retention schedule" in ended[0].ended_because
    assert not DeclaredRecord.objects.exists()
    assert set(asset_custody.units(None)) == {kept, fresh}


def test_one_asset_is_named_by_its_page(cast: Cast, rekha: User) -> None:
    asset = make_assets.asset(by=rekha, identifier="IAR-1")
    assert asset_custody.find(reverse("records:asset", args=[asset.pk])) == f"asset:{asset.pk}"
    assert asset_custody.find(reverse("records:asset", args=[asset.pk + 1])) is None
    assert asset_custody.find("/nowhere/") is None
    with clock.at(LONG_AGO):
        other = make_assets.asset(by=rekha, identifier="IAR-2")
    rule = make.rule(make.line("IAR"), by=rekha)
    run = make.carried_out(
        make.switched_on(rule, f"asset:{other.pk}", by=rekha), by=rekha, other=make.keeper("Ramon Registry")
    )
    assert list(run.items.values_list("ref", flat=True)) == [other.pk]
