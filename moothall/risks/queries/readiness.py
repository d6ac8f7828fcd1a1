"""What is missing before a round can be decided, in words and with the way to mend it; and how an appraisal stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.models import Decision, Option, Response, Review, Stance
from moothall.risks.queries.rounds import Sheet
from moothall.risks.standing import Line, State


class Stage(StrEnum):
    """How far a round has come, derived from its rows."""

    DRAFT = "draft"  # options or risks are still being written
    APPRAISING = "appraising"  # something is to be answered or judged
    READY = "ready"  # nothing is missing for what is proposed
    DECIDED = "decided"
    DUE = "due"  # decided, and the day has come to look again
    CLOSED = "closed"  # given up


@dataclass(frozen=True)
class Missing:
    """One thing that stops a decision, with the page on which it is mended and what one does there."""

    words: str
    url: str
    act: str
    line: Line | None = None  # the exposure that wants it, where it is one's
    waits_for: User | None = None  # who alone can do it
    step: Response | None = None  # the step that wants it, where it is one's


def strict_under(sheet: Sheet, option: Option | None) -> frozenset[int]:
    """The options under which a comparison will not do: "do nothing", and the one proposed or chosen."""
    return frozenset(each.pk for each in (sheet.nothing, option) if each is not None)


def missing(sheet: Sheet, option: Option | None, *, decider: User | None = None) -> list[Missing]:
    """Everything that stops a round from being decided for an option (None: none is proposed yet)."""
    found = list(_whole(sheet))
    strict = strict_under(sheet, option)
    for line in sheet.lines:
        wanting = of_line(line, strict=line.option.pk in strict)
        if wanting is not None:
            found.append(wanting)
    if option is None:
        url = reverse("risks:propose", args=[sheet.appraisal.pk])
        found.append(Missing(_("No option is proposed yet."), url, _("Propose one")))
        return found
    if option.ended_on is not None:
        words = _("The pilot “%(name)s” would be over before it began.") % {"name": option.name}
        found.append(Missing(words, reverse("risks:option_edit", args=[option.pk]), _("Say when it ends")))
    found += _steps(sheet, option)
    found += _challenged(sheet, option, decider or sheet.appraisal.owner)
    return found


def stage(sheet: Sheet) -> Stage:
    """How far a round has come."""
    if sheet.decision is not None:
        due = review_due(sheet.decision)
        return Stage.DUE if due is not None and due <= clock.today() else Stage.DECIDED
    if sheet.appraisal.closed_at is not None:
        return Stage.CLOSED
    if any(True for _each in _whole(sheet)):
        return Stage.DRAFT
    return Stage.APPRAISING if missing(sheet, sheet.leading) else Stage.READY


def review_due(decision: Decision) -> date | None:
    """When a decision is looked at again: the day its last review named, else its own; None where never again."""
    last: Review | None = max(decision.reviews.all(), key=lambda review: review.pk, default=None)
    return last.next_on if last is not None else decision.review_on


def _whole(sheet: Sheet) -> Iterator[Missing]:
    """What belongs to every appraisal: three options, one that does something, a risk on each side."""
    options = reverse("risks:options", args=[sheet.appraisal.pk])
    risks = reverse("risks:risk_new", args=[sheet.appraisal.pk])
    if sheet.appraisal.owner_id is None:
        url = reverse("risks:people", args=[sheet.appraisal.pk])
        yield Missing(_("Nobody answers for it."), url, _("Name an owner"))
    if len(sheet.options) < 3:
        words = ngettext(
            "There is %(count)d option; three are weighed side by side.",
            "There are %(count)d options; three are weighed side by side.",
            len(sheet.options),
        ) % {"count": len(sheet.options)}
        yield Missing(words, options, _("Add an option"))
    if all(option.avoids for option in sheet.options):
        yield Missing(_("Every option does nothing or prohibits."), options, _("Add one that does something"))
    for stance, words in (
        (Stance.DOING, _("No risk of doing is named.")),
        (Stance.NOT_DOING, _("No risk of not doing is named.")),
    ):
        if not any(risk.stance == stance for risk in sheet.risks):
            yield Missing(words, f"{risks}?stance={stance}", _("Name one"))
    if len(sheet.lines) != len(sheet.options) * len(sheet.risks):
        yield Missing(_("An option does not face every risk."), options, _("Look at the options"))


def of_line(line: Line, *, strict: bool) -> Missing | None:
    """What one exposure still wants; under options that are neither proposed nor "do nothing" a comparison will do."""
    answer = reverse("risks:exposure", args=[line.exposure.pk])
    classify = reverse("risks:classify", args=[line.exposure.pk])
    about = {"ref": line.risk.ref, "name": line.risk.name, "option": line.option.letter}
    state = line.state
    if state in (State.NOT_FACED, State.CLASSIFIED) or (state is State.COMPARED and not strict):
        return _expired(line, about) if strict and state is State.CLASSIFIED else None
    if line.unsigned and not line.live:
        words = _("Nobody has signed for %(ref)s, “%(name)s”, under option %(option)s.") % about
        asked = line.unsigned[0]
        return Missing(words, asked.get_absolute_url(), _("Who is asked to"), line, asked.approver)
    if state is State.NAMED or not line.live:
        words = _("Nothing is done yet about %(ref)s, “%(name)s”, under option %(option)s.") % about
        if state is State.STALE:
            words = _("Nothing is done any longer about %(ref)s, “%(name)s”, under option %(option)s.") % about
        return Missing(words, answer, _("Answer it") if strict else _("Answer or compare it"), line)
    if state is State.STALE:
        words = _("%(ref)s, “%(name)s”, under option %(option)s is stale: what is done about it has changed.") % about
        return Missing(words, classify, _("Classify again"), line)
    words = _("%(ref)s, “%(name)s”, under option %(option)s is answered and not classified.") % about
    return Missing(words, classify, _("Classify it"), line)


def _expired(line: Line, about: dict[str, str]) -> Missing | None:
    """A toleration whose day has come, in words."""
    expired = next((each for each in line.responses if each.is_toleration and each.review_is_due), None)
    if expired is None:
        return None
    words = _("The day has come to look again at bearing %(ref)s, “%(name)s”, under option %(option)s.") % about
    return Missing(words, expired.get_absolute_url(), _("Sign for it again"), line, expired.approver)


def _steps(sheet: Sheet, option: Option) -> list[Missing]:
    """Steps of the chosen option that nobody does, or on no day; each once."""
    seen = {}
    for line in sheet.under(option):
        if not line.exposure.applies:
            continue
        for treatment in line.treatments:
            response = treatment.response
            if treatment.dropped_at or response.dropped_at or response.is_toleration:
                continue
            if response.actionee_id is None or response.due_on is None:
                seen[response.pk] = response
    return [
        Missing(
            _("“%(step)s” has nobody who does it, or no day.") % {"step": response.step},
            response.get_absolute_url(),
            _("Say who and by when"),
            step=response,
        )
        for response in seen.values()
    ]


def _challenged(sheet: Sheet, option: Option, decider: User | None) -> list[Missing]:
    if not option.avoids:
        return []
    url = reverse("risks:challenges", args=[sheet.appraisal.pk])
    own = [each for each in sheet.challenges if each.option_id == option.pk]
    by_others = [each for each in own if decider is None or each.asked_by_id != decider.pk]
    if any(each.is_answered for each in by_others):
        return []
    if by_others:
        return [Missing(_("The challenge to “%(name)s” is not answered.") % {"name": option.name}, url, _("Answer it"))]
    words = _("“%(name)s” avoids the question, and nobody else has challenged it.") % {"name": option.name}
    return [Missing(words, url, _("Ask somebody to"))]
