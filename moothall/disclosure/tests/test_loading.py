"""From what the rooms hold to a review set."""

from collections.abc import Collection, Mapping
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.disclosure.sifting import loading, sift
from moothall.disclosure.sifting.records import ReviewSet
from moothall.disclosure.tests.make_found import words
from moothall.files import blobs
from moothall.files.blobs import Damaged
from moothall.mail.models import Mailbox, Message
from moothall.mail.tests import make as make_mail
from moothall.mail.tests.make import DAY, eml
from moothall.people.tests import make as make_people
from moothall.spaces.tests import make as make_spaces

pytestmark = pytest.mark.django_db
NAMES = ("roads", "leader", "clerk", "press", "legal")
PLAN = ("plan.pdf", "application/pdf", b"%PDF the plan")


@pytest.fixture
def boxes() -> list[Mailbox]:
    """Five mailboxes of one owner."""
    owner = make_people.user()
    return [make_mail.mailbox(f"{name}@wexmoor.example", owner=owner) for name in NAMES]


def made(searches: dict[str, list[str]]) -> ReviewSet:
    """What these searches found, sifted."""
    hits = loading.Hits(searches)
    return sift(loading.found(hits), beside=loading.beside(hits))


def keys() -> list[str]:
    """Every message."""
    return [f"mail:{pk}" for pk in Message.objects.order_by("pk").values_list("pk", flat=True)]


def test_the_same_mail_in_five_mailboxes_is_one_item_with_five_custodians_and_places(boxes: list[Mailbox]) -> None:
    raw = eml(files=[PLAN], message_id="<1@h>")
    for box in boxes:
        make_mail.brought_in(box, [f"Delivered-To: {box.address}\n".encode() + raw])
    result = made({"lamps": keys()})
    assert [item.kind for item in result.items] == ["mail", "mail_file"]
    for item in result.items:
        assert item.custodians == tuple(sorted(f"{name}@wexmoor.example" for name in NAMES))
        assert {copy.location for copy in item.copies} == {box.container for box in boxes}
    assert result.items[0].searches == ("lamps",)
    assert result.items[1].searches == ()
    assert len({copy.key for copy in result.items[1].copies}) == 5


def test_a_file_that_was_found_brings_its_message_and_the_other_files(boxes: list[Mailbox]) -> None:
    make_mail.brought_in(boxes[0], [eml(files=[PLAN, ("costs.csv", "text/csv", b"1,2")])])
    (key,) = keys()
    result = made({"costs": [f"{key}/1"]})
    assert [(item.kind, item.searches) for item in result.items] == [
        ("mail", ()),
        ("mail_file", ()),
        ("mail_file", ("costs",)),
    ]


def test_a_thread_over_two_mailboxes_is_shown_whole(boxes: list[Mailbox]) -> None:
    asked = eml("Lamp", "Is it mended?", message_id="<1@h>")
    answer = eml("Re: Lamp", "Not yet.", message_id="<2@h>", replies_to=["<1@h>"], at=DAY.replace(hour=10))
    thanks = eml("Re: Lamp", "Thank you.", message_id="<3@h>", replies_to=["<1@h>", "<2@h>"], at=DAY.replace(hour=11))
    make_mail.brought_in(boxes[0], [asked, answer])
    make_mail.brought_in(boxes[1], [thanks])
    first, second, third = keys()
    (thread,) = made({"lamps": [first, third]}).threads
    assert [(line.item, line.beside) for line in thread.lines] == [(0, ()), (None, (second,)), (1, ())]


def test_posts_come_with_their_files_and_conversation() -> None:
    owner = make_people.user()
    space = make_spaces.space(by=owner, name="Lamps")
    talk = make_spaces.conversation(space, by=owner, title="Mill Lane")
    post = make_spaces.post(
        talk, by=owner, body="The plan is here.", files=[SimpleUploadedFile("lamps.txt", b"a list of lamps")]
    )
    result = made({"plan": [f"post:{post.pk}"]})
    assert [(item.kind, item.custodians) for item in result.items] == [("post", ("Lamps",)), ("post_file", ("Lamps",))]
    (thread,) = result.threads
    assert [line.item for line in thread.lines] == [None, 0]


def test_files_are_compared_by_their_words_where_those_are_known(boxes: list[Mailbox]) -> None:
    draft, final = b"%PDF draft", b"%PDF final"
    said = {sha256(draft).hexdigest(): words(60), sha256(final).hexdigest(): words(59)}
    for number, content in enumerate((draft, final)):
        make_mail.brought_in(boxes[0], [eml(f"Plan {number}", files=[("plan.pdf", "application/pdf", content)])])
    hits = loading.Hits({"plan": keys()})
    asked: list[str] = []

    def inside(files: Collection[str]) -> Mapping[str, loading.Words]:
        asked.extend(files)
        return {digest: loading.Words(said[digest], "It is very long.") for digest in files}

    result = sift(loading.found(hits, inside=inside))
    (group,) = result.groups
    assert {result.items[member.item].kind for member in group.members} == {"mail_file"}
    assert {item.problem for item in result.items if item.kind == "mail_file"} == {"It is very long."}
    assert sorted(asked) == sorted(said)
    assert sift(loading.found(hits)).groups == ()


def test_a_message_whose_bytes_are_damaged_is_an_item_that_says_so(
    boxes: list[Mailbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_mail.brought_in(boxes[0], [eml("One"), eml("Two")])
    message = Message.objects.get(subject="One")
    read = blobs.read

    def spoilt(*_rows: object) -> object:
        raise Damaged(message.blob, "its bytes have changed.")

    monkeypatch.setattr(blobs, "read_many", spoilt)
    monkeypatch.setattr(blobs, "read", lambda blob: spoilt() if blob.pk == message.blob_id else read(blob))
    problems = {item.copies[0].key: item.problem for item in made({"all": keys()}).items}
    assert problems.pop(f"mail:{message.pk}")
    assert list(problems.values()) == [""]


@pytest.mark.parametrize(
    "key", ["", "mail", "mail:x", "File:1", "lesson:1/2", "mail:1/", "mail:1/2/3", "mail:-1", "mail:１", "mail:1\n"]
)
def test_a_key_of_no_kind_that_is_reviewed_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not of a kind"):
        loading.Hits({"lamps": [key]})


def test_what_is_gone_meanwhile_is_left_out() -> None:
    assert made({"lamps": ["mail:123456789", "post:99/1"]}).items == ()


def test_more_messages_cost_no_more_questions(boxes: list[Mailbox]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            made({"all": keys()})
        return len(captured)

    make_mail.brought_in(boxes[0], [eml(f"A{number}") for number in range(3)])
    few = asked()
    make_mail.brought_in(boxes[0], [eml(f"B{number}") for number in range(30)])
    assert asked() == few
