"""Who may do what in spaces. What may be read is `visible_to`; here is what may be done."""

from moothall.people import grants
from moothall.people.models import Role, User
from moothall.spaces.models import Conversation, FeedKey, Poll, Post, Space


def can_read(by: User, space: Space) -> bool:
    """Read what is said in a space."""
    return grants.may_see(by, space.container)


def can_create_space(by: User) -> bool:
    """Open a space: staff and councillors."""
    return by.is_active and not by.is_guest


def can_make_official(by: User) -> bool:
    """Mark a space as the council's own voice: administrators."""
    return by.has_role(Role.ADMINISTRATOR)


def can_join(by: User, space: Space) -> bool:
    """Come in unasked: staff and councillors, where the space is open."""
    return by.is_active and not by.is_guest and space.is_open and space.membership_of(by) is None


def can_leave(by: User, space: Space) -> bool:
    """Go: members."""
    return space.membership_of(by) is not None


def can_post(by: User, space: Space) -> bool:
    """Start a conversation or reply: members."""
    return by.is_active and space.membership_of(by) is not None


def can_facilitate(by: User, space: Space) -> bool:
    """Look after a space: invite and remove people, edit it, change who can see it."""
    membership = space.membership_of(by) if by.is_active else None
    return membership is not None and membership.facilitator


def can_moderate(by: User, space: Space) -> bool:
    """Remove what others wrote: facilitators, and moderators who can read the space."""
    return can_facilitate(by, space) or (by.has_role(Role.MODERATOR) and can_read(by, space))


def can_appoint(by: User, space: Space) -> bool:
    """Give a space someone to look after it when nobody does any more: administrators."""
    return by.has_role(Role.ADMINISTRATOR) and not space.memberships.facilitators().exists()


def can_edit_post(by: User, post: Post) -> bool:
    """Change one's own words while one is a member and they stand."""
    return post.author_id == by.pk and not post.is_removed and can_post(by, post.conversation.space)


def can_remove_post(by: User, post: Post) -> bool:
    """Take a post away: its author while a member, or who moderates the space."""
    if post.is_removed:
        return False
    space = post.conversation.space
    return (post.author_id == by.pk and can_post(by, space)) or can_moderate(by, space)


def can_rename(by: User, conversation: Conversation) -> bool:
    """Change a conversation's title: who started it while a member, or who moderates the space."""
    space = conversation.space
    return (conversation.started_by_id == by.pk and can_post(by, space)) or can_moderate(by, space)


def can_make_feed_key(by: User) -> bool:
    """Have a feed reader ask in one's name: who may sign in."""
    return by.is_active


def can_revoke(by: User, key: FeedKey) -> bool:
    """Take a key back: whose it is."""
    return by.is_active and key.user_id == by.pk


def can_answer(by: User, poll: Poll) -> bool:
    """Answer a poll, or answer it otherwise: members, while it is open."""
    return poll.is_open and can_post(by, poll.conversation.space)


def can_edit_poll(by: User, poll: Poll) -> bool:
    """Ask it otherwise, or move its last day: who asked, while a member and while it is open."""
    return poll.is_open and poll.by_id == by.pk and can_post(by, poll.conversation.space)


def can_close_poll(by: User, poll: Poll) -> bool:
    """Close an open poll: who asked while a member, or who moderates the space."""
    space = poll.conversation.space
    return poll.is_open and ((poll.by_id == by.pk and can_post(by, space)) or can_moderate(by, space))


def can_remove_poll(by: User, poll: Poll) -> bool:
    """Take a poll away, leaving a marker: who asked while a member, or who moderates the space."""
    space = poll.conversation.space
    return not poll.is_removed and ((poll.by_id == by.pk and can_post(by, space)) or can_moderate(by, space))
