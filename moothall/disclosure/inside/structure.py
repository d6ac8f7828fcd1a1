"""The first reader of a PDF: every object of it, by pikepdf (qpdf)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from moothall.disclosure.inside import glyphs, layout, pictures, raw
from moothall.disclosure.inside.report import Report, asked

MOST_OBJECTS = 400_000
MOST_DECODED = 512 * 1024 * 1024  # bytes of all streams together
TECHNICAL = {"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"}  # of /Info: of programs, not of people
CATALOG = {  # what the root of a released file does not have, and what to call it
    "/Metadata": "metadata", "/Outlines": "bookmarks", "/AcroForm": "form", "/OCProperties": "layers",
    "/AA": "script", "/Threads": "bookmarks", "/Collection": "attachments", "/AF": "attachments",
    "/PieceInfo": "private", "/SpiderInfo": "private", "/Legal": "private",
}  # fmt: skip
CATALOG_KNOWN = set(CATALOG) | {
    "/Type", "/Pages", "/Version", "/Extensions", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences",
    "/PageLayout", "/PageMode", "/OpenAction", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents",
}  # fmt: skip
TRAILER = {
    "/Size", "/Root", "/Info", "/ID", "/Prev", "/XRefStm", "/Encrypt", "/DocChecksum", "/Type", "/W", "/Index",
    "/Length", "/Filter", "/DecodeParms",
}  # fmt: skip
PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/BoxColorInfo",
    "/Contents", "/Rotate", "/Group", "/B", "/Dur", "/Trans", "/Annots", "/StructParents", "/ID", "/PZ", "/Tabs",
    "/SeparationInfo", "/UserUnit", "/Metadata", "/PieceInfo", "/AF", "/Thumb", "/LastModified", "/AA",
}  # fmt: skip
# What a stream may be: by the key that leads to it, with a star for all that a dictionary under that key lists.
ROLES = {
    "/Contents", "/XObject*", "/Pattern*", "/Shading*", "/CharProcs*", "/ToUnicode", "/FontFile", "/FontFile2",
    "/FontFile3", "/CIDToGIDMap", "/CIDSet", "/Encoding", "/UseCMap", "/SMask", "/Mask", "/G", "/ColorSpace",
    "/ColorSpace*", "/CS", "/Function", "/Functions", "/Colorants*", "/JBIG2Globals", "/DestOutputProfile", "/TR",
    "/TR2", "/BG", "/BG2", "/UCR", "/UCR2", "/HT", "/Metadata", "/Shading", "/TintTransform",
}  # fmt: skip
LETTER = "/CharProcs*"
LISTS = {"/XObject", "/Pattern", "/Shading", "/CharProcs", "/ColorSpace", "/Colorants"}
FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
NAMES = {
    "/EmbeddedFiles": "attachments", "/JavaScript": "script", "/AP": "form", "/Renditions": "attachments",
    "/AlternatePresentations": "attachments", "/Templates": "private", "/Pages": "private",
}  # fmt: skip
ANYWHERE = {
    "/Metadata": "metadata", "/PieceInfo": "private", "/AF": "attachments", "/Alternates": "private",
    "/EF": "attachments", "/JS": "script", "/OC": "layers", "/OPI": "private", "/Thumb": "thumbnail",
    "/LastModified": "private", "/AA": "script", "/XFA": "form",
}  # fmt: skip
TYPES = {"/OCG": "layers", "/OCMD": "layers", "/Filespec": "attachments", "/EmbeddedFile": "attachments"}
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/URI", "/GoToR", "/GoToE", "/Rendition"}


@dataclass(frozen=True)
class Use:
    """What an object is used for: the key that leads to it, with a star where it is one of many under it."""

    role: str = ""
    resources: Any = None  # of the font that a letter is drawn by


def read(data: BinaryIO, out: BinaryIO) -> None:
    """Look through a PDF and all earlier versions that its bytes still hold."""
    report, content = asked(data)
    try:
        raw.look(content, report)
        _look(content, report)
        for number, version in enumerate(raw.earlier(content), 1):
            _look_at_earlier(version, report, number)
    except raw.TooMuch:
        report.tell("too_much")
    report.write(out)


def _look(content: bytes, report: Report) -> None:
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        report.tell("encrypted")
        return
    except pikepdf.PdfError:
        report.tell("damaged")
        _salvage(content, report)
        return
    with pdf:
        if pdf.is_encrypted:
            report.tell("encrypted")
        else:
            layout.look(content, pdf, report)
        if pdf.is_linearized:
            report.tell("tables")
        _root(pdf, report)
        _pages(pdf, report)
        _everything(pdf, report)
        report.facts["pages"] = len(pdf.pages)
        if pdf.get_warnings():
            report.tell("damaged")


def _salvage(content: bytes, report: Report) -> None:
    """A damaged file is refused anyway; what can be read of it is said too."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _everything(pdf, report)
            _pages(pdf, report)
    except (pikepdf.PdfError, ValueError):
        return


