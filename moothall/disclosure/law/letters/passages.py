"""What letters say of each part of a request and of each claim. English here; Welsh in the catalogue."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moothall.disclosure.law import exemptions
from moothall.disclosure.law.citing import LAWS
from moothall.disclosure.law.exemptions import Claim
from moothall.disclosure.law.letters.facts import LetterFacts, Outcome, Paragraph, Part, Requirement
from moothall.disclosure.law.regimes import Regime

WEIGHING = frozenset({"for", "against", "balance"})


def provision(claim: Claim) -> str:
    """The provision as a letter names it: “section 43(2)”, and for neither confirming nor denying “section 43(3)”."""
    return LAWS[claim.exemption.regime].provision(number_of(claim))


def number_of(claim: Claim) -> str:
    """The number that the letter has to name."""
    return claim.exemption.ncnd.split("-")[0] if claim.ncnd and claim.exemption.ncnd else claim.cited


def titled(claim: Claim) -> str:
    """The provision, its law, and its title where there is one in the language of the letter."""
    named = LAWS[claim.exemption.regime].titled(provision(claim))
    title = _(claim.exemption.title)
    if title == claim.exemption.title and (get_language() or "en").startswith("cy"):
        return named
    return f"{named} ({title})"


def of_part(part: Part, facts: LetterFacts, *, several: bool, undecided: bool = False) -> Iterator[Paragraph]:
    """What the letter says of one part; `undecided` where the public interest is still being weighed."""
    if several:
        yield Paragraph(_("Question %(number)s: %(words)s") % {"number": part.number, "words": part.words})
    yield from _of_outcome(part, facts, several=several)
    for claim in part.claims:
        yield from _of_claim(claim, part, undecided=undecided)
    if part.reason:
        source = LAWS[facts.regime].why if facts.regime == Regime.SAR and part.refused and not part.claims else ""
        yield Paragraph(stopped(part.reason), (Requirement.WHY,) if source else (), source)


def _of_outcome(part: Part, facts: LetterFacts, *, several: bool) -> Iterator[Paragraph]:
    number = {"number": part.number}
    named = (Requirement.PART,) if several else ()
    source = LAWS[facts.regime].answer
    unsearched = any(claim.exemption.unsearched for claim in part.claims)
    if part.outcome == Outcome.NOT_HELD:
        text = _("In answer to question %(number)s, we do not hold this information.")
        yield Paragraph(text % number, (Requirement.NOT_HELD, *named), source)
    elif part.outcome == Outcome.NEITHER:
        text = _("In answer to question %(number)s, we can neither confirm nor deny that we hold this information.")
        yield Paragraph(text % number, named, source)
    elif unsearched:
        text = _("In answer to question %(number)s, we have decided that we do not have to comply with it.")
        yield Paragraph(text % number, named, source)
    elif facts.regime == Regime.REUSE and part.outcome == Outcome.WITHHELD:
        text = _("In answer to question %(number)s, we do not agree to it.")
        yield Paragraph(text % number, named, source)
    elif facts.regime == Regime.REUSE:
        text = _("In answer to question %(number)s, you may re-use this information, on the terms that follow.")
        yield Paragraph(text % number, (Requirement.PERMITS, *named), source)
    else:
        text = _("In answer to question %(number)s, we hold this information.")
        yield Paragraph(text % number, (Requirement.HELD, *named), source)
    if part.answer:
        yield Paragraph(stopped(part.answer), (Requirement.ANSWER,), source)
    if part.enclosed:
        yield Paragraph(_("We enclose: %(names)s") % {"names": part.enclosed}, (Requirement.ANSWER,), source)
    if facts.regime == Regime.SAR and part.outcome in (Outcome.PARTLY, Outcome.WITHHELD) and not part.claims:
        text = _("We are withholding some of your personal data, for the reason that follows.")
        yield Paragraph(text, (Requirement.STATES,), LAWS[facts.regime].states)


def _of_claim(claim: Claim, part: Part, *, undecided: bool) -> Iterator[Paragraph]:
    cites = LAWS[claim.exemption.regime]
    yield Paragraph(
        _states(claim, part),
        (Requirement.STATES, Requirement.EXEMPTION),
        cites.ground if claim.exemption.ground else cites.names,
    )
    for need in exemptions.asked(claim):
        answer = claim.answer(need.key)
        if not need.told or not answer.strip() or (undecided and need.key in WEIGHING):
            continue
        yield Paragraph(_lead(need.key) % {"answer": stopped(answer)}, (meets(need.key),), law(claim, need.key))


def meets(key: str) -> Requirement:
    """Which requirement of law an answer to a question meets."""
    if key in WEIGHING:
        return Requirement.PUBLIC_INTEREST
    return Requirement.HELP if key in {"help", "helped"} else Requirement.WHY


def law(claim: Claim, key: str) -> str:
    """The law that asks for the letter to say it."""
    cites = LAWS[claim.exemption.regime]
    if meets(key) == Requirement.HELP:
        return cites.help
    if key in WEIGHING:
        return cites.weighing
    return "EIR reg 14(4)" if key in {"preparing", "completion"} else cites.why


def _states(claim: Claim, part: Part) -> str:
    named = {"provision": titled(claim)}
    if claim.ncnd:
        return _("The duty to confirm or deny does not arise, by %(provision)s: we refuse to say either.") % named
    if text := _own_words(claim.exemption.key):
        return text % named
    if claim.exemption.regime == Regime.REUSE:
        return _("We refuse to let this be re-used, by %(provision)s.") % named
    if part.outcome == Outcome.PARTLY:
        return _("We are withholding some of this information under %(provision)s.") % named
    return _("We are withholding this information under %(provision)s.") % named


def _own_words(key: str) -> str:
    cost = _(
        "We refuse this under %(provision)s, as we estimate that its cost would exceed the appropriate limit in the "
        "Freedom of Information and Data Protection (Appropriate Limit and Fees) Regulations 2004."
    )
    elsewhere = _("We are not sending it, by %(provision)s: it is withheld as you can get it elsewhere.")
    own = {
        "12(1)": cost,
        "12(2)": cost,
        "14(1)": _("We refuse this under %(provision)s, because the request is vexatious."),
        "14(2)": _("We refuse this under %(provision)s, because it repeats a request that we complied with."),
        "21": elsewhere,
        "6(1)(b)": elsewhere,
        "12(4)(a)": _("We refuse this under %(provision)s, because we do not hold it."),
    }
    return own.get(key, "")


def _lead(key: str) -> str:
    leads = {
        "for": _("In favour of disclosing it, we considered this. %(answer)s"),
        "against": _("In favour of withholding it, we considered this. %(answer)s"),
        "balance": _("Weighing the public interest, we came to this decision. %(answer)s"),
        "causal_link": _("Disclosing it would cause harm in this way. %(answer)s"),
        "help": _("To help you, this is what we could do within the limit. %(answer)s"),
        "helped": _("To help you make the request more precise, we did this. %(answer)s"),
        "link": _("You can find it here: %(answer)s"),
        "when": _("It is going to be published. %(answer)s"),
        "enactment": _("This is what prohibits disclosing it. %(answer)s"),
        "preparing": _("Who is preparing it: %(answer)s"),
        "owner": _("Whose rights these are, or from whom we have it: %(answer)s"),
        "instead": _("You could do this first: %(answer)s"),
        "completion": _("When it should be finished: %(answer)s"),
    }
    return leads.get(key, "%(answer)s")


def stopped(words: str) -> str:
    """The words with a stop at their end, unless they end with a link."""
    said = words.strip()
    if not said or said[-1] in ".!?" or "://" in said.split()[-1]:
        return said
    return f"{said}."
