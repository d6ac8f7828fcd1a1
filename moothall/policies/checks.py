"""What in a text looks like numbers about people: looked for by fixed rules, and never kept.

`look(text)` says of which kinds it saw how many, and nothing of the match itself. It errs on the side of silence: a
warning that cries wolf is soon clicked away. Every rule takes time in proportion to the length of the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moothall.policies import birthdays

# Spaces and hyphens as word processors write them, made plain; nothing grows or shrinks.
_PLAIN = str.maketrans(
    {**dict.fromkeys("\u00a0\u2007\u2009\u202f", " "), **dict.fromkeys("\u2010\u2011\u2012\u2013", "-")}
)


class Kind(StrEnum):
    """What a thing that was seen looks like."""

    NINO = "nino"
    NHS = "nhs"
    CARD = "card"
    BANK = "bank"
    IBAN = "iban"
    PEOPLE = "people"


@dataclass(frozen=True)
class Finding:
    """That a text holds so many things of a kind."""

    kind: Kind
    count: int

    @property
    def words(self) -> str:
        """What was seen, for whoever wrote it."""
        return _seen(self.kind, self.count).format(n=self.count)

    @property
    def why(self) -> Promise:
        """Why it matters, in a sentence."""
        return _WHY[self.kind]


def look(text: str) -> tuple[Finding, ...]:
    """What the text seems to hold, in the order of `Kind`; nothing for a text without such things."""
    plain = text.translate(_PLAIN)
    runs = list(_runs(plain))
    counts: Mapping[Kind, int] = {
        Kind.NINO: _ninos(plain),
        Kind.NHS: _nhs_numbers(plain, runs),
        Kind.CARD: _cards(runs),
        Kind.BANK: _bank_details(plain),
        Kind.IBAN: _ibans(plain),
        Kind.PEOPLE: birthdays.people(plain),
    }
    return tuple(Finding(kind, count) for kind, count in counts.items() if count)


def together(*seen: Iterable[Finding]) -> tuple[Finding, ...]:
    """What several texts hold, as if it was seen in one."""
    counts = Counter[Kind]()
    for findings in seen:
        counts.update({finding.kind: finding.count for finding in findings})
    return tuple(Finding(kind, counts[kind]) for kind in Kind if counts[kind])


# National Insurance numbers: HMRC, National Insurance Manual NIM39110 -------------------------------------------------

_NINO = re.compile(
    r"(?<![A-Za-z0-9/_-])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?P<gap>[ -]?)[0-9]{2}(?P=gap)[0-9]{2}(?P=gap)[0-9]{2}(?P=gap)[A-D](?![A-Za-z0-9/_-])",
    re.IGNORECASE,
)


def _ninos(text: str) -> int:
    return sum(1 for _match in _NINO.finditer(text))


# Runs of digits, in groups as they were typed -------------------------------------------------------------------------

_RUN = re.compile(r"(?<![A-Za-z0-9+/_£$€#-])(?<![0-9]\.)[0-9]+(?:[ -][0-9]+)*(?![A-Za-z0-9/_])")


@dataclass(frozen=True)
class _Run:
    """Groups of digits with a space or a hyphen between them, and where they begin."""

    start: int
    groups: Sequence[str]

    @cached_property
    def lengths(self) -> str:
        """How long each group is, as one character."""
        return "".join([chr(min(len(group), 99)) for group in self.groups])


def _runs(text: str) -> Iterator[_Run]:
    for match in _RUN.finditer(text):
        if match.end() - match.start() >= 10:
            yield _Run(match.start(), match.group().replace("-", " ").split(" "))


def _shape(*lengths: int) -> re.Pattern[str]:
    """Neighbouring groups of these lengths that stand apart: none beside them is as long as the one it is next to."""
    first, last = chr(lengths[0]), chr(lengths[-1])
    return re.compile(f"(?<!{first}){''.join(map(chr, lengths))}(?!{last})")


def _windows(run: _Run, shape: re.Pattern[str]) -> Iterator[str]:
    """The digits of the groups that have a shape."""
    for match in shape.finditer(run.lengths):
        yield "".join(run.groups[match.start() : match.end()])


# NHS numbers: ten digits, the last one a check (modulus 11) -----------------------------------------------------------

_NHS_SHAPE = _shape(3, 3, 4)
_HEALTH = re.compile(
    r"\b(?:nhs|chi|health|hospital|patients?|gp|ward|clinic(?:al)?|medical|doctor|nurse|surgery|discharged?|carers?"
    r"|referral|social worker|dob|date of birth)\b",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"(?:\b(?:isbn(?:-10)?|uprn|usrn|ref(?:erence)?|order|invoice|po|phone|tel(?:ephone)?|mob(?:ile)?|fax|call|ring|text)"
    r"\b\W{0,3}(?:(?:no|number|on)\b\W{0,3})?|\+44[ (0)-]*)\Z",
    re.IGNORECASE,
)


def _nhs_numbers(text: str, runs: Sequence[_Run]) -> int:
    """Numbers written 3-3-4 count; bare ones where most of them pass, and are three or stand by words of health.

    An ISBN of ten digits has the same check, and one number in eleven passes it by chance.
    """
    spaced = bare = passing = 0
    for run in runs:
        if _OTHER_NUMBER.search(text[max(0, run.start - 24) : run.start]):
            continue
        spaced += sum(1 for digits in _windows(run, _NHS_SHAPE) if is_nhs_number(digits))
        if len(run.groups) == 1 and len(run.groups[0]) == 10:
            bare += 1
            passing += is_nhs_number(run.groups[0])
    listed = 2 * passing > bare and (passing >= 3 or _HEALTH.search(text) is not None)
    return spaced + (passing if listed else 0)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits could be an NHS, CHI or Health and Care number: issued range and check digit."""
    issued = digits[0] in "34679" or ("01" <= digits[:2] <= "31" and "01" <= digits[2:4] <= "12")
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True))
    return issued and total % 11 == 0 and len(set(digits)) > 1


