"""What the records say of one person, beside what they say of the initiatives."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from moothall.charter.evidence.findings import Finding, said
from moothall.charter.evidence.owning import gurus
from moothall.charter.evidence.record import Somebody

PLAIN = _("%(name)s’s title and profile say what they do, and not “guru”")
HELPED = ngettext_lazy(
    "An owner confirmed: “I led, they helped”", "Owners confirmed %(n)s times: “I led, they helped”", "n"
)


def about(who: Somebody, *, helped: int) -> list[Finding]:
    """Whether they are called a guru, and how often an owner said that they helped."""
    late = gurus([who])
    proofs = [] if late else [said(PLAIN, name=who.name)]
    if helped:
        proofs.append(said(HELPED, n=helped))
    return [Finding("guide", proofs, (), late)]
