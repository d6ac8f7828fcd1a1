"""What was said about an appraisal, a risk or an option, as each person may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from moothall.kit.pages import Slice, keyset
from moothall.people.models import Role, User
from moothall.risks.models import Appraisal, Comment, Decision, Option, Risk

FEW, PAGE = 10, 30


@dataclass(frozen=True)
class Row:
    """One comment, and whether it was said after the decision of its day."""

    comment: Comment
    after_decision: bool


@dataclass(frozen=True)
class Here:
    """What a page shows of comments on what it is about: the newest few, and the way on."""

    rows: list[Row]
    count: int
    differing: int
    url: str  # where one comments, and reads them all
    may_comment: bool
    waiting: int  # comments of the public, for those who let them in


def here(appraisal: Appraisal, user: User, *, risk: Risk | None = None, option: Option | None = None) -> Here:
    """Comments on an appraisal (all of them), or on one risk or option of it: for `risks/parts/comments.html`."""
    found = about(appraisal, risk=risk, option=option)
    rows = list(found.order_by("-said_at", "-pk")[:FEW])
    looks_after = appraisal.owner_id == user.pk or user.has_role(Role.RISK_MANAGER)
    may_moderate = looks_after and risk is None and option is None
    return Here(
        rows=marked(appraisal, rows),
        count=found.count() if len(rows) == FEW else len(rows),
        differing=found.filter(differs=True).count(),
        url=address(appraisal, risk=risk, option=option),
        may_comment=user.is_active and not user.is_guest,
        waiting=Comment.objects.waiting().filter(appraisal=appraisal).count() if may_moderate else 0,
    )


def public(appraisal: Appraisal) -> list[Comment]:
    """What the public said of a published appraisal and was let in, newest first: names that people gave themselves."""
    rows = Comment.objects.filter(appraisal=appraisal, author=None, let_in=True)
    return list(rows.order_by("-said_at", "-pk")[:PAGE])


def about(appraisal: Appraisal, *, risk: Risk | None = None, option: Option | None = None) -> QuerySet[Comment]:
    """The comments that everybody who reads the appraisal may read."""
    rows = Comment.objects.shown().filter(appraisal=appraisal)
    if risk is not None:
        rows = rows.filter(risk=risk)
    if option is not None:
        rows = rows.filter(option=option)
    return rows.select_related("author", "risk", "option", "moderated_by")


def page_of(
    appraisal: Appraisal, after: str | None, *, risk: Risk | None, option: Option | None, differing: bool
) -> Slice[Comment]:
    """One page of them, newest first."""
    rows = about(appraisal, risk=risk, option=option)
    if differing:
        rows = rows.filter(differs=True)
    return keyset(rows, by=("-said_at", "-pk"), after=after, size=PAGE)


def to_moderate(appraisal: Appraisal) -> list[Comment]:
    """What the public said and nobody has looked at, oldest first, as many as a page takes."""
    return list(Comment.objects.waiting().filter(appraisal=appraisal).order_by("said_at", "pk")[:PAGE])


def kept_out(appraisal: Appraisal) -> list[Comment]:
    """What was kept out, with the reason, for those who look after the appraisal; newest first."""
    rows = Comment.objects.filter(Q(author=None, let_in=False), appraisal=appraisal).select_related("moderated_by")
    return list(rows.order_by(F("moderated_at").desc(), "-pk")[:PAGE])


def marked(appraisal: Appraisal, rows: list[Comment]) -> list[Row]:
    """The comments with whether each was said after a decision."""
    decided = _decided_at(appraisal)
    return [Row(row, decided is not None and row.said_at > decided) for row in rows]


def address(appraisal: Appraisal, *, risk: Risk | None = None, option: Option | None = None) -> str:
    """Where one comments on it."""
    url = reverse("risks:comment", args=[appraisal.pk])
    if risk is not None:
        return f"{url}?risk={risk.pk}"
    return f"{url}?option={option.pk}" if option is not None else url


def _decided_at(appraisal: Appraisal) -> datetime | None:
    rows = Decision.objects.filter(round__appraisal=appraisal).order_by("-pk")
    return rows.values_list("at", flat=True).first()