# Payment cards: length and first digits of those in use here, and the Luhn check --------------------------------------

_CARD_SHAPES = [
    _shape(*lengths) for lengths in ((4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (14,), (15,), (16,), (19,))
]
_CARD = re.compile(
    r"4[0-9]{15}(?:[0-9]{3})?"  # Visa
    r"|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"  # Mastercard
    r"|3[47][0-9]{13}"  # American Express
    r"|3(?:0[0-5]|[68][0-9])[0-9]{11}"  # Diners Club
    r"|(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12}(?:[0-9]{3})?"  # Discover
    r"|(?:35(?:2[89]|[3-8][0-9])|62[0-9]{2})[0-9]{12}(?:[0-9]{3})?"  # JCB, UnionPay
    r"|(?:5018|5020|5038|6304|6759|676[1-3])[0-9]{12}(?:[0-9]{3})?"  # Maestro
)


def _cards(runs: Sequence[_Run]) -> int:
    return sum(1 for run in runs for shape in _CARD_SHAPES for digits in _windows(run, shape) if is_card(digits))


def is_card(digits: str) -> bool:
    """Whether digits could be the long number of a payment card (ISO/IEC 7812)."""
    return _CARD.fullmatch(digits) is not None and len(set(digits)) > 1 and _luhn(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


# Bank details: a sort code with an account number beside it -----------------------------------------------------------

_CODE_AND_ACCOUNT = re.compile(
    r"(?<![0-9A-Za-z/.-])(?P<code>[0-9]{2}(?P<gap>[ -]?)[0-9]{2}(?P=gap)[0-9]{2})(?![0-9A-Za-z-])"
    r"(?P<between>[^0-9]{1,40})(?<![0-9A-Za-z/.-])(?P<account>[0-9]{8})(?![0-9A-Za-z/-])"
)
_ACCOUNT_AND_CODE = re.compile(
    r"(?<![0-9A-Za-z/.-])(?P<account>[0-9]{8})(?![0-9A-Za-z/-])[^0-9]{1,40}(?<![0-9A-Za-z/.-])"
    r"(?P<code>[0-9]{2}(?P<gap>[ -]?)[0-9]{2}(?P=gap)[0-9]{2})(?![0-9A-Za-z-])"
)
_SORT_CODE = re.compile(r"\bsort[ -]?codes?\b", re.IGNORECASE)
_BANKING = re.compile(
    r"\b(?:bank (?:account|details)|bacs|a/c|acc(?:oun)?t (?:no|number|name)|payee|building society)\b", re.IGNORECASE
)


def _bank_details(text: str) -> int:
    """Bare digits count where “sort code” is said, groups where a bank account is or where they can be no date."""
    sort_code, banking = bool(_SORT_CODE.search(text)), bool(_BANKING.search(text))
    pairs = [*_CODE_AND_ACCOUNT.finditer(text)] or [*_ACCOUNT_AND_CODE.finditer(text)]
    return sum(1 for pair in pairs if sort_code or _is_code(pair, banking=banking))


def _is_code(pair: re.Match[str], *, banking: bool) -> bool:
    if not pair["gap"]:
        return False
    if birthdays.could_be_day(pair["code"]):
        return banking and not birthdays.could_be_day(pair["account"])
    return banking or pair["gap"] == "-"


# IBAN: ISO 13616, check digits modulus 97 -----------------------------------------------------------------------------

_IBAN_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        "([A-Z]{2})([0-9]{2})",
        "AD24 AE23 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IL23 IS26 "
        "IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SA24 SE24 SI19 SK24 SM27 TR26 UA29",
    )
}
_LETTERS = {ord(letter): str(int(letter, 36)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_IBAN_START = re.compile(
    r"(?<![A-Za-z0-9])"
    r"(?=(?P<rest>[A-Za-z]{2}[0-9]{2}(?P<gap>[ -]?)(?:[A-Za-z0-9]{4}(?P=gap)){2,7}[A-Za-z0-9]{0,4}))"
)


def _ibans(text: str) -> int:
    return sum(1 for match in _IBAN_START.finditer(text) if _begins_with_iban(match["rest"]))


def _begins_with_iban(words: str) -> bool:
    length = _IBAN_LENGTHS.get(words[:2].upper())
    closed = words.replace(" ", "").replace("-", "").upper()
    if length is None or len(closed) < length:
        return False
    return is_iban(closed[:length])


def is_iban(letters: str) -> bool:
    """Whether letters and digits without spaces, in capitals, are an IBAN of a country we know."""
    if len(letters) != _IBAN_LENGTHS.get(letters[:2]):
        return False
    return int((letters[4:] + letters[:4]).translate(_LETTERS)) % 97 == 1


# In words -------------------------------------------------------------------------------------------------------------


def _seen(kind: Kind, n: int) -> str:
    match kind:
        case Kind.NINO:
            return ngettext(
                "what looks like a National Insurance number", "what look like {n} National Insurance numbers", n
            )
        case Kind.NHS:
            return ngettext("what looks like an NHS number", "what look like {n} NHS numbers", n)
        case Kind.CARD:
            return ngettext("what looks like a payment card number", "what look like {n} payment card numbers", n)
        case Kind.BANK:
            return ngettext("what looks like a bank account", "what look like {n} bank accounts", n)
        case Kind.IBAN:
            return ngettext("what looks like an IBAN", "what look like {n} IBANs", n)
        case Kind.PEOPLE:
            return ngettext("a name and a date of birth", "what looks like {n} people with their dates of birth", n)


_WHY: Mapping[Kind, Promise] = {
    Kind.NINO: _("It stays with a person for life, and with a name it is enough to pose as them."),
    Kind.NHS: _("It leads to a person’s health record. Health is special category data (UK GDPR article 9)."),
    Kind.CARD: _("Whoever reads it may be able to pay with it. Card numbers belong in the payment system only."),
    Kind.BANK: _("Whoever reads it knows where someone banks. It belongs in the payment system."),
    Kind.IBAN: _("Whoever reads it knows where someone banks. It belongs in the payment system."),
    Kind.PEOPLE: _("A list says more than its lines: who belongs to it, how old they are, and that you hold it."),
}
