"""Putting a draft in force."""

from collections.abc import Sequence

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gating, history, permissions, telling
from moothall.policies.actions.agreement import WordingChanged
from moothall.policies.actions.drafts import draft_of
from moothall.policies.actions.policies import locked
from moothall.policies.documents import KIND
from moothall.policies.models import Policy, Version, What, digest_of
from moothall.policies.queries import readiness
from moothall.search import outbox


class NotReady(Exception):  # noqa: N818  says what is the matter
    """Something is missing before the draft can be adopted."""

    def __init__(self, missing: Sequence[readiness.Missing]) -> None:
        super().__init__("; ".join(each.key for each in missing))
        self.missing = missing


class Forged(Exception):  # noqa: N818  says what is the matter
    """The words of a draft were changed past its verbs: its digests do not fit them."""


@audit.act
def adopt(policy: Policy, *, by: User, wording: str) -> Version:
    """Adopt the draft as it reads: from its day on it is in force, and it can never be changed.

    `wording` is what this person saw (`readiness.wording_of`); raises `WordingChanged` if it reads otherwise now,
    `NotReady` with everything that is missing, `Forged` where somebody wrote past the hall.
    """
    policy = locked(policy)
    draft = draft_of(policy)
    require(permissions.can_adopt(by, draft))
    texts = list(draft.texts.order_by("pk"))
    if readiness.wording_of(texts) != wording:
        raise WordingChanged
    stood = readiness.stands(draft, texts, seen_by=by)
    missing = readiness.missing(draft, texts, stood)
    if missing:
        raise NotReady(missing)
    if any(text.digest != digest_of(text.title, text.summary, text.body) for text in texts):
        raise Forged(f"The digests of {draft} do not fit its words.")
    draft.adopted_by, draft.adopted_at = by, clock.now()
    draft.save(update_fields=["adopted_by", "adopted_at"])
    history.note(policy, What.ADOPTED, by=by, version=draft.number, words=draft.change_note)
    gating.refresh_policy(policy)
    telling.adopted(draft, by=by)
    outbox.changed(KIND, [policy.pk])
    audit.record(
        "policy.adopted",
        by=by,
        on=policy,
        version=draft.number,
        effective_on=draft.effective_on,
        material=draft.material,
        digests={text.language: text.digest for text in texts},
    )
    return draft
