"""Asking anybody on the public site, letting in what they answer, and saying what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from moothall import audit
from moothall.change import permissions, telling_value
from moothall.change.actions.initiatives import open_for
from moothall.change.models import (
    AnswerPart,
    Consultation,
    Engagement,
    Form,
    Initiative,
    PublicAnswer,
    Question,
    Theme,
)
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.models import Capability

LONGEST = 4_000  # characters of an answer to one question
MOST_QUESTIONS = 12
MOST_WAITING = 200  # answers to one consultation that nobody has looked at: then the box is full


class BoxFull(Exception):  # noqa: N818  says what is the matter
    """So many answers wait that no more are taken for now."""


class NotOpen(Exception):  # noqa: N818  says what is the matter
    """It is not open yet, or no longer."""


class ModeratedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """Somebody else let the answer in or kept it out meanwhile."""


class Ended(Exception):  # noqa: N818  says what is the matter
    """It was ended early: it stays as it was."""


class Asked(Exception):  # noqa: N818  says what is the matter
    """Somebody answered: what was asked stays as it was asked."""


@dataclass(frozen=True)
class ConsultationWords:
    """What is asked, from when to when."""

    title: str
    introduction: str
    opens_on: date
    closes_on: date
    questions: tuple[str, ...]


@dataclass(frozen=True)
class ThemeWords:
    """What people said, and what was done, or why nothing was."""

    said: str
    did: str = ""
    why_not: str = ""


@audit.act
def write(engagement: Engagement, *, by: User, words: ConsultationWords) -> Consultation:
    """Write what anybody will be asked, or write it anew until somebody answers.

    Raises ValueError for another form of engagement, no question or too many, or days on which delivery rests; `Asked`
    where somebody answered and anything but a later last day is changed, and `Ended` where it was ended early.
    """
    initiative = open_for(engagement.initiative, by)
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if engagement.form != Form.CONSULTATION:
        raise ValueError(_("Only an open consultation is put on the public site."))
    questions = tuple(each.strip() for each in words.questions if each.strip())
    if not questions or len(questions) > MOST_QUESTIONS:
        raise ValueError(_("Ask one question at least, and twelve at most."))
    found = Consultation.objects.select_for_update(of=("self",)).filter(engagement=engagement).first()
    if found is not None and found.ended_at is not None:
        raise Ended
    if found is not None and found.answers.exists():
        _same(found, words, questions)
    _dates(initiative, engagement, words)
    fields = {name: value for name, value in vars(words).items() if name != "questions"}
    found, _made = Consultation.objects.update_or_create(
        engagement=engagement, defaults=fields, create_defaults={**fields, "added_by": by}
    )
    before = list(found.questions.values_list("words", flat=True))
    if before != list(questions):
        found.questions.all().delete()
        Question.objects.bulk_create(
            Question(consultation=found, place=place, words=each) for place, each in enumerate(questions, 1)
        )
    audit.record("consultation.written", by=by, on=found, initiative=initiative.pk, questions=len(questions))
    return found


def _same(found: Consultation, words: ConsultationWords, questions: tuple[str, ...]) -> None:
    asked = tuple(found.questions.values_list("words", flat=True))
    there = (found.title, found.introduction, found.opens_on, asked)
    if there != (words.title, words.introduction, words.opens_on, questions) or words.closes_on < found.closes_on:
        raise Asked


def _dates(initiative: Initiative, engagement: Engagement, words: ConsultationWords) -> None:
    """The engagement is as long open as its consultation."""
    if words.closes_on < words.opens_on:
        raise ValueError(_("It closes after it opens."))
    if engagement.opened_on != words.opens_on and hasattr(initiative, "delivery"):
        raise ValueError(_("Delivery rests on the day on which it opened: that day stays."))
    engagement.opened_on, engagement.closed_on = words.opens_on, words.closes_on
    engagement.save(update_fields=["opened_on", "closed_on"])


@audit.act
def publish(consultation: Consultation, *, by: User) -> Consultation:
    """Put it on the public site, where anybody can answer from its first day to its last."""
    initiative, consultation = _locked(consultation)
    require(permissions.can_publish_consultation(by, initiative))
    gate.require(by, Capability.PUBLISH)
    open_for(initiative, by)
    if not consultation.is_public:
        consultation.published_at, consultation.published_by = clock.now(), by
        consultation.save(update_fields=["published_at", "published_by"])
        audit.record("consultation.published", by=by, on=consultation, initiative=initiative.pk)
    return consultation


@audit.act
def end(consultation: Consultation, *, by: User, why: str) -> Consultation:
    """Take no more answers, before the last day that people were told of, for a reason that anybody may read.

    Raises `NotOpen` where it takes none today, and ValueError without a reason.
    """
    initiative, consultation = _locked(consultation)
    require(permissions.can_publish_consultation(by, initiative))
    open_for(initiative, by)
    if not consultation.is_open:
        raise NotOpen
    if not why.strip():
        raise ValueError(_("Say why it ends early."))
    consultation.ended_at, consultation.ended_by, consultation.ended_why = clock.now(), by, why.strip()
    consultation.save(update_fields=["ended_at", "ended_by", "ended_why"])
    engagement = consultation.engagement
    engagement.closed_on = consultation.last_on
    engagement.save(update_fields=["closed_on"])
    audit.record("consultation.ended", by=by, on=consultation, initiative=initiative.pk)
    return consultation


@audit.act
def unpublish(consultation: Consultation, *, by: User) -> Consultation:
    """Take it off the public site again; raises `Asked` once somebody answered."""
    initiative, consultation = _locked(consultation)
    require(permissions.can_publish_consultation(by, initiative))
    if consultation.answers.exists():
        raise Asked
    if consultation.is_public:
        consultation.published_at = consultation.published_by = None
        consultation.save(update_fields=["published_at", "published_by"])
        audit.record("consultation.unpublished", by=by, on=consultation, initiative=initiative.pk)
    return consultation


@audit.act
def answer(
    consultation: Consultation, *, name: str, parts: Mapping[int, str], token: UUID | None = None
) -> PublicAnswer:
    """Take what somebody of the public answers, question by question; nobody is shown it before it is let in.

    Sent twice, taken once. Raises `NotOpen` before it opens and after it closed, `BoxFull` where too many wait, and
    ValueError for no words at all, too many, or words to what was not asked.
    """
    initiative, consultation = _locked(consultation)
    said = PublicAnswer.objects.filter(token=token, consultation=consultation).first() if token else None
    if said is not None:
        return said
    if not consultation.is_open or hasattr(initiative, "closing"):
        raise NotOpen
    words = {question: each.strip() for question, each in parts.items() if each.strip()}
    asked = set(consultation.questions.values_list("pk", flat=True))
    if not words or not set(words) <= asked or any(len(each) > LONGEST for each in words.values()):
        raise ValueError("An answer has words to what is asked, and not too many.")
    if PublicAnswer.objects.waiting().filter(consultation=consultation).count() >= MOST_WAITING:
        raise BoxFull
    made = PublicAnswer.objects.create(consultation=consultation, name=name.strip(), token=token)
    AnswerPart.objects.bulk_create(
        AnswerPart(answer=made, question_id=question, words=each) for question, each in words.items()
    )
    telling_value.answered(consultation)
    audit.record("consultation.public_answered", by=None, on=consultation, answer=made.pk)
    return made


@audit.act
def moderate(said: PublicAnswer, *, by: User, let_in: bool, seen: bool | None = None, why: str = "") -> PublicAnswer:
    """Let an answer in, or keep it out for a reason; this may be changed later.

    `seen` is how it stood when this person looked; raises `ModeratedMeanwhile` where that is otherwise by now, and
    ValueError for keeping it out without a reason.
    """
    initiative, consultation = _locked(said.consultation)
    require(permissions.can_moderate(by, initiative))
    said = PublicAnswer.objects.select_for_update(of=("self",)).get(pk=said.pk)
    if said.let_in != seen:
        raise ModeratedMeanwhile
    if not let_in and not why.strip():
        raise ValueError("Say why it is kept out.")
    said.let_in, said.moderated_why = let_in, "" if let_in else why.strip()
    said.moderated_by, said.moderated_at = by, clock.now()
    said.save(update_fields=["let_in", "moderated_why", "moderated_by", "moderated_at"])
    telling_value.moderated(consultation)
    audit.record("consultation.answer_moderated", by=by, on=consultation, answer=said.pk, let_in=let_in)
    return said


@audit.act
def add_theme(
    consultation: Consultation,
    *,
    by: User,
    words: ThemeWords,
    corrects: Theme | None = None,
    token: UUID | None = None,
) -> Theme:
    """Say what several people said; once this is published, only corrections are added. Sent twice, added once.

    Raises ValueError for no words, for both sorts of outcome, for what is no correction after publishing.
    """
    initiative, consultation = _locked(consultation)
    open_for(initiative, by)
    made = Theme.objects.filter(token=token, by=by).first() if token else None
    if made is not None:
        return made
    _fits(words)
    published = consultation.answered_at is not None
    if published and corrects is None:
        raise ValueError(_("It is published: correct one of its themes."))
    if corrects is not None:
        _corrects(consultation, corrects, words)
    theme = Theme.objects.create(consultation=consultation, by=by, corrects=corrects, token=token, **vars(words))
    verb = "consultation.theme_corrected" if corrects else "consultation.theme_added"
    audit.record(verb, by=by, on=consultation, theme=theme.pk)
    return theme


def _fits(words: ThemeWords) -> None:
    if not words.said.strip():
        raise ValueError(_("Say what people said."))
    if words.did.strip() and words.why_not.strip():
        raise ValueError(_("Say what you did, or why nothing was done."))


def _corrects(consultation: Consultation, theme: Theme, words: ThemeWords) -> None:
    if theme.consultation_id != consultation.pk or consultation.answered_at is None:
        raise ValueError(_("Only a published theme is corrected."))
    if Theme.objects.filter(corrects=theme).exists():
        raise ValueError(_("It was corrected already: correct the correction."))
    if not (words.did.strip() or words.why_not.strip()):
        raise ValueError(_("Say what you did, or why nothing was done."))


@audit.act
def edit_theme(theme: Theme, *, by: User, words: ThemeWords) -> Theme:
    """Say it another way, before it is published (ValueError)."""
    initiative, consultation = _locked(theme.consultation)
    open_for(initiative, by)
    _fits(words)
    if consultation.answered_at is not None:
        raise ValueError(_("It is published: correct it beside."))
    for name, value in vars(words).items():
        setattr(theme, name, value)
    theme.save(update_fields=list(vars(words)))
    audit.record("consultation.theme_edited", by=by, on=consultation, theme=theme.pk)
    return theme


@audit.act
def remove_theme(theme: Theme, *, by: User) -> None:
    """Take a theme out, before it is published (ValueError)."""
    initiative, consultation = _locked(theme.consultation)
    open_for(initiative, by)
    if consultation.answered_at is not None:
        raise ValueError(_("It is published: correct it beside."))
    pk = theme.pk
    Theme.objects.filter(pk=pk).delete()
    audit.record("consultation.theme_removed", by=by, on=consultation, theme=pk)


@audit.act
def tell_what_came_of_it(consultation: Consultation, *, by: User) -> Consultation:
    """Publish what people said and what was done; it then stands on the public site and stays.

    Raises ValueError before it closed, without any theme, and while a theme says neither what was done nor why not.
    """
    initiative, consultation = _locked(consultation)
    require(permissions.can_publish_consultation(by, initiative))
    gate.require(by, Capability.PUBLISH)
    open_for(initiative, by)
    if consultation.answered_at is not None:
        return consultation
    if not consultation.is_public or not consultation.is_over:
        raise ValueError(_("It is said once the consultation has closed."))
    themes = list(Theme.objects.standing().filter(consultation=consultation))
    if not themes:
        raise ValueError(_("Say first what people said."))
    if not all(theme.is_answered for theme in themes):
        raise ValueError(_("Say for each theme what you did, or why nothing was done."))
    consultation.answered_at, consultation.answered_by = clock.now(), by
    consultation.save(update_fields=["answered_at", "answered_by"])
    _said_in_its_engagement(consultation.engagement, themes)
    audit.record("consultation.told", by=by, on=consultation, initiative=initiative.pk, themes=len(themes))
    return consultation


def _said_in_its_engagement(engagement: Engagement, themes: list[Theme]) -> None:
    """The engagement says what came of it as well, where nobody said that yet."""
    if engagement.said or engagement.changed or engagement.unchanged_why:
        return
    did = "\n\n".join(theme.did for theme in themes if theme.did)
    engagement.said = "\n\n".join(theme.said for theme in themes)
    engagement.changed = did
    engagement.unchanged_why = "" if did else "\n\n".join(theme.why_not for theme in themes)
    engagement.save(update_fields=["said", "changed", "unchanged_why"])


def _locked(consultation: Consultation) -> tuple[Initiative, Consultation]:
    """The consultation, locked, with its initiative."""
    found = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("engagement__initiative")
        .get(pk=consultation.pk)
    )
    return found.engagement.initiative, found
