"""Pages show a mailbox to its custodians, safely, and to nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit.registries import links_to
from moothall.mail.actions import mailboxes
from moothall.mail.models import HeldBack, ImportRun, Mailbox, Message, Thread
from moothall.mail.tests import make
from moothall.people import grants
from moothall.people.models import User
from moothall.spaces.models import Conversation
from moothall.spaces.tests import make as make_talk

SignIn = Callable[[User], Client]
Capture = Any  # pytest-django does not name the type of this fixture
EVIL = (
    '<p onclick="x()">Words</p><script>alert(1)</script><img src="https://spy.example/p.gif">'
    '<img src="data:image/png;base64,AAAA"><a href="javascript:x()">click</a><form action="https://evil.example">'
    '<style>@import "https://evil.example"</style><iframe src="https://evil.example"></iframe>'
    '<p style="background: url(https://spy.example/x); color: red">red</p>'
)


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    made = make.mailbox(owner=cast.priya)
    make.brought_in(
        made,
        [
            make.eml("Lone <b>working</b>", "We can deliver\non Thursday.", message_id="<1@x>", html=EVIL),
            make.eml(
                "Re: Lone",
                "Thanks!",
                message_id="<2@x>",
                replies_to=["<1@x>"],
                files=[("plan.html", "text/html", b"<script>1</script>")],
            ),
            b"no mail at all",
        ],
    )
    return made


def urls(box: Mailbox) -> list[str]:
    message = Message.objects.filter(attachments__contains="plan").get()
    return [
        box.get_absolute_url(),
        box.get_absolute_url() + "?show=shared",
        reverse("mail:held_back", args=[box.pk]),
        reverse("mail:held_back_file", args=[HeldBack.objects.get().pk]),
        reverse("mail:bring_in", args=[box.pk]),
        reverse("mail:custodians", args=[box.pk]),
        ImportRun.objects.get().get_absolute_url(),
        Thread.objects.get().get_absolute_url(),
        reverse("mail:share", args=[Thread.objects.get().pk]),
        message.get_absolute_url(),
        reverse("mail:html", args=[message.pk]),
        reverse("mail:raw", args=[message.pk]),
        reverse("mail:attachment", args=[message.pk, 0]),
    ]


def test_a_custodian_can_open_every_page(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    client = as_user(cast.priya)
    for url in [reverse("mail:mailboxes"), reverse("home:desk"), *urls(box)]:
        assert client.get(url).status_code == 200, url


def test_nobody_else_finds_any_of_it_by_address(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    for person in (cast.outsider, cast.joan, cast.marcus, cast.admin, cast.auditor):
        client = as_user(person)
        for url in urls(box):
            if person == cast.admin and url.endswith("custodians/"):
                continue  # an administrator says who holds a mailbox, without reading it
            assert client.get(url).status_code == 404, (person, url)


def test_what_a_stranger_wrote_is_escaped(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    page = as_user(cast.priya).get(Thread.objects.get().get_absolute_url()).content.decode()
    assert "Lone &lt;b&gt;working&lt;/b&gt;" in page
    assert "<b>working" not in page


def test_html_is_shown_in_a_closed_frame_that_fetches_nothing(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    message = Message.objects.get(subject__startswith="Lone")
    page = as_user(cast.priya).get(message.get_absolute_url() + "?as=html").content.decode()
    assert '<iframe class="mail-frame" src="/mail/messages/' in page
    response = as_user(cast.priya).get(reverse("mail:html", args=[message.pk]))
    shown = response.content.decode()
    assert "Words" in shown
    for bad in ("script", "onclick", "spy.example", "javascript:", "<form", "@import", "<iframe", "evil.example"):
        assert bad not in shown, bad
    assert "data:image/png" in shown
    assert "Pictures from elsewhere were not fetched" in shown
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy + page
    assert "allow-same-origin" not in policy + page
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_attachments_and_raw_messages_are_only_ever_downloads(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    client = as_user(cast.priya)
    message = Message.objects.filter(attachments__contains="plan").get()
    response = client.get(reverse("mail:attachment", args=[message.pk, 0]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response.content == b"<script>1</script>"
    assert client.get(reverse("mail:attachment", args=[message.pk, 9])).status_code == 404
    assert client.get(reverse("mail:raw", args=[message.pk]))["Content-Disposition"].startswith("attachment")


def test_a_list_takes_as_many_queries_when_it_doubles(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    client = as_user(cast.priya)

    def many(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    pages = [reverse("mail:mailboxes"), box.get_absolute_url(), Thread.objects.get().get_absolute_url()]
    before = [many(url) for url in pages]
    more = [make.eml(f"More {n}", message_id=f"<m{n}@x>") for n in range(12)]
    more += [make.eml(f"Re: Lone {n}", message_id=f"<r{n}@x>", replies_to=["<1@x>"]) for n in range(12)]
    make.brought_in(box, more, name="more.mbox")
    assert [many(url) for url in pages] == before
    assert max(before) <= 12, before


def test_a_file_is_uploaded_and_brought_in(
    cast: Cast, as_user: SignIn, box: Mailbox, django_capture_on_commit_callbacks: Capture
) -> None:
    client = as_user(cast.priya)
    data = make.mbox([make.eml("Uploaded")])
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("mail:bring_in", args=[box.pk]), {"file": SimpleUploadedFile("new.mbox", data)}, follow=True
        )
    run = ImportRun.objects.latest("pk")
    assert (run.imported, run.upload, run.source_name) == (1, None, "new.mbox")
    assert response.redirect_chain[-1][0] == run.get_absolute_url()
    panel = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert panel.strip().startswith("<section")
    assert "Done" in panel


def test_an_upload_that_is_no_mailbox_says_why_and_can_be_tried_again(
    cast: Cast, as_user: SignIn, box: Mailbox, django_capture_on_commit_callbacks: Capture
) -> None:
    client = as_user(cast.priya)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mail:bring_in", args=[box.pk]), {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")})
    run = ImportRun.objects.latest("pk")
    page = client.get(run.get_absolute_url()).content.decode()
    assert "a.pdf is a PDF" in page
    assert "Try again" in page


def test_an_empty_upload_is_told_so(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    response = as_user(cast.priya).post(
        reverse("mail:bring_in", args=[box.pk]), {"file": SimpleUploadedFile("a.mbox", b"")}
    )
    assert response.status_code == 422


def test_an_administrator_opens_a_mailbox_without_seeing_into_it(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.admin)
    form = {"address": "Roads@wexmoor.example", "owner": cast.gareth.email, "reason": "Runs highways"}
    assert client.post(reverse("mail:new"), form).status_code == 302
    box = Mailbox.objects.get(address="roads@wexmoor.example")
    assert client.get(box.get_absolute_url()).status_code == 404
    assert as_user(cast.gareth).get(box.get_absolute_url()).status_code == 200
    assert as_user(cast.priya).post(reverse("mail:new"), form).status_code == 403


def test_a_custodian_is_added_with_a_reason_and_removed_again(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    client = as_user(cast.priya)
    url = reverse("mail:custodians", args=[box.pk])
    assert client.post(url, {"user": cast.gareth.email, "reason": " "}).status_code == 422
    assert client.post(url, {"user": cast.marcus.email, "reason": "Asked"}).status_code == 422
    assert client.post(url, {"user": cast.gareth.email, "reason": "Shares the desk"}).status_code == 302
    assert as_user(cast.gareth).get(box.get_absolute_url()).status_code == 200
    holder = box.custodians.get(user=cast.gareth)
    client.post(reverse("mail:remove_custodian", args=[holder.pk]))
    assert as_user(cast.gareth).get(box.get_absolute_url()).status_code == 404
    assert grants.who_holds(box.container).count() == 1


def test_the_last_custodian_stays(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    client = as_user(cast.priya)
    client.post(reverse("mail:remove_custodian", args=[box.custodians.get().pk]))
    assert box.custodians.count() == 1


def test_a_thread_is_shared_to_a_space_and_leads_back_only_for_custodians(
    cast: Cast, as_user: SignIn, box: Mailbox
) -> None:
    space = make_talk.space(by=cast.priya, members=[cast.gareth])
    thread = Thread.objects.get()
    client = as_user(cast.priya)
    response = client.post(reverse("mail:share", args=[thread.pk]), {"space": space.pk, "note": "For Thursday"})
    conversation = Conversation.objects.get()
    assert response.status_code == 302
    page = as_user(cast.gareth).get(conversation.get_absolute_url()).content.decode()
    assert "For Thursday" in page
    assert "We can deliver" in page
    assert [link.url for link in links_to(cast.priya, f"conversation:{conversation.pk}")] == [thread.get_absolute_url()]
    assert links_to(cast.gareth, f"conversation:{conversation.pk}") == []
    assert "Shared to" in client.get(thread.get_absolute_url()).content.decode()


def test_a_thread_cannot_be_shared_to_a_space_one_is_not_in(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    space = make_talk.space(by=cast.gareth)
    url = reverse("mail:share", args=[Thread.objects.get().pk])
    assert as_user(cast.priya).post(url, {"space": space.pk, "note": ""}).status_code == 422
    assert not Conversation.objects.exists()


def test_the_door_to_the_room_is_shown_to_those_who_have_mail(cast: Cast, as_user: SignIn, box: Mailbox) -> None:
    def door(person: User) -> bool:
        return 'href="/mail/"' in as_user(person).get(reverse("home:desk")).content.decode()

    assert [door(cast.priya), door(cast.admin), door(cast.outsider)] == [True, True, False]


def test_each_act_on_a_mailbox_is_on_record(cast: Cast, box: Mailbox) -> None:
    from moothall.audit.models import Entry

    holder = mailboxes.add_custodian(box, by=cast.priya, user=cast.gareth, reason="Covers")
    mailboxes.remove_custodian(holder, by=cast.priya)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"mailbox.created", "mailbox.custodian_added", "mailbox.custodian_removed", "mail.imported"} <= verbs
