"""Opening a case, writing down what happens to it, who answers for it, and closing it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from unicodedata import combining, normalize
from uuid import UUID

from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions, telling
from moothall.disclosure.intake.signatures import signed_by, unsigned
from moothall.disclosure.law.clocks import Deadline, Happening
from moothall.disclosure.law.regimes import OWN_DATA, Regime
from moothall.disclosure.models import Case, CaseEvent, Channel, Kind, Part, Requester, Terms
from moothall.disclosure.models.cases import CLOSES, LANGUAGES, SHARED
from moothall.disclosure.models.received import Became, Received
from moothall.disclosure.queries import deadlines
from moothall.disclosure.queries.deadlines import Footing
from moothall.files import blobs
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.kit.guards import Lock
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.records.actions import case_holds

NUMBERING = Lock("disclosure.number", exclusive=True)
IN_TIME = (Happening.EXTENDED, Happening.CLARIFICATION_ASKED, Happening.FEES_NOTICE)  # too late they move nothing
OFFICER = f"role:{Role.DISCLOSURE_OFFICER.value}"
TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "lady", "cllr", "councillor"])
LONGEST = 100_000  # characters of a request: more is an attachment


class Impossible(Exception):  # noqa: N818  says what is the matter
    """What is said to have happened cannot have: the words say why."""


@dataclass(frozen=True)
class Asker:
    """Who asks, as they wrote it (FOIA s.8(1)(b))."""

    name: str = ""
    email: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        """The address in plain form, by which somebody who asks again is recognised."""
        return self.email.strip().casefold()

    @property
    def postal_key(self) -> str:
        """Of name and postal address, however they are spelt; empty where either is missing."""
        name = sorted(word for word in _folded(self.name) if word not in TITLES)
        address = "".join(_folded(self.address))
        return sha256(f"{' '.join(name)}|{address}".encode()).hexdigest() if name and address else ""


def _folded(text: str) -> list[str]:
    """The words of it without capitals, accents and stops."""
    plain = "".join(mark for mark in normalize("NFKD", text) if not combining(mark))
    return re.findall(r"[^\W_]+", plain.casefold())


@dataclass(frozen=True)
class Asked:
    """What is asked for, and how it came."""

    title: str
    words: str
    regime: Regime = Regime.FOIA
    channel: Channel = Channel.POST
    received_on: date | None = None  # today
    source: str = ""  # a thing in the hall that it came as
    original: str = ""  # the digest of the blob that it came as
    language: str = "en"
    of: Case | None = None  # the case that a review looks at again


@audit.act
def open_case(
    asked: Asked,
    who: Asker,
    *,
    by: User | None,
    sensitive: bool = False,
    about: User | None = None,
    owner: User | None = None,
    token: UUID | None = None,
) -> Case:
    """Open a case for a request that came; the same form sent twice opens one. Nobody (`by` None) is the public.

    Who asks is taken out of its words, also where they are named only now. What was taken out is kept as it came.
    Raises ValueError for a request in no words, and for one that came before the Act or comes in the future.
    """
    require(by is None or permissions.can_open(by))
    known = Case.objects.filter(token=token).first() if token else None
    if known is not None:
        return known
    held = Terms.objects.on(clock.today())
    bare = asked if asked.regime in OWN_DATA else _unnamed(asked, who)
    original = None if bare == asked or asked.original else _original(asked)
    case = Case(
        body=held.body,
        original=original.sha256 if original else asked.original,
        owner=owner,
        about=about,
        sensitive=sensitive,
        opened_by=by,
        token=token,
    )
    _write(case, bare, who)
    _keep_as_it_came(case, original)
    let_in(case)
    audit.record("case.opened", by=by, on=case, regime=asked.regime, channel=asked.channel)
    reckon(case)
    telling.arrived(case, by=by)
    return case


def _write(case: Case, asked: Asked, who: Asker) -> None:
    """Write down what is asked, under the next number of its year, and who asks; one part holds all of it at first.

    Raises ValueError for no words or a day to come.
    """
    case.first_regime, case.regime, case.channel = asked.regime, asked.regime, asked.channel
    case.source, case.language, case.of = asked.source, asked.language, asked.of
    case.title, case.words = " ".join(asked.title.split())[:200], asked.words.strip()
    case.received_on = asked.received_on or clock.today()
    if not case.title or not case.words or len(case.words) > LONGEST or case.received_on > clock.today():
        raise ValueError("A request has a subject and words, and came on a day that has been.")
    NUMBERING.take()
    case.year = case.received_on.year
    case.number = (Case.objects.filter(year=case.year).aggregate(last=Max("number"))["last"] or 0) + 1
    case.save(force_insert=True)
    Requester.objects.create(
        case=case,
        name=who.name.strip(),
        email=who.email.strip(),
        address=who.address.strip(),
        key=who.key,
        postal_key=who.postal_key,
    )
    Part.objects.create(case=case, number=1, words=case.words[:4000])


def _unnamed(asked: Asked, who: Asker) -> Asked:
    """What is asked for without who asks, also in the title where only the words are signed with the whole name."""
    signed = signed_by(asked.words, who.name, who.email)
    title = unsigned(unsigned(asked.title, who.name, who.email), signed, "")
    return replace(asked, title=title, words=unsigned(asked.words, who.name, who.email).strip() or title)


def _original(asked: Asked) -> Blob:
    return blobs.put(f"{asked.title}\n\n{asked.words}".encode())


def _keep_as_it_came(case: Case, original: Blob | None) -> None:
    """Keep the words of a form as they were written, for whoever may know who asked; nothing where none changed."""
    if original is None:
        return
    seal, source = sha256(f"form:{case.pk}".encode()).hexdigest(), f"form:{case.pk}"
    Received.objects.create(seal=seal, source=source, blob=original, subject=case.title, became=Became.CASE, case=case)


@audit.act
def record(
    case: Case,
    kind: Happening | Kind,
    *,
    by: User | None,
    on: date | None = None,
    to: Regime | None = None,
    days: int | None = None,
    words: str = "",
) -> CaseEvent:
    """Write down what happened on a day; the dates are counted anew. Raises `Impossible`, in words for the form."""
    case = locked(case)
    require(by is None or permissions.can_work_on(by, case))
    day = on or clock.today()
    if not case.received_on <= day <= clock.today():
        raise Impossible(_("It happened between the day the request came and today."))
    if not case.is_open and kind in Happening.values and kind not in CLOSES:
        raise Impossible(_("The case is closed: nothing moves its clock any more."))
    if kind in IN_TIME and (up := _up(case, kind)) and day > up:
        raise Impossible(_("The time was up before that day, so it moves nothing. Write a note of it instead."))
    event = case.events.create(kind=kind, on=day, to=to or "", days=days, words=words.strip(), by=by)
    try:
        reckon(case)
    except ValueError as error:
        raise Impossible(str(error)) from error
    audit.record("case.noted", by=by, on=case, kind=kind, day=day.isoformat(), to=to or "", days=days)
    return event


def _up(case: Case, kind: Happening | Kind) -> date | None:
    """The last day on which this moves a clock: an extension is told by the day of the notice (FOIA s.17(2))."""
    found = deadlines.deadline_of(case)
    return found.notice_due if kind == Happening.EXTENDED else found.due


@audit.act
def strike(event: CaseEvent, *, by: User, words: str) -> CaseEvent:
    """Say that an event was written down by mistake, and why: it counts no more, and stays readable."""
    case = locked(event.case)
    require(permissions.can_work_on(by, case))
    if not words.strip():
        raise Impossible(_("Say what was mistaken about it."))
    if event.strikes_id or CaseEvent.objects.filter(strikes=event).exists():
        raise Impossible(_("It is struck out already."))
    made = case.events.create(kind=Kind.NOTE, on=clock.today(), words=words.strip(), strikes=event, by=by)
    reckon(case)
    audit.record("case.struck_out", by=by, on=case, event=event.pk)
    return made


@audit.act
def give(case: Case, *, by: User, owner: User | None, sensitive: bool = False, about: User | None = None) -> Case:
    """Say who answers for a case, whether it is for them alone, and whom of our own it is about: they never see it.

    Whom it is about its reviews are about too, and the case that it reviews. Raises `Impossible` where nobody would be
    left to see it, or somebody would answer about themselves.
    """
    case = locked(case)
    require(permissions.can_give(by, case))
    if sensitive and owner is None:
        raise Impossible(_("Say first who answers for it: nobody else would see it."))
    if owner is not None and (not permissions.is_officer(owner) or owner == about):
        raise Impossible(_("A disclosure officer answers for it, and nobody about themselves."))
    case.owner, case.sensitive, case.about = owner, sensitive, about
    case.save(update_fields=["owner", "sensitive", "about"])
    let_in(case)
    _hold_says_nothing(case, by=by)
    _about_too(case, by=by)
    audit.record("case.given_to", by=by, on=case, owner=owner.pk if owner else None, sensitive=sensitive)
    if owner is not None:
        telling.arrived(case, by=by)
    return case


@audit.act
def say_who(case: Case, *, by: User, who: Asker) -> Case:
    """Say who asked, or where an answer goes, where that came later or is another now; the record says no more.

    Raises `Impossible` in a closed case, whose answer went to whom it went.
    """
    case = locked(case)
    require(permissions.can_know_requester(by, case))
    if not case.is_open:
        raise Impossible(_("The case is closed."))
    row = Requester.objects.select_for_update().get(case=case)
    said = {
        "name": who.name.strip(),
        "email": who.email.strip(),
        "address": who.address.strip(),
        "key": who.key,
        "postal_key": who.postal_key,
    }
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    if changed:
        row.save(update_fields=changed)
        audit.record("case.asker_said", by=by, on=case, what=[name for name in changed if not name.endswith("key")])
    return case


@audit.act
def answer_in(case: Case, *, by: User, language: str) -> Case:
    """Say in which language an open request is answered, `en` or `cy`; letters written already stay as they are."""
    case = locked(case)
    require(permissions.can_work_on(by, case))
    if not case.is_open or language not in dict(LANGUAGES):
        raise Impossible(_("An open request is answered in English or in Welsh."))
    if case.language != language:
        case.language = language
        case.save(update_fields=["language"])
        audit.record("case.language_said", by=by, on=case, language=language)
    return case


def _hold_says_nothing(case: Case, *, by: User) -> None:
    """What a case holds names it no more once it is closed to others: they see the list of holds."""
    if case.hold is not None and (case.sensitive or case.about_id is not None):
        case_holds.say_nothing_of(case.hold, by=by)


def _about_too(case: Case, *, by: User) -> None:
    """Close to whom a case is about what hangs together with it: nothing where it is said to be about nobody."""
    if case.about is None:
        return
    telling.closed_to(case, case.about)
    others = Case.objects.select_for_update(of=("self",)).filter(Q(of=case) | Q(pk=case.of_id or 0)).order_by("pk")
    for other in others.exclude(about=case.about):
        if other.owner_id == case.about.pk:
            raise Impossible(f"First give {other.reference} to somebody else: it hangs together with this one.")
        other.about = case.about
        other.save(update_fields=["about"])
        _hold_says_nothing(other, by=by)
        telling.closed_to(other, case.about)


def reckon(case: Case, *, on: Footing | None = None) -> bool:
    """Count the dates of a case anew inside the act that changed what they rest on; whether any of them moved."""
    found: Deadline = deadlines.deadline_of(case, on)
    closing = case.events.standing().filter(kind__in=CLOSES).first()
    fresh = {
        "due_on": found.due,
        "notice_due_on": found.notice_due,
        "waiting_since": found.waiting_since,
        "closed_on": closing.on if closing else None,
        "regime": found.regime,
    }
    moved = {name: value for name, value in fresh.items() if getattr(case, name) != value}
    for name, value in moved.items():
        setattr(case, name, value)
    if moved:
        case.save(update_fields=list(moved))
    return bool({"due_on", "notice_due_on"} & set(moved))


@audit.act
def redate(cases: Iterable[int], *, by: User | None) -> list[Case]:
    """Count the dates of open cases anew, as when a holiday is proclaimed; each that moved says so in its history."""
    on = deadlines.footing()
    moved = []
    for case in Case.objects.select_for_update(of=("self",)).open().filter(pk__in=list(cases)).order_by("pk"):
        before = case.due_on
        if not reckon(case, on=on):
            continue
        case.events.create(kind=Kind.REDATED, on=clock.today(), by=by, words=_moved(before, case.due_on))
        audit.record("case.redated", by=by, on=case, before=str(before or ""), due=str(case.due_on or ""))
        moved.append(case)
    telling.redated(moved, by=by)
    return moved


def _moved(before: date | None, due: date | None) -> str:
    """In words how the day moved; nothing where only the day of the notice did."""
    if due is None or before is None or before == due:
        return ""
    return _("Due on {day}, and no more on {before}").format(
        day=date_format(due, "j F Y"), before=date_format(before, "j F Y")
    )


def locked(case: Case) -> Case:
    """The case as it is now, to ourselves."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def let_in(case: Case) -> None:
    """Who holds the case: every disclosure officer; its owner alone where it is sensitive and somebody's."""
    grants.replace(case.ref, [case.owner.holder] if case.owner and case.container == case.ref else [])
    grants.give(SHARED, OFFICER)
