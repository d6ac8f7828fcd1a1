"""How a version was agreed: what was said about it, and who stands behind it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Model, OuterRef, Subquery

from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.policies.models import Ask, Clause, Comment, Policy, Text, Version
from moothall.policies.queries import reading

MOST = 200  # comments shown among the clauses of a draft; the page of the agreement has all, page by page
PAGE = 50


@dataclass(frozen=True)
class Said:
    """The comments on a draft by clause (language and number), and how many there are."""

    by_clause: dict[tuple[str, str], list[Comment]]
    waiting: int
    all: int
    gone: list[Comment]
    """Those about a clause that the draft no longer has."""

    @property
    def more(self) -> bool:
        """Whether the page shows only some of them."""
        return self.all > MOST


def draft(user: User, slug: str) -> Version | None:
    """The draft of a policy, if there is one that this person may read."""
    rows = Version.objects.visible_to(user).filter(policy__slug=slug, adopted_at__isnull=True)
    found = rows.select_related("policy__owner", "drafted_by").annotate(title=title_of("pk")).first()
    return named(found, found) if found is not None else None


def title_of(version: str) -> Subquery:
    """The English title of the version at the end of a path."""
    return Subquery(Text.objects.filter(version=OuterRef(version), language="en").values("title")[:1])


def named(version: Version, row: Model) -> Version:
    """A version whose policy is called what the row says, for the trail of its pages."""
    setattr(version.policy, "title", getattr(row, "title", ""))  # noqa: B010  an annotation elsewhere
    return version


def said(version: Version, clauses: set[tuple[str, str]], *, waiting_only: bool) -> Said:
    """What was said about a draft, those without an answer first: two queries."""
    rows = Comment.objects.filter(version=version).select_related("author", "answered_by")
    if waiting_only:
        rows = rows.filter(answered_at__isnull=True)
    shown = list(rows.order_by("answered_at", "pk")[:MOST]) if waiting_only else list(rows.order_by("pk")[:MOST])
    total = Comment.objects.filter(version=version).count()
    open_ones = Comment.objects.filter(version=version, answered_at__isnull=True).count()
    by_clause: dict[tuple[str, str], list[Comment]] = defaultdict(list)
    gone = []
    for comment in shown:
        key = (comment.language, comment.number)
        if comment.number and key not in clauses:
            gone.append(comment)
        by_clause[key].append(comment)
    return Said(dict(by_clause), open_ones, total, gone)


def comments(version: Version, after: str | None) -> Slice[Comment]:
    """Everything that was said about a version, in order."""
    rows = Comment.objects.filter(version=version).select_related("author", "answered_by")
    return keyset(rows, by=("pk",), after=after, size=PAGE)


def asks_for(user: User, policy: Policy) -> list[Ask]:
    """What this person is asked to endorse of a draft, by name or by role."""
    mine = [user.holder, *(f"role:{role}" for role in user.roles)]
    return list(Ask.objects.filter(version__policy=policy, version__adopted_at__isnull=True, holder__in=mine))


@dataclass(frozen=True)
class Discussed:
    """A clause of a draft in one language, with what was said about it there."""

    row: reading.Row
    clause: Clause
    anchor: str
    comments: list[Comment]


def discussed(words: reading.Words, said: Said) -> list[Discussed]:
    """The clauses of a draft in the language that it is read in, each with what was said about it."""
    language = words.text.language
    return [
        Discussed(row, cell.clause, cell.anchor, said.by_clause.get((language, row.number), []))
        for row in words.rows
        for cell in row.cells
        if cell.language == language and cell.clause is not None
    ]


def of_the_whole(words: reading.Words, said: Said) -> list[Comment]:
    """What was said about the whole text."""
    return said.by_clause.get((words.text.language, ""), [])
