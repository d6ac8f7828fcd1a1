"""A message is found by what stands in what is attached to it, by its custodians and by nobody else."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from django.core.management import call_command

from moothall.files import cleaning, reading
from moothall.files.models import FileText, Reading, ReadPart
from moothall.files.tests import make_documents
from moothall.kit.testing import CommittedDatabase
from moothall.mail import custody
from moothall.mail.models import Message
from moothall.mail.tests import make
from moothall.mail.unread_files import unread
from moothall.people.models import User
from moothall.people.tests import make as people
from moothall.search import queries as search
from moothall.search import writer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def found(user: User, words: str) -> int:
    return search.find(user, words).total


def attached(words: str, name: str = "survey.docx") -> tuple[str, str, bytes]:
    return name, DOCX, make_documents.docx(words)


def test_a_word_inside_an_attachment_finds_its_message(committed_db: CommittedDatabase) -> None:
    priya, gareth = people.user("Priya Raman"), people.user("Gareth Pugh")
    box = make.mailbox(owner=priya)
    other = make.mailbox("other@wexmoor.example", owner=gareth)
    make.brought_in(box, [make.eml("One", files=[attached("culverts collapsed")]), make.eml("Two")])
    make.brought_in(other, [make.eml("Three", files=[attached("bridges")])])
    assert Reading.objects.count() == 2, "a message without a file waits for nothing"
    assert found(priya, "culverts") == 0

    assert reading.read_waiting() == 2
    writer.drain()
    assert found(priya, "culverts") == 1
    assert found(gareth, "culverts") == 0
    assert found(gareth, "bridges") == 1
    call_command("check_index")

    gone = list(Message.objects.filter(mailbox=box).values_list("pk", flat=True))
    blobs = custody.dispose(gone).blobs
    cleaning.collect(blobs)
    writer.drain()
    assert found(priya, "culverts") == 0
    assert FileText.objects.count() == ReadPart.objects.count() == 1, "what it said went with it"


@pytest.mark.django_db
def test_what_is_attached_to_an_attached_message_is_read_too() -> None:
    inner = make.eml("Inner", files=[attached("culverts collapsed")])
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["To"], outer["Subject"] = "a@halden.example", "b@wexmoor.example", "Outer"
    outer.set_content("See what is attached.")
    from email import message_from_bytes, policy

    outer.add_attachment(message_from_bytes(inner, policy=policy.SMTP))
    box = make.mailbox(owner=people.user("Priya Raman"))
    make.brought_in(box, [outer.as_bytes().replace(b"\r\n", b"\n")])
    reading.read_waiting()
    blob = Message.objects.get().blob_id
    assert reading.words("mail", [blob]) == {blob: ["culverts collapsed"]}


@pytest.mark.django_db
def test_what_could_not_be_read_is_listed_for_its_mailboxes() -> None:
    box = make.mailbox(owner=people.user("Priya Raman"))
    bomb = ("bomb.docx", DOCX, make_documents.bomb())
    locked = ("locked.pdf", "application/pdf", make_documents.pdf("a", password="b"))
    make.brought_in(box, [make.eml("One", files=[bomb, attached("fine", "fine.docx"), locked])])
    assert [one.state for one in unread(Message.objects.all())] == ["waiting"]
    reading.read_waiting()
    key = f"mail:{Message.objects.get().pk}"
    assert [(one.key, one.name, one.state) for one in unread(Message.objects.filter(mailbox=box))] == [
        (key, "bomb.docx", "too_large"),
        (key, "locked.pdf", "encrypted"),
    ]
