"""Makers of documents as people attach them, and of such as attackers do."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OOXML = "http://schemas.openxmlformats.org"


def zipped(parts: Mapping[str, str | bytes], *, first: tuple[str, str] | None = None) -> bytes:
    """A ZIP of these parts; the first one uncompressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(words: str, *, comment: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with one paragraph, and perhaps a comment."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<?xml version="1.0"?><Types xmlns="{OOXML}/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{OOXML}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{OOXML}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>"
        ),
        "word/document.xml": (
            f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>'
            "</w:body></w:document>"
        ),
    }
    if comment:
        parts["word/comments.xml"] = f'<w:comments xmlns:w="{W}"><w:t>{comment}</w:t></w:comments>'
    return zipped({**parts, **(more or {})})


def xlsx(*cells: str, hidden: str = "") -> bytes:
    """A workbook with a sheet of cells, and perhaps a hidden sheet."""
    main = f"{OOXML}/spreadsheetml/2006/main"
    sheets = [cells, (hidden,)] if hidden else [cells]
    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    rows = ["".join(cell.format(n, words) for n, words in enumerate(one, 1)) for one in sheets]
    states = ("", ' state="veryHidden"')
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"{states[n - 1]}/>' for n in range(1, len(sheets) + 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OOXML}/officeDocument/2006/relationships/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    return zipped(
        {
            "[Content_Types].xml": (
                f'<?xml version="1.0"?><Types xmlns="{OOXML}/package/2006/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                'spreadsheetml.sheet.main+xml"/></Types>'
            ),
            "_rels/.rels": (
                f'<?xml version="1.0"?><Relationships xmlns="{OOXML}/package/2006/relationships"><Relationship '
                f'Id="r1" Type="{OOXML}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
                "</Relationships>"
            ),
            "xl/workbook.xml": (
                f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{OOXML}/officeDocument/2006/relationships">'
                f"<sheets>{listed}</sheets></workbook>"
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<?xml version="1.0"?><Relationships xmlns="{OOXML}/package/2006/relationships">{links}'
                "</Relationships>"
            ),
            **{
                f"xl/worksheets/sheet{n}.xml": (
                    f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{row}</sheetData></worksheet>'
                )
                for n, row in enumerate(rows, 1)
            },
        }
    )


def odt(words: str, *, locked: bool = False) -> bytes:
    """A text document as LibreOffice writes it."""
    o = "urn:oasis:names:tc:opendocument:xmlns"
    mark = "<manifest:encryption-data/>" if locked else ""
    return zipped(
        {
            "content.xml": (
                f'<?xml version="1.0"?><office:document-content xmlns:office="{o}:office:1.0" '
                f'xmlns:text="{o}:text:1.0"><office:body><office:text><text:p>{words}</text:p></office:text>'
                "</office:body></office:document-content>"
            ),
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{o}:manifest:1.0">{mark}</manifest:manifest>',
        },
        first=("mimetype", "application/vnd.oasis.opendocument.text"),
    )


def pdf(words: str = "", *, password: str = "") -> bytes:
    """A PDF with one line; without words it is as a scan."""
    import pikepdf

    made = pikepdf.Pdf.new()
    page = made.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = made.make_stream(f"BT /F1 12 Tf 60 700 Td ({words}) Tj ET".encode("cp1252"))
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return out.getvalue()


def bomb() -> bytes:
    """A small Word document that unpacks to half a gigabyte, and says so."""
    return docx("small", more={f"word/media/{n}.xml": bytes(32 * 1024 * 1024) for n in range(14)})


def lying_bomb() -> bytes:
    """A small Word document that unpacks to much more than its table says."""
    words = b"a " * (100 * 1024 * 1024)
    made = docx("small", more={"word/footnotes.xml": b"<a>" + words})
    size = (len(words) + 3).to_bytes(4, "little")
    return made.replace(size, (1000).to_bytes(4, "little"))
