"""A mailbox marked OFFICIAL-SENSITIVE: who marks it, where its threads may go, what its pages say."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.mail.actions import markings, shares
from moothall.mail.models import Mailbox, Thread
from moothall.mail.tests import make
from moothall.people.models import User
from moothall.spaces.actions import markings as space_markings
from moothall.spaces.models import Conversation, Openness
from moothall.spaces.tests import make as make_talk

SignIn = Callable[[User], Client]


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    made = make.mailbox(owner=cast.priya)
    make.brought_in(made, [make.eml()])
    return made


def marked(box: Mailbox, by: User) -> Mailbox:
    return markings.mark_sensitive(box, by=by, handling="Don’t forward.", reason="Safeguarding")


def test_custodians_mark_a_mailbox_and_nobody_else(cast: Cast, box: Mailbox, as_user: SignIn) -> None:
    address = reverse("mail:marking", args=[box.pk])
    asked = {"marking": "sensitive", "handling": "Don’t forward.", "reason": "Safeguarding"}
    for person in (cast.gareth, cast.admin, cast.auditor, cast.marcus):
        assert as_user(person).post(address, asked).status_code == 404
        with pytest.raises(PermissionDenied):
            marked(box, person)
        with pytest.raises(PermissionDenied):
            markings.take_marking_away(box, by=person, reason="No")
    client = as_user(cast.priya)
    assert client.post(address, asked).status_code == 302
    assert "Don’t forward." in client.get(box.get_absolute_url()).text
    assert "OFFICIAL-SENSITIVE: need to know." in client.get(Thread.objects.get().get_absolute_url()).text
    assert client.post(address, {**asked, "marking": "official"}).status_code == 302
    assert Entry.objects.order_by("-seq")[0].verb == "mailbox.marking_taken_away"
    assert Mailbox.objects.get(pk=box.pk).handling == ""


def test_its_threads_go_only_into_spaces_that_are_marked_too(cast: Cast, box: Mailbox, as_user: SignIn) -> None:
    plain = make_talk.space(by=cast.priya, name="Plain")
    closed = make_talk.space(by=cast.priya, name="Careful", openness=Openness.CLOSED)
    marked(box, cast.priya)
    thread = Thread.objects.get()
    client, address = as_user(cast.priya), reverse("mail:share", args=[thread.pk])
    assert "Mark a closed space" in client.get(address).text
    for space in (plain, closed):
        assert client.post(address, {"space": space.pk, "note": ""}).status_code == 422
        with pytest.raises(shares.LessCareful):
            shares.share_thread(thread, space, by=cast.priya, note="")
    space_markings.mark_sensitive(closed, by=cast.priya, handling="", reason="Safeguarding")
    assert client.post(address, {"space": plain.pk, "note": ""}).status_code == 422
    assert client.post(address, {"space": closed.pk, "note": ""}).status_code == 302
    assert Conversation.objects.get().space == closed
