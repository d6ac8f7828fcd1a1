"""What the gate answers: passed or refused, and each reason in plain words."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class What(StrEnum):
    """Why a file is kept back."""

    WITHHELD = "withheld"
    NAME = "name"
    HIDDEN = "hidden"
    COVERED = "covered"
    REDACTION = "redaction"
    NOTE = "note"
    INFO = "info"
    METADATA = "metadata"
    BOOKMARKS = "bookmarks"
    ATTACHMENTS = "attachments"
    FORM = "form"
    SCRIPT = "script"
    LAYERS = "layers"
    PRIVATE = "private"
    THUMBNAIL = "thumbnail"
    PICTURE = "picture"
    LOOSE = "loose"
    BEFORE = "before"
    BEHIND = "behind"
    NO_END = "no_end"
    SAVED_AGAIN = "saved_again"
    PREVIOUS = "previous"
    TABLES = "tables"
    TWICE = "twice"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    PAGE = "page"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MUCH = "too_much"
    TOO_SLOW = "too_slow"
    FAILED = "failed"
    WEAK = "weak"
    DISAGREE = "disagree"
    SPREADSHEET = "spreadsheet"
    OFFICE = "office"
    MAIL = "mail"
    KIND = "kind"


WORDS: dict[What, Promise] = {
    What.WITHHELD: _("A withheld string is still in the file."),
    What.NAME: _("A withheld string is in the file’s name. Give the file another name."),
    What.HIDDEN: _(
        "There is text on the page that cannot be seen there, as under a black box. Whoever copies the page reads it."
    ),
    What.COVERED: _(
        "Something is laid over a picture, or part of the picture is cut off, and it can be had back. Turn the page "
        "into one new picture, box and all."
    ),
    What.REDACTION: _("A redaction is marked and was not carried out. Apply it, then save a new file."),
    What.NOTE: _("There are notes, links, stamps or fields on a page. Remove them, or print the page to a new PDF."),
    What.INFO: _("The file’s properties say something: a title, an author, a subject. Remove them."),
    What.METADATA: _("The file carries metadata (XMP). Remove them."),
    What.BOOKMARKS: _("The file has bookmarks. Remove them: they repeat headings that may have been redacted."),
    What.ATTACHMENTS: _("Another file is attached inside this one. Release it by itself, or remove it."),
    What.FORM: _("The file is a form; its fields remember what was typed. Print it to a new PDF."),
    What.SCRIPT: _("The file holds a script or something that acts when it is opened. Print it to a new PDF."),
    What.LAYERS: _("The file has layers, which can be switched on and off. Print it to a new PDF."),
    What.PRIVATE: _("A program left its own working data in the file. Print it to a new PDF."),
    What.THUMBNAIL: _("The file keeps small pictures of its pages, perhaps from before the redaction. Remove them."),
    What.PICTURE: _(
        "A picture in the file holds more than it shows: when and where it was taken, a small copy of it, or something "
        "behind its end. Save it as a new picture."
    ),
    What.LOOSE: _("The file holds something that no page uses, perhaps from before the redaction. Save a new file."),
    What.BEFORE: _("The file does not begin as a PDF does. Save a new file."),
    What.BEHIND: _("There is something behind the end of the file. Save a new file."),
    What.NO_END: _("The file has no end mark, so part of it may be missing. Save a new file."),
    What.SAVED_AGAIN: _(
        "The file was saved on top of an earlier version, which is still in it. Save it as a new file, not with “Save”."
    ),
    What.PREVIOUS: _("The file points to an earlier version of itself. Save it as a new file, not with “Save”."),
    What.TABLES: _(
        "The file has more than one table of contents of its own, as after a second saving or for fast web view. Save "
        "it as a new file, without fast web view."
    ),
    What.TWICE: _("Part of the file is in it twice, so an earlier version may be left. Save it as a new file."),
    What.ENCRYPTED: _("The file is protected with a password or by encryption, so it cannot be checked."),
    What.DAMAGED: _("The file is damaged, so it cannot be checked. Save a new one."),
    What.PAGE: _("A page could not be read, so it cannot be checked."),
    What.EMPTY: _("The file is empty."),
    What.TOO_LARGE: _("The file is too large to be checked. Split it."),
    What.TOO_MUCH: _("There is more inside the file than can be checked. Split it, or print it to a new PDF."),
    What.TOO_SLOW: _("Checking took too long and was ended. Split the file, or print it to a new PDF."),
    What.FAILED: _("The file could not be checked: a reader broke off on it."),
    What.WEAK: _(
        "This machine does not let the gate open files safely, so nothing is released: see docs/operations.md."
    ),
    What.DISAGREE: _("Two programs read different numbers of pages in it, so one of them does not see everything."),
    What.SPREADSHEET: _(
        "This is a spreadsheet. Hidden sheets, rows and caches cannot be seen in it: release a CSV of what may go out."
    ),
    What.OFFICE: _("This is an office document, which keeps changes, comments and authors: release a PDF."),
    What.MAIL: _("This is a mail as it was sent, with parts that cannot be seen as they stand: release a PDF of it."),
    What.KIND: _("Only PDF, CSV and plain text (.txt) are released. Release a PDF."),
}

PLACES: dict[str, Promise] = {
    "text": _("in the text"),
    "page": _("on page {at}"),
    "invisible": _("in invisible text (page or object {at})"),
    "across": _("over the end of a page"),
    "stream": _("in the stored data at {at}"),
    "object": _("in object {at} of the file"),
    "file": _("in the bytes of the file"),
    "info": _("in the properties"),
    "note": _("in a note or field on page {at}"),
    "bookmark": _("in a bookmark"),
    "attachment": _("in attachment {at}"),
    "earlier": _("in earlier version {at}"),
    "name": _("in the name"),
}


@dataclass(frozen=True)
class Finding:
    """One reason to keep a file back. `withheld` is the place of the string in the list that was given, from 1.

    The string itself is not repeated, so that a finding may be shown and kept where the string may not.
    """

    what: What
    where: str = ""
    at: int = 0
    withheld: int = 0

    @property
    def words(self) -> str:
        """The reason in plain words."""
        parts = [str(WORDS[self.what])]
        if self.withheld:
            parts.append(gettext("String {n}").format(n=self.withheld))
        place = str(PLACES[self.where]).format(at=self.at) if self.where in PLACES else ""
        if place:
            parts.append(place if self.withheld else f"({place})")
        return f"{parts[0]} {', '.join(parts[1:])}{'.' if self.withheld else ''}".strip()


@dataclass(frozen=True)
class Verdict:
    """Whether a file may go out, and everything that keeps it back."""

    passed: bool
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        """A file that has a finding has not passed."""
        if self.passed and self.findings:
            raise ValueError("A file with findings has not passed.")
