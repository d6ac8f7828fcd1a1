"""Clauses of policies that a body quotes: found among its tokens, shown as links, or as cards where they are alone."""

from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from moothall.policies import quoting
from moothall.policies.quoting import Quoted, Reference

_UNASKED = {"linkify", "autolink"}  # addresses that became links by themselves, so that their words are ours to choose

Found = Mapping[Reference, Quoted]


def named(tokens: Sequence[Token]) -> Iterator[Reference]:
    """Every clause that is named outside code, by its address or in short."""
    for token in tokens:
        for child, inside in _with_links(token.children or []):
            if child.type == "link_open":
                reference = quoting.of_address(str(child.attrs.get("href", "")))
                yield from [reference] if reference else []
            elif child.type == "text" and not inside:
                yield from (reference for _start, _end, reference in quoting.in_text(child.content))


def shown(tokens: Sequence[Token], found: Found) -> list[Token]:
    """The same tokens with each clause that was found as a link to it, and those that stand alone as cards."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        alone = _alone(tokens[at : at + 3], found)
        if alone is not None:
            result.extend(_card(alone))
            at += 3
            continue
        token = tokens[at]
        if token.type == "inline":
            token.children = list(_linked(token.children or [], found))
        result.append(token)
        at += 1
    return result


def _with_links(children: Sequence[Token]) -> Iterator[tuple[Token, bool]]:
    """Each token, and whether it stands inside a link."""
    depth = 0
    for child in children:
        yield child, depth > 0
        depth += child.nesting if child.type in {"link_open", "link_close"} else 0


def _alone(tokens: Sequence[Token], found: Found) -> Quoted | None:
    """The clause that is all a paragraph says."""
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"] or tokens[0].hidden:
        return None
    children = [child for child in tokens[1].children or [] if child.type != "text" or child.content.strip()]
    if len(children) == 1 and children[0].type == "text":
        words = children[0].content.strip()
        whole = next((one for start, end, one in quoting.in_text(words) if end - start == len(words)), None)
        return found.get(whole) if whole else None
    if [child.type for child in children] == ["link_open", "text", "link_close"] and children[0].markup in _UNASKED:
        reference = quoting.of_address(str(children[0].attrs.get("href", "")))
        return found.get(reference) if reference else None
    return None


def _card(clause: Quoted) -> Iterator[Token]:
    yield Token("blockquote_open", "blockquote", 1, attrs={"class": "quoted"}, block=True)
    if clause.words:
        yield from _paragraph([_text(clause.words)])
    yield from _paragraph(list(_link(clause, clause.label)))
    yield Token("blockquote_close", "blockquote", -1, block=True)


def _paragraph(children: list[Token]) -> Iterator[Token]:
    yield Token("paragraph_open", "p", 1, block=True)
    yield Token("inline", "", 0, children=children)
    yield Token("paragraph_close", "p", -1, block=True)


def _linked(children: Sequence[Token], found: Found) -> Iterator[Token]:
    clause: Quoted | None = None  # behind the link that is open
    unasked = False
    for child, inside in _with_links(children):
        if child.type == "link_open":
            reference = quoting.of_address(str(child.attrs.get("href", "")))
            clause, unasked = found.get(reference) if reference else None, child.markup in _UNASKED
            if clause is not None:
                child.attrs |= {"href": clause.url, "class": "quoted"}
        elif child.type == "text" and inside and clause is not None and unasked:
            child.content = clause.label
        elif child.type == "text" and not inside and "[[" in child.content:
            yield from _split(child.content, found)
            continue
        yield child


def _split(text: str, found: Found) -> Iterator[Token]:
    done = 0
    for start, end, reference in quoting.in_text(text):
        if reference in found:
            yield _text(text[done:start])
            yield from _link(found[reference], found[reference].label)
            done = end
    yield _text(text[done:])


def _link(clause: Quoted, words: str) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": clause.url, "class": "quoted"})
    yield _text(words)
    yield Token("link_close", "a", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
