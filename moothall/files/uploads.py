"""What files are called: names made safe to show, to keep and to send."""

import unicodedata

from django.utils.translation import gettext as _

LONGEST_NAME = 150
_FORBIDDEN = frozenset('\\/:*?"<>|')
# Control, format (with the bidirectional overrides that make `gpj.exe` read `exe.jpg`), surrogate, private use,
# unassigned, line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def clean_name(name: str) -> str:
    """Make a file name safe: its last path part, without invisible or reserved characters, at most 150 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/ ").rsplit("/", 1)[-1]
    visible = "".join(" " if unicodedata.category(mark) in {"Zs", "Cc"} else mark for mark in last)
    kept = "".join(mark for mark in visible if unicodedata.category(mark) not in _INVISIBLE and mark not in _FORBIDDEN)
    tidy = " ".join(kept.split()).strip(". ")
    if not tidy:
        return _("file")
    if tidy.split(".", 1)[0].rstrip().lower() in _RESERVED:
        tidy = f"_{tidy}"
    return _shortened(tidy)


def _shortened(name: str) -> str:
    """Shorten a long name in its stem, so that the extension still says what it is."""
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > 20:
        return name[:LONGEST_NAME].rstrip(". ")
    return stem[: LONGEST_NAME - len(extension) - 1].rstrip(". ") + dot + extension
