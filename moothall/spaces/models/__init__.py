"""Spaces, who is in them, what is said there, and what each person keeps to themselves about it."""

from moothall.spaces.models.drafts import Draft
from moothall.spaces.models.need_to_know import ForTheCouncil, FreeOfGuests
from moothall.spaces.models.own import FeedKey, Follow, Level, digest_of, new_secret
from moothall.spaces.models.polling import POLLING
from moothall.spaces.models.polls import (
    FEWEST_CHOICES,
    MOST_CHOICES,
    Ballot,
    Poll,
    PollChoice,
    Shows,
    Voter,
)
from moothall.spaces.models.posts import Attachment, Mention, Post, PostRevision
from moothall.spaces.models.quotes import ClauseQuote
from moothall.spaces.models.spaces import Membership, Openness, Space
from moothall.spaces.models.talk import PAGE, Conversation, ReadMark

__all__ = [
    "FEWEST_CHOICES",
    "MOST_CHOICES",
    "PAGE",
    "POLLING",
    "Attachment",
    "Ballot",
    "ClauseQuote",
    "Conversation",
    "Draft",
    "FeedKey",
    "Follow",
    "ForTheCouncil",
    "FreeOfGuests",
    "Level",
    "Membership",
    "Mention",
    "Openness",
    "Poll",
    "PollChoice",
    "Post",
    "PostRevision",
    "ReadMark",
    "Shows",
    "Space",
    "Voter",
    "digest_of",
    "new_secret",
]
