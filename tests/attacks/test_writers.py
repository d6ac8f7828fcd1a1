"""Eight writers at once, in processes of their own: one unforked chain, everything written once, nobody starves.

MOOTHALL_ATTACK_ROUNDS=100 makes it a minute. How long the writers waited is only printed: two seconds are the aim, and
a busy machine says nothing about the hall.
"""

import json

import pytest
from django.core.management import call_command

from moothall.audit.models import Entry
from moothall.kit.testing import CommittedDatabase
from moothall.people.tests import make as make_people
from moothall.spaces.models import Post
from moothall.spaces.tests import make
from tests.attacks import living

WRITERS = 8
SECONDS = 60 if living.ROUNDS else 4

WRITE = """
import json, sys, time
from moothall.people.models import User
from moothall.spaces.actions import posts
from moothall.spaces.models import Conversation
me, talk = User.objects.get(pk={person}), Conversation.objects.get(pk={talk})
print("ready", flush=True)
sys.stdin.readline()
waits, end = [], time.monotonic() + {seconds}
while time.monotonic() < end:
    begun = time.monotonic()
    posts.reply(talk, by=me, body=f"Writer {person}, word {{len(waits)}}.")
    waits.append(time.monotonic() - begun)
print(json.dumps(waits))
"""


@pytest.mark.parametrize("talks", [1, WRITERS], ids=["in one conversation", "each in their own"])
def test_eight_writers_make_one_chain(
    committed_db: CommittedDatabase, talks: int, capfd: pytest.CaptureFixture[str]
) -> None:
    people = [make_people.user(f"Writer {number}") for number in range(WRITERS)]
    space = make.space(by=people[0], members=people)
    places = [make.conversation(space, by=people[0], title=f"Talk {number}") for number in range(talks)]
    before, entries = Post.objects.count(), Entry.objects.count()
    waits = _write(committed_db, [(person.pk, places[n % talks].pk) for n, person in enumerate(people)])
    written = sum(map(len, waits))
    assert all(waits), "somebody wrote nothing"
    assert Post.objects.count() == before + written
    assert Entry.objects.count() == entries + written
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, entries + written + 1))
    for place in places:
        numbers = list(place.posts.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
    call_command("verify_audit")
    worst = max(map(max, waits))
    with capfd.disabled():
        each = sorted(map(len, waits))
        print(  # noqa: T201
            f"{WRITERS} writers, {talks} conversations, {SECONDS} s: {written} posts, "
            f"{each[0]} to {each[-1]} a writer, longest wait {worst:.2f} s"
        )


def _write(database: CommittedDatabase, pairs: list[tuple[int, int]]) -> list[list[float]]:
    """Start all writers together, and give how long each of their posts took."""
    writers = [database.start_python(WRITE.format(person=person, talk=talk, seconds=SECONDS)) for person, talk in pairs]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n", writer.communicate()[1]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("\n")
        writer.stdin.flush()
    waits = []
    for writer in writers:
        told, errors = writer.communicate(timeout=SECONDS + 60)
        assert writer.returncode == 0, errors
        waits.append(json.loads(told))
    return waits
