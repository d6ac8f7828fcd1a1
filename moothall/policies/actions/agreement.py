"""Agreeing a draft: comments and their answers, and the stakeholders' endorsement."""

from collections.abc import Iterable
from uuid import UUID

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import Role, User
from moothall.policies import permissions, telling
from moothall.policies.actions.drafts import draft_of
from moothall.policies.actions.policies import locked
from moothall.policies.models import Answer, Ask, Clause, Comment, Endorsement, Language, Policy, Verdict
from moothall.policies.queries.readiness import wording_of

LONGEST = 4_000  # characters of a comment, an answer, or what a stakeholder says


class WordingChanged(Exception):  # noqa: N818  says what is the matter
    """The draft reads otherwise by now than what this person saw."""


@audit.act
def comment(
    policy: Policy,
    *,
    by: User,
    body: str,
    language: Language = Language.ENGLISH,
    number: str = "",
    token: UUID | None = None,
) -> Comment:
    """Say something about a clause of the draft, or about the whole (no number); the same form sent twice says it once.

    Raises ValueError for no words, too many, or a clause that is not there.
    """
    policy = locked(policy)
    draft = draft_of(policy)
    require(permissions.can_comment(by, draft))
    said = Comment.objects.filter(token=token, author=by).first() if token else None
    if said is not None:
        return said
    words = body.strip()
    clause = Clause.objects.filter(text__version=draft, text__language=language, number=number).first()
    if not words or len(words) > LONGEST or (number and clause is None):
        raise ValueError("A comment has words, and is about a clause that is there or about the whole.")
    made = Comment.objects.create(
        version=draft, language=language, number=number, said_of=_said(clause), author=by, body=words, token=token
    )
    telling.commented(made, by=by)
    audit.record("policy.commented", by=by, on=policy, version=draft.number, clause=number, comment=made.pk)
    return made


@audit.act
def answer(comment: Comment, *, by: User, answer: Answer, words: str) -> Comment:
    """Say what came of a comment: changed, or not and why. Raises ValueError where “not” has no words."""
    policy = locked(comment.version.policy)
    comment = Comment.objects.select_related("version", "author").get(pk=comment.pk)
    comment.version.policy = policy
    require(permissions.can_answer(by, comment))
    words = words.strip()
    if len(words) > LONGEST or (answer == Answer.KEPT and not words):
        raise ValueError("Say why nothing was changed.")
    comment.answer, comment.answer_words, comment.answered_by, comment.answered_at = answer, words, by, clock.now()
    comment.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    telling.answered(comment, by=by)
    audit.record("policy.comment_answered", by=by, on=policy, comment=comment.pk, answer=answer)
    return comment


@audit.act
def ask(policy: Policy, *, by: User, holders: Iterable[str]) -> list[Ask]:
    """Ask people (`user:5`) and roles (`role:risk_manager`) to comment on the draft and endorse it; asked once each.

    Raises ValueError for a holder who could not answer.
    """
    policy = locked(policy)
    require(permissions.can_change(by, policy))
    draft = draft_of(policy)
    known = set(draft.asks.values_list("holder", flat=True))
    wanted = [holder for holder in dict.fromkeys(holders) if holder not in known]
    for holder in wanted:
        _check_can_answer(holder)
    made = [Ask.objects.create(version=draft, holder=holder, asked_by=by) for holder in wanted]
    for each in made:
        telling.asked(each, by=by)
    audit.record("policy.endorsement_asked", by=by, on=policy, version=draft.number, holders=wanted)
    return made


@audit.act
def endorse(ask: Ask, *, by: User, verdict: Verdict, words: str = "", wording: str) -> Endorsement:
    """Stand behind the draft, or decline in words; a later answer takes the place of an earlier one.

    `wording` is what this person saw (`readiness.wording_of`); raises `WordingChanged` if the draft reads otherwise
    now, ValueError for declining without words.
    """
    policy = locked(ask.version.policy)
    ask = Ask.objects.select_related("version").get(pk=ask.pk)
    ask.version.policy = policy
    require(permissions.can_endorse(by, ask))
    if wording_of(ask.version.texts.all()) != wording:
        raise WordingChanged
    words = words.strip()
    if len(words) > LONGEST or (verdict == Verdict.DECLINED and not words):
        raise ValueError("Say what would have to change.")
    made = Endorsement.objects.create(ask=ask, verdict=verdict, words=words, wording=wording, by=by)
    notices.done(by, telling.ASKED, [ask.pk])
    telling.endorsed(made, by=by)
    audit.record(f"policy.{verdict}", by=by, on=policy, version=ask.version.number, holder=ask.holder, wording=wording)
    return made


@audit.act
def go_on_without(ask: Ask, *, by: User, reason: str) -> Ask:
    """Go on without one who was asked and did not endorse, for a reason that stays beside it."""
    policy = locked(ask.version.policy)
    ask = Ask.objects.select_related("version").get(pk=ask.pk)
    ask.version.policy = policy
    require(permissions.can_adopt(by, ask.version))
    if not reason.strip():
        raise ValueError("Say why you go on without them.")
    ask.without_reason, ask.without_by, ask.without_at = reason.strip(), by, clock.now()
    ask.save(update_fields=["without_reason", "without_by", "without_at"])
    audit.record("policy.gone_on_without", by=by, on=policy, version=ask.version.number, holder=ask.holder)
    return ask


def _said(clause: Clause | None) -> str:
    return f"{clause.heading}\n\n{clause.body}".strip() if clause is not None else ""


def _check_can_answer(holder: str) -> None:
    sort, _colon, ref = holder.partition(":")
    if sort == "role" and ref in Role.values:
        return
    plain = sort == "user" and ref.isascii() and ref.isdecimal() and len(ref) < 19
    person = User.objects.filter(pk=int(ref)).first() if plain else None
    if person is None or not permissions.can_own(person):
        raise ValueError(f"{holder} cannot be asked to endorse a policy.")
