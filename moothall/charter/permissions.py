"""Who may do what in the charter room. What may be read is `visible_to`; here is what may be done."""

from moothall.charter.models import Charter, Entry, Signature
from moothall.people.models import Role, Team, User


def can_keep(by: User) -> bool:
    """Write and adopt another version of the charter: administrators."""
    return by.has_role(Role.ADMINISTRATOR)


def can_sign(by: User) -> bool:
    """Sign for oneself: anyone who may come in, guests and councillors too."""
    return by.is_active


def can_sign_for_team(by: User, team: Team) -> bool:
    """Sign for a team: staff and councillors whose own team it is. The page says who did.

    Not for a team above one's own: whoever works in a branch does not speak for the directorate.
    """
    return by.is_active and not by.is_guest and by.team_id is not None and by.team_id == team.pk


def can_sign_for_organisation(by: User) -> bool:
    """Write down that the organisation signed: administrators, who say where that was decided."""
    return by.has_role(Role.ADMINISTRATOR)


def can_take_back(by: User, signature: Signature) -> bool:
    """Take a signature back: a person their own; a team's anyone now in it; the organisation's an administrator."""
    if signature.person_id is not None:
        return by.is_active and signature.person_id == by.pk
    if signature.team is not None:
        return can_sign_for_team(by, signature.team)
    return can_sign_for_organisation(by)


def can_invite(by: User) -> bool:
    """Ask colleagues to sign: staff and councillors."""
    return by.is_active and not by.is_guest


def can_keep_journal(by: User) -> bool:
    """Have a journal: everybody who may come in."""
    return by.is_active


def can_write(by: User, entry: Entry) -> bool:
    """Read, change or tear out an entry: its writer alone, whatever roles others hold."""
    return by.is_active and entry.writer_id == by.pk


def is_signable(charter: Charter, current: Charter | None) -> bool:
    """Whether a version can be signed: the latest that was adopted."""
    return current is not None and charter.pk == current.pk


def can_show_card(by: User, person: User) -> bool:
    """Let others see one's evidence card: the person alone."""
    return by.is_active and by.pk == person.pk


def can_see_cards(by: User) -> bool:
    """See the cards of teams, and what people show of theirs: staff and councillors."""
    return by.is_active and not by.is_guest
