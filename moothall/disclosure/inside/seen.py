"""The second reader of a PDF: what the program that draws pages (PDFium) finds, and whether it can be seen there."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from moothall.disclosure.inside.painted import Letter, Page, Unclear, handle
from moothall.disclosure.inside.report import Report, asked
from moothall.disclosure.inside.shapes import Box

LONGEST_SIDE = 2400  # pixels of a page as it is drawn to be looked at
SCALE = 2.0  # pixels a point, where the page is not too large for it
SAME = 24  # shades out of 256 within which a patch is one colour
UNKNOWN = "\ufffd"  # a letter that the file does not name
GROUND = (1.5, 2.5)  # points of ground beside a mark that is no letter, at the least and at the most
MOST_OBJECTS = 5000  # bookmarks of a file, notes of a page


@dataclass
class Sight:
    """A page as it is drawn, in grey."""

    pixels: bytes
    stride: int
    width: int
    height: int
    scale: float
    edges: Box

    def patch(self, box: Box) -> tuple[int, int, int, int]:
        """The pixels inside a box, a little within its edges: left, top, right, bottom."""
        left, bottom, right, top = box
        x0, x1 = (left - self.edges[0]) * self.scale, (right - self.edges[0]) * self.scale
        y0, y1 = (self.edges[3] - top) * self.scale, (self.edges[3] - bottom) * self.scale
        inset_x, inset_y = min(2.0, (x1 - x0) / 8), min(2.0, (y1 - y0) / 8)
        return (
            max(0, int(x0 + inset_x)), max(0, int(y0 + inset_y)),
            min(self.width, int(x1 - inset_x + 1)), min(self.height, int(y1 - inset_y + 1)),
        )  # fmt: skip

    def is_one_colour(self, box: Box) -> bool:
        """Whether nothing can be seen in a box: it is off the page, or one colour."""
        x0, y0, x1, y1 = self.patch(box)
        if x1 - x0 < 1 or y1 - y0 < 1:
            return True
        low, high = 255, 0
        for row in range(y0, y1):
            line = self.pixels[row * self.stride + x0 : row * self.stride + x1]
            low, high = min((low, *line)), max((high, *line))
            if high - low > SAME:
                return False
        return True


def read(data: BinaryIO, out: BinaryIO) -> None:
    """Look through a PDF as a reader of it would, and behind what that reader sees."""
    report, content = asked(data)
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        password = getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD
        report.tell("encrypted" if password else "damaged")
        report.write(out)
        return
    _about(pdf, report)
    whole: list[str] = []
    for number in range(len(pdf)):
        try:
            whole.append(_page(pdf[number], report, number + 1))
        except pdfium.PdfiumError:
            report.tell("page", at=number + 1)
    report.text("\n".join(whole), "across")
    report.facts["pages"] = len(pdf)
    report.facts["letters"] = sum(map(len, whole))
    report.write(out)


def _about(pdf: pdfium.PdfDocument, report: Report) -> None:
    for key, value in pdf.get_metadata_dict(skip_empty=True).items():
        report.text(f"{value}", "info")
        if key in {"Title", "Author", "Subject", "Keywords"}:
            report.property(f"{value}")
    for count, mark in enumerate(pdf.get_toc(max_depth=30)):
        if count > MOST_OBJECTS:
            break
        report.tell("bookmarks")
        report.text(mark.get_title(), "bookmark")
    for number in range(min(pdf.count_attachments(), 100)):
        report.tell("attachments")
        attachment = pdf.get_attachment(number)
        report.text(attachment.get_name(), "attachment", number + 1)
        try:
            report.data(bytes(attachment.get_data()), "attachment", number + 1)
        except pdfium.PdfiumError:
            continue
    if pdf.get_formtype() != pdfium_c.FORMTYPE_NONE:
        report.tell("form")


def _page(page: pdfium.PdfPage, report: Report, number: int) -> str:
    """Look through one page; returns its text."""
    words = page.get_textpage()
    text = words.get_text_range()
    report.text(text, "page", number)
    letters = list(_letters(words))
    report.text("".join(one.text for one in letters), "page", number)
    report.text(_in_sight_order(letters), "page", number)
    _notes(page, report, number)
    _under(page, letters, report, number)
    words.close()
    page.close()
    return str(text)


def _under(page: pdfium.PdfPage, letters: Sequence[Letter], report: Report, number: int) -> None:
    """Tell of what is on the page and cannot be seen there."""
    if _hidden(letters, _drawn(page)):
        report.tell("hidden", "page", at=number)
    try:
        painted = Page(page, letters, _edges(page))
        if painted.covers_letters():
            report.tell("hidden", "page", at=number)
        if painted.covers_pictures():
            report.tell("covered", "page", at=number)
    except Unclear:
        report.tell("page", "page", at=number)


def _drawn(page: pdfium.PdfPage) -> Sight:
    width, height = page.get_size()
    scale = min(SCALE, LONGEST_SIDE / max(width, height, 1))
    upright = (360 - page.get_rotation()) % 360
    bitmap = page.render(scale=scale, grayscale=True, rotation=upright)
    return Sight(bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height, scale, _edges(page))


def _edges(page: pdfium.PdfPage) -> Box:
    """The part of the page that is shown, also where its boxes are the ones of all pages."""
    left, bottom, right, top = page.get_bbox()
    return (left, bottom, right, top)


def _letters(words: pdfium.PdfTextPage) -> Iterator[Letter]:
    for at in range(words.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(words.raw, at)
        text = chr(code) if code and not 0xD800 <= code < 0xE000 and code < 0x110000 else UNKNOWN
        yield Letter(text, words.get_charbox(at), handle(pdfium_c.FPDFText_GetTextObject(words.raw, at)))


def _in_sight_order(letters: Sequence[Letter]) -> str:
    """The letters as an eye takes them: line by line, from left to right, in whatever order they were drawn."""
    standing = [one for one in letters if one.text.strip() and one.box[3] > one.box[1]]
    standing.sort(key=lambda one: -one.box[1])
    lines: list[list[Letter]] = []
    for one in standing:
        if lines and abs(lines[-1][0].box[1] - one.box[1]) <= (one.box[3] - one.box[1]) / 2:
            lines[-1].append(one)
        else:
            lines.append([one])
    return "\n".join(_line(sorted(line, key=lambda one: one.box[0])) for line in lines)


def _line(line: Sequence[Letter]) -> str:
    parts, before = [], None
    for one in line:
        if before is not None and one.box[0] - before.box[2] > (one.box[3] - one.box[1]) / 4:
            parts.append(" ")
        parts.append(one.text)
        before = one
    return "".join(parts)


def _hidden(letters: Sequence[Letter], sight: Sight) -> bool:
    """Whether words on the page cannot be seen on it: covered, in the colour of the ground, or beyond its edge."""
    return any(sight.is_one_colour(box) for box in _words(letters))


def _words(letters: Sequence[Letter]) -> Iterator[Box]:
    """The boxes of the words, with ground beside them: whatever follows one another on a line, be it letters or marks.

    What a file calls a bullet may look like any letter.
    """
    word: list[Letter] = []
    for one in (*letters, Letter(" ", (0, 0, 0, 0))):
        if word and not (one.stands and _follows(one.box, word[-1].box)):
            yield _wide_enough(word)
            word = []
        if one.stands:
            word.append(one)


def _follows(box: Box, before: Box) -> bool:
    height = max(box[3] - box[1], before[3] - before[1])
    return before[1] - height < box[1] < before[3] + height and -3 < box[0] - before[2] < height


def _wide_enough(word: Sequence[Letter]) -> Box:
    """A box that shows ground beside its letters too: an I, a hyphen and a bullet fill their own from edge to edge."""
    left, bottom = min(one.box[0] for one in word), min(one.box[1] for one in word)
    right, top = max(one.box[2] for one in word), max(one.box[3] for one in word)
    if not any(one.text.isalnum() for one in word):
        more = min(GROUND[1], max(GROUND[0], min(right - left, top - bottom) * 0.3))
        return (left - more, bottom - more, right + more, top + more)
    more = (top - bottom) * 0.4 if right - left < (top - bottom) / 2 else 0.0
    return (left - more, bottom, right + more, top)


def _notes(page: pdfium.PdfPage, report: Report, number: int) -> None:
    """Notes, links, fields and marks on the page, with what they say."""
    for at in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), MOST_OBJECTS)):
        note = pdfium_c.FPDFPage_GetAnnot(page.raw, at)
        if not note:
            continue
        kind = pdfium_c.FPDFAnnot_GetSubtype(note)
        report.tell("redaction" if kind == pdfium_c.FPDF_ANNOT_REDACT else "note", "page", at=number)
        for key in (b"Contents", b"T", b"Subj", b"V", b"DV", b"TU", b"OverlayText", b"RC", b"NM"):
            report.text(_value(note, key), "note", number)
        pdfium_c.FPDFPage_CloseAnnot(note)


def _value(note: Any, key: bytes) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(note, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    got = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    pdfium_c.FPDFAnnot_GetStringValue(note, key, got, size)
    return buffer.raw[:-2].decode("utf-16-le", "ignore")
