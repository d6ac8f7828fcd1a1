"""What makes a request one in law: whether it must be in writing, and say from whom it is and where an answer goes.

FOIA s.8(1); FOISA s.8(1), which also takes another form that lasts; SI 2015/1415 reg 6. Environmental information
(EIR reg 5) and one's own data (UK GDPR art 15) may be asked for by word of mouth, and without a form. Not read at the
source, and to be looked at before they are quoted as law: FOISA s.8, SI 2015/1415 reg 6.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.regimes import Regime, Words


class Need(TextChoices):
    """What a request may lack, in words to whoever answers it."""

    WRITING = "writing", _("It did not come in writing.")
    NAME = "name", _("It has no name.")
    ADDRESS = "address", _("It has no address to answer to.")


@dataclass(frozen=True)
class Form:
    """What a law wants of the form of a request; `act` is how it is named to whoever asks."""

    act: Words
    writing: str
    whom: str

    def source(self, need: Need) -> str:
        """The section that wants it."""
        return self.writing if need == Need.WRITING else self.whom


@dataclass(frozen=True)
class Lack:
    """What is missing, and the section that wants it."""

    need: Need
    source: str


FORMS = {
    Regime.FOIA: Form(_("Freedom of Information Act 2000, section 8"), "FOIA s.8(1)(a)", "FOIA s.8(1)(b)"),
    Regime.FOISA: Form(
        _("Freedom of Information (Scotland) Act 2002, section 8"), "FOISA s.8(1)(a)", "FOISA s.8(1)(b)"
    ),
    Regime.REUSE: Form(
        _("Re-use of Public Sector Information Regulations 2015, regulation 6"),
        "SI 2015/1415 reg 6(a)",
        "SI 2015/1415 reg 6(b)",
    ),
}


def lacking(regime: Regime, *, written: bool, name: bool, address: bool) -> tuple[Lack, ...]:
    """What a request lacks to be one under this law; nothing where the law asks for no form."""
    form = FORMS.get(regime)
    if form is None:
        return ()
    there = {Need.WRITING: written, Need.NAME: name, Need.ADDRESS: address}
    return tuple(Lack(need, form.source(need)) for need, known in there.items() if not known)
