"""Makers of answered requests and of what is published of them."""

from datetime import date

from moothall.disclosure.actions import cases, log
from moothall.disclosure.actions.log import Published
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Case, LogEntry, Outcome
from moothall.disclosure.tests import make
from moothall.people.models import User

WORDS = "How much was paid to agencies for grounds staff?"
SAID = "£61,480 in the year to March."


def answered(
    *,
    by: User,
    came: date,
    title: str = "Agency staff",
    words: str = WORDS,
    said: str = SAID,
    regime: Regime = Regime.FOIA,
) -> Case:
    """A request of one part that is answered."""
    case = make.case(by=by, title=title, words=words, received_on=came, regime=regime, owner=by)
    make.answer(make.part(case), by=by, words=said)
    cases.record(case, Happening.ANSWERED, by=by)
    case.refresh_from_db()
    return case


def published(*, by: User, title: str = "Agency staff", words: str = WORDS, said: str = SAID, came: date) -> LogEntry:
    """One that is in the log."""
    case = answered(by=by, title=title, words=words, said=said, came=came)
    return log.publish(case, Published(title, words, said, Outcome.GIVEN), by=by)
