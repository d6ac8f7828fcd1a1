"""Letters in plain words, from the facts of the case, in English or Welsh. A clerk may edit what is written here."""

from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.disclosure.law.exemptions import UnsupportedError, unsupported
from moothall.disclosure.law.letters.facts import DECISIONS, Kind, Letter, LetterFacts, Paragraph, Requirement
from moothall.disclosure.law.letters.passages import act, of_part, stopped
from moothall.disclosure.law.regimes import Body, Regime

LANGUAGES = {"en": "en-gb", "cy": "cy"}
WRITTEN_OF = frozenset({Regime.FOIA, Regime.EIR, Regime.SAR})


def write(kind: Kind, facts: LetterFacts, language: str = "") -> Letter:
    """The letter of a kind, in the language of the facts unless another is named.

    Raises UnsupportedError for a law whose letters are not known here, and KeyError for another language.
    """
    wanted = language or facts.language
    with translation.override(LANGUAGES[wanted]):
        if reason := unwritten(facts):
            raise UnsupportedError(reason)
        subject = _subject(kind) % {"reference": facts.reference}
        return Letter(subject, tuple(_paragraphs(kind, facts)), wanted)


def unwritten(facts: LetterFacts) -> str:
    """Why there are no letters for this law or body, or nothing."""
    if facts.regime in WRITTEN_OF and facts.body != Body.SCOTTISH:
        return ""
    return unsupported(facts.regime, facts.body) or _("There are no letters for this regime.")


def _subject(kind: Kind) -> str:
    subjects = {
        Kind.ACKNOWLEDGEMENT: _("We have your request (%(reference)s)"),
        Kind.CLARIFICATION: _("What we need to know about your request (%(reference)s)"),
        Kind.FEES_NOTICE: _("Fees notice for your request (%(reference)s)"),
        Kind.EXTENSION: _("We need more time for your request (%(reference)s)"),
        Kind.EIR_EXTENSION: _("We need more time for your request (%(reference)s)"),
        Kind.TRANSFER: _("Who may hold what you asked for (%(reference)s)"),
        Kind.REVIEW_OUTCOME: _("The outcome of your review (%(reference)s)"),
    }
    return subjects.get(kind, _("Answer to your request (%(reference)s)"))


def _paragraphs(kind: Kind, facts: LetterFacts) -> Iterator[Paragraph]:
    yield Paragraph(_("Dear %(name)s,") % {"name": facts.requester})
    opening = _(
        "You asked %(council)s for information, and we received your request on %(day)s. We deal with it under %(law)s."
    )
    yield Paragraph(opening % {"council": facts.council, "day": day(facts.received), "law": act(facts.regime)})
    yield from _body(kind, facts)
    if kind in DECISIONS or kind == Kind.EXTENSION:
        yield from _rights(kind, facts)
    yield Paragraph(
        "\n".join(line for line in (_("Yours sincerely,"), facts.signed_by, facts.office, facts.council) if line)
    )


def _body(kind: Kind, facts: LetterFacts) -> Iterator[Paragraph]:
    steps = {
        Kind.ACKNOWLEDGEMENT: _acknowledgement,
        Kind.CLARIFICATION: _clarification,
        Kind.FEES_NOTICE: _fees,
        Kind.EXTENSION: _extension,
        Kind.EIR_EXTENSION: _eir_extension,
        Kind.TRANSFER: _transfer,
        Kind.SAR_REFUSAL: _sar_refusal,
    }
    if kind in steps:
        yield from steps[kind](facts)
        return
    if kind == Kind.REVIEW_OUTCOME:
        yield from _review(facts)
    if facts.regime == Regime.EIR and facts.refused:
        yield Paragraph(_("We have applied the presumption in favour of disclosure in regulation 12(2)."))
    for part in facts.parts:
        yield from of_part(part, facts, several=len(facts.parts) > 1)
    if facts.regime == Regime.SAR:
        yield Paragraph(stopped(facts.processing), (Requirement.PARTICULARS,), "UK GDPR art 15(1)")


def _acknowledgement(facts: LetterFacts) -> Iterator[Paragraph]:
    source = {Regime.EIR: "EIR reg 5(2)", Regime.SAR: "UK GDPR art 12(3)"}.get(facts.regime, "FOIA s.10(1)")
    if facts.due:
        text = _("We have to answer you promptly, and by %(day)s at the latest.")
        yield Paragraph(text % {"day": day(facts.due)}, (Requirement.DUE,), source)
    yield Paragraph(
        _("Please name this reference when you write to us: %(reference)s.") % {"reference": facts.reference}
    )


def _clarification(facts: LetterFacts) -> Iterator[Paragraph]:
    source = {Regime.EIR: "EIR reg 9(2)", Regime.SAR: "UK GDPR art 12A"}.get(facts.regime, "FOIA s.1(3)")
    yield Paragraph(_("To find what you are asking for, we need to know more."))
    yield Paragraph(stopped(facts.question), (Requirement.QUESTION,), source)
    if facts.regime == Regime.SAR:
        yield Paragraph(_("Until you tell us, the time that we have for the answer does not run."))
        return
    yield Paragraph(_("When you have told us, our time for answering begins anew."))


def _fees(facts: LetterFacts) -> Iterator[Paragraph]:
    source = "EIR reg 8" if facts.regime == Regime.EIR else "FOIA s.9(1)"
    if facts.fee is not None:
        text = _("We charge a fee of £%(fee)s for sending you this information.") % {"fee": f"{facts.fee:.2f}"}
        yield Paragraph(text, (Requirement.FEE,), source)
    if facts.regime == Regime.FOIA:
        text = _("If we have not been paid within three months of the day of this letter, we do not have to answer.")
        yield Paragraph(text, (Requirement.FEE,), "FOIA s.9(2)")
    if facts.pay_to:
        yield Paragraph(_("How to pay: %(how)s") % {"how": stopped(facts.pay_to)})


