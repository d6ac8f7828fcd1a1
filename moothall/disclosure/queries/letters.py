"""What a letter lacks before it may go, each thing named with its law; and what the case page shows of its letters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.disclosure import blind
from moothall.disclosure.gate.verdict import Finding, What
from moothall.disclosure.law import letters as law
from moothall.disclosure.law import validity
from moothall.disclosure.law import words as reading
from moothall.disclosure.law.citing import LAWS
from moothall.disclosure.law.letters import DECISIONS, Requirement
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Approval, Case, Letter, ReleasedFile, Wording
from moothall.disclosure.models.released import SIGNATURES
from moothall.disclosure.queries import facts, reasons
from moothall.disclosure.queries.facts import Gathered
from moothall.disclosure.queries.reasons import Lacking
from moothall.disclosure.queries.sheet import PartLine
from moothall.people.models import User

TWO = 2  # approvals of refusals and of sensitive releases
UNAPPROVED = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.FEES_NOTICE})
REFUSES = frozenset(
    {
        LetterKind.PART_REFUSAL, LetterKind.REFUSAL, LetterKind.COST, LetterKind.VEXATIOUS, LetterKind.NCND,
        LetterKind.EIR_REFUSAL,
    }
)  # fmt: skip
EITHER = frozenset({LetterKind.REVIEW_OUTCOME, LetterKind.SAR_ANSWER, LetterKind.SAR_REFUSAL, LetterKind.COMPLAINT})
MOST = 8  # lines beside a case


@dataclass(frozen=True)
class FileLine:
    """A redacted copy as it stands."""

    file: ReleasedFile
    signed: int
    state: str
    look: str

    @property
    def ready(self) -> bool:
        """Whether it may go."""
        return self.file.passed and self.signed >= SIGNATURES


@dataclass(frozen=True)
class LetterSheet:
    """A letter as its page shows it."""

    letter: Letter
    wording: Wording
    lacks: Sequence[Lacking]
    approvals: Sequence[Approval]
    needed: int
    files: Sequence[FileLine]
    hides: bool = False  # who asked

    @property
    def subject(self) -> str:
        """Its subject."""
        return self._read(self.wording.subject)

    @property
    def text(self) -> str:
        """Its words."""
        return self._read(self.wording.text)

    def _read(self, text: str) -> str:
        return blind.hidden(text, self.letter.case.requester) if self.hides else text

    @property
    def agreed(self) -> int:
        """How many approve this wording."""
        return sum(1 for one in self.approvals if one.agrees)

    @property
    def paragraphs(self) -> Sequence[str]:
        """The paragraphs of its text."""
        return [part.strip() for part in self.text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Beside:
    """The letters of a case beside its page; `lacks` is why the one that is being written, or none yet, can’t go."""

    letters: Sequence[Letter]
    lacks: Sequence[Lacking]
    more: int
    files: Sequence[FileLine]
    is_open: bool
    drafted: bool
    supported: bool


def sheet_of(letter: Letter, *, hides: bool = False) -> LetterSheet:
    """A letter with all that its page shows; a sent one lacks nothing any more. `hides` who asked."""
    wording = (
        letter.last() if letter.wording_id is None else Wording.objects.select_related("by").get(pk=letter.wording_id)
    )
    found = facts.gather(letter.case)
    lines = files_of(letter.case) if letter.under_way else _lines(letter.released.prefetch_related("signatures"))
    return LetterSheet(
        letter=letter,
        wording=wording,
        lacks=lacks_of(letter, wording, found) if letter.under_way else (),
        approvals=list(wording.approvals.select_related("by").order_by("pk")),
        needed=needed(letter, found),
        files=lines,
        hides=hides,
    )


def lacks_of(letter: Letter, wording: Wording, found: Gathered) -> list[Lacking]:
    """Everything for want of which this wording of the letter may not go."""
    kind = LetterKind(letter.kind)
    lines = list(_nobody(found.case))
    if kind in DECISIONS:
        lines += unanswered(found) if in_parts(found) else []
        lines += _misfit(kind, found)
    if kind in DECISIONS or kind == LetterKind.EXTENSION:
        lines += reasons.lacking(found.claimed, undecided=kind == LetterKind.EXTENSION)
    lines += _of_law(letter, wording, found)
    if kind in DECISIONS:
        lines += _of_files(found.case, wording)
    lines += _unapproved(letter, wording, found)
    return list(dict.fromkeys(lines))


def needed(letter: Letter, found: Gathered) -> int:
    """How many others must approve it: as the terms say, and two for a refusal or where the case is sensitive."""
    kind = LetterKind(letter.kind)
    if kind in UNAPPROVED:
        return 0
    refusing = kind in REFUSES or kind in (LetterKind.EXTENSION, LetterKind.SAR_REFUSAL)
    weighty = refusing or found.case.sensitive or (kind in DECISIONS and found.refused)
    return max(found.held.approvals, TWO if weighty else 0)


def in_parts(found: Gathered) -> bool:
    """Whether the answer goes part by part; a complaint is told as a whole what became of it."""
    return found.law != Regime.COMPLAINT


def unanswered(found: Gathered) -> Iterator[Lacking]:
    """The parts that have no answer, or one that was not read or was sent back."""
    for line in found.lines:
        number, url = line.part.position or 0, line.part.get_absolute_url()
        if line.answer is None:
            source = LAWS[found.law].answer if found.law in LAWS else ""
            yield Lacking(_("Part {number} has no answer").format(number=number), source, number, url)
            continue
        checks = list(line.answer.checks.all())
        if not checks:
            words = _("Nobody has read the answer to part {number} as the second person")
            yield Lacking(words.format(number=number), "", number, url)
        elif not checks[-1].agrees:
            yield Lacking(_("The answer to part {number} was sent back").format(number=number), "", number, url)


def _nobody(case: Case) -> Iterator[Lacking]:
    """What is not known of who asked: an address always matters, a name where the law wants one of them."""
    who, form = case.requester, validity.FORMS.get(reasons.law_of(case))
    source = form.whom if form else ""
    if not who.email and not who.address.strip():
        yield Lacking(_("There is no address to send it to: whoever answers for the case adds it"), source)
    if form and not who.name.strip():
        yield Lacking(_("There is no name of who asks: whoever answers for the case adds it"), source)


def _misfit(kind: LetterKind, found: Gathered) -> Iterator[Lacking]:
    if kind not in EITHER and found.refused != (kind in REFUSES):
        words = _("What was answered calls for another letter: {kind}")
        yield Lacking(words.format(kind=str(facts.suggested(found).label)))


def _of_law(letter: Letter, wording: Wording, found: Gathered) -> Iterator[Lacking]:
    kind = LetterKind(letter.kind)
    about = facts.facts_of(found, kind, wording.said, letter=letter)
    known = reasons.said_by_law(found.claimed)
    for lack in law.missing(kind, wording.text, about):
        if (words := str(lack.words)) not in known:
            unsaid = lack.what == Requirement.REVIEW and not found.held.reply_to.strip()
            url = reverse("disclosure:terms") if unsaid else ""
            yield Lacking(words[:1].upper() + words[1:], lack.source, url=url)
    if not wording.subject.strip():
        yield Lacking(_("The letter has no subject"))


def _of_files(case: Case, wording: Wording) -> Iterator[Lacking]:
    for line in files_of(case):
        if not line.file.passed:
            words = _("The gate keeps {name} back")
        elif not line.ready:
            words = _("{name} is not signed by two people")
        elif not reading.says(wording.text, line.file.name):
            words = _("The letter does not name what it encloses: {name}")
        else:
            continue
        yield Lacking(words.format(name=line.file.name), url=line.file.get_absolute_url())


def _unapproved(letter: Letter, wording: Wording, found: Gathered) -> Iterator[Lacking]:
    said = list(wording.approvals.values_list("agrees", "digest"))
    if not all(agrees for agrees, _digest in said):
        yield Lacking(_("Somebody does not agree to it: write it anew"))
    wants = needed(letter, found)
    have = sum(1 for agrees, digest in said if agrees and digest == wording.digest)
    if have < wants:
        words = ngettext("It lacks the approval of another", "It has {have} of the {n} approvals it needs", wants)
        yield Lacking(words.format(have=have, n=wants))


def files_of(case: Case) -> list[FileLine]:
    """The redacted copies that are to go with the answer; asks two questions."""
    return _lines(ReleasedFile.objects.waiting().filter(case=case).prefetch_related("signatures"))


def _lines(rows: Iterable[ReleasedFile]) -> list[FileLine]:
    return [_line(row) for row in rows]


def _line(file: ReleasedFile) -> FileLine:
    signed = len(file.signatures.all())
    if file.letter_id:
        return FileLine(file, signed, _("Sent"), "good")
    if not file.passed:
        return FileLine(file, signed, _("Kept back by the gate"), "care")
    if signed >= SIGNATURES:
        return FileLine(file, signed, _("Ready"), "good")
    return FileLine(file, signed, _("{n} of two signatures").format(n=signed), "news")


def findings_of(file: ReleasedFile) -> list[str]:
    """What the gate found, in words; never the withheld strings themselves."""
    found = []
    for row in file.findings if isinstance(file.findings, list) else []:
        try:
            one = Finding(What(row["what"]), str(row["where"]), int(row["at"]), int(row["withheld"]))
        except (KeyError, TypeError, ValueError):
            one = Finding(What.FAILED)
        found.append(one.words)
    return found


def beside(case: Case, user: User, lines: Sequence[PartLine] | None = None) -> Beside:
    """What the case page shows of letters: those there are, and why the answer can’t go yet."""
    letters = list(case.letters.filter(put_by_at=None).order_by("-pk")[:20])
    found = facts.gather(case, lines)
    drafted = next((one for one in letters if one.under_way and one.kind in DECISIONS), None)
    lacks: list[Lacking] = []
    if case.is_open and drafted is not None:
        lacks = lacks_of(drafted, drafted.last(), found)
    elif case.is_open:
        lacks = [*_nobody(case), *(unanswered(found) if in_parts(found) else ()), *reasons.lacking(found.claimed)]
    return Beside(
        letters=letters,
        lacks=lacks[:MOST],
        more=max(0, len(lacks) - MOST),
        files=files_of(case),
        is_open=case.is_open,
        drafted=drafted is not None,
        supported=bool(facts.kinds_for(case)),
    )
