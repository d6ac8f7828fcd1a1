"""Who may do what in the policies room. What may be read is `visible_to`; here is what may be done."""

from moothall.people.models import Role, User
from moothall.policies.models import Ask, Comment, Policy, Version


def can_create(by: User) -> bool:
    """Begin a policy: administrators, and whoever owns one already and is no guest."""
    if by.has_role(Role.ADMINISTRATOR):
        return True
    return can_own(by) and Policy.objects.filter(owner=by).exists()


def can_own(person: User) -> bool:
    """Answer for a policy: staff and councillors who may sign in."""
    return person.is_active and not person.is_guest


def can_look_after(by: User, policy: Policy) -> bool:
    """Write drafts, ask stakeholders, answer comments, adopt, publish, withdraw: the owner, and administrators."""
    return by.has_role(Role.ADMINISTRATOR) or (policy.owner_id == by.pk and can_own(by))


def can_change(by: User, policy: Policy) -> bool:
    """Change what still holds: not after it was withdrawn."""
    return not policy.is_withdrawn and can_look_after(by, policy)


def can_comment(by: User, version: Version) -> bool:
    """Say something about a draft: all staff and councillors."""
    return can_own(by) and version.is_draft and not version.policy.is_withdrawn


def can_answer(by: User, comment: Comment) -> bool:
    """Answer a comment, once: who looks after the policy."""
    return comment.answered_at is None and comment.version.is_draft and can_change(by, comment.version.policy)


def can_endorse(by: User, ask: Ask) -> bool:
    """Endorse a draft or decline: who was asked, by name or by a role they hold."""
    if not (can_own(by) and ask.version.is_draft and not ask.version.policy.is_withdrawn):
        return False
    kind, _colon, ref = ask.holder.partition(":")
    return by.has_role(ref) if kind == "role" else ask.holder == by.holder


def can_adopt(by: User, version: Version) -> bool:
    """Put a draft in force: who looks after the policy, once nothing is missing."""
    return version.is_draft and can_change(by, version.policy)


def can_see_acknowledgements(by: User, policy: Policy) -> bool:
    """See who has acknowledged a policy and who has not: who looks after it, and auditors."""
    return can_look_after(by, policy) or by.has_role(Role.AUDITOR)


def can_load_starters(by: User) -> bool:
    """Load our starter texts: administrators."""
    return by.has_role(Role.ADMINISTRATOR)
