"""Writing a draft, beginning a new one, and saying from when it holds."""

from datetime import date

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import history, permissions, texts
from moothall.policies.actions.policies import locked
from moothall.policies.documents import KIND
from moothall.policies.models import Language, Policy, Text, Version, What
from moothall.search import outbox


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """The text was changed after this person began to edit it."""

    def __init__(self, text: Text | None) -> None:
        super().__init__("The text was changed meanwhile.")
        self.text = text


class NoDraft(Exception):  # noqa: N818  says what is the matter
    """There is no draft to work on: it was adopted meanwhile, or none was begun."""


class DraftedAlready(Exception):  # noqa: N818  says what is the matter
    """A policy has one draft at a time."""


def draft_of(policy: Policy) -> Version:
    """The draft of a policy that the caller has locked, to ourselves; raises `NoDraft`."""
    draft = policy.versions.select_for_update().filter(adopted_at__isnull=True).first()
    if draft is None:
        raise NoDraft
    draft.policy = policy
    return draft


@audit.act
def write(
    policy: Policy,
    *,
    by: User,
    language: Language,
    title: str,
    summary: str,
    body: str,
    seen: str,
    adapted: bool = False,
) -> Text:
    """Write the draft's text in one language.

    `seen` is the digest of the text that editing began from, empty for none; raises `ChangedMeanwhile` if it is another
    by now, `clauses.Unclear` for a body that cannot be cut. `adapted` says that a template now speaks for this council.
    """
    policy = locked(policy)
    require(permissions.can_change(by, policy))
    draft = draft_of(policy)
    now = draft.texts.filter(language=language).first()
    if (now.digest if now else "") != seen:
        raise ChangedMeanwhile(now)
    text = texts.keep(draft, language=language, title=title, summary=summary, body=body, by=by)
    if adapted and policy.template:
        policy.template = False
        policy.save(update_fields=["template"])
    outbox.changed(KIND, [policy.pk])
    audit.record("policy.text_written", by=by, on=policy, version=draft.number, language=language, digest=text.digest)
    return text


@audit.act
def drop_text(policy: Policy, *, by: User, language: Language) -> None:
    """Take another language than English out of the draft."""
    policy = locked(policy)
    require(permissions.can_change(by, policy) and language != Language.ENGLISH)
    draft = draft_of(policy)
    draft.texts.filter(language=language).delete()
    outbox.changed(KIND, [policy.pk])
    audit.record("policy.text_dropped", by=by, on=policy, version=draft.number, language=language)


@audit.act
def begin_version(policy: Policy, *, by: User) -> Version:
    """Begin a draft with the words of the last adopted version; raises `DraftedAlready` where there is one."""
    policy = locked(policy)
    require(permissions.can_change(by, policy))
    last = policy.versions.order_by("-number").first()
    if last is None or last.is_draft:
        raise DraftedAlready
    draft = Version.objects.create(policy=policy, number=last.number + 1, drafted_by=by)
    texts.copy(last, draft, by=by)
    history.note(policy, What.DRAFTED, by=by, version=draft.number)
    audit.record("policy.version_begun", by=by, on=policy, version=draft.number)
    return draft


@audit.act
def plan(policy: Policy, *, by: User, effective_on: date, material: bool, change_note: str) -> Version:
    """Say from which day the draft holds, what it changes, and whether those who know the last one are asked again."""
    policy = locked(policy)
    require(permissions.can_change(by, policy))
    draft = draft_of(policy)
    draft.effective_on, draft.material, draft.change_note = effective_on, material, change_note.strip()
    draft.save(update_fields=["effective_on", "material", "change_note"])
    audit.record(
        "policy.version_planned", by=by, on=policy, version=draft.number, effective_on=effective_on, material=material
    )
    return draft
