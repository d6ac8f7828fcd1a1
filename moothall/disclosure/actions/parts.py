"""Splitting a request, asking colleagues for its parts, their answers, who reads them, reasons, and time spent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions, telling, unnamed
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.law.regimes import OWN_DATA
from moothall.disclosure.models import Activity, Allocation, Answer, Case, Check, Outcome, Part, Reason, TimeSpent
from moothall.disclosure.models.parts import REFUSING
from moothall.disclosure.queries import reasons
from moothall.disclosure.queries.inside_dates import inside_dates
from moothall.disclosure.unnamed import Someone
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import Team, User
from moothall.records.models import InformationAsset

MOST = 60  # parts of one request
LONGEST = 4_000


class SaysWhoAsked(Impossible):
    """The words that colleagues would read seem to tell who asked; whoever works on the case may be sure they don't."""

    def __init__(self, found: Sequence[str]) -> None:
        self.found = tuple(found)
        words = _(
            "These words may tell who asked: {words}. Take that out, or say that it belongs to what is asked for."
        )
        super().__init__(words.format(words=", ".join(f"“{word}”" for word in self.found)))


@audit.act
def split(case: Case, *, by: User, questions: Sequence[str], sure: bool = False) -> list[Part]:
    """Split the request into these questions, in this order: those that stay are the same parts, the others are put by.

    Raises `Impossible` where an answered part would be put by, and `SaysWhoAsked` where a new one may tell who asked,
    unless one is sure that it does not, as where a street has their name.
    """
    case = locked(case)
    require(permissions.can_work_on(by, case))
    wanted = list(dict.fromkeys(" ".join(words.split()) for words in questions if words.strip()))
    if not 1 <= len(wanted) <= MOST or any(len(words) > LONGEST for words in wanted):
        raise Impossible(_("Write from one to sixty questions, each in at most 4,000 characters."))
    standing = {" ".join(part.words.split()): part for part in case.parts.filter(dropped_at=None)}
    _told_nobody(case, *(words for words in wanted if words not in standing), sure=sure)
    going = [part for words, part in standing.items() if words not in wanted]
    if Answer.objects.filter(part__in=going).exists():
        raise Impossible(_("A part that is answered stays. Write its words as they were."))
    Part.objects.filter(pk__in=[part.pk for part in going]).update(dropped_at=clock.now(), position=None)
    made = _arrange(case, wanted, standing)
    audit.record("case.split", by=by, on=case, parts=len(wanted), put_by=len(going))
    return made


def _told_nobody(case: Case, *texts: str, sure: bool) -> None:
    """Raise `SaysWhoAsked` unless these words tell nobody who asked; of one's own data everybody has to know whose."""
    if sure or case.regime in OWN_DATA or case.first_regime in OWN_DATA:
        return
    who = case.requester
    found = unnamed.said("\n\n".join(texts), [Someone(who.name, who.email)])
    if found:
        raise SaysWhoAsked(found)


def _arrange(case: Case, wanted: Sequence[str], standing: Mapping[str, Part]) -> list[Part]:
    """Give each question its position, and a part of its own where it has none yet; returns those."""
    number = max(case.parts.values_list("number", flat=True), default=0)
    made = []
    for position, words in enumerate(wanted, start=1):
        if part := standing.get(words):
            Part.objects.filter(pk=part.pk).update(position=position)
            continue
        number += 1
        made.append(Part.objects.create(case=case, number=number, position=position, words=words))
    return made


@audit.act
def ask(
    part: Part,
    *,
    by: User,
    person: User | None = None,
    team: Team | None = None,
    due_on: date | None = None,
    words: str = "",
    asset: InformationAsset | None = None,
    sure: bool = False,
) -> Allocation:
    """Ask a person or a team for a part, by an inside date; whoever was asked before is asked no more.

    Without a date it is the inside date that the terms say. Raises `Impossible`, and `SaysWhoAsked` where what they
    would read may tell who asked, unless one is sure that it does not.
    """
    case = locked(part.case)
    require(permissions.can_work_on(by, case))
    _can_be_asked(part, case, person=person, team=team)
    _told_nobody(case, case.title, part.words, words, sure=sure)
    turn = part.allocations.count() + 1
    made = Allocation.objects.create(
        part=part, turn=turn, person=person, team=team, due_on=due_on or inside_date(case), words=words.strip(), by=by
    )
    if asset is not None and part.asset_id != asset.pk:
        part.asset = asset
        part.save(update_fields=["asset"])
    audit.record(
        "part.asked_for",
        by=by,
        on=case,
        part=part.number,
        person=person.pk if person else None,
        team=team.pk if team else None,
        due=made.due_on.isoformat(),
    )
    telling.asked(made, by=by)
    return made


