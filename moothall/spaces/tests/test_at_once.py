"""Two people, or one person twice, at the same moment; with real commits."""

from collections.abc import Callable
from uuid import uuid4

from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import Kind, User
from moothall.people.tests import make as make_people
from moothall.spaces.actions import markings, members, posts
from moothall.spaces.models import Conversation, Openness, Post, Space
from moothall.spaces.tests import make

REFUSALS = (members.LastFacilitator, members.NotForGuests, markings.GuestsNeedToGo, posts.ChangedMeanwhile)


def outcome(work: Callable[[], object]) -> Callable[[], str]:
    """Run, and say which refusal came, if one did."""

    def run() -> str:
        try:
            work()
        except (
            members.LastFacilitator,
            members.NotForGuests,
            markings.GuestsNeedToGo,
            posts.ChangedMeanwhile,
        ) as refusal:
            return type(refusal).__name__
        return "done"

    return run


def two_and_a_space() -> tuple[User, User, Space]:
    """Two facilitators of one space."""
    priya, gareth = make_people.user("Priya Raman"), make_people.user("Gareth Pugh")
    space = make.space(by=priya, members=[gareth])
    members.make_facilitator(space, by=priya, user=gareth)
    return priya, gareth, space


def test_the_last_two_facilitators_cannot_both_leave(committed_db: CommittedDatabase) -> None:
    priya, gareth, space = two_and_a_space()
    ends = at_once(
        [
            outcome(lambda: members.leave(space, by=priya)),
            outcome(lambda: members.leave(space, by=gareth)),
        ]
    )
    assert sorted(ends) == ["LastFacilitator", "done"]
    assert space.memberships.facilitators().count() == 1


def test_a_form_sent_twice_at_once_says_it_once(committed_db: CommittedDatabase) -> None:
    priya, _gareth, space = two_and_a_space()
    talk, token = make.conversation(space, by=priya), uuid4()
    said = at_once([lambda: posts.reply(talk, by=priya, body="Once", token=token).pk] * 3)
    assert len(set(said)) == 1
    assert Post.objects.filter(body="Once").count() == 1


def test_posts_written_at_once_are_numbered_without_gap_or_clash(committed_db: CommittedDatabase) -> None:
    priya, gareth, space = two_and_a_space()
    talk = make.conversation(space, by=priya)
    at_once([lambda who=who: posts.reply(talk, by=who, body="Mine").pk for who in (priya, gareth) * 3])  # type: ignore[misc]
    assert list(talk.posts.order_by("number").values_list("number", flat=True)) == list(range(1, 8))
    assert Conversation.objects.get().last_number == 7


def test_of_two_edits_at_once_one_is_told(committed_db: CommittedDatabase) -> None:
    priya, _gareth, space = two_and_a_space()
    post = make.conversation(space, by=priya).posts.get()
    ends = at_once([outcome(lambda body=body: posts.edit(post, by=priya, body=body, seen=0)) for body in ("A", "B")])  # type: ignore[misc]
    assert sorted(ends) == ["ChangedMeanwhile", "done"]
    assert post.revisions.count() == 1


def test_a_guest_and_the_marking_do_not_come_into_a_space_together(committed_db: CommittedDatabase) -> None:
    priya = make_people.user("Priya Raman")
    marcus = make_people.user("Marcus Finch", Kind.GUEST, organisation="Friends")
    space = make.space(by=priya, openness=Openness.CLOSED, guests_allowed=True)
    ends = at_once(
        [
            outcome(lambda: markings.mark_sensitive(space, by=priya, handling="", reason="Names of tenants")),
            outcome(lambda: members.add_member(space, by=priya, user=marcus)),
        ]
    )
    assert sorted(ends) in (["GuestsNeedToGo", "done"], ["NotForGuests", "done"])
    space.refresh_from_db()
    assert space.is_sensitive != space.memberships.filter(user=marcus).exists()
