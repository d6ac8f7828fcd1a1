"""The policies on the public site, as our feeds say them: the version that holds, else the one that is coming."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import Person
from moothall.lessons.models import Licence
from moothall.lessons.publications import MOST_OWN, Own, Publication, PublishedItem, Stamp
from moothall.people.models import User
from moothall.policies.models import Clause, Event, Policy, Text, Version, What
from moothall.policies.queries import standing

KIND = "policy"


def stamps() -> Iterator[Stamp]:
    """All that are published and were not withdrawn."""
    for policy in _published().values("pk", "put_out_at", "adopted_at"):
        yield Stamp(f"{KIND}:{policy['pk']}", _latest(policy["adopted_at"], policy["put_out_at"]))


def load(keys: Sequence[str]) -> Iterator[PublishedItem]:
    """These policies, whole."""
    policies = {policy.shown: policy for policy in _published().filter(pk__in=[_ref(key) for key in keys])}
    clauses = Prefetch("clauses", Clause.objects.order_by("place"))
    texts: dict[int, list[Text]] = {}
    for text in Text.objects.filter(version__in=policies).order_by("pk").prefetch_related(clauses):
        texts.setdefault(text.version_id, []).append(text)
    for version in Version.objects.filter(pk__in=policies):
        policy, words = policies[version.pk], texts.get(version.pk, [])
        first = standing.chosen(words)
        if first is not None:
            yield _item(policy, version, first, words)


def own(person: Person) -> Iterator[Own]:
    """The policies that this person may read."""
    if isinstance(person, User):
        rows = standing.with_standing(Policy.objects.visible_to(person).filter(withdrawn_at=None))
        for policy in rows.order_by("-pk")[:MOST_OWN]:
            yield Own(cast(standing.Standing, policy).title, policy.get_absolute_url())


def _published() -> "QuerySet[Any]":
    rows = standing.with_standing(Policy.objects.public().filter(withdrawn_at=None))
    put_out = Event.objects.filter(policy=OuterRef("pk"), what=What.PUBLISHED).order_by("-pk")
    shown = Version.objects.filter(pk=OuterRef("shown"))
    return rows.annotate(
        put_out_at=Subquery(put_out.values("at")[:1]), adopted_at=Subquery(shown.values("adopted_at")[:1])
    )


def _item(policy: Any, version: Version, text: Text, texts: Sequence[Text]) -> PublishedItem:
    adopted_at = cast(datetime, version.adopted_at)
    return PublishedItem(
        key=f"{KIND}:{policy.pk}",
        kind=KIND,
        title=text.title,
        path=reverse("policies:public_policy", args=[policy.slug]),
        html=_html(text),
        summary=" ".join(text.summary_lines),
        licence=Licence.OGL.value,
        made_on=policy.created_at.date(),
        published_at=policy.put_out_at or adopted_at,
        updated_at=_latest(adopted_at, policy.put_out_at),
        data={
            "slug": policy.slug,
            "genre": policy.genre,
            "version": version.number,
            "in_force_from": version.effective_on.isoformat() if version.effective_on else None,
            "review_on": policy.review_on.isoformat() if policy.review_on else None,
            "change_note": version.change_note,
            "texts": [_text(each) for each in texts],
        },
    )


def _text(text: Text) -> dict[str, object]:
    clauses = [{"number": each.number, "heading": each.heading, "body": each.body} for each in text.clauses.all()]
    return {"language": text.language, "title": text.title, "summary": text.summary, "clauses": clauses}


def _html(text: Text) -> str:
    parts = ["<ul>", *(f"<li>{escape(line)}</li>" for line in text.summary_lines), "</ul>"]
    return "\n".join([*parts, *(_clause(clause) for clause in text.clauses.all())])


def _clause(clause: Clause) -> str:
    """A clause below its heading, or behind its number where it has none."""
    if clause.heading or clause.is_section:
        tag = "h3" if clause.is_section else "h4"
        return f"<{tag}>{clause.number} {escape(clause.heading)}</{tag}>\n{clause.html}"
    if clause.html.startswith("<p>"):
        return f"<p><strong>{clause.number}</strong> {clause.html.removeprefix('<p>')}"
    return f"<p><strong>{clause.number}</strong></p>\n{clause.html}"


def _latest(*moments: datetime | None) -> datetime:
    return max(moment for moment in moments if moment is not None)


def _ref(key: str) -> int:
    return int(key.partition(":")[2])


POLICIES = Publication(
    key="policies",
    kind=KIND,
    label=_("Policies"),
    note=_("What the council has agreed, clause by clause, in the version that holds."),
    front="policies:public_list",
    stamps=stamps,
    load=load,
    own=own,
    order=20,
)
