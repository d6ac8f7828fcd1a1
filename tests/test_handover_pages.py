"""The pages of a transfer: bundles are fetched, the receipt is entered, and nobody else does either."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.people.models import User
from moothall.records import disposing
from moothall.records.actions import handovers, holds
from moothall.records.actions.retention import Refused
from moothall.records.models import (
    Disposal,
)
from moothall.records.tests import make_holds
from moothall.records.tests import make_retention as make
from moothall.spaces.models import Conversation, Space
from tests.make_handovers import old_space, talk, transferring

SignIn = Callable[[User], Client]


@pytest.fixture
def space(cast: Cast) -> Space:
    return old_space(cast)


def test_held_things_are_left_out_and_named(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    kept, free = talk(space, cast, "Kept for the claim"), talk(space, cast, "Free to go")
    application = transferring(space, by=rekha)
    hold = make_holds.hold(f"conversation:{kept.pk}", by=rekha)
    run = make.carried_out(application, by=rekha, other=ramon)

    assert run.handed.get(ref=kept.pk).bundle is None
    assert run.handed.get(ref=free.pk).bundle == run.bundles.get()
    page = as_user(rekha).get(run.get_absolute_url()).content.decode()
    assert "Left out, because they are held" in page and "Kept for the claim" in page
    holds.release(hold, by=rekha, reason="Settled")

    done = make.received(run, by=rekha)

    assert list(Conversation.objects.all()) == [kept], "it is in no bundle, so it goes with another run"
    assert done.counts == {"disposed": 1, "held": 1, "kept": 0, "changed": 0}


def test_nobody_else_enters_a_receipt_or_fetches_a_bundle(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    talk(space, cast)
    run = make.carried_out(transferring(space, by=rekha), by=rekha, other=ramon)
    receipt, bundle = reverse("records:handover_receipt", args=[run.pk]), run.bundles.get()
    remove = reverse("records:handover_remove", args=[run.pk])
    given = {"archive": "Me", "reference": "1", "on": clock.today().isoformat()}
    for person, status in ((cast.priya, 404), (cast.outsider, 404), (cast.marcus, 404), (cast.auditor, 403)):
        client = as_user(person)
        assert client.post(receipt, given).status_code == status, person
        assert client.get(receipt).status_code == status
        assert client.post(remove).status_code == status
        assert client.post(bundle.get_absolute_url()).status_code in {302, status}
        for act in (
            lambda by=person: handovers.enter_receipt(run, by=by, archive="x", reference="x", on=clock.today()),
            lambda by=person: handovers.note_fetched(bundle, by=by),
            lambda by=person: handovers.remove_bundles(run, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert Conversation.objects.exists() and not Entry.objects.filter(verb="disposal.bundle_fetched").exists()
    assert as_user(cast.auditor).get(run.get_absolute_url()).status_code == 200


def test_bundles_stay_until_a_records_manager_removes_them(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    talk(space, cast)
    run = make.carried_out(transferring(space, by=rekha), by=rekha, other=ramon)
    with pytest.raises(Refused, match="stay until"):
        handovers.remove_bundles(run, by=rekha)
    make.received(run, by=rekha)
    client = as_user(rekha)
    assert "Remove the bundles from the hall" in client.get(run.get_absolute_url()).content.decode()
    client.post(reverse("records:handover_remove", args=[run.pk]))
    bundle = run.bundles.get()
    assert bundle.blob is None and bundle.removed_by == rekha and bundle.sha256
    assert handovers.remove_bundles(run, by=ramon) == 0
    page = client.get(run.get_absolute_url()).content.decode()
    assert bundle.sha256 in page and "Remove the bundles" not in page


def test_a_transfer_is_led_through_by_pages(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    talk(space, cast)
    application = transferring(space, by=rekha)
    client = as_user(rekha)
    page = client.get(application.get_absolute_url()).content.decode()
    assert "1 thing would be handed over" in page and "Propose a transfer" in page
    assert client.post(reverse("records:application_propose", args=[application.pk])).status_code == 302
    run = Disposal.objects.get()
    as_user(ramon).post(reverse("records:disposal_approve", args=[run.pk]))
    disposing.carry_out(run.pk)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Waits for the archive’s receipt" in page and run.bundles.get().sha256 in page
    receipt = reverse("records:handover_receipt", args=[run.pk])
    refused = client.post(receipt, {"archive": "County Record Office", "reference": "", "on": ""})
    assert refused.status_code == 422 and "County Record Office" in refused.content.decode()
    client.post(receipt, {"archive": "County Record Office", "reference": "R1", "on": clock.today().isoformat()})
    disposing.carry_out(run.pk)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Certificate of disposal" in page and "County Record Office" in page
    told = client.get(reverse("records:disposal_certificate", args=[run.pk])).json()
    assert told["transfer"]["bundles"][0]["sha256"] == run.bundles.get().sha256
    assert client.get(receipt).status_code == 302
