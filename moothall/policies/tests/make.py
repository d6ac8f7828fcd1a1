"""Makers of policies, for tests and for the demo council; they call the real actions."""

from collections.abc import Iterable
from datetime import date, timedelta

from moothall.kit import clock
from moothall.people.models import User
from moothall.policies.actions import adoption, agreement, drafts
from moothall.policies.actions import policies as act
from moothall.policies.models import EVERYONE, Ask, Genre, Language, Policy, Verdict, Version
from moothall.policies.queries import readiness

SUMMARY = (
    "Say what you know, and say that you work here.\nKeep what is personal to yourself.\nAsk when you are not sure."
)
BODY = """\
## 1 Scope

1.1 This policy is for everyone who writes in the council’s name.

1.2 It holds on every platform that the council uses.

## 2 What we ask of you

2.1 Say **who you are** and what you do here.

2.2 Never share what identifies a person, such as:

- their name and address
- their number at any public body
"""
WELSH = """\
## 1 Cwmpas

1.1 Mae’r polisi hwn ar gyfer pawb sy’n ysgrifennu yn enw’r cyngor.

1.2 Mae’n berthnasol i bob platfform y mae’r cyngor yn ei ddefnyddio.

## 2 Yr hyn a ofynnwn gennych

2.1 Dywedwch **pwy ydych chi** a beth rydych yn ei wneud yma.

2.2 Peidiwch byth â rhannu’r hyn sy’n enwi person.
"""


def policy(
    *,
    by: User,
    title: str = "Social media",
    genre: Genre = Genre.POLICY,
    owner: User | None = None,
    summary: str = SUMMARY,
    body: str = BODY,
) -> Policy:
    """A policy with its first draft, of which `owner` (or `by`, an administrator) is the owner."""
    return act.create(by=by, title=title, genre=genre, owner=owner or by, summary=summary, body=body)


def write(
    made: Policy,
    *,
    by: User,
    title: str = "Social media",
    summary: str = SUMMARY,
    body: str = BODY,
    language: Language = Language.ENGLISH,
) -> None:
    """Write the draft's text, whatever it said before."""
    now = draft(made).texts.filter(language=language).first()
    seen = now.digest if now else ""
    drafts.write(made, by=by, language=language, title=title, summary=summary, body=body, seen=seen)


def draft(made: Policy) -> Version:
    """The draft of a policy."""
    return made.versions.get(adopted_at__isnull=True)


def ask(made: Policy, *people: User, by: User) -> list[Ask]:
    """Ask people to endorse the draft."""
    return agreement.ask(made, by=by, holders=[person.holder for person in people])


def endorse(asked: Ask, *, by: User, verdict: Verdict = Verdict.ENDORSED, words: str = "") -> None:
    """Answer as a stakeholder, having seen the draft as it reads."""
    wording = readiness.wording_of(asked.version.texts.all())
    agreement.endorse(asked, by=by, verdict=verdict, words=words, wording=wording)


def ready(
    made: Policy,
    *,
    by: User,
    stakeholder: User,
    effective_on: date | None = None,
    material: bool = True,
    change_note: str = "",
    holders: Iterable[str] = (EVERYONE,),
) -> Policy:
    """Do all that adoption asks for: a review date, an audience, a day, and a stakeholder who endorses it."""
    version = draft(made)
    act.set_review(made, by=by, review_on=clock.today() + timedelta(days=365))
    act.set_audience(made, by=by, holders=holders)
    note = change_note or ("Clause 2.2 is clearer; nothing else is asked." if version.number > 1 else "")
    day = effective_on or clock.today()
    drafts.plan(made, by=by, effective_on=day, material=material, change_note=note)
    for asked in ask(made, stakeholder, by=by):
        endorse(asked, by=stakeholder)
    return made


def adopt(made: Policy, *, by: User) -> Version:
    """Adopt the draft as it reads."""
    return adoption.adopt(made, by=by, wording=readiness.wording_of(draft(made).texts.all()))


def adopted(
    *,
    by: User,
    stakeholder: User,
    title: str = "Social media",
    genre: Genre = Genre.POLICY,
    owner: User | None = None,
    summary: str = SUMMARY,
    body: str = BODY,
    effective_on: date | None = None,
    holders: Iterable[str] = (EVERYONE,),
) -> Policy:
    """A policy that was agreed and adopted; in force from today unless another day is given."""
    made = policy(by=by, title=title, genre=genre, owner=owner, summary=summary, body=body)
    ready(made, by=by, stakeholder=stakeholder, effective_on=effective_on, holders=holders)
    adopt(made, by=by)
    return made


def next_version(
    made: Policy,
    *,
    by: User,
    stakeholder: User,
    body: str,
    material: bool = True,
    effective_on: date | None = None,
    title: str = "Social media",
) -> Version:
    """Another version, agreed and adopted."""
    drafts.begin_version(made, by=by)
    write(made, by=by, title=title, body=body)
    ready(made, by=by, stakeholder=stakeholder, effective_on=effective_on, material=material)
    return adopt(made, by=by)