def _look_at_earlier(content: bytes, report: Report, number: int) -> None:
    """Say which withheld strings an earlier version holds; that there is one has been said."""
    within = Report(report.withheld)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _everything(pdf, within)
            _pages(pdf, within)
    except (pikepdf.PdfError, ValueError):
        return
    for found in sorted(within.found):
        report.tell("withheld", "earlier", found, number)


def _root(pdf: pikepdf.Pdf, report: Report) -> None:
    trailer = pdf.trailer
    if "/Prev" in trailer or "/XRefStm" in trailer:
        report.tell("previous")
    if set(trailer.keys()) - TRAILER:
        report.tell("private")
    for text in glyphs.strings(trailer):
        report.text(text, "file")
    _info(trailer.get("/Info"), report)
    root = pdf.Root
    if set(root.keys()) - CATALOG_KNOWN:
        report.tell("private")
    for key, what in CATALOG.items():
        if _filled(root.get(key)):
            report.tell(what)
    opening = root.get("/OpenAction")
    if isinstance(opening, Dictionary) and opening.get("/S") != Name.GoTo:
        report.tell("script")
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        for key in set(names.keys()) - {"/Dests"}:
            report.tell(NAMES.get(key, "private"))


def _filled(value: Any) -> bool:
    if value is None:
        return False
    if isinstance(value, Dictionary) and not isinstance(value, Stream):
        return any(key not in {"/Type", "/Count"} for key, _one in value.items())
    return len(value) > 0 if isinstance(value, Array) else True


def _info(info: Any, report: Report) -> None:
    if not isinstance(info, Dictionary):
        return
    for key, value in info.items():
        if str(value).strip():
            if key not in TECHNICAL:
                report.property(str(value))
            for text in glyphs.strings(value):
                report.text(text, "info")


def _pages(pdf: pikepdf.Pdf, report: Report) -> None:
    said: list[list[str]] = []
    for number, page in enumerate(pdf.pages, 1):
        if set(page.obj.keys()) - PAGE:
            report.tell("private", "page", at=number)
        annotations = page.obj.get("/Annots")
        for annotation in annotations if isinstance(annotations, Array) else ():
            _annotation(annotation, report, number)
        contents = page.obj.get("/Contents")
        if contents is None:
            continue
        drawn = glyphs.read(page, page.obj.get("/Resources"))
        _drawn(drawn, report, "page", number)
        said.append(list(drawn.texts())[:2])
    for reading in zip(*said, strict=True):
        report.text(" ".join(reading), "across")


def _drawn(drawn: glyphs.Drawn, report: Report, where: str, at: int) -> None:
    for text in drawn.texts():
        report.text(text, where, at)
        if drawn.invisible:
            report.text(text, "invisible", at)


def _annotation(annotation: Any, report: Report, page: int) -> None:
    if not isinstance(annotation, Dictionary):
        return
    kind = annotation.get("/Subtype")
    report.tell("redaction" if kind == Name.Redact else "note", "page", at=page)
    for text in glyphs.strings(annotation):
        report.text(text, "note", page)


