"""A post is found by what stands in its files, by those who may read the post and by nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from moothall.files import extracting, reading
from moothall.files.models import Reading
from moothall.files.tests import make_documents
from moothall.kit.testing import CommittedDatabase
from moothall.people.models import User
from moothall.people.tests import make as people
from moothall.search import queries as search
from moothall.search import writer
from moothall.spaces.actions import posts
from moothall.spaces.models import Conversation, Openness, Post
from moothall.spaces.queries.files import unread
from moothall.spaces.tests import make


def found(user: User, words: str) -> int:
    return search.find(user, words).total


def file(content: bytes, name: str = "survey.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def private_talk(priya: User, *files: SimpleUploadedFile) -> Conversation:
    space = make.space(by=priya, openness=Openness.PRIVATE)
    return make.conversation(space, by=priya, files=files)


def test_a_word_inside_a_file_finds_its_post(committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    priya, stranger = people.user("Priya Raman"), people.user("Olwen Side")
    talk = private_talk(priya, file(make_documents.docx("culverts collapsed")))
    writer.drain()
    assert found(priya, "culverts") == 0, "it is not read while its author waits"

    assert reading.read_waiting() == 1
    writer.drain()
    assert found(priya, "culverts") == 1
    assert found(stranger, "culverts") == 0
    call_command("check_index")

    monkeypatch.setattr(extracting, "extract", lambda *_a, **_b: pytest.fail("it was extracted again"))
    monkeypatch.setattr(reading, "extract", lambda *_a, **_b: pytest.fail("it was extracted again"))
    writer.rebuild()
    assert found(priya, "culverts") == 1
    assert not Reading.objects.waiting().exists()

    posts.remove(talk.posts.get(), by=priya, reason="Posted by mistake")
    writer.drain()
    assert found(priya, "culverts") == 0


def test_the_same_file_in_two_spaces_is_found_where_one_may_read(committed_db: CommittedDatabase) -> None:
    priya, gareth = people.user("Priya Raman"), people.user("Gareth Pugh")
    same = make_documents.docx("culverts collapsed")
    private_talk(priya, file(same))
    private_talk(gareth, file(same, "copy.docx"))
    reading.read_waiting()
    writer.drain()
    assert found(priya, "culverts") == found(gareth, "culverts") == 1


def test_files_from_before_are_asked_for_by_the_index(committed_db: CommittedDatabase) -> None:
    priya = people.user("Priya Raman")
    private_talk(priya, file(make_documents.pdf("culverts collapsed"), "survey.pdf"))
    Reading.objects.all().delete()
    writer.rebuild()
    assert reading.read_waiting() == 1
    writer.drain()
    assert found(priya, "culverts") == 1


@pytest.mark.django_db
def test_what_could_not_be_read_is_listed_for_its_spaces() -> None:
    priya = people.user("Priya Raman")
    talk = private_talk(
        priya,
        file(make_documents.pdf("a", password="b"), "locked.pdf"),
        file(make_documents.docx("fine"), "fine.docx"),
    )
    waits = [(one.name, one.state) for one in unread(Post.objects.all())]
    assert waits == [("locked.pdf", "waiting"), ("fine.docx", "waiting")]
    reading.read_waiting()
    listed = unread(Post.objects.filter(conversation=talk))
    assert [(one.name, one.state, one.key) for one in listed] == [
        ("locked.pdf", "encrypted", f"post:{talk.posts.get().pk}")
    ]
    assert "password" in listed[0].why
    assert unread(Post.objects.none()) == []
