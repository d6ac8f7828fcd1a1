"""What the index holds of a policy, and what a result shows of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from moothall.kit import markdown
from moothall.people import grants
from moothall.people.models import User
from moothall.policies.models import Clause, Policy, Text
from moothall.policies.queries import standing
from moothall.search.sources import Document, Hit

KIND = "policy"
DRAFTS = "policy_draft:0"  # the container of what was never adopted: staff and councillors hold it, guests don't


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Policies with the words that a reader is shown first, in all languages; drafts only where nothing was adopted."""
    policies = list(standing.with_standing(Policy.objects.filter(pk__in=refs)))
    shown = [cast(standing.Standing, policy).shown for policy in policies]
    clauses = Prefetch("clauses", Clause.objects.order_by("place"))
    texts: dict[int, list[Text]] = {}
    for text in Text.objects.filter(version__in=shown).prefetch_related(clauses).order_by("pk"):
        texts.setdefault(text.version_id, []).append(text)
    for policy in policies:
        row = cast(standing.Standing, policy)
        of = texts.get(row.shown or 0, [])
        yield Document(
            key=f"{KIND}:{policy.pk}",
            kind=KIND,
            container=grants.PUBLIC if row.last else DRAFTS,
            title=of[0].title if of else policy.slug,
            body="\n".join(_words(text) for text in of),
            names=" ".join(text.title for text in of[1:]),
            date=policy.created_at,
        )


def _words(text: Text) -> str:
    clauses = (f"{clause.number} {clause.heading} {markdown.plain(clause.html)}" for clause in text.clauses.all())
    return "\n".join([text.summary, *clauses])


def ids(after: int) -> Iterable[int]:
    """All policies, in the order of their keys."""
    return Policy.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator()


def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these policies."""
    rows = standing.with_standing(Policy.objects.visible_to(user).filter(pk__in=refs)).select_related("owner")
    return {policy.pk: _hit(policy) for policy in rows}


def _hit(policy: Policy) -> Hit:
    row = cast(standing.Standing, policy)
    return Hit(
        key=f"{KIND}:{policy.pk}",
        title=row.title,
        url=policy.get_absolute_url(),
        place=str(standing.state_of_policy(policy).label),
        kind_label=policy.get_genre_display(),
        icon="book",
        date=policy.created_at,
        people=policy.owner.name if policy.owner else "",
        note=_("Its review is due") if policy.is_due else "",
    )
