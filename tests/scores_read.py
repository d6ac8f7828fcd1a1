"""Reading a page for scores: no band stands anywhere without its mitigation beside it."""

import re
from collections.abc import Iterator

from moothall.risks.models import Band
from moothall.risks.tests.reading_world import Node, inherent_alone, scores_alone

SCALES = "/risks/scales/"  # the definitions of the bands: no risk stands in them
LABELS = tuple(str(band.label) for band in Band)
SCORED = re.compile(rf"\bband\b|cell--|to--|\b({'|'.join(LABELS)})\b", re.IGNORECASE)
ENDS = ("without", "with")
SAID = {f"{end}: {band.label}" for end in ENDS for band in Band}


def faults(page: Node, address: str) -> list[str]:
    """Every score on a page that is shown without its mitigation."""
    if address.partition("?")[0] == SCALES:
        return []
    return [
        *(f"a band alone: {words}" for words in scores_alone(page)),
        *(f"an estimate without mitigation alone: {words}" for words in inherent_alone(page)),
        *_said_alone(page),
        *_pictures(page),
        *_bands_in_tables(page),
    ]


def may_score(html: str) -> bool:
    """Whether a page says a band, or draws with one, anywhere: only then it is read closely."""
    return SCORED.search(html) is not None


def bands(page: Node) -> int:
    """How many bands a page shows."""
    return sum("band" in node.classes for node in page.all())


def _own_words(node: Node) -> str:
    return " ".join("".join(part for part in node.parts if isinstance(part, str)).split())


def _said_alone(page: Node) -> Iterator[str]:
    """“With: high” in words, outside what says both."""
    for node in page.all():
        if _own_words(node).lower() in SAID and not (node.within("shift") and "band" in node.classes):
            yield f"said alone: {_own_words(node)}"


def _pictures(page: Node) -> Iterator[str]:
    """A picture with a risk in a coloured cell tells both ends of it in a table; a map draws both as well."""
    for figure in page.all():
        if figure.tag != "figure" or "chart" not in figure.classes:
            continue
        inside = list(figure.all())
        marked = any({"to--doing", "to--not"} & node.classes for node in inside)
        if not marked and not any(_is_toned(node) for node in inside):
            continue
        if marked and not any("from" in node.classes for node in inside):
            yield f"a map without where its risks come from: {figure.words[:80]}"
        if not any(_tells_both(node) for node in inside if node.tag == "table"):
            yield f"a picture without a table of both ends: {figure.words[:80]}"


def _bands_in_tables(page: Node) -> Iterator[str]:
    """A cell that says a band and nothing else, in a table that does not tell the other end."""
    for table in page.all():
        if table.tag != "table" or _has_both_columns(table):
            continue
        for cell in table.all():
            if cell.tag == "td" and cell.words.lower() in LABELS:
                yield f"a cell with a band alone: {cell.words}"


def _is_toned(node: Node) -> bool:
    return any(name.startswith("cell--") and name != "cell--stale" for name in node.classes)


def _tells_both(table: Node) -> bool:
    """Whether a table has a column for each end, or says both in each cell that names a band."""
    cells = [node.words.lower() for node in table.all() if node.tag == "td"]
    named = [words for words in cells if _names_band(words)]
    said = bool(named) and all(f"{end}: " in words for words in named for end in ENDS)
    return said or _has_both_columns(table)


def _has_both_columns(table: Node) -> bool:
    heads = [node.words.lower() for node in table.all() if node.tag == "th"]
    return all(any(head.startswith(f"{end} ") for head in heads) for end in ENDS)


def _names_band(words: str) -> bool:
    return any(word.strip(".,:;()") in LABELS for word in words.split())
