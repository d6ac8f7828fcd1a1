"""A retention preview and a disposal of a hundred thousand conversations, beside deleting them one by one.

The peer is the plain way with the same models: each conversation deleted by the ORM with what hangs on it, in a
transaction of its own. It writes no list, issues no certificate and leaves index and files as they are.

python -m bench.retention [--things N] [--posts N] [--peer N]
"""

import argparse
import json
import time
from datetime import UTC, datetime

from bench import hall

LONG_AGO = datetime(2020, 3, 1, 12, tzinfo=UTC)
AIM_PREVIEW = 2.0
BATCH = 5000


def main() -> None:
    """Fill a hall, preview, delete a few in the plain way, dispose of the rest; prints times, memory and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=100_000)
    parser.add_argument("--posts", type=int, default=3, help="posts in each conversation")
    parser.add_argument("--peer", type=int, default=1000, help="how many the peer deletes, to reckon its time from")
    options = parser.parse_args()
    with hall.data_folder() as folder:
        data = folder / "hall"
        hall.run([*hall.MOOTHALL, "migrate", "-v0"], MOOTHALL_DATA=str(data))
        hall.setup(data)
        application, people = fill(options.things + options.peer, options.posts)
        preview = measured_preview(application)
        peer = plain(options.peer) / options.peer * options.things
        hall.run([*hall.MOOTHALL, "rebuild_index"], MOOTHALL_DATA=str(data))
        run = approve(application, people)
        cost = hall.run([*hall.MOOTHALL, "dispose", str(run), "--json"], MOOTHALL_DATA=str(data))
    done = json.loads(cost.output.splitlines()[-1])["disposals"][0]["counts"]["disposed"]
    rate, times = done / cost.seconds, peer / cost.seconds
    print(f"{options.things + options.peer:,} conversations of {options.posts} posts")
    print(f"preview               {preview:8.2f} s   aim {AIM_PREVIEW} s")
    print(f"disposal of {done:9,} {cost.seconds:8.1f} s   peak {cost.peak_mb:.0f} MB   {rate:,.0f} a second")
    print(f"one by one (reckoned) {peer:8.1f} s   {times:.1f} times as long, without list, index and files")


def fill(things: int, posts: int) -> tuple[object, tuple[object, object]]:
    """A space with conversations of long ago, under a rule that is on."""
    from moothall.files import bulk
    from moothall.kit import clock
    from moothall.people.models import Role
    from moothall.people.tests import make as make_people
    from moothall.records.tests import make_retention as make
    from moothall.spaces.models import Conversation, Post
    from moothall.spaces.tests import make as make_spaces

    people = [make_people.user(f"Keeper {n}", roles=(Role.RECORDS_MANAGER,)) for n in range(2)]
    writers = [make_people.user(f"Writer {n}") for n in range(40)]
    space = make_spaces.space(by=writers[0])
    from django.db import transaction

    for start in range(0, things, BATCH):
        numbers = range(start, min(start + BATCH, things))
        with transaction.atomic():
            pks = bulk.reserve_ids(Conversation, len(numbers))
            rows = [
                (pk, space.pk, f"Talk {n}", writers[n % 40].pk, LONG_AGO, LONG_AGO, posts)
                for pk, n in zip(pks, numbers, strict=True)
            ]
            columns = ("id", "space", "title", "started_by", "created_at", "last_post_at", "last_number")
            bulk.insert(Conversation, columns, rows)
            words = "Who opens up on Saturday, and who has the keys of the front door? " * 4
            said = [
                (pk, number + 1, writers[pk % 40].pk, words, words, LONG_AGO, "")
                for pk in pks
                for number in range(posts)
            ]
            columns = ("conversation", "number", "author", "body", "html", "created_at", "removed_reason")
            bulk.insert(Post, columns, said)
    with clock.at(clock.now()):
        return make.switched_on(make.rule(by=people[0]), space.container, by=people[0]), (people[0], people[1])


def measured_preview(application: object) -> float:
    """Seconds of the preview, the middle one of three."""
    from moothall.kit import clock
    from moothall.records import previews

    times = []
    for _turn in range(3):
        begun = time.monotonic()
        previews.preview(application, today=clock.today())
        times.append(time.monotonic() - begun)
    return sorted(times)[1]


def plain(count: int) -> float:
    """Seconds of deleting one by one."""
    from django.db import transaction

    from moothall.spaces.models import Conversation

    begun = time.monotonic()
    for talk in list(Conversation.objects.order_by("-pk")[:count]):
        with transaction.atomic():
            for post in talk.posts.all():
                post.attachments.all().delete()
                post.revisions.all().delete()
                post.delete()
            talk.delete()
    return time.monotonic() - begun


def approve(application: object, people: tuple[object, object]) -> int:
    """A disposal of all the rest, approved; nobody carries it out but the command."""
    from django.db import connections

    from moothall.records.tests import make_retention as make

    run = make.approved(application, by=people[0], other=people[1])
    connections.close_all()
    return int(run.pk)


if __name__ == "__main__":
    main()