def _extension(facts: LetterFacts) -> Iterator[Paragraph]:
    for part in facts.parts:
        yield from of_part(part, facts, several=len(facts.parts) > 1, undecided=True)
    if facts.decision_by:
        text = _("We have not yet decided where the public interest lies. We estimate that we will decide by %(day)s.")
        yield Paragraph(text % {"day": day(facts.decision_by)}, (Requirement.DECISION_DATE,), "FOIA s.17(2)")


def _eir_extension(facts: LetterFacts) -> Iterator[Paragraph]:
    if facts.extended_to:
        text = _("Your request is complex and voluminous, so that we need until %(day)s to answer it.")
        yield Paragraph(text % {"day": day(facts.extended_to)}, (Requirement.EXTENDED,), "EIR reg 7(1), (3)")
    yield Paragraph(stopped(facts.reasons), (Requirement.WHY,), "EIR reg 7(1)")


def _transfer(facts: LetterFacts) -> Iterator[Paragraph]:
    source = "EIR reg 10" if facts.regime == Regime.EIR else "FOIA s.16, s.45 Code of Practice"
    yield Paragraph(_("We do not hold this information."), (Requirement.NOT_HELD,), source)
    text = _("We believe that %(authority)s holds it. You can ask them, or tell us to pass your request on.")
    yield Paragraph(text % {"authority": facts.transfer_to}, (Requirement.TRANSFER,), source)


def _sar_refusal(facts: LetterFacts) -> Iterator[Paragraph]:
    yield Paragraph(_("We refuse your request for your personal data."), (Requirement.STATES,), "UK GDPR art 12(4)")
    yield Paragraph(stopped(facts.reasons), (Requirement.WHY,), "UK GDPR art 12(4)")


def _review(facts: LetterFacts) -> Iterator[Paragraph]:
    source = "EIR reg 11" if facts.regime == Regime.EIR else "FOIA s.45 Code of Practice part 5"
    text = _("%(reviewer)s, who had no part in the first decision, has looked at your request afresh.")
    yield Paragraph(text % {"reviewer": facts.reviewer})
    yield Paragraph(stopped(facts.findings), (Requirement.ANSWER,), source)


def _rights(kind: Kind, facts: LetterFacts) -> Iterator[Paragraph]:
    if facts.review and kind != Kind.REVIEW_OUTCOME:
        yield from _of_review(facts, owed=(Requirement.REVIEW,) if facts.owes_review(kind) else ())
    if facts.regulator:
        yield from _of_complaint(facts, owed=(Requirement.COMPLAINT,) if facts.owes_complaint(kind) else ())
    if facts.owes_remedy(kind):
        text = _("You can also seek a judicial remedy: you can ask a court to order us to comply.")
        yield Paragraph(text, (Requirement.REMEDY,), "UK GDPR art 12(4)")


def _of_review(facts: LetterFacts, *, owed: tuple[Requirement, ...]) -> Iterator[Paragraph]:
    review = facts.review
    assert review is not None  # noqa: S101 - the caller has looked
    if review.none:
        text = _("We have no procedure for an internal review of this decision.")
        yield Paragraph(text, owed, "FOIA s.17(7)(a)")
        return
    values = {"contact": review.contact, "days": review.days}
    if facts.regime == Regime.SAR:
        text = _("If you are unhappy with this answer, you can complain to us at %(contact)s.")
        yield Paragraph(text % values, (), "DPA 2018 s.164A")
        return
    if facts.regime == Regime.EIR:
        text = _(
            "If you think that we have not complied with the Regulations, you can ask us for an internal review "
            "(regulation 11) within %(days)s working days, by writing to %(contact)s."
        )
        yield Paragraph(text % values, owed, "EIR reg 14(5)(a)")
        return
    text = _(
        "If you are unhappy with this answer, you can ask us for an internal review within %(days)s working days, by "
        "writing to %(contact)s."
    )
    yield Paragraph(text % values, owed, "FOIA s.17(7)(a)")


def _of_complaint(facts: LetterFacts, *, owed: tuple[Requirement, ...]) -> Iterator[Paragraph]:
    regulator = facts.regulator
    assert regulator is not None  # noqa: S101 - the caller has looked
    source = {Regime.EIR: "EIR reg 14(5)(b)", Regime.SAR: "UK GDPR art 12(4)"}.get(facts.regime, "FOIA s.17(7)(b)")
    under = {
        Regime.EIR: _("section 50 of the Act, as regulation 18 applies it"),
        Regime.SAR: _("section 165 of the Data Protection Act 2018"),
    }.get(facts.regime, _("section 50 of the Act"))
    text = _("You have the right to complain to %(name)s and ask for a decision (%(under)s). Write to: %(address)s.")
    values = {"name": _the(regulator.name), "under": under, "address": " ".join(regulator.address.split())}
    written = text % values
    if regulator.website:
        written = f"{written} {regulator.website}"
    yield Paragraph(written, owed, source)


def _the(name: str) -> str:
    """The name of an office within an English sentence."""
    english = not (translation.get_language() or "en").startswith("cy")
    return f"the {name}" if english and name[:1].isupper() and not name.startswith("The ") else name


def day(when: date) -> str:
    """A day in words."""
    return date_format(when, "j F Y")
