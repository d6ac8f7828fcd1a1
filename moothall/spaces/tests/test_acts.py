"""What may be done in spaces, and by whom."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import Grant, Role, User
from moothall.people.tests import make as make_people
from moothall.search.models import OutboxRow
from moothall.spaces.actions import conversations, members, posts
from moothall.spaces.actions import spaces as act
from moothall.spaces.models import Conversation, Membership, Openness, Post, PostRevision
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]


def again(person: User) -> User:
    """The person as a new request sees them."""
    return User.objects.get(pk=person.pk)


def test_guests_cannot_open_join_or_look_after_spaces(cast: Cast, spaces: Spaces) -> None:
    with pytest.raises(PermissionDenied):
        make.space(by=cast.marcus)
    with pytest.raises(PermissionDenied):
        members.join(spaces.open, by=cast.marcus)
    with pytest.raises(members.NotForGuests):
        members.make_facilitator(spaces.closed, by=cast.priya, user=cast.marcus)


def test_guests_come_only_where_guests_are_allowed_and_by_invitation(cast: Cast, spaces: Spaces) -> None:
    with pytest.raises(members.NotForGuests):
        members.add_member(spaces.open, by=cast.priya, user=cast.marcus)
    with pytest.raises(PermissionDenied):
        members.add_member(spaces.closed, by=cast.gareth, user=make_people.user("Ida Guest", cast.marcus.kind))  # type: ignore[arg-type]


def test_guests_cannot_be_ruled_out_while_they_are_inside(cast: Cast, spaces: Spaces) -> None:
    same = {"name": "Front Desk", "purpose": "x"}
    with pytest.raises(act.GuestsInside):
        act.edit(spaces.closed, by=cast.priya, guests_allowed=False, **same)
    members.remove_member(spaces.closed, by=cast.priya, user=cast.marcus)
    assert not act.edit(spaces.closed, by=cast.priya, guests_allowed=False, **same).guests_allowed


def test_only_facilitators_look_after_a_space(cast: Cast, spaces: Spaces) -> None:
    for attempt in (
        lambda: act.edit(spaces.closed, by=cast.gareth, name="Mine", purpose="x", guests_allowed=True),
        lambda: act.change_openness(spaces.closed, by=cast.gareth, openness=Openness.OPEN),
        lambda: members.add_member(spaces.closed, by=cast.gareth, user=cast.joan),
        lambda: members.remove_member(spaces.closed, by=cast.gareth, user=cast.marcus),
        lambda: members.make_facilitator(spaces.closed, by=cast.gareth, user=cast.gareth),
        lambda: members.make_facilitator(spaces.closed, by=cast.admin, user=cast.admin),
        lambda: members.step_down(spaces.closed, by=cast.gareth),
        lambda: act.make_official(spaces.closed, by=cast.priya),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_the_last_facilitator_stays(cast: Cast, spaces: Spaces) -> None:
    for attempt in (
        lambda: members.leave(spaces.closed, by=cast.priya),
        lambda: members.step_down(spaces.closed, by=cast.priya),
        lambda: members.remove_member(spaces.closed, by=cast.priya, user=cast.priya),
    ):
        with pytest.raises(members.LastFacilitator):
            attempt()
    members.make_facilitator(spaces.closed, by=cast.priya, user=cast.gareth)
    members.leave(spaces.closed, by=cast.priya)
    assert spaces.closed.memberships.facilitators().get().user == cast.gareth


def test_a_facilitator_who_may_no_longer_sign_in_does_not_count(cast: Cast, spaces: Spaces) -> None:
    members.make_facilitator(spaces.closed, by=cast.priya, user=cast.gareth)
    User.objects.filter(pk=cast.gareth.pk).update(is_active=False)
    with pytest.raises(members.LastFacilitator):
        members.leave(spaces.closed, by=cast.priya)


def test_openness_rewrites_grants_and_never_reindexes(cast: Cast, spaces: Spaces, talk: Conversation) -> None:
    OutboxRow.objects.all().delete()
    act.change_openness(spaces.closed, by=cast.priya, openness=Openness.OPEN)
    assert grants.may_see(again(cast.outsider), spaces.closed.container)
    act.change_openness(spaces.closed, by=cast.priya, openness=Openness.PRIVATE)
    holders = set(Grant.objects.filter(kind="space", ref=spaces.closed.pk).values_list("holder", flat=True))
    assert holders == {cast.priya.holder, cast.gareth.holder, cast.marcus.holder}
    assert not OutboxRow.objects.exists()


def test_words_are_told_to_the_index_when_they_change(cast: Cast, talk: Conversation) -> None:
    post = talk.posts.get(number=2)
    changes: list[Callable[[], object]] = [
        lambda: posts.edit(post, by=cast.gareth, body="Ten.", seen=0),
        lambda: conversations.rename(talk, by=cast.priya, title="Badges"),
        lambda: posts.remove(post, by=cast.gareth, reason="Wrong"),
    ]
    for change in changes:
        OutboxRow.objects.all().delete()
        change()
        assert OutboxRow.objects.filter(kind="post", ref=post.pk).exists()


def test_one_joins_before_one_writes(cast: Cast, spaces: Spaces) -> None:
    talk = make.conversation(spaces.open, by=cast.priya)
    with pytest.raises(PermissionDenied):
        posts.reply(talk, by=cast.outsider, body="Hello")
    members.join(spaces.open, by=cast.outsider)
    assert posts.reply(talk, by=cast.outsider, body="Hello").number == 2


def test_one_edits_only_ones_own_words_while_one_is_there(cast: Cast, talk: Conversation) -> None:
    post = talk.posts.get(number=2)
    with pytest.raises(PermissionDenied):
        posts.edit(post, by=cast.priya, body="Mine", seen=0)
    members.leave(talk.space, by=cast.gareth)
    with pytest.raises(PermissionDenied):
        posts.edit(post, by=cast.gareth, body="Later", seen=0)


def test_authors_facilitators_and_moderators_who_can_see_it_remove_a_post(cast: Cast, spaces: Spaces) -> None:
    moderator = make_people.user("Mo Derator", roles=(Role.MODERATOR,))
    talk = make.conversation(spaces.open, by=cast.gareth)
    hidden = make.conversation(spaces.private, by=cast.gareth)
    with pytest.raises(PermissionDenied):
        posts.remove(talk.posts.get(), by=cast.outsider, reason="x")
    with pytest.raises(PermissionDenied):
        posts.remove(hidden.posts.get(), by=moderator, reason="x")
    for by in (cast.gareth, cast.priya, moderator):
        said = make.post(talk, by=cast.gareth)
        assert posts.remove(said, by=by, reason="Wrong").is_removed
    with pytest.raises(PermissionDenied):
        posts.remove(said, by=cast.gareth, reason="Twice")


def test_every_act_is_recorded_without_names_or_words(cast: Cast, spaces: Spaces, talk: Conversation) -> None:
    post = talk.posts.get(number=2)
    acts: dict[str, Callable[[], object]] = {
        "space.edited": lambda: act.edit(spaces.open, by=cast.priya, name="N", purpose="P", guests_allowed=False),
        "space.openness_changed": lambda: act.change_openness(spaces.open, by=cast.priya, openness=Openness.OPEN),
        "space.marked_official": lambda: act.make_official(spaces.open, by=cast.admin),
        "space.joined": lambda: members.join(spaces.open, by=cast.joan),
        "space.left": lambda: members.leave(spaces.open, by=cast.joan),
        "space.member_added": lambda: members.add_member(spaces.open, by=cast.priya, user=cast.joan),
        "space.facilitator_made": lambda: members.make_facilitator(spaces.open, by=cast.priya, user=cast.joan),
        "space.facilitator_stepped_down": lambda: members.step_down(spaces.open, by=cast.joan),
        "space.member_removed": lambda: members.remove_member(spaces.open, by=cast.priya, user=cast.joan),
        "post.written": lambda: posts.reply(talk, by=cast.gareth, body="Elephant"),
        "post.edited": lambda: posts.edit(post, by=cast.gareth, body="Elephants", seen=0),
        "conversation.renamed": lambda: conversations.rename(talk, by=cast.priya, title="Elephant"),
        "post.removed": lambda: posts.remove(post, by=cast.gareth, reason="Elephant"),
    }
    for verb, attempt in acts.items():
        before = Entry.objects.count()
        attempt()
        assert Entry.objects.count() == before + 1
        entry = Entry.objects.latest("pk")
        assert entry.verb == verb
        assert "lephant" not in str(entry.details)


def test_the_database_refuses_what_must_never_be(cast: Cast, spaces: Spaces, talk: Conversation) -> None:
    post = talk.posts.get(number=1)
    for attempt in (
        lambda: type(spaces.open).objects.filter(pk=spaces.open.pk).update(openness="secret"),
        lambda: Post.objects.filter(pk=post.pk).update(removed_at=clock.now()),
        lambda: Post.objects.filter(pk=post.pk).update(body=""),
        lambda: Post.objects.filter(pk=post.pk).update(
            removed_at=clock.now(), removed_by=cast.priya, removed_reason="x"
        ),
        lambda: Post.objects.filter(number=2).update(number=1),
        lambda: Membership.objects.bulk_create([Membership(space=spaces.open, user=cast.priya)]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_former_words_cannot_be_rewritten(cast: Cast, talk: Conversation) -> None:
    posts.edit(talk.posts.get(number=2), by=cast.gareth, body="Ten.", seen=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostRevision.objects.update(body="Eleven.")


def test_a_body_that_is_empty_or_too_long_is_refused(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    for body in (" ", "x" * 40_001):
        with pytest.raises(ValueError, match="post"):
            posts.reply(talk, by=cast.gareth, body=body)
    response = as_user(cast.gareth).post(talk.get_absolute_url(), {"body": "[" * 100_000})
    assert response.status_code == 422
    assert "Write at most 40000 characters" in response.text


def test_a_facilitator_invites_by_name_handle_or_address(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    for words in ("Joan Tregarthen", "@olwen-side", cast.admin.email):
        assert client.post(spaces.closed.people_url, {"person": words}).status_code == 302, words
    assert spaces.closed.memberships.count() == 6
    assert client.post(spaces.closed.people_url, {"person": "Nobody"}).status_code == 422
    assert as_user(cast.gareth).post(spaces.closed.people_url, {"person": "Ada Minton"}).status_code == 403
    remove = reverse("spaces:remove_member", args=[spaces.closed.slug, cast.joan.pk])
    client.post(remove)
    assert not spaces.closed.memberships.filter(user=cast.joan).exists()
