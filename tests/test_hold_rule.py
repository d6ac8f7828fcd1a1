"""What is free, on random holds, is what a few lines of plain Python say: the rule told twice."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Cast
from moothall.files.models import Blob, Pack
from moothall.kit import clock
from moothall.mail.models import Custodian, Mailbox, Message, Thread
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.records import holding
from moothall.records.models import Hold, HoldScope
from moothall.records.tests import make_holds
from moothall.spaces.models import Conversation, Draft, Openness, Post, PostRevision, Space

MODELS: tuple[type[Model], ...] = (
    Space, Conversation, Post, PostRevision, Draft, Mailbox, Thread, Message,
)  # fmt: skip


@dataclass
class World:
    """Rows and, for each, every token that reaches it."""

    manager: User
    tokens: dict[tuple[type[Model], int], set[str]] = field(default_factory=dict)

    def add(self, row: Model, *tokens: str) -> None:
        """Note what reaches a row."""
        self.tokens.setdefault((type(row), int(row.pk)), set()).update(tokens)

    @property
    def known(self) -> list[str]:
        """Every token there is."""
        return sorted(set().union(*self.tokens.values()))


@pytest.fixture
def world(cast: Cast) -> World:
    made = World(make_holds.manager())
    people = [make_people.user(f"Person {n}") for n in range(4)]
    for one in range(2):
        space = Space.objects.create(
            name=f"S{one}", slug=f"s{one}", purpose="-", openness=Openness.OPEN, created_by=people[0]
        )
        made.add(space, f"space:{space.pk}")
        for two in range(2):
            starter = people[(one + two) % 4]
            talk = Conversation.objects.create(space=space, title="T", started_by=starter)
            up = {f"space:{space.pk}", f"conversation:{talk.pk}", f"user:{starter.pk}"}
            made.add(talk, *up)
            made.add(space, *up)
            for three in range(2):
                author = people[(one * 2 + two + three) % 4]
                post = Post.objects.create(conversation=talk, number=three + 1, author=author, body="b", html="b")
                revision = PostRevision.objects.create(post=post, body="a", html="a")
                own = {f"post:{post.pk}", f"user:{author.pk}"}
                for row in (post, revision):
                    made.add(row, *own, f"space:{space.pk}", f"conversation:{talk.pk}")
                made.add(talk, *own)
                made.add(space, *own)
            begun = Draft.objects.create(user=people[3 - one], conversation=talk, body="d")
            made.add(begun, begun.user.holder, f"space:{space.pk}", f"conversation:{talk.pk}")
            made.add(talk, begun.user.holder)
            made.add(space, begun.user.holder)
        begun = Draft.objects.create(user=people[one], space=space, title="d")
        made.add(begun, begun.user.holder, f"space:{space.pk}")
        made.add(space, begun.user.holder)
    pack = Pack.objects.create(name="p", size=1)
    for one in range(2):
        box = Mailbox.objects.create(address=f"box{one}@wexmoor.example")
        holders = people[one : one + 2]
        for person in holders:
            Custodian.objects.create(mailbox=box, user=person, reason="-")
        up = {f"mailbox:{box.pk}", *(person.holder for person in holders)}
        made.add(box, *up)
        for two in range(2):
            thread = Thread.objects.create(mailbox=box, last_at=clock.now(), message_count=1)
            made.add(thread, *up, f"thread:{thread.pk}")
            made.add(box, f"thread:{thread.pk}")
            for three in range(2):
                blob = Blob.objects.create(
                    sha256=f"{one}{two}{three}", size=1, pack=pack, offset=0, stored_size=1, encoding="identity"
                )
                add_message(made, thread, blob, f"P{three}@Halden.example", up)
    return made


def add_message(made: World, thread: Thread, blob: Blob, sender: str, up: set[str]) -> None:
    """One message, and what reaches it and what it lies in."""
    message = Message.objects.create(
        mailbox=thread.mailbox,
        blob=blob,
        thread=thread,
        sender_address=sender,
        at=clock.now(),
        dated=True,
        has_html=False,
        size=1,
    )
    own = {f"message:{message.pk}", f"address:{sender.lower()}"}
    made.add(message, *own, *up, f"thread:{thread.pk}")
    made.add(thread, *own)
    made.add(thread.mailbox, *own)


def place(world: World, holds: list[tuple[list[int], bool]]) -> set[str]:
    """Write holds down; returns the tokens of those in force."""
    in_force: set[str] = set()
    for picks, released in holds:
        tokens = {world.known[pick % len(world.known)] for pick in picks}
        hold = Hold.objects.create(reason="r", owner=world.manager, placed_by=world.manager)
        rows = [make_holds.token(one) for one in sorted(tokens)]
        HoldScope.objects.bulk_create(
            [HoldScope(hold=hold, kind=row.kind, ref=row.ref, address=row.address) for row in rows]
        )
        if released:
            gone: dict[str, Any] = {"released_at": clock.now(), "released_by": world.manager, "release_reason": "r"}
            Hold.objects.filter(pk=hold.pk).update(**gone)
            continue
        in_force |= tokens
    return in_force


def test_what_is_free_is_what_plain_python_says(world: World) -> None:
    a_hold = st.tuples(st.lists(st.integers(0, 500), max_size=3), st.booleans())

    @settings(max_examples=120, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(a_hold, max_size=3))
    def agrees(holds: list[tuple[list[int], bool]]) -> None:
        with transaction.atomic():
            in_force = place(world, holds)
            for model in MODELS:
                rows = {pk: tokens for (kind, pk), tokens in world.tokens.items() if kind is model}
                free = {pk for pk, tokens in rows.items() if not tokens & in_force}
                assert set(holding.free(model._default_manager.all()).values_list("pk", flat=True)) == free
                assert set(holding.held(model._default_manager.all()).values_list("pk", flat=True)) == set(rows) - free
                for row in model._default_manager.all()[:2]:
                    assert holding.holds_on(row).exists() == (row.pk not in free)
            transaction.set_rollback(True)

    agrees()


def test_asking_within_another_question_is_the_same_question(world: World) -> None:
    post = Post.objects.order_by("pk")[0]
    place(world, [([world.known.index(f"post:{post.pk}")], False)])
    held = holding.held(Post.objects.all())
    assert list(Conversation.objects.filter(posts__in=held)) == [post.conversation]
    assert list(Post.objects.filter(pk__in=holding.held(Post.objects.filter(conversation__posts__in=held)))) == [post]
    joined = Post.objects.select_related("conversation__space").filter(conversation__space__name="S0")
    assert holding.free(joined).count() == joined.count() - 1
    assert holding.free(Post.objects.all()).values("author").distinct().count() > 0
