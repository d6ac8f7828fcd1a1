"""Comments and different views: of people of the hall at once, of the public once somebody lets them in."""

from uuid import UUID

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions, telling
from moothall.risks.actions.appraisals import locked
from moothall.risks.models import Appraisal, Comment, Option, Risk

LONGEST = 4_000  # characters of a comment
MOST_WAITING = 200  # comments of the public on one appraisal that nobody has looked at: then the box is full


class ModeratedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """Somebody else let the comment in or kept it out meanwhile."""


class BoxFull(Exception):  # noqa: N818  says what is the matter
    """So many comments of the public wait that no more are taken for now."""


@audit.act
def say(
    appraisal: Appraisal,
    *,
    by: User,
    body: str,
    differs: bool = False,
    risk: Risk | None = None,
    option: Option | None = None,
    token: UUID | None = None,
) -> Comment:
    """Comment on an appraisal, a risk or an option of it, also after the decision; sent twice, said once.

    Raises ValueError for no words, too many, or a risk or option of another appraisal.
    """
    appraisal = locked(appraisal)
    require(permissions.can_comment(by, appraisal))
    said = Comment.objects.filter(token=token, author=by).first() if token else None
    if said is not None:
        return said
    words = body.strip()
    if not words or len(words) > LONGEST:
        raise ValueError("A comment has words, and not too many.")
    abouts = [each.round.appraisal_id for each in (risk, option) if each is not None]
    if len(abouts) > 1 or any(about != appraisal.pk for about in abouts):
        raise ValueError("A comment is about the appraisal, or one risk or one option of it.")
    made = Comment.objects.create(
        appraisal=appraisal, risk=risk, option=option, differs=differs, body=words, author=by, token=token
    )
    telling.commented(made, by=by)
    audit.record("appraisal.commented", by=by, on=appraisal, comment=made.pk, differs=differs)
    return made


@audit.act
def say_in_public(appraisal: Appraisal, *, name: str, body: str, token: UUID | None = None) -> Comment:
    """Take a comment of somebody of the public, which nobody is shown before it is let in.

    Raises ValueError where the appraisal is not published, or for no name or words; `BoxFull` where too many wait.
    """
    appraisal = locked(appraisal)
    if not appraisal.is_public:
        raise ValueError("It is not on the public site.")
    said = Comment.objects.filter(token=token, author=None, appraisal=appraisal).first() if token else None
    if said is not None:
        return said
    words, called = body.strip(), name.strip()
    if not words or not called or len(words) > LONGEST:
        raise ValueError("A comment has a name and words, and not too many.")
    if Comment.objects.waiting().filter(appraisal=appraisal).count() >= MOST_WAITING:
        raise BoxFull
    made = Comment.objects.create(appraisal=appraisal, body=words, name=called, token=token)
    telling.commented(made, by=None)
    audit.record("appraisal.public_commented", by=None, on=appraisal, comment=made.pk)
    return made


@audit.act
def moderate(comment: Comment, *, by: User, let_in: bool, seen: bool | None = None, why: str = "") -> Comment:
    """Let a comment of the public in, or keep it out for a reason; this may be changed later.

    `seen` is how it stood when this person looked; raises `ModeratedMeanwhile` where that is otherwise by now,
    ValueError for keeping it out without a reason, or for a comment that is not the public's.
    """
    appraisal = locked(comment.appraisal)
    require(permissions.can_moderate(by, appraisal))
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.author_id is not None:
        raise ValueError("What people of the hall say needs nobody to let it in.")
    if comment.let_in != seen:
        raise ModeratedMeanwhile
    if not let_in and not why.strip():
        raise ValueError("Say why it is kept out.")
    comment.let_in, comment.moderated_why = let_in, why.strip()
    comment.moderated_by, comment.moderated_at = by, clock.now()
    comment.save(update_fields=["let_in", "moderated_why", "moderated_by", "moderated_at"])
    telling.moderated(comment)
    audit.record("appraisal.comment_moderated", by=by, on=appraisal, comment=comment.pk, let_in=let_in)
    return comment
