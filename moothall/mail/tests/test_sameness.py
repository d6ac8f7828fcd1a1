"""When two copies of a message are the same, and what must never be taken for the same."""

import re

import pytest

from moothall.mail.parsing import Unreadable
from moothall.mail.parsing.message import MAX_TEXT
from moothall.mail.parsing.sameness import Whole, read_whole
from moothall.mail.tests.make import DAY, eml

PLAN = ("plan.pdf", "application/pdf", b"%PDF the plan")


def whole(raw: bytes) -> Whole:
    """One message, read."""
    (read,) = read_whole([raw])
    assert isinstance(read, Whole)
    return read


def letter(**changes: object) -> bytes:
    """A letter with HTML and a file."""
    given: dict[str, object] = {"html": "<p>We can deliver on Thursday.</p>", "files": [PLAN], "message_id": "<1@h>"}
    return eml(**(given | changes))  # type: ignore[arg-type]


def test_what_delivery_and_export_add_makes_no_difference() -> None:
    raw = letter()
    delivered = (
        b"Received: from mx.example; Mon, 1 Jun 2026 09:31:00 +0000\nDelivered-To: clerk@wexmoor.example\n" + raw
    )
    (boundary,) = set(re.findall(rb'multipart/mixed; boundary="([^"]+)"', raw))
    exported = raw.replace(boundary, b"--boundary-LibPST-iamunique-1").replace(b"\n", b"\r\n")
    no_id = re.sub(rb"(?m)^Message-ID:.*\n", b"", raw)
    assert len({(whole(copy).digest, whole(copy).files) for copy in (raw, delivered, exported, no_id)}) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "We cannot deliver on Thursday."},
        {"html": "<p>We cannot deliver on Thursday.</p>"},
        {"subject": "Lone working"},
        {"sender": "Somebody <else@halden.example>"},
        {"to": "clerk@wexmoor.example"},
        {"at": DAY.replace(second=1)},
        {"headers": [("Bcc", "leader@wexmoor.example")]},
        {"headers": [("Cc", "leader@wexmoor.example")]},
        {"files": [("plan.pdf", "application/pdf", b"%PDF another")]},
        {"files": []},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_a_reader_would_see_differ_is_never_the_same(changes: dict[str, object]) -> None:
    one, other = whole(letter()), whole(letter(**changes))
    assert (one.digest, one.files) != (other.digest, other.files)


def test_one_message_id_does_not_make_two_messages_the_same() -> None:
    assert whole(letter(text="Yes")).digest != whole(letter(text="No")).digest


def test_what_lies_beyond_the_words_that_are_kept_is_still_told_apart() -> None:
    long = "word " * (MAX_TEXT // 5 + 10)
    assert whole(letter(text=long + "yes")).digest != whole(letter(text=long + "no")).digest


def test_a_batch_keeps_its_order_whatever_is_in_it() -> None:
    garbled = b"From: a@b.example\nSubject: S\nContent-Type: text/plain; charset=nonsense\n\n\xc3\xa9t\xc3\xa9\n"
    raws = [letter(), b"", eml("Plain"), garbled, letter(files=[PLAN, PLAN]), b"not mail at all"]
    outcomes = read_whole(raws)
    assert [isinstance(outcome, Unreadable) for outcome in outcomes] == [False, True, False, False, False, True]
    for raw, outcome in zip(raws, outcomes, strict=True):
        assert read_whole([raw]) == [outcome]
    last = outcomes[4]
    assert isinstance(last, Whole)
    assert len(last.files) == len(last.message.attachments) == 2
    assert len(set(last.files)) == 1
