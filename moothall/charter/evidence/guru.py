"""Whether somebody calls themselves a guru. It is the one place where the hall smiles."""

import re
import unicodedata
from collections.abc import Iterable

# The Gurus of the Sikh faith, and what is named after them, are meant with respect and are no title of ours.
_FAITH = re.compile(
    r"\bguru\s+(?:nanak|angad|amar|ram\b|ramdas|arjan|har|hargobind|tegh|gobind|granth|ravidass?|purnima|maneyo)"
)
_WORD = re.compile(r"(?<![a-z])g\W{0,2}u\W{0,2}r\W{0,2}u(?:s|ji|ism|ish|ship|ess)?(?![a-z])")


def says_guru(words: Iterable[str]) -> bool:
    """Whether any of these words has it, however it is dressed up."""
    return any(_has(each) for each in words)


def _has(words: str) -> bool:
    if "u" not in words.casefold() and words.isascii():
        return False
    plain = unicodedata.normalize("NFKD", words)
    kept = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"}).casefold()
    return _WORD.search(_FAITH.sub(" ", kept)) is not None
