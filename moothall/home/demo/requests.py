"""Requests for information to the demo council, in different states, and what it published of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from moothall.disclosure.actions import cases, log, parts, terms
from moothall.disclosure.actions.cases import Asker
from moothall.disclosure.actions.log import Published
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Activity, Case, Outcome, Terms
from moothall.disclosure.queries import log as log_queries
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.people.models import User


@dataclass(frozen=True)
class Asked:
    """A request that came so many days ago, its questions, and who is asked for each."""

    days: int
    title: str
    questions: tuple[str, ...]
    who: Asker
    people: tuple[str, ...] = ()
    regime: Regime = Regime.FOIA
    owner: str = ""


ANSWERED = Asked(
    36,
    "Spending on agency staff in parks",
    ("How much was paid to agencies for grounds staff in the last full year?", "Which agencies were paid?"),
    Asker("Doreen Pascoe", "d.pascoe@letters.example"),
    ("nkechi", "nkechi"),
    owner="samira",
)
RUNNING = Asked(
    12,
    "Closures of the Mill Lane footbridge",
    ("On which days was the footbridge closed this year, and why?", "What do its inspections say?"),
    Asker("Ifan Prosser", "ifan@letters.example"),
    ("ewan", ""),
    Regime.EIR,
    owner="samira",
)
WAITING = Asked(
    15, "Complaints", ("All complaints, please.",), Asker("R. Vasey", "rvasey@letters.example"), owner="samira"
)
FRESH = Asked(
    2,
    "Agency staff",
    ("How much is paid to agencies for grounds staff, and which agencies are they?",),
    Asker("Hilda Marsh", "hilda.marsh@letters.example"),
)
WRITE_TO = "foi@wexmoor.example"
PAID = "£61,480 in the year to March, for 2,310 hours, most of them from May to September."
AGENCIES = "Two: Greenways Staffing and Fenland Temps. What each was paid by the hour is withheld."


def make_requests(now: datetime, people: dict[str, User]) -> None:
    """The terms; a request answered and published, one under way, one that waits for its requester, and one that just came."""
    samira = people["samira"]
    with clock.at(now - timedelta(days=60)):
        terms.say(Terms(from_on=clock.today(), reply_to=WRITE_TO), by=samira)
    answered = _open(now, ANSWERED, people)
    with clock.at(now - timedelta(days=24)):
        _answer(answered, 1, people, Outcome.GIVEN, PAID)
        _answer(answered, 2, people, Outcome.PARTLY, AGENCIES)
        parts.spend(answered, by=people["nkechi"], activity=Activity.LOCATE, minutes=70)
        parts.spend(answered, by=people["nkechi"], activity=Activity.EXTRACT, minutes=45)
        cases.record(answered, Happening.ANSWERED, by=samira)
    with clock.at(now - timedelta(days=22)):
        said = log_queries.said_of(answered)
        words = Published(answered.title, answered.words, said.answered, Outcome.PARTLY, "43(2)")
        log.publish(answered, words, by=samira)
    running = _open(now, RUNNING, people)
    with clock.at(now - timedelta(days=6)):
        closed = "From 2 to 9 March, for its handrail; on 14 May, for the regatta."
        _answer(running, 1, people, Outcome.GIVEN, closed)
    waiting = _open(now, WAITING, people)
    with clock.at(now - timedelta(days=13)):
        why = "About which service, and in which year?"
        cases.record(waiting, Happening.CLARIFICATION_ASKED, by=samira, words=why)
    _open(now, FRESH, people)


def _open(now: datetime, asked: Asked, people: dict[str, User]) -> Case:
    came = now - timedelta(days=asked.days)
    with clock.at(came):
        owner = people[asked.owner] if asked.owner else None
        samira = people["samira"]
        case = make.case(
            by=None,
            title=asked.title,
            words="\n".join(asked.questions),
            regime=asked.regime,
            received_on=clock.today(),
            who=asked.who,
            owner=owner,
        )
    with clock.at(came + timedelta(hours=2)):
        if len(asked.questions) > 1:
            parts.split(case, by=samira, questions=asked.questions)
        for question, key in zip(asked.questions, asked.people, strict=False):
            if key:
                parts.ask(case.parts.get(words=question), by=samira, person=people[key])
    return case


def _answer(case: Case, number: int, people: dict[str, User], outcome: Outcome, words: str) -> None:
    part = case.parts.filter(dropped_at=None).order_by("number")[number - 1]
    asked = part.allocations.standing().select_related("person").get()
    given = parts.answer(part, by=asked.person or people["samira"], outcome=outcome, words=words)
    parts.check(given, by=people["samira"], agrees=True)
