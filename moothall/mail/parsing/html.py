"""Turn HTML mail into readable plain text in one pass, in time linear in its length."""

import re
from html import unescape

MAX_HTML = 8_000_000
TOKEN = re.compile(r"<!--|<[!?/]?[A-Za-z][^<>]*>?|[^<]+|<")
TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
CAPITALS = re.compile("[A-Z]+")
MANY_LINES = re.compile(r"\n{3,}")
SILENT = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "iframe", "object"}
BREAKS = {
    "br",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "hr",
}
PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}


def to_text(html: str) -> str:
    """Return the words of an HTML mail, a line for each block; scripts, styles and comments are left out."""
    html = html[:MAX_HTML]
    lower = _lower(html)
    unclosed: set[str] = set()
    out: list[str] = []
    at, end = 0, len(html)
    while at < end:
        match = TOKEN.match(html, at)
        if match is None:
            break
        piece = match.group()
        at = match.end()
        if piece[0] != "<":
            out.append(SPACES.sub(" ", unescape(piece)))
            continue
        if piece == "<!--":
            close = html.find("-->", at)
            at = end if close < 0 else close + 3
            continue
        name = TAG_NAME.match(piece)
        if name is None:
            if piece == "<":
                out.append("<")
            continue
        tag = name.group(1).lower()
        if tag in SILENT and piece[1] != "/" and not piece.endswith("/>"):
            at = _after(lower, tag, at, unclosed)
            continue
        out.append(_space_for(tag, opening=piece[1] != "/"))
    return _lay_out("".join(out))


def _lower(html: str) -> str:
    """Lower the case without changing the length, which a few letters outside ASCII would."""
    lower = html.lower()
    return lower if len(lower) == len(html) else CAPITALS.sub(lambda found: found.group().lower(), html)


def _after(lower: str, tag: str, at: int, unclosed: set[str]) -> int:
    """Find the end of an element whose content is not for reading; one never closed hides nothing but its tag."""
    close = -1 if tag in unclosed else lower.find(f"</{tag}", at)
    if close < 0:
        unclosed.add(tag)  # it will not be found further on either: looking once keeps this linear
        return len(lower) if tag in ("script", "style") else at
    gt = lower.find(">", close)
    return len(lower) if gt < 0 else gt + 1


def _space_for(tag: str, *, opening: bool) -> str:
    if tag in PARAGRAPHS:
        return "\n\n"
    if tag == "li" and opening:
        return "\n• "
    if tag in BREAKS:
        return "\n"
    return " " if tag in ("td", "th") else ""


def _lay_out(text: str) -> str:
    lines = "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return MANY_LINES.sub("\n\n", lines).replace("\n\n• ", "\n• ").strip()
