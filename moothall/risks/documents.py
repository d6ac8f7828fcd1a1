"""What the index holds of appraisals and risks, and what a result shows: words, and never how bad anything is.

A note of a risk is left out, as it may quote an old score that came with an import. Only the risks of an appraisal's
newest round are found; those of earlier rounds are read from there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from moothall.people.models import User
from moothall.risks.models import Appraisal, Decision, Option, Proposal, Risk, Round
from moothall.search import outbox
from moothall.search.sources import Document, Hit

APPRAISAL, RISK = "appraisal", "risk"


def appraisal_changed(appraisal: Appraisal) -> None:
    """Its words, its options or its decision are otherwise now."""
    outbox.changed(APPRAISAL, [appraisal.pk])


def risks_changed(pks: Iterable[int]) -> None:
    """Risks were named, written another way or taken away."""
    outbox.changed(RISK, pks)


def round_changed(round: Round) -> None:
    """A round is, or no longer is, the newest of its appraisal: its risks come and go with it."""
    appraisal_changed(round.appraisal)
    risks_changed(list(round.risks.values_list("pk", flat=True)))


def appraisals(refs: Sequence[int]) -> Iterator[Document]:
    """Appraisals with the options of their newest round and the balance in words."""
    found = Appraisal.objects.filter(pk__in=refs).select_related("owner")
    options: dict[int, list[str]] = {}
    for option in Option.objects.filter(round__in=_newest().filter(appraisal__in=refs)).order_by("round", "place"):
        options.setdefault(option.round_id, []).append(f"{option.name}\n{option.description}")
    words: dict[int, list[str]] = {}
    for pk, appraisal in _newest().filter(appraisal__in=refs).values_list("pk", "appraisal"):
        words[appraisal] = options.get(pk, [])
    for model in (Proposal, Decision):
        rows = model._default_manager.filter(round__in=_newest().filter(appraisal__in=refs))
        for appraisal, balance in rows.values_list("round__appraisal", "balance"):
            words.setdefault(appraisal, []).append(balance)
    for each in found:
        yield Document(
            key=f"{APPRAISAL}:{each.pk}",
            kind=APPRAISAL,
            container=each.container,
            title=each.question,
            body="\n".join([each.problem, *words.get(each.pk, [])]),
            date=each.created_at,
        )


def risks(refs: Sequence[int]) -> Iterator[Document]:
    """Risks of newest rounds, as their sentences."""
    for each in Risk.objects.filter(pk__in=refs, round__in=_newest()).select_related("round__appraisal"):
        yield Document(
            key=f"{RISK}:{each.pk}",
            kind=RISK,
            container=each.round.appraisal.container,
            title=each.name,
            body=str(each.sentence),
            date=each.created_at,
        )


def appraisal_ids(after: int) -> Iterable[int]:
    """All appraisals, in the order of their keys."""
    return Appraisal.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator()


def risk_ids(after: int) -> Iterable[int]:
    """All risks of newest rounds, in the order of their keys."""
    rows = Risk.objects.filter(pk__gt=after, round__in=_newest())
    return rows.order_by("pk").values_list("pk", flat=True).iterator()


def load_appraisals(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these appraisals."""
    rows = Appraisal.objects.visible_to(user).filter(pk__in=refs).select_related("owner")
    decided = Decision.objects.filter(round__appraisal=OuterRef("pk"))
    return {
        each.pk: Hit(
            key=f"{APPRAISAL}:{each.pk}",
            title=each.question,
            url=each.get_absolute_url(),
            place=_("Decided") if getattr(each, "decided", False) else _("To decide"),
            kind_label=_("Appraisal"),
            icon="scale",
            date=each.created_at,
            people=each.owner.name if each.owner else "",
        )
        for each in rows.annotate(decided=Exists(decided))
    }


def load_risks(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these risks."""
    rows = Risk.objects.visible_to(user).filter(pk__in=refs).select_related("round__appraisal", "owner")
    return {
        each.pk: Hit(
            key=f"{RISK}:{each.pk}",
            title=f"{each.ref} {each.name}",
            url=each.get_absolute_url(),
            place=each.round.appraisal.question,
            kind_label=each.get_stance_display(),
            icon="scale",
            date=each.created_at,
            people=each.owner.name if each.owner else "",
        )
        for each in rows
    }


def _newest() -> "QuerySet[Round]":
    later = Round.objects.filter(appraisal=OuterRef("appraisal"), number__gt=OuterRef("number"))
    return Round.objects.filter(~Exists(later))
