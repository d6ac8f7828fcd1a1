"""Spaces, who is in them, and what is said there."""

from moothall.spaces.models.posts import Attachment, Mention, Post, PostRevision
from moothall.spaces.models.spaces import Membership, Openness, Space
from moothall.spaces.models.talk import PAGE, Conversation, ReadMark

__all__ = [
    "PAGE",
    "Attachment",
    "Conversation",
    "Membership",
    "Mention",
    "Openness",
    "Post",
    "PostRevision",
    "ReadMark",
    "Space",
]
