"""What has to be answered before an exemption or exception may be claimed: the guided forms, as data."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import Words


class Answer(TextChoices):
    """What kind of thing answers a question."""

    TEXT = "text", _("Words")
    CHOICE = "choice", _("One of several")
    NAME = "name", _("A name")
    DATE = "date", _("A date")
    LINK = "link", _("A link")
    MINUTES = "minutes", _("Minutes of work")


@dataclass(frozen=True, slots=True)
class Need:
    """One question of a guided form.

    `told` are answers that the letter must give to the requester. `only` names the sole choice with which a claim can
    stand, and `unless` the answer (key, value) to another question that makes this one needless.
    """

    key: str
    words: Words
    source: str
    kind: Answer = Answer.TEXT
    choices: tuple[tuple[str, Words], ...] = ()
    told: bool = False
    only: str = ""
    refusal: Words = ""
    unless: tuple[str, str] | None = None


OF_DENIAL = frozenset({"why", "for", "against", "balance"})  # what a claim to neither confirm nor deny still needs
YES_NO: tuple[tuple[str, Words], ...] = (("yes", _("Yes")), ("no", _("No")))
LIKELIHOOD: tuple[tuple[str, Words], ...] = (
    ("would", _("It would, which is more likely than not")),
    ("would_be_likely", _("It would be likely to: a real and significant risk")),
)


def why(source: str) -> Need:
    """Why it applies, in words that the requester is told."""
    return Need("why", _("Why does it apply to this information? The requester is told this."), source, told=True)


def prejudice(source: str, *, certain: bool = False) -> tuple[Need, ...]:
    """The chain from disclosure to harm; environmental exceptions know no “would be likely to”."""
    choices = LIKELIHOOD[:1] if certain else LIKELIHOOD
    return (
        Need("interest", _("Which interest would be harmed, and is it one that this provision protects?"), source),
        Need("causal_link", _("How would disclosure cause the harm?"), source, told=True),
        Need("real", _("Why is the harm real, actual or of substance, and not trivial?"), source),
        Need("likelihood", _("How likely is it?"), source, Answer.CHOICE, choices),
    )


def public_interest(source: str) -> tuple[Need, ...]:
    """Both sides and the balance, each of which the requester is told."""
    return (
        Need("for", _("What speaks for disclosing it?"), source, told=True),
        Need("against", _("What speaks for withholding it?"), source, told=True),
        Need("balance", _("Why does the one outweigh the other here?"), source, told=True),
    )


OPINION = (
    Need(
        "statistics",
        _("Is it statistical information only? Then no opinion is needed (s.36(4))."),
        "FOIA s.36(4)",
        Answer.CHOICE,
        YES_NO,
    ),
    Need("person", _("Who is the qualified person?"), "FOIA s.36(5)", Answer.NAME, unless=("statistics", "yes")),
    Need(
        "office",
        _("By which office, and by whose authorisation, is this person qualified?"),
        "FOIA s.36(5)",
        unless=("statistics", "yes"),
    ),
    Need(
        "opinion_on",
        _("On which day was the opinion given?"),
        "FOIA s.36(2)",
        Answer.DATE,
        unless=("statistics", "yes"),
    ),
    Need(
        "opinion",
        _("What is the opinion, and on what was it formed?"),
        "FOIA s.36(2)",
        unless=("statistics", "yes"),
    ),
    Need(
        "opinion_likelihood",
        _("How likely does the qualified person hold it to be?"),
        "FOIA s.36(2)",
        Answer.CHOICE,
        LIKELIHOOD,
        unless=("statistics", "yes"),
    ),
)

THIRD_PARTY = (
    Need("whose", _("Whose personal data are these, and how could they be known from it?"), "FOIA s.40(7)"),
    Need("expects", _("What would these people reasonably expect?"), "UK GDPR art 5(1)(a)"),
    Need(
        "legitimate_interest",
        _("Which legitimate interest does the request serve?"),
        "UK GDPR art 6(1)(f)",
    ),
    Need(
        "necessity",
        _("Is disclosure necessary for it, or would something less serve?"),
        "UK GDPR art 6(1)(f)",
    ),
    Need(
        "data_balance",
        _("Do the interests and rights of these people override it, and why?"),
        "UK GDPR art 6(1)(f)",
    ),
)
SPECIAL = Need(
    "special",
    _("Is it special category or criminal offence data?"),
    "UK GDPR arts 9 and 10",
    Answer.CHOICE,
    YES_NO,
)
OBJECTION = (
    Need("whose", _("Whose personal data are these, and how could they be known from it?"), "FOIA s.40(7)"),
    Need(
        "condition",
        _("Which condition is met?"),
        "FOIA s.40(3B), (4A)",
        Answer.CHOICE,
        (
            ("objection", _("The person's objection to processing (the second condition)")),
            ("own_access", _("It would be exempt from the person's own right of access (the third condition)")),
        ),
    ),
    Need("condition_why", _("Why is it met?"), "FOIA s.40(3B), (4A)"),
)
LINK = Need("link", _("Where can it be found?"), "FOIA s.21(1)", Answer.LINK, told=True)
CONSULTED = (
    Need(
        "third_party",
        _("Was whoever would be harmed asked?"),
        "FOIA s.45 Code of Practice",
        Answer.CHOICE,
        YES_NO,
    ),
    Need(
        "consulted_on",
        _("On which day did they answer?"),
        "FOIA s.45 Code of Practice",
        Answer.DATE,
        unless=("third_party", "no"),
    ),
    Need(
        "consulted",
        _("Who are they, and what did they say? If nobody was asked, how is the harm known?"),
        "FOIA s.45 Code of Practice",
    ),
)
EMISSIONS = Need(
    "emissions",
    _("Does the information relate to emissions?"),
    "EIR reg 12(9)",
    Answer.CHOICE,
    YES_NO,
    only="no",
    refusal=_("Information on emissions cannot be withheld under this exception (reg 12(9))."),
)

FOIA_FORMS: dict[str, tuple[Need, ...]] = {
    "12(1)": (
        Need("estimate", _("How many minutes of chargeable work are estimated?"), "FOIA s.12(1)", Answer.MINUTES),
        Need("evidence", _("On what does the estimate rest? A timed sample is best."), "Fees Regulations 2004 reg 4"),
        Need("help", _("What could be done within the limit?"), "FOIA s.16(1)", told=True),
    ),
    "12(2)": (
        Need("estimate", _("How many minutes would it take to confirm or deny?"), "FOIA s.12(2)", Answer.MINUTES),
        Need("evidence", _("On what does the estimate rest? A timed sample is best."), "Fees Regulations 2004 reg 4"),
        Need("help", _("What could be done within the limit?"), "FOIA s.16(1)", told=True),
    ),
    "14(1)": (
        Need("burden", _("What burden does the request put on the council?"), "FOIA s.14(1), Dransfield"),
        Need("motive", _("What does the request itself show of its motive?"), "FOIA s.14(1), Dransfield"),
        Need("value", _("What value or serious purpose has it?"), "FOIA s.14(1), Dransfield"),
        Need("distress", _("Does it harass or distress anybody?"), "FOIA s.14(1), Dransfield"),
    ),
    "14(2)": (
        Need("earlier", _("Which earlier request was complied with, and how?"), "FOIA s.14(2)"),
        Need("earlier_on", _("When was it answered?"), "FOIA s.14(2)", Answer.DATE),
        Need("similar", _("Why is this one identical or substantially similar?"), "FOIA s.14(2)"),
        Need("interval", _("Why has no reasonable interval passed?"), "FOIA s.14(2)"),
    ),
    "21": (LINK,),
    "22": (
        Need("intended", _("When, before the request, was it settled to publish?"), "FOIA s.22(1)(b)", Answer.DATE),
        Need("when", _("When and where will it be published?"), "FOIA s.22(1)(a)", told=True),
        Need("reasonable", _("Why is it reasonable to wait in all the circumstances?"), "FOIA s.22(1)(c)"),
    ),
    "36": OPINION,
    "36 (Commons/Lords)": OPINION,
    "40(2) via 40(3A)": (*THIRD_PARTY, SPECIAL),
    "40(2) via 40(3B),(4A)": OBJECTION,
    "41": (
        Need("from", _("From whom outside the council was it obtained?"), "FOIA s.41(1)(a)"),
        Need("actionable", _("Why would disclosing it be an actionable breach of confidence?"), "FOIA s.41(1)(b)"),
        Need("defence", _("Would there be a public interest defence to such an action?"), "FOIA s.41(1)(b)"),
    ),
    "42": (
        Need(
            "privilege",
            _("Which privilege is it?"),
            "FOIA s.42(1)",
            Answer.CHOICE,
            (("advice", _("Legal advice")), ("litigation", _("Litigation"))),
        ),
        Need("kept", _("Why has the privilege not been lost?"), "FOIA s.42(1)"),
    ),
    "43(1)": (Need("secret", _("Why is it a trade secret, and whose?"), "FOIA s.43(1)"),),
    "43(2)": CONSULTED,
    "44": (Need("enactment", _("Which enactment or obligation prohibits it?"), "FOIA s.44(1)", told=True),),
}
EIR_FORMS: dict[str, tuple[Need, ...]] = {
    "12(4)(b)": (
        Need(
            "limb",
            _("Why is it manifestly unreasonable?"),
            "EIR reg 12(4)(b)",
            Answer.CHOICE,
            (("cost", _("Disproportionate cost or burden")), ("vexatious", _("It is vexatious"))),
        ),
        Need("proportion", _("Why is the burden out of proportion to the value of the request?"), "EIR reg 12(4)(b)"),
    ),
    "12(4)(c)": (Need("helped", _("What help was given under reg 9, and when?"), "EIR regs 9, 12(4)(c)", told=True),),
    "12(4)(d)": (
        Need("preparing", _("Which other authority prepares it? Say so if none does."), "EIR reg 14(4)", told=True),
        Need(
            "completion",
            _("When should it be finished? Say so if that is not known."),
            "EIR reg 14(4)",
            told=True,
        ),
    ),
    "12(5)(d)": (EMISSIONS,),
    "12(5)(e)": (EMISSIONS, *CONSULTED),
    "12(5)(f)": (EMISSIONS, *CONSULTED),
    "12(5)(g)": (EMISSIONS,),
    "13": (*THIRD_PARTY, SPECIAL),
    "6(1)(b)": (Need("link", _("Where can it be found?"), "EIR reg 6(1)(b)", Answer.LINK, told=True),),
}
DPA_FORMS: dict[str, tuple[Need, ...]] = {
    "Sch 2 para 19": (
        Need(
            "privilege",
            _("Which privilege is it?"),
            "DPA 2018 Sch 2 para 19",
            Answer.CHOICE,
            (
                ("advice", _("Legal advice")),
                ("litigation", _("Litigation")),
                ("confidence", _("An adviser owes a client confidence")),
            ),
        ),
        Need("kept", _("Why has the privilege not been lost?"), "DPA 2018 Sch 2 para 19"),
    ),
    "Sch 2 para 24": (
        Need(
            "reference",
            _("What was the reference for?"),
            "DPA 2018 Sch 2 para 24",
            Answer.CHOICE,
            (
                ("education", _("Education or training")),
                ("work", _("Work, or volunteering")),
                ("office", _("An office")),
                ("service", _("Providing a service")),
            ),
        ),
        Need("confidence", _("How is it known that it was given in confidence?"), "DPA 2018 Sch 2 para 24"),
    ),
}
REUSE_FORMS: dict[str, tuple[Need, ...]] = {
    "5(1)(a)": (
        Need("task", _("Where is our public task published, and how is it reviewed?"), "SI 2015/1415 reg 5(1)(a)"),
    ),
    "5(1)(b)": (
        Need(
            "owner",
            _("Who owns the rights, or from whom did we get it? Say so if that is not known."),
            "SI 2015/1415 reg 9",
            told=True,
        ),
    ),
    "5(2)": (Need("instead", _("How could it be asked for first?"), "SI 2015/1415 reg 5(2)", told=True),),
}


def others(source: str) -> tuple[Need, ...]:
    """Whether somebody else’s data can be given with one’s own: consent, or that it is reasonable without."""
    return (
        Need("whose", _("Whose data are these too, and how could they be known from it?"), source),
        Need(
            "consent",
            _("Have they consented to it?"),
            f"{source}(2)(a)",
            Answer.CHOICE,
            YES_NO,
            only="no",
            refusal=_("With their consent it cannot be withheld on this ground (paragraph 16(2)(a))."),
        ),
        Need("asked", _("What was done to ask for their consent, and did they refuse?"), f"{source}(3)"),
        Need("confidence", _("Of what kind is it, and is confidence owed to them?"), f"{source}(3)"),
        Need(
            "reasonable",
            _("Is it reasonable to disclose it without their consent?"),
            f"{source}(2)(b)",
            Answer.CHOICE,
            YES_NO,
            only="no",
            refusal=_("What is reasonable to disclose cannot be withheld on this ground (paragraph 16(2)(b))."),
        ),
        Need("less", _("Why would taking out their names not be enough?"), source),
    )


def harm(source: str) -> tuple[Need, ...]:
    """That access would be likely to cause serious harm, and who says so."""
    return (
        Need("harmed", _("Who would be harmed, in body or in mind?"), source),
        Need("serious", _("Why is the harm serious, and likely?"), source),
        Need("person", _("Which professional was asked?"), source, Answer.NAME),
        Need("opinion_on", _("On which day was the opinion given?"), source, Answer.DATE),
        Need("opinion", _("What is the opinion?"), source),
    )


def interest(source: str) -> tuple[Need, ...]:
    """That access would not be in the best interests of the child or adult it is about."""
    return (
        Need("asks", _("Who asks for them, and by which right?"), source),
        Need("best", _("Why would it not be in the best interests of whoever the data are about?"), source),
    )


def impairment(source: str) -> tuple[Need, ...]:
    """That access would prevent or seriously impair what the data are kept for."""
    return (
        Need("purpose", _("For what are they kept, and with which safeguards?"), source),
        Need("impairs", _("How would access prevent or seriously impair that?"), source),
    )


OF_TESTS: Mapping[str, Callable[[str], tuple[Need, ...]]] = {
    "others": others,
    "harm": harm,
    "interest": interest,
    "impairment": impairment,
}


def told(form: Iterable[Need]) -> tuple[Need, ...]:
    """The questions whose answers the requester is told."""
    return tuple(need for need in form if need.told)
