"""How policies and versions stand today: derived from their rows and dates, never stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, cast

from django.db import models
from django.db.models import Case, CharField, F, IntegerField, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.policies.models import Language, Policy, Text, Version


class State(models.TextChoices):
    """How a version stands."""

    DRAFT = "draft", _("Draft")
    COMING = "coming", _("Adopted, not yet in force")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Standing(Protocol):
    """A policy with what `with_standing` says of it: keys of versions, and the words that are shown first."""

    last: int | None
    begun: int | None
    coming: int | None
    draft: int | None
    current: int | None
    shown: int | None
    title: str
    summary: str


LOOKS = {  # the shape beside the word
    State.DRAFT: "news",
    State.COMING: "news",
    State.IN_FORCE: "good",
    State.SUPERSEDED: "plain",
    State.WITHDRAWN: "bad",
}


def state_of(version: Version, policy: Policy, *, begun: int | None) -> State:
    """How a version of a policy stands; `begun` is the primary key of the last adopted one whose day has come."""
    if version.adopted_at is not None and version.pk != begun and not version.is_coming:
        return State.SUPERSEDED
    if policy.is_withdrawn:
        return State.WITHDRAWN
    if version.is_draft:
        return State.DRAFT
    return State.COMING if version.is_coming else State.IN_FORCE


def language() -> Language:
    """The language to show first: Welsh to whoever reads the hall in Welsh, otherwise English."""
    return Language.WELSH if (get_language() or "").startswith(Language.WELSH) else Language.ENGLISH


def with_standing(policies: "QuerySet[Policy]") -> "QuerySet[Policy]":
    """Policies with the keys of their versions: `current`, `coming`, `last` (adopted), `draft`, and `shown`.

    `shown` is what a reader is shown first, and `title` and `summary` are its words, in their language if it has it.
    """
    of = Version.objects.filter(policy=OuterRef("pk"))
    adopted = of.filter(adopted_at__isnull=False)
    today = clock.today()
    begun = adopted.filter(effective_on__lte=today)
    keyed = policies.annotate(
        last=Subquery(adopted.order_by("-number").values("pk")[:1], output_field=IntegerField()),
        begun=Subquery(begun.order_by("-number").values("pk")[:1], output_field=IntegerField()),
        coming=Subquery(
            adopted.filter(effective_on__gt=today).order_by("number").values("pk")[:1], output_field=IntegerField()
        ),
        draft=Subquery(of.filter(adopted_at__isnull=True).values("pk")[:1], output_field=IntegerField()),
    ).annotate(
        current=Case(When(withdrawn_at__isnull=True, then=F("begun")), output_field=IntegerField()),
        shown=Coalesce("begun", "coming", "draft", output_field=IntegerField()),
    )
    return keyed.annotate(title=_words("title", CharField()), summary=_words("summary", TextField()))


def _words(field: str, output: "models.Field[str, str]") -> Coalesce:
    texts = Text.objects.filter(version=OuterRef("shown"))
    first = texts.filter(language=language()).exclude(title="")
    english = texts.filter(language=Language.ENGLISH)
    return Coalesce(
        Subquery(first.values(field)[:1]), Subquery(english.values(field)[:1]), F("slug"), output_field=output
    )


def chosen(texts: Sequence[Text], wanted: str = "") -> Text | None:
    """The text to show first: in the language that was asked for, else in the reader's, else in English, else any."""
    by_language = {text.language: text for text in texts}
    for each in (wanted, language(), Language.ENGLISH):
        if each in by_language:
            return by_language[each]
    return texts[0] if texts else None


def titles(policies: Iterable[int]) -> Mapping[int, str]:
    """What policies are called now, by primary key."""
    rows = with_standing(Policy.objects.filter(pk__in=list(policies)))
    return {row.pk: cast(Standing, row).title for row in rows}


def state_of_policy(policy: Policy) -> State:
    """How a policy with its standing stands as a whole."""
    row = cast(Standing, policy)
    if policy.is_withdrawn:
        return State.WITHDRAWN
    if row.begun is not None:
        return State.IN_FORCE
    return State.COMING if row.coming is not None else State.DRAFT
