"""Makers of claims, letters and redacted copies; they call the real actions."""

from datetime import date

from moothall.disclosure.actions import letters, parts, released, terms
from moothall.disclosure.gate.verdict import Finding, Verdict, What
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.looking import Looked
from moothall.disclosure.models import Answer, Case, Letter, Outcome, Part, Reason, ReleasedFile, Terms
from moothall.disclosure.tests import make
from moothall.disclosure.tests.make_letters import RATES
from moothall.files import blobs
from moothall.files.models import Upload
from moothall.people.models import User

CAME = date(2026, 9, 7)
GIVEN = "The council paid £2.84 for each meal in 2025."
REVIEWS = "foi.review@wexmoor.gov.uk"


def held_terms(*, by: User, approvals: int = 1) -> Terms:
    """Terms that say where a review can be asked for."""
    return terms.say(Terms(from_on=date(2026, 1, 1), reply_to=REVIEWS, approvals=approvals), by=by)


def meals(*, by: User, owner: User, sensitive: bool = False) -> Case:
    """A request about school meals, split into two questions."""
    case = make.case(
        by=by,
        owner=owner,
        title="School meals",
        words="What is paid for a meal?",
        received_on=CAME,
        sensitive=sensitive,
    )
    parts.split(
        case, by=owner, questions=["What does the council pay for each school meal?", "Which rates were agreed?"]
    )
    case.refresh_from_db()
    return case


def questions(case: Case) -> list[Part]:
    """Its standing parts."""
    return list(case.parts.filter(dropped_at=None).order_by("number"))


def answered(part: Part, *, by: User, read_by: User, outcome: Outcome = Outcome.GIVEN, words: str = GIVEN) -> Answer:
    """A part that is answered and read by a second person."""
    parts.ask(part, by=read_by, person=by)
    made = parts.answer(part, by=by, outcome=outcome, words=words)
    parts.check(made, by=read_by, agrees=True)
    return made


def rates(part: Part, *, by: User, **without: str) -> Reason:
    """A claim of section 43(2); `without` takes something away or puts it otherwise."""
    return parts.claim(part, by=by, citation="43(2)", answers=RATES | without)


def refused(case: Case, *, by: User, answerer: User, **without: str) -> Letter:
    """The case answered, one part of it refused under s.43(2), and the letter written."""
    first, second = questions(case)
    answered(first, by=answerer, read_by=by)
    answered(second, by=answerer, read_by=by, outcome=Outcome.WITHHELD, words="They are secret.")
    rates(second, by=by, **without)
    return letters.draft(case, by=by, kind=LetterKind.PART_REFUSAL)


def given(case: Case, *, by: User, answerer: User) -> Letter:
    """The case answered, nothing refused, and the letter written."""
    for part in questions(case):
        answered(part, by=answerer, read_by=by)
    return letters.draft(case, by=by, kind=LetterKind.ANSWER)


def copy(
    case: Case, *, by: User, name: str = "rates.pdf", passed: bool = True, data: bytes = b"redacted"
) -> ReleasedFile:
    """A redacted copy with a verdict of the gate."""
    blob = blobs.put(data)
    upload = Upload.objects.create(
        owner=by,
        kind="released",
        name=name,
        size=len(data),
        received=len(data),
        content_type="application/pdf",
        blob=blob,
    )
    verdict = Verdict(passed) if passed else Verdict(False, (Finding(What.NAME, "name", withheld=1),))
    return released.keep(case, by=by, upload=upload, looked=Looked(blob.sha256, ("Sian Bevan",), verdict))
