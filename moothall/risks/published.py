"""The appraisals on the public site, as the council's feeds say them: no score without what is done about it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit import markdown
from moothall.kit.registries import Person
from moothall.lessons.models import Licence
from moothall.lessons.publications import MOST_OWN, Own, Publication, PublishedItem, Stamp
from moothall.people.models import User
from moothall.risks.models import Appraisal, Classification, Decision, Review, Round
from moothall.risks.queries.readiness import stage
from moothall.risks.queries.rounds import Sheet, load_many
from moothall.risks.standing import Level, Line

KIND = "appraisal"


def stamps() -> Iterator[Stamp]:
    """All that are published."""
    for pk, *moments in _published(None):
        yield Stamp(f"{KIND}:{pk}", _latest(*moments))


def load(keys: Sequence[str]) -> Iterator[PublishedItem]:
    """These appraisals, each with its newest round."""
    changed = {pk: _latest(*moments) for pk, *moments in _published([int(key.partition(":")[2]) for key in keys])}
    newest = Round.objects.filter(appraisal=OuterRef("appraisal")).order_by("-number")
    rounds = Round.objects.filter(appraisal__in=changed, pk=Subquery(newest.values("pk")[:1]))
    for sheet in load_many(list(rounds.select_related("appraisal__owner", "appraisal__scale"))):
        yield _item(sheet, changed[sheet.appraisal.pk])


def own(person: Person) -> Iterator[Own]:
    """The appraisals that this person may read."""
    if isinstance(person, User):
        for each in Appraisal.objects.visible_to(person).order_by("-pk")[:MOST_OWN]:
            yield Own(each.question, each.get_absolute_url())


def _published(pks: list[int] | None) -> Iterator[tuple[int, datetime | None, datetime | None, datetime | None]]:
    """Each with when it was published, and when it was opened, judged, decided or looked at again last."""
    found = Appraisal.objects.public() if pks is None else Appraisal.objects.public().filter(pk__in=pks)
    judged = Classification.objects.filter(basis__exposure__risk__round__appraisal=OuterRef("pk")).order_by("-at")
    decided = Decision.objects.filter(round__appraisal=OuterRef("pk")).order_by("-at")
    reviewed = Review.objects.filter(decision__round__appraisal=OuterRef("pk")).order_by("-at")
    rows = found.annotate(
        opened=Max("rounds__opened_at"),
        judged=Subquery(judged.values("at")[:1]),
        decided=Subquery(decided.values("at")[:1]),
        reviewed=Subquery(reviewed.values("at")[:1]),
    )
    names = ("pk", "published_at", "opened", "judged", "decided", "reviewed", "closed_at")
    yield from rows.order_by("pk").values_list(*names)


def _item(sheet: Sheet, changed: datetime) -> PublishedItem:
    asked = sheet.appraisal
    return PublishedItem(
        key=f"{KIND}:{asked.pk}",
        kind=KIND,
        title=asked.question,
        path=reverse("risks:public_appraisal", args=[asked.pk]),
        html="\n".join(_html(sheet)),
        summary=Truncator(asked.problem).chars(400),
        licence=Licence.OGL.value,
        made_on=asked.created_at.date(),
        published_at=asked.published_at or changed,
        updated_at=changed,
        data=_data(sheet),
    )


def _data(sheet: Sheet) -> Mapping[str, object]:
    decision = sheet.decision
    return {
        "question": sheet.appraisal.question,
        "problem": sheet.appraisal.problem,
        "round": sheet.round.number,
        "stage": stage(sheet).value,
        "scale": sheet.appraisal.scale.name,
        "options": [
            {
                "letter": option.letter,
                "kind": option.kind,
                "name": option.name,
                "description": option.description,
                "cost_a_year": [str(option.cost_low), str(option.cost_high)] if option.cost_low is not None else None,
            }
            for option in sheet.options
        ],
        "risks": [
            {
                "ref": risk.ref,
                "stance": risk.stance,
                "name": risk.name,
                "cause": risk.cause,
                "event": risk.event,
                "consequence": risk.consequence,
                "under": {line.option.letter: _line(line) for line in sheet.facing(risk)},
            }
            for risk in sheet.risks
        ],
        "decision": None
        if decision is None
        else {
            "option": decision.option.letter,
            "balance": decision.balance,
            "dissent": decision.dissent,
            "on": decision.at.date().isoformat(),
            "review_on": decision.review_on.isoformat(),
        },
    }


def _line(line: Line) -> dict[str, object]:
    """How one option faces a risk: what is done, and only beside it how bad it is, without and with."""
    said: dict[str, object] = {"state": line.state.value}
    if not line.exposure.applies:
        return said | {"why_not": line.exposure.why_not}
    said["done"] = [{"kind": each.kind, "step": each.step} for each in line.responses]
    if line.shift is not None and line.classification is not None:
        said["shift"] = {"without": _level(line.shift.without), "with": _level(line.shift.with_)}
        said["confidence"] = line.classification.confidence
        said["reasoning"] = line.classification.reasoning
    return said


def _level(level: Level) -> dict[str, object]:
    return {"likelihood": level.likelihood, "impact": level.impact, "band": level.band.value}


def _html(sheet: Sheet) -> Iterator[str]:
    yield _words(sheet.appraisal.problem)
    if sheet.decision is not None:
        option = sheet.decision.option
        yield f"<h3>{escape(_('Decided: {letter}, {name}').format(letter=option.letter, name=option.name))}</h3>"
        yield _words(sheet.decision.balance)
        if sheet.decision.dissent:
            yield f"<h3>{escape(_('Seen differently'))}</h3>{_words(sheet.decision.dissent)}"
    yield f"<h3>{escape(_('Options'))}</h3><ul>"
    for each in sheet.options:
        yield f"<li>{escape(f'{each.letter}, {each.name}. {each.description}'.strip())}</li>"
    yield "</ul>"
    if sheet.leading is not None and sheet.risks:
        name = sheet.leading.name
        yield f"<h3>{escape(_('Risks, and what is done about them, under “{name}”').format(name=name))}</h3><ul>"
        yield from (f"<li>{escape(_said(line))}</li>" for line in sheet.under(sheet.leading))
        yield "</ul>"


def _said(line: Line) -> str:
    """A risk in a sentence, then what is done, then where that leaves it."""
    parts = [f"{line.risk.ref}. {line.risk.sentence}"]
    if not line.exposure.applies:
        return " ".join([*parts, _("Not faced: {why}").format(why=line.exposure.why_not)])
    parts += [f"{each.get_kind_display()}: {each.step}." for each in line.responses]
    if line.shift is not None:
        bands = {"without": line.shift.without.band.label, "with": line.shift.with_.band.label}
        parts.append(_("Without that it would be {without}, and with it is {with}.").format(**bands))
    return " ".join(parts)


def _words(text: str) -> str:
    return markdown.html(markdown.parse(text))


def _latest(*moments: datetime | None) -> datetime:
    return max(moment for moment in moments if moment is not None)


APPRAISALS = Publication(
    key="appraisals",
    kind=KIND,
    label=gettext_lazy("What we weigh"),
    note=gettext_lazy("Questions that the council decides, with the risks of doing and of not doing."),
    front="risks:public_list",
    stamps=stamps,
    load=load,
    own=own,
    order=30,
)
