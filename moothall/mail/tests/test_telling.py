"""Whoever asked for an import is told that it ended; nobody else is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.mail.actions import mailboxes
from moothall.mail.models import ImportRun, Mailbox
from moothall.mail.tests import make
from moothall.notices.models import Notice
from moothall.people.models import User

SignIn = Callable[[User], Client]
Upload = Callable[[User, str, bytes], ImportRun]
Capture = Any  # pytest-django does not name the type of this fixture
LETTERS = make.mbox([make.eml(f"Boiler {number}") for number in range(2)])


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    return make.mailbox(owner=cast.priya, others=[cast.gareth])


@pytest.fixture
def upload(as_user: SignIn, box: Mailbox, django_capture_on_commit_callbacks: Capture) -> Upload:
    """Upload a file as someone, and have the worker bring it in."""

    def send(person: User, name: str, data: bytes) -> ImportRun:
        with django_capture_on_commit_callbacks(execute=True):
            as_user(person).post(reverse("mail:bring_in", args=[box.pk]), {"file": SimpleUploadedFile(name, data)})
        return ImportRun.objects.latest("pk")

    return send


def test_only_who_asked_for_an_import_is_told_that_it_ended(cast: Cast, upload: Upload, as_user: SignIn) -> None:
    run = upload(cast.priya, "old.mbox", LETTERS)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.subject) == (cast.priya, "mail.import_finished", run.pk)
    client = as_user(cast.priya)
    page = client.get(reverse("notices:list")).text
    assert "old.mbox" in page
    assert "2 messages were brought in" in page
    assert "old.mbox" not in as_user(cast.gareth).get(reverse("notices:list")).text
    opened = client.get(reverse("notices:open", args=[notice.pk]))
    assert opened["Location"] == run.get_absolute_url()


def test_who_watches_it_to_its_end_is_not_mailed(cast: Cast, upload: Upload, as_user: SignIn) -> None:
    run = upload(cast.priya, "old.mbox", LETTERS)
    as_user(cast.gareth).get(run.get_absolute_url())
    assert Notice.objects.get().read_at is None
    as_user(cast.priya).get(run.get_absolute_url())
    notice = Notice.objects.get()
    assert notice.read_at
    assert notice.due_at is None


def test_an_import_that_fails_is_told_as_such(cast: Cast, upload: Upload, as_user: SignIn) -> None:
    upload(cast.priya, "a.pdf", b"%PDF-1.4")
    assert Notice.objects.get().kind == "mail.import_failed"
    assert "could not be brought to its end" in as_user(cast.priya).get(reverse("notices:list")).text


def test_who_no_longer_holds_the_mailbox_is_not_told(cast: Cast, box: Mailbox, upload: Upload, as_user: SignIn) -> None:
    upload(cast.gareth, "old.mbox", LETTERS)
    mailboxes.remove_custodian(box.custodians.get(user=cast.gareth), by=cast.priya)
    client = as_user(cast.gareth)
    assert "old.mbox" not in client.get(reverse("notices:list")).text
    assert client.get(reverse("notices:open", args=[Notice.objects.get().pk])).status_code == 404


def test_an_import_by_command_tells_nobody(cast: Cast, box: Mailbox) -> None:
    make.brought_in(box, [make.eml("Boiler")])
    assert not Notice.objects.exists()
