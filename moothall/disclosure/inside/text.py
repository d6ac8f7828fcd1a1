"""Reading plain text and CSV."""

from html import unescape
from typing import BinaryIO
from urllib.parse import unquote

from moothall.disclosure.inside.report import asked


def read(data: BinaryIO, out: BinaryIO) -> None:
    """Look for withheld strings in a file of text, in whatever encoding it is, as it stands and as a browser has it."""
    report, content = asked(data)
    for encoding in ("utf-8", "utf-16") if content[:2] in {b"\xfe\xff", b"\xff\xfe"} else ("utf-8", "cp1252"):
        text = content.decode(encoding, "replace")
        for reading in dict.fromkeys((text, unescape(text), unquote(text))):
            report.text(reading, "text")
    report.data(content, "text")
    report.write(out)
