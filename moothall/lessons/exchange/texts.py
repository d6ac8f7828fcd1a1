"""The words of HTML as plain text that keeps its paragraphs and lists, to be written on by somebody."""

import re
from html.parser import HTMLParser

from moothall.kit.text import plain
from moothall.lessons.exchange import words

PARAGRAPHS = {"p", "blockquote", "ul", "ol", "pre", "hr", "table", "h3", "h4", "h5", "h6"}
LINES = {"br", "tr"}
_EMPTY = re.compile(r"\n{3,}")


def of_html(said: str, longest: int) -> str:
    """Text of HTML, whoever wrote it: no markup, an empty line between paragraphs, cut where it is too long.

    A link stands behind its words, so that whoever reads the text can follow it.
    """
    reader = _Reader()
    reader.feed(words.safe(said, base="")[0])  # sanitised when it was kept; what is made of it does not rest on that
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    text = _EMPTY.sub("\n\n", words.TURNING.sub("", plain("\n".join(lines)))).strip()
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


class _Reader(HTMLParser):
    """Gathers text, with line ends where blocks begin and end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._href = ""
        self._linked = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or a link."""
        if tag == "a":
            self._href, self._linked = dict(attrs).get("href") or "", ""
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in PARAGRAPHS or tag in LINES:
            self.parts.append("\n\n" if tag in PARAGRAPHS else "\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends, or a link, whose address then stands behind its words."""
        if tag == "a":
            if self._href and self._linked.strip() != self._href:
                self.parts.append(f" ({self._href})")
            self._href = ""
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Words; the line ends of the source mean nothing."""
        bare = data.replace("\n", " ").replace("\r", " ")
        self._linked += bare
        self.parts.append(bare)
