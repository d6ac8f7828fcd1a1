"""Reading plain text and CSV."""

from typing import BinaryIO

from moothall.disclosure.inside.report import asked


def read(data: BinaryIO, out: BinaryIO) -> None:
    """Look for withheld strings in a file of text, in whatever encoding it is."""
    report, content = asked(data)
    for encoding in ("utf-8", "utf-16") if content[:2] in {b"\xfe\xff", b"\xff\xfe"} else ("utf-8", "cp1252"):
        report.text(content.decode(encoding, "replace"), "text")
    report.data(content, "text")
    report.write(out)