def _everything(pdf: pikepdf.Pdf, report: Report) -> None:
    """Every object of the file, be it used or not."""
    reached = _reached(pdf)
    left = MOST_DECODED
    everything: Any = enumerate(pdf.objects)  # numbers and the like among them, whatever the library says
    for count, one in everything:
        if count > MOST_OBJECTS:
            raise raw.TooMuch
        number = one.objgen[0] if isinstance(one, Object) and one.is_indirect else 0
        fields = one if isinstance(one, (Dictionary, Stream)) else None
        if fields is not None:
            if fields.get("/Type") in (Name.XRef, Name.ObjStm):
                continue
            _fields(fields, report)
        use = reached.get(number, Use())
        if number and number not in reached:
            report.tell("loose", at=number)
        elif isinstance(one, Stream) and not _is_known(one, use.role):
            report.tell("private", "object", at=number)
        for text in glyphs.strings(one):
            report.text(text, "object", number)
        if isinstance(one, Stream):
            left -= _stream(one, report, number, use)
            if left < 0:
                raise raw.TooMuch


def _fields(fields: Any, report: Report) -> None:
    for key, what in ANYWHERE.items():
        if key in fields:
            report.tell(what)
    if (kind := TYPES.get(str(fields.get("/Type", "")))) is not None:
        report.tell(kind)
    if str(fields.get("/S", "")) in ACTIONS:
        report.tell("script")
    if fields.get("/Subtype") == Name.Redact:
        report.tell("redaction")


def _stream(stream: Any, report: Report, number: int, use: Use) -> int:
    """Look through a stream as it lies in the file and as it is meant; returns how many bytes that were."""
    lies = stream.read_raw_bytes()
    report.data(lies, "stream", number)
    try:
        pictures.look(stream)
        meant = stream.read_bytes()
        if stream.get("/Subtype") == Name.Image:
            pictures.rows(stream, meant)
    except pictures.More:
        report.tell("picture" if stream.get("/Subtype") == Name.Image else "loose", "object", at=number)
        meant = _meant(stream)
    except pikepdf.PdfError:
        return len(lies)  # a picture in a form of its own: searched as it lies
    report.data(meant, "stream", number)
    if meant.startswith(FILES) and stream.get("/Subtype") != Name.Image:
        report.tell("attachments", at=number)
    if use.role == LETTER or _is_drawing(stream):
        _drawn(glyphs.read(stream, stream.get("/Resources", use.resources)), report, "object", number)
    return len(lies) + len(meant)


def _meant(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return b""


def _is_known(stream: Any, role: str) -> bool:
    """Whether a file may hold a stream of this role; the tables of the file are looked at elsewhere."""
    if role == "/XObject*":
        return stream.get("/Subtype") in (Name.Image, Name.Form)
    return role in ROLES


def _is_drawing(stream: Any) -> bool:
    return stream.get("/Subtype") == Name.Form or "/PatternType" in stream or stream.get("/Type") == Name.Pattern


def _reached(pdf: pikepdf.Pdf) -> dict[int, Use]:
    """What the file uses, by number."""
    seen: dict[int, Use] = {}
    waiting: list[tuple[Any, Use]] = [(pdf.trailer, Use())]
    while waiting:
        for one, use in _children(*waiting.pop()):
            if not isinstance(one, Object):
                continue
            if one.is_indirect:
                if one.objgen[0] in seen:
                    continue
                seen[one.objgen[0]] = use
            waiting.append((one, use))
    return seen


def _children(value: Any, use: Use) -> Iterator[tuple[Any, Use]]:
    if isinstance(value, (Dictionary, Stream)):
        lists = use.role in LISTS and not isinstance(value, Stream)
        resources = use.resources if lists else value.get("/Resources")
        for key, one in value.items():
            yield one, Use(f"{use.role}*" if lists else str(key), resources)
    elif isinstance(value, Array):
        for one in value:
            yield one, use
