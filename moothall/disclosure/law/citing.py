"""How letters cite each law, and where that law asks for what they say.

Read at the source: FOIA ss.1, 9, 10, 16, 17; EIR regs 5 to 14; UK GDPR arts 12, 15; SI 2015/1415 regs 5, 8, 17, 19. Its
reg 9 was read in what councils quote of it, and DPA 2018 s.164A in what is written about it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.regimes import Regime, Words

SCHEDULES = "Sch "  # before the number of what stands in a Schedule to the Data Protection Act: “Sch 2 para 16”


@dataclass(frozen=True, slots=True)
class Citing:
    """A law as letters cite it. The strings are sources; those that are empty are asked for by nothing in that law."""

    act: Words
    prefix: str  # before the number of a provision, as sources name it
    of: str  # the kind of provision by which it is refused: section, regulation, paragraph of a Schedule
    due: str
    question: str
    answer: str
    states: str
    names: str
    why: str
    review: str
    reviewed: str
    complaint: str
    ground: str = ""
    weighing: str = ""
    balance: str = ""
    help: str = ""
    fee: str = ""
    extended: str = ""
    transfer: str = ""
    stands_in: Words = ""  # the Act in which the provisions stand, where it is another

    def provision(self, number: str) -> str:
        """A provision as a letter names it, in the language that is spoken now."""
        values = {"number": number}
        if self.of == "p":
            values["schedule"], values["number"] = number.removeprefix(SCHEDULES).split(" para ")
        return str(_PROVISIONS[self.of]) % values

    def titled(self, named: str) -> str:
        """The provision, and the law it stands in."""
        if self.stands_in:
            return gettext("%(provision)s to %(law)s") % {"provision": named, "law": self.stands_in}
        return gettext("%(provision)s of %(law)s") % {"provision": named, "law": self.act}


_PROVISIONS = {
    "s": _("section %(number)s"),
    "r": _("regulation %(number)s"),
    "p": _("paragraph %(number)s of Schedule %(schedule)s"),
}


LAWS = {
    Regime.FOIA: Citing(
        act=_("the Freedom of Information Act 2000"),
        prefix="FOIA s.",
        of="s",
        due="FOIA s.10(1)",
        question="FOIA s.1(3)",
        answer="FOIA s.1(1)",
        states="FOIA s.17(1)(a)",
        names="FOIA s.17(1)(b)",
        why="FOIA s.17(1)(c)",
        review="FOIA s.17(7)(a)",
        reviewed="FOIA s.45 Code of Practice part 5",
        complaint="FOIA s.17(7)(b)",
        ground="FOIA s.17(5)",
        weighing="FOIA s.17(3)",
        balance="FOIA s.2(2)(b), s.17(3)",
        help="FOIA s.16(1)",
        fee="FOIA s.9(1)",
        extended="FOIA s.10(3)",
        transfer="FOIA s.16, s.45 Code of Practice",
    ),
    Regime.EIR: Citing(
        act=_("the Environmental Information Regulations 2004"),
        prefix="EIR reg ",
        of="r",
        due="EIR reg 5(2)",
        question="EIR reg 9(2)",
        answer="EIR reg 5(1)",
        states="EIR reg 14(3)(a)",
        names="EIR reg 14(3)(a)",
        why="EIR reg 14(3)",
        review="EIR reg 14(5)(a)",
        reviewed="EIR reg 11",
        complaint="EIR reg 14(5)(b)",
        weighing="EIR reg 14(3)(b)",
        balance="EIR regs 12(1)(b), 14(3)(b)",
        help="EIR reg 9(1)",
        fee="EIR reg 8",
        extended="EIR reg 7(1)",
        transfer="EIR reg 10",
    ),
    Regime.SAR: Citing(
        act=_("the UK GDPR"),
        stands_in=_("the Data Protection Act 2018"),
        prefix="DPA 2018 ",
        of="p",
        due="UK GDPR art 12(3)",
        question="UK GDPR art 12A",
        answer="UK GDPR art 15",
        states="UK GDPR art 12(4)",
        names="UK GDPR art 12(4)",
        why="UK GDPR art 12(4)",
        review="DPA 2018 s.164A",
        reviewed="DPA 2018 s.164A",
        complaint="UK GDPR art 12(4)",
    ),
    Regime.REUSE: Citing(
        act=_("the Re-use of Public Sector Information Regulations 2015"),
        prefix="SI 2015/1415 reg ",
        of="r",
        due="SI 2015/1415 reg 8(1)",
        question="SI 2015/1415 reg 6",
        answer="SI 2015/1415 reg 8(4)",
        states="SI 2015/1415 reg 9",
        names="SI 2015/1415 reg 9",
        why="SI 2015/1415 reg 9",
        review="SI 2015/1415 reg 9, reg 17",
        reviewed="SI 2015/1415 reg 17(4)",
        complaint="SI 2015/1415 reg 9, reg 18",
        extended="SI 2015/1415 reg 8(2)",
    ),
    Regime.COMPLAINT: Citing(
        act=_("section 164A of the Data Protection Act 2018"),
        prefix="DPA 2018 ",
        of="p",
        due="DPA 2018 s.164A",
        question="DPA 2018 s.164A",
        answer="DPA 2018 s.164A",
        states="DPA 2018 s.164A",
        names="DPA 2018 s.164A",
        why="DPA 2018 s.164A",
        review="DPA 2018 s.164A",
        reviewed="DPA 2018 s.164A",
        complaint="DPA 2018 s.165",
    ),
}