def _can_be_asked(part: Part, case: Case, *, person: User | None, team: Team | None) -> None:
    if (person is None) == (team is None):
        raise Impossible(_("Ask one person or one team."))
    if person is not None and (not person.is_active or person.is_guest or person.pk == case.about_id):
        raise Impossible(_("Ask somebody of the council whom the request is not about."))
    if part.dropped_at is not None or not case.is_open:
        raise Impossible(_("The part was put by, or the case is closed."))


@audit.act
def chase(asked: Allocation, *, by: User | None) -> Allocation:
    """Remind whoever is asked; without `by` the hall does so by itself on the day it is due."""
    case = locked(asked.part.case)
    require(by is None or permissions.can_work_on(by, case))
    found = Allocation.objects.standing().select_related("part").filter(pk=asked.pk).first()
    if found is None or not case.is_open:
        raise Impossible(_("Nobody waits for it any more."))
    asked = found
    asked.chased_at = clock.now()
    asked.save(update_fields=["chased_at"])
    audit.record("part.chased", by=by, on=case, part=asked.part.number)
    telling.chased(asked, by=by)
    return asked


@audit.act
def answer(part: Part, *, by: User, outcome: Outcome, words: str, enclosed: Sequence[str] = ()) -> Answer:
    """Answer a part; a further answer stands before the one before it. Raises `Impossible`."""
    case = locked(part.case)
    part = Part.objects.select_related("case").get(pk=part.pk)
    asked = Allocation.objects.standing().filter(part=part).first()
    require(permissions.can_answer(by, part, asked))
    if not words.strip() or part.dropped_at is not None or not case.is_open:
        raise Impossible(_("An answer has words, and its case is open."))
    if outcome in REFUSING:
        _afresh(case, by=by)
    names = [" ".join(name.split()) for name in enclosed if name.strip()]
    made = Answer.objects.create(part=part, outcome=outcome, words=words.strip(), enclosed="\n".join(names), by=by)
    audit.record("part.answered", by=by, on=case, part=part.number, outcome=outcome)
    telling.answered(made, by=by)
    return made


@audit.act
def check(of: Answer, *, by: User, agrees: bool, words: str = "") -> Check:
    """Read an answer as the second person, and agree or send it back with the reason. Raises `Impossible`."""
    case = locked(of.part.case)
    require(permissions.can_check(by, of))
    if not agrees and not words.strip():
        raise Impossible(_("Say what is to be otherwise."))
    if of.part.answers.filter(pk__gt=of.pk).exists() or not case.is_open:
        raise Impossible(_("There is a newer answer, or the case is closed."))
    made = Check.objects.create(answer=of, agrees=agrees, words=words.strip(), by=by)
    audit.record("answer.agreed" if agrees else "answer.sent_back", by=by, on=case, part=of.part.number)
    telling.read_again(made, by=by)
    return made


@audit.act
def claim(
    part: Part, *, by: User, citation: str, answers: Mapping[str, Any], ncnd: bool = False, dropped: bool = False
) -> Reason:
    """Claim an exemption for a part with what its form asks, or claim it no longer; what is missing may come later."""
    case = locked(part.case)
    require(permissions.can_work_on(by, case))
    if not case.is_open or not citation:
        raise Impossible(_("The case is closed, or no exemption was named."))
    if not dropped:
        _afresh(case, by=by)
    if not dropped and (fault := reasons.fault(part, citation, case=case, ncnd=ncnd)):
        raise Impossible(fault)
    made = Reason.objects.create(part=part, by=by, citation=citation, answers=dict(answers), ncnd=ncnd, dropped=dropped)
    audit.record("exemption.dropped" if dropped else "exemption.claimed", by=by, on=case, section=citation)
    return made


def _afresh(case: Case, *, by: User) -> None:
    if permissions.decided_before(by, case):
        raise Impossible(_("You had a part in the first decision. Somebody else says what its review refuses."))


@audit.act
def spend(
    case: Case, *, by: User, activity: Activity, minutes: int, on: date | None = None, words: str = ""
) -> TimeSpent:
    """Write down one's time on a case; less than nothing takes a mistake of one's own off. Raises `Impossible`."""
    case = locked(case)
    asked = Allocation.objects.standing().to(by).filter(part__case=case).exists()
    require(permissions.can_work_on(by, case) or (asked and case.about_id != by.pk))
    day = on or clock.today()
    before = sum(TimeSpent.objects.filter(case=case, person=by, activity=activity).values_list("minutes", flat=True))
    if not 0 < abs(minutes) <= 1440 or before + minutes < 0 or day > clock.today():
        raise Impossible(_("Write from one minute to a day, and take off no more than you wrote."))
    made = TimeSpent.objects.create(case=case, person=by, activity=activity, minutes=minutes, on=day, words=words)
    audit.record("case.time_spent", by=by, on=case, activity=activity, minutes=minutes)
    return made


def inside_date(case: Case) -> date:
    """The day by which an answer is asked for: the second inside date of the case, or today where that is past."""
    return max(inside_dates(case).answered, clock.today())
