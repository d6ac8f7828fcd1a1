"""Signing the charter, saying who may see that, and taking it back."""

from moothall import audit
from moothall.charter import permissions, telling
from moothall.charter.models import Charter, Signature, Withdrawal
from moothall.charter.models.signatures import ORGANISATION
from moothall.kit.permissions import require
from moothall.people.models import Team, User

LONGEST = 600  # characters of one's own words


class NotCurrent(Exception):  # noqa: N818  says what is the matter
    """There is a later version: sign that."""


class WordingForged(Exception):  # noqa: N818  says what is the matter
    """The charter was changed past its verbs: its hash does not fit its words."""


@audit.act
def sign(
    charter: Charter, *, by: User, team: Team | None = None, organisation: bool = False, words: str, public: bool
) -> Signature:
    """Sign the current version: for oneself, for one's team, or for the organisation. Signed twice is signed once.

    Raises `NotCurrent`, `WordingForged`, and ValueError where the organisation signs without saying where that was
    decided.
    """
    charter = Charter.objects.select_for_update().get(pk=charter.pk)
    _require_may_sign(by, team=team, organisation=organisation, words=words)
    if not permissions.is_signable(charter, Charter.objects.current()):
        raise NotCurrent
    if charter.wording().digest != charter.digest:
        raise WordingForged
    signatory = ORGANISATION if organisation else f"team:{team.pk}" if team else by.holder
    mine = Signature.objects.filter(charter=charter, signatory=signatory)
    standing = mine.standing().first()
    if standing is not None:
        return standing
    for_oneself = team is None and not organisation
    made = Signature.objects.create(
        charter=charter,
        signatory=signatory,
        turn=mine.count() + 1,
        person=by if for_oneself else None,
        team=team,
        by=by,
        words=words.strip()[:LONGEST],
        digest=charter.digest,
        public=public,
    )
    if for_oneself:
        telling.signed(charter, by=by)
    said = {"number": charter.number, "digest": made.digest, "team": made.team_id, "organisation": organisation}
    audit.record("charter.signed", by=by, on=charter, signature=made.pk, **said)
    return made


@audit.act
def show(signature: Signature, *, by: User, public: bool) -> Signature:
    """Say whether anybody may see the signature by name, or the council alone."""
    signature = _locked(signature)
    require(permissions.can_take_back(by, signature))
    signature.public = public
    signature.save(update_fields=["public"])
    audit.record("signature.shown" if public else "signature.hidden", by=by, on=signature)
    return signature


@audit.act
def take_back(signature: Signature, *, by: User, why: str = "") -> Withdrawal:
    """Take a signature back: that it was given stays on record. Taken back twice is taken back once."""
    signature = _locked(signature)
    require(permissions.can_take_back(by, signature))
    done = Withdrawal.objects.filter(signature=signature).first()
    if done is not None:
        return done
    made = Withdrawal.objects.create(signature=signature, by=by, why=why.strip()[:LONGEST])
    audit.record("signature.taken_back", by=by, on=signature)
    return made


def _require_may_sign(by: User, *, team: Team | None, organisation: bool, words: str) -> None:
    if team is not None and organisation:
        raise ValueError("One signature has one signatory.")
    if organisation:
        require(permissions.can_sign_for_organisation(by))
        if not words.strip():
            raise ValueError("Say where and when the organisation decided it.")
        return
    if team is not None:
        by = User.objects.select_for_update().get(pk=by.pk)  # nobody signs for a team while leaving it
    require(permissions.can_sign(by) if team is None else permissions.can_sign_for_team(by, team))


def _locked(signature: Signature) -> Signature:
    return Signature.objects.select_for_update(of=("self",)).select_related("team", "person").get(pk=signature.pk)
