"""Letters in plain words, from the facts of the case, in English or Welsh. A clerk may edit what is written here."""

from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.disclosure.law.citing import LAWS
from moothall.disclosure.law.exemptions import UnsupportedError, unsupported
from moothall.disclosure.law.letters.facts import DECISIONS, Kind, Letter, LetterFacts, Paragraph, Requirement
from moothall.disclosure.law.letters.passages import of_part, stopped
from moothall.disclosure.law.regimes import Body, Regime

LANGUAGES = {"en": "en-gb", "cy": "cy"}


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
    if facts.regime in LAWS and facts.body != Body.SCOTTISH:
        return ""
    return unsupported(facts.regime, facts.body) or _("There are no letters for this regime.")


def _subject(kind: Kind) -> str:
    subjects = {
        Kind.COMPLAINT: _("What became of your complaint (%(reference)s)"),
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
    yield Paragraph(_("Dear %(name)s,") % {"name": facts.requester} if facts.requester else _("Dear Sir or Madam,"))
    values = {"council": facts.council, "day": day(facts.received), "law": LAWS[facts.regime].act}
    yield Paragraph(_opening(facts.regime) % values)
    yield from _body(kind, facts)
    if kind in DECISIONS or kind == Kind.EXTENSION:
        yield from _rights(kind, facts)
    yield Paragraph(
        "\n".join(line for line in (_("Yours sincerely,"), facts.signed_by, facts.office, facts.council) if line)
    )


def _opening(regime: Regime) -> str:
    if regime == Regime.REUSE:
        return _(
            "You asked %(council)s to let you re-use information, and we received your request on %(day)s. We deal "
            "with it under %(law)s."
        )
    if regime == Regime.COMPLAINT:
        return _(
            "You complained to %(council)s about how we handle personal data, and we received your complaint on "
            "%(day)s. We deal with it under %(law)s."
        )
    return _(
        "You asked %(council)s for information, and we received your request on %(day)s. We deal with it under %(law)s."
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
        Kind.COMPLAINT: _complaint,
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
    source = LAWS[facts.regime].due
    if facts.regime == Regime.COMPLAINT:
        text = _("We will look into it, keep you informed, and tell you without undue delay what became of it.")
        yield Paragraph(text, (), source)
    elif facts.due:
        text = _("We have to answer you promptly, and by %(day)s at the latest.")
        yield Paragraph(text % {"day": day(facts.due)}, (Requirement.DUE,), source)
    yield Paragraph(
        _("Please name this reference when you write to us: %(reference)s.") % {"reference": facts.reference}
    )


def _clarification(facts: LetterFacts) -> Iterator[Paragraph]:
    lead = _("To find what you are asking for, we need to know more.")
    yield Paragraph(_("To look into it, we need to know more.") if facts.regime == Regime.COMPLAINT else lead)
    yield Paragraph(stopped(facts.question), (Requirement.QUESTION,), LAWS[facts.regime].question)
    if facts.regime in (Regime.REUSE, Regime.COMPLAINT):  # their clocks run on
        return
    if facts.regime == Regime.SAR:
        yield Paragraph(_("Until you tell us, the time that we have for the answer does not run."))
        return
    yield Paragraph(_("When you have told us, our time for answering begins anew."))


def _fees(facts: LetterFacts) -> Iterator[Paragraph]:
    source = LAWS[facts.regime].fee
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
    if facts.extended_to and facts.regime == Regime.REUSE:
        text = _("We have not yet reached a decision on re-use. We estimate that we will answer you by %(day)s.")
        yield Paragraph(text % {"day": day(facts.extended_to)}, (Requirement.EXTENDED,), "SI 2015/1415 reg 8(3)")
    elif facts.extended_to:
        text = _("Your request is complex and voluminous, so that we need until %(day)s to answer it.")
        yield Paragraph(text % {"day": day(facts.extended_to)}, (Requirement.EXTENDED,), "EIR reg 7(1), (3)")
    yield Paragraph(stopped(facts.reasons), (Requirement.WHY,), LAWS[facts.regime].extended)


def _transfer(facts: LetterFacts) -> Iterator[Paragraph]:
    source = LAWS[facts.regime].transfer
    yield Paragraph(_("We do not hold this information."), (Requirement.NOT_HELD,), source)
    text = _("We believe that %(authority)s holds it. You can ask them, or tell us to pass your request on.")
    yield Paragraph(text % {"authority": facts.transfer_to}, (Requirement.TRANSFER,), source)


def _sar_refusal(facts: LetterFacts) -> Iterator[Paragraph]:
    yield Paragraph(_("We refuse your request for your personal data."), (Requirement.STATES,), "UK GDPR art 12(4)")
    yield Paragraph(stopped(facts.reasons), (Requirement.WHY,), "UK GDPR art 12(4)")


def _review(facts: LetterFacts) -> Iterator[Paragraph]:
    source = LAWS[facts.regime].reviewed
    text = _("%(reviewer)s, who had no part in the first decision, has looked at your request afresh.")
    yield Paragraph(text % {"reviewer": facts.reviewer})
    yield Paragraph(stopped(facts.findings), (Requirement.ANSWER,), source)


def _complaint(facts: LetterFacts) -> Iterator[Paragraph]:
    yield Paragraph(_("We have looked into your complaint."))
    yield Paragraph(stopped(facts.findings), (Requirement.ANSWER,), LAWS[facts.regime].answer)


def _rights(kind: Kind, facts: LetterFacts) -> Iterator[Paragraph]:
    if facts.review and kind not in (Kind.REVIEW_OUTCOME, Kind.COMPLAINT):
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
    if facts.regime == Regime.REUSE:
        text = _(
            "If you think that we have not complied with the Regulations, you can ask us in writing for an internal "
            "review, which is our complaints procedure under regulation 17, at %(contact)s."
        )
        yield Paragraph(text % values, owed, LAWS[facts.regime].review)
        return
    text = _(
        "If you are unhappy with this answer, you can ask us for an internal review within %(days)s working days, by "
        "writing to %(contact)s."
    )
    yield Paragraph(text % values, owed, "FOIA s.17(7)(a)")


def _of_complaint(facts: LetterFacts, *, owed: tuple[Requirement, ...]) -> Iterator[Paragraph]:
    regulator = facts.regulator
    assert regulator is not None  # noqa: S101 - the caller has looked
    source, of_data = LAWS[facts.regime].complaint, _("section 165 of the Data Protection Act 2018")
    under = {
        Regime.EIR: _("section 50 of the Act, as regulation 18 applies it"),
        Regime.REUSE: _("section 50 of the Freedom of Information Act 2000, as regulation 18 applies it"),
        Regime.SAR: of_data,
        Regime.COMPLAINT: of_data,
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
