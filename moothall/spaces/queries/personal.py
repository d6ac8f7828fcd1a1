"""What this room holds about one person, for the copy they may ask for."""

from collections.abc import Iterator

from moothall.kit.registries import Person
from moothall.spaces.models import Draft, FeedKey, Follow, Membership, Mention, Poll, Post, PostRevision, Voter
from moothall.spaces.models.polls import places_in

AT_ONCE = 500  # rows held in memory


def posts(person: Person) -> Iterator[dict[str, object]]:
    """Their own words, wherever they wrote them; a title may be somebody else's words, so there is only its number."""
    mine = Post.objects.filter(author_id=person.pk).order_by("pk")
    for post in mine.iterator(chunk_size=AT_ONCE):
        yield {
            "post": post.pk,
            "conversation": post.conversation_id,
            "written_at": post.created_at,
            "words": post.body,
            "edited_at": post.edited_at,
            "removed_at": post.removed_at,
            "removed_because": post.removed_reason,
        }
    earlier = PostRevision.objects.filter(post__author_id=person.pk).order_by("pk")
    for revision in earlier.iterator(chunk_size=AT_ONCE):
        yield {"earlier_words_of": revision.post_id, "until": revision.replaced_at, "words": revision.body}


def mentions(person: Person) -> Iterator[dict[str, object]]:
    """Where they were named, without what others said there."""
    for mention in Mention.objects.filter(user_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"named_in_post": mention.post_id}


def places(person: Person) -> Iterator[dict[str, object]]:
    """Spaces they belong to, what they follow, and keys by name; never a key itself."""
    for member in Membership.objects.filter(user_id=person.pk).select_related("space").order_by("pk"):
        yield {"member_of": member.space.name, "since": member.joined_at, "looks_after_it": member.facilitator}
    for follow in Follow.objects.filter(user_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"space": follow.space_id, "conversation": follow.conversation_id, "hears": follow.level}
    for key in FeedKey.objects.filter(user_id=person.pk).order_by("pk"):
        yield {"feed_key": key.label, "made_at": key.made_at, "used_at": key.used_at, "revoked_at": key.revoked_at}


def polls(person: Person) -> Iterator[dict[str, object]]:
    """Polls that they asked, in their own words, and polls that they answered: with what they chose where it is named.

    What somebody chose in an anonymous poll is no longer theirs to find once it is closed, and so is in no copy.
    """
    asked = Poll.objects.filter(by_id=person.pk).prefetch_related("choices").order_by("pk")
    for poll in asked.iterator(chunk_size=AT_ONCE):
        yield {
            "asked_poll": poll.pk,
            "conversation": poll.conversation_id,
            "question": poll.question,
            "answers_offered": [choice.words for choice in poll.choices.all()],
            "asked_at": poll.asked_at,
            "removed_because": poll.removed_reason,
        }
    mine = Voter.objects.filter(person_id=person.pk).select_related("poll", "ballot").order_by("pk")
    for voter in mine.iterator(chunk_size=AT_ONCE):
        told: dict[str, object] = {"answered_poll": voter.poll_id, "at": voter.at, "anonymous": voter.poll.anonymous}
        if hasattr(voter, "ballot"):
            told["places_chosen"] = sorted(place + 1 for place in places_in(voter.ballot.chosen))
        yield told


def drafts(person: Person) -> Iterator[dict[str, object]]:
    """What they have begun to write and not said."""
    for draft in Draft.objects.filter(user_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"title": draft.title, "words": draft.body, "saved_at": draft.saved_at}
